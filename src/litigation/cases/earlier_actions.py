"""Taking over cases that were kept elsewhere, many in one deed: each wholly or not at all."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any
from uuid import uuid4

from commons.access.actor import Actor, Permission
from commons.almanac import SHANGHAI, Almanac, day_of
from commons.db import atomic
from commons.deadlines import days
from commons.errors import Problem
from commons.events import Event
from commons.evidence_log.leaves import Json
from commons.evidence_log.log import record_all
from commons.holidays.models import current_almanac
from commons.imports import Sheet, note_imported
from commons.outbox import emit_all
from litigation.cases.clock_actions import COURSES, subject_of
from litigation.cases.count_actions import go_on_after
from litigation.cases.earlier import BY_NOBODY, EarlierCase
from litigation.cases.filing_actions import DECIDE_DAYS
from litigation.cases.models import Case, CaseClaim, CaseParty
from litigation.cases.party_actions import keep_names, new_party
from litigation.cases.pleading import Domicile, Service
from litigation.cases.rules import NOTHING_DUE, PENDING, CaseKind, FiledAs, Side, Stage
from litigation.clocks.facts import Span
from litigation.clocks.keys import ClockKey, Exclusion
from litigation.clocks.keys import Procedure as Course
from litigation.clocks.many_actions import Wanted, start_many
from litigation.clocks.table import answer_key, objection_key, trial_key
from litigation.events import CasePooled
from litigation.mediation.rules import Track

BATCH_MAX = 500
TITLE_MAX = 300
RECEIPT = "移"
UNTOLD = "（原登记未载明诉讼请求）"


@atomic
async def take_over(
    actor: Actor, cases: Sequence[EarlierCase], *, now: datetime
) -> Mapping[str, Problem]:
    """Write checked cases down with parties, claims and clocks; says which number was taken.

    The register goes on after their numbers. Nothing is drawn up and nobody is told: what had to
    be told was told where they come from.
    """
    assert len(cases) <= BATCH_MAX
    for place in {one.organisation_id for one in cases}:
        actor.must(Permission.CASE_WRITE, place)
    # The counts first: whoever files meanwhile waits for them, and not for a number twice given.
    await go_on_after(one.number for one in cases if one.number is not None)
    numbers = [str(one.number) for one in cases if one.number is not None]
    taken = {row.number for row in await Case.filter(number__in=numbers).only("id", "number")}
    fresh = [one for one in cases if one.number is None or str(one.number) not in taken]
    almanac = await current_almanac()
    rows = [_case(one, almanac, now) for one in fresh]
    parties = [list(_parties(one, row)) for one, row in zip(fresh, rows, strict=True)]
    await Case.bulk_create(rows)
    everybody = [party for those in parties for party in those]
    await CaseParty.bulk_create(everybody)
    await keep_names(everybody)
    claims = [_claim(one, row) for one, row in zip(fresh, rows, strict=True)]
    await CaseClaim.bulk_create([claim for claim in claims if claim is not None])
    made = zip(fresh, rows, parties, strict=True)
    await start_many([w for facts in made for w in _clocks(*facts)], actor=actor, now=now)
    await _tell(fresh, rows, actor=actor, now=now)
    return {
        one.key: Problem("cases.earlier.number_taken", {"number": str(one.number)})
        for one in cases
        if one.number is not None and str(one.number) in taken
    }


async def _tell(
    fresh: Sequence[EarlierCase], rows: Sequence[Case], *, actor: Actor, now: datetime
) -> None:
    """Write one leaf for each case, and tell of those that may be scheduled."""
    pairs = list(zip(fresh, rows, strict=True))
    await note_imported(Sheet.MATTERS, [(one.key, one.digest, row.id) for one, row in pairs])
    acts = [(row.subject, "case.taken_over", _said(one, row)) for one, row in pairs]
    await record_all(acts, actor=actor, at=now)
    pooled: list[tuple[Event, datetime | None, str | None]] = [
        (CasePooled(case_id=row.id), None, None) for row in rows if row.stage is Stage.POOL
    ]
    await emit_all(pooled)


def _said(one: EarlierCase, row: Case) -> dict[str, Json]:
    return {
        "key": one.key,
        "line": one.digest,
        "number": row.number,
        "stage": row.stage.value,
        "organisation_id": str(row.organisation_id),
    }


def _case(one: EarlierCase, almanac: Almanac, now: datetime) -> Case:
    return Case(
        id=uuid4(),
        number=str(one.number) if one.number is not None else None,
        receipt_number=f"{RECEIPT}{one.key}",
        kind=one.kind,
        track=Track.FILED if one.stage is Stage.MEDIATING else Track.REFUSED,
        stage=one.stage,
        organisation_id=one.organisation_id,
        cause=one.cause,
        title=one.title[:TITLE_MAX],
        fee_kind=one.fee_kind,
        amount_fen=one.amount_fen,
        procedure=one.procedure,
        judge_id=one.judge[0] if one.judge else None,
        judge_name=one.judge[1] if one.judge else "",
        clerk_id=one.clerk[0] if one.clerk else None,
        clerk_name=one.clerk[1] if one.clerk else "",
        island=one.island,
        pleading={},
        filed_by=BY_NOBODY,
        filed_as=FiledAs.WINDOW,
        submitted_at=datetime.combine(one.submitted_on, time(0), tzinfo=SHANGHAI),
        submitted_on=one.submitted_on,
        filed_on=one.filed_on,
        closed_on=one.closed_on,
        ending=one.ending,
        **_dues(one, almanac, now),
    )


def _dues(one: EarlierCase, almanac: Almanac, now: datetime) -> dict[str, Any]:
    if one.stage is Stage.POOL:
        return {"pooled_on": day_of(now)}
    if one.stage is not Stage.SUBMITTED:
        return {"next_due_on": NOTHING_DUE}
    # Civil Procedure Law art. 126: filed or refused within seven days of receipt.
    due = days(one.submitted_on, DECIDE_DAYS, almanac)
    return {
        "decide_by_on": due.due_on,
        "decide_by_provisional": due.provisional,
        "next_due_on": due.due_on,
    }


def _parties(one: EarlierCase, row: Case) -> Iterator[CaseParty]:
    for place, each in enumerate(one.parties, 1):
        party = new_party(
            row.id, each.side, each.standing, place=place, service=Service(address="")
        )
        party.copies_on = each.copies_on
        yield party


def _claim(one: EarlierCase, row: Case) -> CaseClaim | None:
    if not one.item and one.amount_fen is None:
        return None
    return CaseClaim(
        case_id=row.id,
        side=Side.PLAINTIFF,
        item=one.item or UNTOLD,
        amount_fen=one.amount_fen,
        made_on=one.submitted_on,
        place=1,
    )


def _clocks(one: EarlierCase, row: Case, parties: Sequence[CaseParty]) -> Iterator[Wanted]:
    """Name what still runs: the decision on filing, the trial, and answers not yet due."""
    subject = subject_of(row)
    if one.stage is Stage.SUBMITTED:
        yield Wanted(subject, ClockKey.FILING_DECISION, one.submitted_on)
    if one.filed_on is None or one.stage not in PENDING | {Stage.STAYED}:
        return
    course = {CaseKind.CIVIL: COURSES[one.procedure], CaseKind.SPECIAL: Course.SPECIAL}
    if one.kind not in course:
        return
    yield Wanted(
        subject, trial_key(course[one.kind]), one.filed_on, spans=_spans(one, one.filed_on)
    )
    if one.kind is not CaseKind.CIVIL:
        return
    for party in parties:
        if party.side is not Side.DEFENDANT or party.copies_on is None:
            continue
        at_home = party.domicile is not Domicile.ABROAD
        for key in (
            answer_key(COURSES[one.procedure], has_domicile=at_home),
            objection_key(has_domicile=at_home),
        ):
            yield Wanted(
                subject, key, party.copies_on, part=str(party.id), part_name=party.name,
                only_if_running=True,
            )  # fmt: skip


def _spans(one: EarlierCase, filed_on: date) -> tuple[Span, ...]:
    if one.stage is Stage.MEDIATING:
        return (Span(Exclusion.MEDIATION, filed_on),)
    if one.stage is Stage.STAYED and one.stayed_on is not None:
        return (Span(Exclusion.SUSPENSION, one.stayed_on),)
    return ()
