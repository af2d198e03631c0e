"""What each page of the record needs: a head that all share, and one view per page."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from commons.access.actor import Actor, Permission
from commons.errors import NotAllowed, NotFound
from litigation.mediation.models import access_mediation
from litigation.mediation.rules import OPEN_STAGES, Stage
from litigation.record.bargaining import OfferKind
from litigation.record.entries import (
    ClaimEntry,
    Confidences,
    CourtRecord,
    Exchange,
    ExhibitEntry,
    FactEntry,
    IssueEntry,
    LineEntry,
    Person,
)
from litigation.record.exchange_queries import exchange_of
from litigation.record.queries import (
    confidences,
    court_record,
    facts_of,
    people_of,
)
from litigation.record.rules import Compartment, ExhibitKind, Grade, LineKind, Opinion

SEE = Permission.MEDIATION_SEE
CONFIDENCES = Permission.MEDIATION_CONFIDENCES
WORDS_SHOWN_MAX = 60


@dataclass(frozen=True, slots=True)
class Head:
    """Which matter this is, whether the reader is its own mediator, and a key for a new form."""

    matter_id: UUID
    number: str
    stage: Stage
    people: tuple[Person, ...]
    is_own: bool
    may_write: bool
    may_hold_session: bool
    form_key: UUID

    @property
    def persons(self) -> tuple[tuple[str, str], ...]:
        """The parties as things to choose from."""
        return tuple((str(person.id), person.name) for person in self.people)

    def others(self, party_id: UUID) -> tuple[tuple[str, str], ...]:
        return tuple(choice for choice in self.persons if choice[0] != str(party_id))

    @property
    def line_kinds(self) -> tuple[LineKind, ...]:
        return tuple(kind for kind in LineKind if kind is not LineKind.SUPPLEMENT)

    @property
    def exhibit_kinds(self) -> tuple[ExhibitKind, ...]:
        return tuple(ExhibitKind)

    @property
    def opinions(self) -> tuple[Opinion, ...]:
        return tuple(Opinion)

    @property
    def offer_kinds(self) -> tuple[OfferKind, ...]:
        return tuple(OfferKind)

    @property
    def grades(self) -> tuple[Grade, ...]:
        return tuple(Grade)

    def numbered(
        self, entries: Sequence[ClaimEntry | FactEntry | ExhibitEntry], name: str
    ) -> tuple[tuple[str, str], ...]:
        """Entries as things to choose from: their number and the beginning of their words."""
        return tuple(
            (str(entry.id), f"{entry.number} {str(getattr(entry, name))[:WORDS_SHOWN_MAX]}")
            for entry in entries
        )


async def head_of(actor: Actor, matter_id: UUID, permission: Permission = SEE) -> Head:
    matter = await access_mediation(actor, matter_id, permission)
    is_own = await _is_own(actor, matter_id)
    people = await people_of(matter_id)
    return Head(
        matter_id=matter_id,
        number=matter.number,
        stage=matter.stage,
        people=tuple(people.values()),
        is_own=is_own,
        may_write=is_own and matter.stage in OPEN_STAGES,
        may_hold_session=is_own and matter.stage is Stage.UNDER_WAY,
        form_key=uuid4(),
    )


async def _is_own(actor: Actor, matter_id: UUID) -> bool:
    try:
        await access_mediation(actor, matter_id, CONFIDENCES)
    except NotAllowed:
        return False
    return True


@dataclass(frozen=True, slots=True)
class TranscriptView:
    head: Head
    kept: Confidences
    can_write: bool


async def view_transcript(
    actor: Actor, matter_id: UUID, compartment: Compartment
) -> TranscriptView:
    kept = await confidences(actor, matter_id, compartment)
    head = await head_of(actor, matter_id, CONFIDENCES)
    is_private = compartment is Compartment.MEDIATOR
    return TranscriptView(head, kept, head.may_write if is_private else head.may_hold_session)


@dataclass(frozen=True, slots=True)
class LineView:
    head: Head
    line: LineEntry


async def view_line(actor: Actor, matter_id: UUID, line_id: UUID) -> LineView:
    head = await head_of(actor, matter_id, CONFIDENCES)
    for compartment in Compartment:
        for line in (await confidences(actor, matter_id, compartment)).lines:
            if line.id == line_id:
                return LineView(head, line)
    raise NotFound("record.line_not_found")


@dataclass(frozen=True, slots=True)
class CourtView:
    head: Head
    record: CourtRecord


async def view_for_court(actor: Actor, matter_id: UUID) -> CourtView:
    """Show what staff and the court may read; the matter's own mediator sees the same."""
    return CourtView(await head_of(actor, matter_id), await court_record(matter_id))


@dataclass(frozen=True, slots=True)
class ExchangeView:
    head: Head
    exchange: Exchange


async def view_exchange(actor: Actor, matter_id: UUID) -> ExchangeView:
    head = await head_of(actor, matter_id)
    people = {person.id: person for person in head.people}
    exchange = await exchange_of(matter_id, people)
    if not head.is_own:
        # Links to unfixed facts would betray a concession: staff read the court's version.
        exchange = (await court_record(matter_id)).exchange
    return ExchangeView(head, exchange)


@dataclass(frozen=True, slots=True)
class ClaimView:
    head: Head
    claim: ClaimEntry


async def view_claim(actor: Actor, matter_id: UUID, claim_id: UUID) -> ClaimView:
    view = await view_exchange(actor, matter_id)
    for claim in view.exchange.claims:
        if claim.id == claim_id:
            return ClaimView(view.head, claim)
    raise NotFound("record.claim_not_found")


@dataclass(frozen=True, slots=True)
class ExhibitView:
    head: Head
    exhibit: ExhibitEntry


async def view_exhibit(actor: Actor, matter_id: UUID, exhibit_id: UUID) -> ExhibitView:
    view = await view_exchange(actor, matter_id)
    for exhibit in view.exchange.exhibits:
        if exhibit.id == exhibit_id:
            return ExhibitView(view.head, exhibit)
    raise NotFound("record.exhibit_not_found")


@dataclass(frozen=True, slots=True)
class IssuesView:
    """The grid: each issue with what lies around it."""

    head: Head
    exchange: Exchange
    facts: tuple[FactEntry, ...]


@dataclass(frozen=True, slots=True)
class IssueView:
    grid: IssuesView
    issue: IssueEntry

    @property
    def head(self) -> Head:
        return self.grid.head


async def view_issues(actor: Actor, matter_id: UUID) -> IssuesView:
    view = await view_exchange(actor, matter_id)
    people = {person.id: person for person in view.head.people}
    facts = await facts_of(matter_id, people)
    if not view.head.is_own:
        fixed = {fact.id for fact in (await court_record(matter_id)).fixed_facts}
        facts = tuple(fact for fact in facts if fact.id in fixed)
    return IssuesView(view.head, view.exchange, facts)


async def view_issue(actor: Actor, matter_id: UUID, issue_id: UUID) -> IssueView:
    grid = await view_issues(actor, matter_id)
    for issue in grid.exchange.issues:
        if issue.id == issue_id:
            return IssueView(grid, issue)
    raise NotFound("record.issue_not_found")
