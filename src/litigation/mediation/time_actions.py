"""What is done to a matter's time: materials signed for, longer terms, appraisals, new holidays."""

from datetime import date, datetime
from uuid import UUID

from commons.access.actor import SYSTEM, Actor
from commons.almanac import Almanac, day_of
from commons.db import atomic
from commons.errors import NotNow
from commons.evidence_log.leaves import Json
from commons.evidence_log.log import record
from litigation.mediation import longer, rules
from litigation.mediation.actions import writable
from litigation.mediation.clocks import Pause
from litigation.mediation.models import Appraisal, Extension, Matter
from litigation.mediation.parties import ConsentStep
from litigation.mediation.party_views import who_consents
from litigation.mediation.reckoning import LastDay, clock_facts_of, facts_of, last_day, last_day_of
from litigation.mediation.rules import FLOW, Act

MATTERS_AT_ONCE_MAX = 500


@atomic
async def sign_for_materials(
    actor: Actor, matter_id: UUID, *, on: date, version: int | None, now: datetime
) -> None:
    """Note on which day the court's materials were signed for: the filed term runs from it."""
    row = await writable(actor, matter_id, version)
    if row.track is not rules.Track.FILED or row.stage not in rules.OPEN_STAGES:
        raise NotNow("mediation.no_materials_expected")
    today = day_of(now)
    row.materials_on = rules.check_day("materials_on", on, earliest=row.registered_on, latest=today)
    await row.keep(materials_on=on, **await last_day_of(row, today))
    facts = {"on": on.isoformat()}
    await record(row.subject, "mediation.materials_signed_for", facts, actor=actor, at=now)


@atomic
async def extend(
    actor: Actor, matter_id: UUID, *, days: int, version: int | None, now: datetime
) -> None:
    """Lengthen the term by the consent of every party that is on record for this step."""
    row = await writable(actor, matter_id, version)
    FLOW.step(row.stage, Act.EXTEND)
    today = day_of(now)
    clock_facts = await clock_facts_of(row)
    parties = (await facts_of(row, today)).readiness.parties
    agreed = await who_consents(row.id, ConsentStep.EXTENSION)
    longer.check_extension(clock_facts, more=days, all_agree=agreed >= parties)
    who = sorted(map(str, agreed & parties))
    await Extension.create(matter_id=row.id, days=days, agreed_by=who, agreed_on=today)
    await row.keep(**await last_day_of(row, today))
    facts: dict[str, Json] = {"days": days, "agreed_by": list[Json](who)}
    await record(row.subject, "mediation.extended", facts, actor=actor, at=now)


@atomic
async def start_appraisal(
    actor: Actor, matter_id: UUID, *, of: str, on: date, version: int | None, now: datetime
) -> None:
    """Let the term stand still while an expert looks (art. 26)."""
    row = await writable(actor, matter_id, version)
    FLOW.step(row.stage, Act.EXTEND)
    today = day_of(now)
    facts = await clock_facts_of(row)
    earliest = row.accepted_on or row.registered_on
    longer.check_pause(facts.pauses, Pause(on), earliest=earliest, today=today)
    await Appraisal.create(matter_id=row.id, subject_of=of, from_on=on)
    await row.keep(**await last_day_of(row, today))
    await record(
        row.subject, "mediation.appraisal_started", {"on": on.isoformat()}, actor=actor, at=now
    )


@atomic
async def finish_appraisal(
    actor: Actor, matter_id: UUID, *, on: date, version: int | None, now: datetime
) -> None:
    row = await writable(actor, matter_id, version)
    FLOW.step(row.stage, Act.EXTEND)
    appraisal = await Appraisal.filter(matter_id=row.id, to_on=None).first()
    if appraisal is None:
        raise NotNow("mediation.no_appraisal_runs")
    today = day_of(now)
    rules.check_day("to_on", on, earliest=appraisal.from_on, latest=today)
    await appraisal.keep(to_on=on)
    await row.keep(**await last_day_of(row, today))
    await record(
        row.subject, "mediation.appraisal_finished", {"on": on.isoformat()}, actor=actor, at=now
    )


async def reckon_all(almanac: Almanac, *, now: datetime) -> int:
    """Count every open term anew after a new holiday table; says how many days moved."""
    moved = 0
    open_ids = Matter.filter(stage__in=sorted(rules.OPEN_STAGES | {rules.Stage.AGREED}))
    last: UUID | None = None
    while True:
        rows = open_ids.filter(id__gt=last) if last else open_ids
        ids = await rows.order_by("id").limit(MATTERS_AT_ONCE_MAX).values_list("id", flat=True)
        if not ids:
            return moved
        for each in ids:
            last = UUID(str(each))
            moved += await _reckon_one(last, almanac, now=now)


@atomic
async def _reckon_one(matter_id: UUID, almanac: Almanac, *, now: datetime) -> int:
    row = await Matter.filter(id=matter_id).select_for_update().get()
    kept = LastDay(row.term_due_on, row.term_provisional, row.next_due_on)
    anew = last_day(await clock_facts_of(row), row, almanac, day_of(now))
    if kept == anew:
        return 0
    await row.keep(**anew.changes())
    facts = {"from": _iso(kept.term_due_on), "to": _iso(anew.term_due_on)}
    await record(row.subject, "mediation.term_reckoned_anew", facts, actor=SYSTEM, at=now)
    return 1


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
