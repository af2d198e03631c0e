"""Who reads what of a record: the only doors through which other rooms and pages may look.

The court's door is an allow-list: it asks no table of lines, offers or unsent text at all.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from commons.access.actor import Actor, Permission
from commons.errors import NotFound
from litigation.mediation.models import Matter, Party, access_mediation
from litigation.record.bargaining import OfferStage, unpacked
from litigation.record.entries import (
    Confidences,
    CourtRecord,
    CourtWords,
    Exchange,
    FactEntry,
    JointRecord,
    LineEntry,
    OfferEntry,
    Person,
)
from litigation.record.exchange_queries import exchange_of, fixed_facts
from litigation.record.models import (
    AgreedFact,
    CourtNote,
    ExhibitContent,
    ExhibitFile,
    Offer,
    TranscriptLine,
    UnsentText,
)
from litigation.record.rules import Compartment


async def people_of(matter_id: UUID) -> dict[UUID, Person]:
    rows = await Party.filter(matter_id=matter_id).order_by("place").only("id", "side", "name")
    return {row.id: Person(row.id, row.side, row.name) for row in rows}


async def court_record(matter_id: UUID) -> CourtRecord:
    """Gather what the report to the court may say; nothing else is even read."""
    matter = await _matter(matter_id)
    people = await people_of(matter_id)
    exchange = await exchange_of(matter_id, people)
    fixed = await fixed_facts(matter_id)
    return CourtRecord(
        matter_id=matter_id,
        people=tuple(people.values()),
        exchange=_with_known_facts(exchange, frozenset(fact.id for fact in fixed)),
        fixed_facts=fixed,
        words=await _court_words(matter_id),
        end_reason=matter.end_reason,
        explanation=matter.explanation,
        costly_conduct=matter.costly_conduct,
        court_hints=matter.court_hints,
    )


def _with_known_facts(exchange: Exchange, fixed: frozenset[UUID]) -> Exchange:
    # A link to an unfixed fact would tell that somebody was ready to concede something.
    issues = tuple(replace(issue, fact_ids=issue.fact_ids & fixed) for issue in exchange.issues)
    return replace(exchange, issues=issues)


async def _court_words(matter_id: UUID) -> CourtWords | None:
    row = await CourtNote.filter(matter_id=matter_id).order_by("-number").first()
    return CourtWords(row.course, row.appraisal_needs, row.grade, row.minutes) if row else None


async def joint_record(matter_id: UUID) -> JointRecord:
    """Gather what is read back to both sides. Never for the court: it holds offers."""
    await _matter(matter_id)
    people = await people_of(matter_id)
    return JointRecord(
        matter_id=matter_id,
        people=tuple(people.values()),
        exchange=await exchange_of(matter_id, people),
        facts=await facts_of(matter_id, people),
        lines=await _lines(matter_id, Compartment.JOINT, people),
        offers=await _offers(matter_id, Compartment.JOINT, people),
    )


async def _matter(matter_id: UUID) -> Matter:
    row = await Matter.get_or_none(id=matter_id)
    if row is None:
        raise NotFound("mediation.not_found")
    return row


async def facts_of(matter_id: UUID, people: Mapping[UUID, Person]) -> tuple[FactEntry, ...]:
    return tuple(
        FactEntry(
            id=row.id,
            number=row.number,
            text=row.text,
            stage=row.stage,
            paper_id=row.paper_id,
            fixed_at=row.fixed_at,
            reopened_at=row.reopened_at,
            reopened_reason=row.reopened_reason,
            reopened_by=people.get(row.reopened_by) if row.reopened_by else None,
        )
        for row in await AgreedFact.filter(matter_id=matter_id).order_by("number")
    )


async def _lines(
    matter_id: UUID, compartment: Compartment, people: Mapping[UUID, Person]
) -> tuple[LineEntry, ...]:
    rows = await TranscriptLine.filter(matter_id=matter_id, compartment=compartment).order_by(
        "number"
    )
    numbers = {row.id: row.number for row in rows}
    return tuple(
        LineEntry(
            id=row.id,
            compartment=row.compartment,
            number=row.number,
            kind=row.kind,
            party=people.get(row.party_id) if row.party_id else None,
            speaker=row.speaker,
            text=row.text,
            said_at=row.said_at,
            without_prejudice=row.without_prejudice,
            corrects_number=numbers.get(row.corrects_id) if row.corrects_id else None,
        )
        for row in rows
    )


async def _offers(
    matter_id: UUID, compartment: Compartment, people: Mapping[UUID, Person]
) -> tuple[OfferEntry, ...]:
    rows = Offer.filter(matter_id=matter_id, compartment=compartment).order_by("number")
    return tuple(_offer_entry(row, people) for row in await rows)


def _offer_entry(row: Offer, people: Mapping[UUID, Person]) -> OfferEntry:
    return OfferEntry(
        id=row.id,
        compartment=row.compartment,
        party=people[row.party_id],
        kind=row.kind,
        terms=unpacked(row.kind, row.closes_on, row.terms),
        stage=row.stage,
        written_at=row.written_at,
        ended_at=row.ended_at,
        answers_id=row.answers_id,
        answered_by=people.get(row.answered_by) if row.answered_by else None,
    )


async def confidences(actor: Actor, matter_id: UUID, compartment: Compartment) -> Confidences:
    """Open one compartment: for the matter's own mediator and nobody else."""
    await access_mediation(actor, matter_id, Permission.MEDIATION_CONFIDENCES)
    people = await people_of(matter_id)
    unsent = await UnsentText.get_or_none(
        matter_id=matter_id, compartment=compartment, account_id=actor.account_id
    )
    return Confidences(
        matter_id=matter_id,
        compartment=compartment,
        people=tuple(people.values()),
        lines=await _lines(matter_id, compartment, people),
        offers=await _offers(matter_id, compartment, people),
        unsent=unsent.text if unsent else "",
        unsent_at=unsent.saved_at if unsent else None,
    )


async def count_lines(actor: Actor, matter_id: UUID, compartment: Compartment) -> int:
    await access_mediation(actor, matter_id, Permission.MEDIATION_CONFIDENCES)
    return await TranscriptLine.filter(matter_id=matter_id, compartment=compartment).count()


@dataclass(frozen=True, slots=True)
class Shown:
    """The bytes of a file as they may leave the house."""

    name: str
    media_type: str
    content: bytes


async def shown_file(actor: Actor, matter_id: UUID, file_id: UUID, *, small: bool) -> Shown:
    """Fetch the clean copy, or its small picture, for whoever may see the matter."""
    await access_mediation(actor, matter_id, Permission.MEDIATION_SEE)
    row = await ExhibitFile.get_or_none(id=file_id, matter_id=matter_id)
    if row is None:
        raise NotFound("record.file_not_found")
    # The sealed original is not even opened here.
    column = "preview" if small else "clean"
    content = await ExhibitContent.get(file_id=row.id).only("id", column)
    if not small:
        return Shown(row.name, row.media_type, bytes(content.clean))
    if not content.preview:
        raise NotFound("record.file_not_found")
    return Shown(row.name, "image/jpeg", bytes(content.preview))


async def open_offers(matter_id: UUID) -> int:
    """Count the offers that still wait for an answer."""
    return await Offer.filter(matter_id=matter_id, stage=OfferStage.OPEN).count()
