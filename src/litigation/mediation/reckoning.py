"""Reading from the rows what the rules decide by: facts of one matter, and its last day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from commons.almanac import Almanac
from commons.holidays.models import current_almanac
from litigation.clocks.lights import Light
from litigation.mediation import ending, rules
from litigation.mediation.authority import AuthorityKind, is_minor
from litigation.mediation.clocks import (
    ClockFacts,
    ClockKind,
    Pause,
    RunningClock,
    clocks,
    is_paused,
    term,
)
from litigation.mediation.ending import EndFacts
from litigation.mediation.models import (
    Appraisal,
    ContactAttempt,
    Declaration,
    Extension,
    IdentityCheck,
    Matter,
    Party,
)
from litigation.mediation.parties import IN_VAIN, CheckedFor, ConsentStep, Level, PartyKind, Side
from litigation.mediation.party_views import parties_of, who_consents
from litigation.mediation.rules import Facts, Readiness


@dataclass(frozen=True, slots=True)
class LastDay:
    """What is kept of the term for sorting and reminding."""

    term_due_on: date | None
    term_provisional: bool
    next_due_on: date

    def changes(self) -> Mapping[str, object]:
        return {
            "term_due_on": self.term_due_on,
            "term_provisional": self.term_provisional,
            "next_due_on": self.next_due_on,
        }


async def clock_facts_of(matter: Matter) -> ClockFacts:
    extensions = await Extension.filter(matter_id=matter.id)
    appraisals = await Appraisal.filter(matter_id=matter.id)
    return matter.clock_facts(
        extension_days=sum(row.days for row in extensions),
        pauses=tuple(Pause(row.from_on, row.to_on) for row in appraisals),
    )


async def last_day_of(matter: Matter, today: date) -> dict[str, object]:
    """Give the columns of the term as they are to be kept now."""
    facts = await clock_facts_of(matter)
    return dict(last_day(facts, matter, await current_almanac(), today).changes())


def next_due(facts: ClockFacts, almanac: Almanac, today: date) -> RunningClock | None:
    """Name the clock that runs out first of those that still run."""
    going = (c for c in clocks(facts, almanac, today) if c.light is not Light.GREY)
    return min(going, key=lambda clock: clock.due_on, default=None)


def last_day(facts: ClockFacts, kept: Matter, almanac: Almanac, today: date) -> LastDay:
    """Count the term anew. A day that was once kept is moved, never blanked."""
    soonest = next_due(facts, almanac, today)
    next_due_on = soonest.due_on if soonest else kept.next_due_on
    due = term(facts, almanac, today)
    if due is None:
        return LastDay(kept.term_due_on, kept.term_provisional, next_due_on)
    return LastDay(due.due_on, due.provisional or is_paused(facts.pauses), next_due_on)


async def facts_of(matter: Matter, today: date) -> Facts:
    rows = Declaration.filter(matter_id=matter.id, mediator_id=matter.mediator_id)
    declared = await rows.order_by("-place").first()
    return Facts(
        track=matter.track,
        stage=matter.stage,
        mediator_id=matter.mediator_id,
        declaration=_declaration(declared) if declared else None,
        readiness=await _readiness(matter, today),
    )


async def end_facts_of(matter: Matter, facts: ClockFacts) -> EndFacts:
    vain: dict[UUID, int] = {}
    for attempt in await ContactAttempt.filter(party__matter_id=matter.id):
        # Once somebody was reached, the tries before no longer show that he cannot be.
        before = vain.get(attempt.party_id, 0)
        vain[attempt.party_id] = before + 1 if attempt.outcome in IN_VAIN else 0
    return EndFacts(
        stage=matter.stage,
        parties=await parties_in(matter),
        vain_tries=vain,
        term_due_on=matter.term_due_on,
        paused=is_paused(facts.pauses),
    )


async def parties_in(matter: Matter) -> frozenset[UUID]:
    ids = await Party.filter(matter_id=matter.id).values_list("id", flat=True)
    return frozenset(UUID(str(each)) for each in ids)


async def _readiness(matter: Matter, today: date) -> Readiness:
    parties = await parties_of(matter.id)
    checks = await IdentityCheck.filter(
        party__matter_id=matter.id, checked_for=CheckedFor.MEDIATION
    )
    latest = {row.party_id: row.level for row in checks}
    minors = (p for p in parties if p.kind is PartyKind.PERSON and is_minor(p.born_on, today))
    return Readiness(
        applicants=frozenset(p.id for p in parties if p.side is Side.APPLICANT),
        respondents=frozenset(p.id for p in parties if p.side is Side.RESPONDENT),
        consenting=await who_consents(matter.id, ConsentStep.MEDIATION),
        identified=frozenset(p for p, level in latest.items() if level is not Level.FAILED),
        # Civil Code art. 19 to 23: a minor is represented by a guardian.
        without_guardian=frozenset(
            minor.id
            for minor in minors
            if all(each.kind is not AuthorityKind.GUARDIAN for each in minor.representatives)
        ),
    )


def _declaration(row: Declaration) -> rules.Declaration:
    return rules.Declaration(
        mediator_id=row.mediator_id,
        kind=row.kind,
        agreed_by=frozenset(UUID(each) for each in row.agreed_by),
    )


async def confirmable_of(matter: Matter, today: date) -> ending.Confirmable:
    """Say whether the court may be asked on this day, by the same clock that the page shows."""
    facts = await clock_facts_of(matter)
    found = clocks(facts, await current_almanac(), today)
    due = next((each.due_on for each in found if each.kind is ClockKind.CONFIRMATION), None)
    return ending.confirmable(
        track=matter.track,
        organisation=matter.organisation_kind,
        effective_on=matter.effective_on,
        due_on=due,
        today=today,
    )
