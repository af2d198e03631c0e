"""Grading a case, overriding the advice, and changing the points and wage bases behind it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from commons.access.actor import Actor, Permission
from commons.almanac import day_of
from commons.db import atomic, must_be_inside_deed
from commons.errors import NotAllowed, NotNow, NotValid, Problem
from commons.evidence_log.leaves import Json
from commons.evidence_log.log import record
from litigation.cases import grading, rules
from litigation.cases.clock_actions import procedure_changed
from litigation.cases.fee_actions import reckon_again
from litigation.cases.fees import Procedure
from litigation.cases.grade_models import PROVINCE_MAX, SOURCE_MAX
from litigation.cases.grade_queries import TICKED, Graded, graded
from litigation.cases.grading import Factor, Grading
from litigation.cases.models import Case, GradePoint, WageBase, access_case
from litigation.cases.rules import FILED_STAGES, Stage
from litigation.cases.ways import CourtWays
from litigation.mediation.rules import check_version
from litigation.record.rules import Grade

WRITE, DECIDE = Permission.CASE_WRITE, Permission.CASE_DECIDE
ISSUES_MAX = 60
YEAR_MIN, YEAR_MAX = 2000, 2199


def columns_of(found: Grading) -> dict[str, Any]:
    """Write a grading as the case keeps it."""
    slot = found.slot
    return {
        "grade": found.grade,
        "procedure": slot.procedure,
        "minutes": slot.minutes,
        "grading": {
            "grade": found.grade.value,
            "gates": [{"reason": one.reason, "facts": dict(one.facts)} for one in found.gates],
            "points": [
                {"factor": one.factor.value, "found": one.found, "points": one.points}
                for one in found.lines
            ],
            "score": found.score,
            "simple_most": found.simple_most,
        },
    }


async def grade_now(case: Case, ways: CourtWays, *, actor: Actor, now: datetime) -> Graded:
    """Grade inside a deed. What a judge has chosen stays until he chooses again."""
    must_be_inside_deed()
    found = await graded(case, ways, on=day_of(now))
    changes = columns_of(found.advice)
    if case.graded_by is not None:
        changes = {"grading": changes["grading"]}
    before = case.procedure
    await case.keep(**changes)
    if case.procedure is not before:
        await procedure_changed(case, before, actor=actor, now=now)
    facts: dict[str, Json] = {"grade": found.advice.grade.value, "score": found.advice.score}
    await record(case.subject, "case.graded", facts, actor=actor, at=now)
    return found


@atomic
async def note_circumstances(
    actor: Actor,
    case_id: UUID,
    ticked: Mapping[str, bool],
    *,
    issues: int,
    ways: CourtWays,
    version: int | None,
    now: datetime,
) -> None:
    """Keep what a person has ticked about a case, and grade it anew."""
    case = await access_case(actor, case_id, WRITE, lock=True)
    check_version(case.version, version)
    _must_be_filed(case)
    if not 0 <= issues <= ISSUES_MAX:
        raise NotValid(fields={"issues": Problem("form.too_large", {"limit": ISSUES_MAX})})
    kept = {name: bool(ticked.get(name)) for name in TICKED}
    await case.keep(grade_facts={**kept, "issues": issues})
    before = case.procedure
    await grade_now(case, ways, actor=actor, now=now)
    await _follow_procedure(case, before, ways, actor=actor, now=now)


@atomic
async def override_grade(
    actor: Actor,
    case_id: UUID,
    chosen: Grade,
    *,
    reason: str,
    minutes: int | None,
    ways: CourtWays,
    version: int | None,
    now: datetime,
) -> None:
    """Choose another grade than the advice; the reason is kept for good."""
    case = await access_case(actor, case_id, DECIDE, lock=True)
    check_version(case.version, version)
    _must_be_filed(case)
    if case.judge_id is not None and case.judge_id != actor.account_id:
        raise NotAllowed("cases.grade.own_judge_only")
    rules.check_texts(reason=reason)
    found = await graded(case, ways, on=day_of(now))
    grading.override(chosen, found.advice, found.gates, reason=reason)
    slot = grading.SLOTS[chosen]
    before = case.procedure
    await case.keep(
        grade=chosen,
        procedure=slot.procedure,
        minutes=minutes or slot.minutes,
        grade_reason=reason,
        graded_by=actor.account_id,
    )
    facts: dict[str, Json] = {"grade": chosen.value, "advice": found.advice.grade.value}
    await record(case.subject, "case.grade_overridden", facts, actor=actor, at=now)
    await procedure_changed(case, before, actor=actor, now=now)
    await _follow_procedure(case, before, ways, actor=actor, now=now)


async def _follow_procedure(
    case: Case, before: Procedure, ways: CourtWays, *, actor: Actor, now: datetime
) -> None:
    # Interpretation art. 199: from summary to ordinary the other half is asked for.
    if case.procedure is not before:
        await reckon_again(case, ways, actor=actor, now=now)


def _must_be_filed(case: Case) -> None:
    if case.stage not in FILED_STAGES or case.stage in {Stage.CLOSED, Stage.DECIDED}:
        raise NotNow("cases.not_pending")


@atomic
async def set_points(
    actor: Actor, factor: Factor, points: int, *, from_on: date, reason: str, now: datetime
) -> None:
    """Change what a circumstance counts from a day on; cases graded before stay as they are."""
    actor.must(Permission.CASE_TABLES)
    grading.check_points(points)
    _check_line("reason", reason, SOURCE_MAX)
    if from_on < day_of(now):
        raise NotValid(fields={"from_on": Problem("cases.grade.not_backwards")})
    known = await GradePoint.get_or_none(key=factor.value, from_on=from_on)
    if known is not None:
        await known.keep(points=points, reason=reason, entered_at=now)
    else:
        await GradePoint.create(
            key=factor.value,
            points=points,
            from_on=from_on,
            reason=reason,
            entered_by=actor.account_id,
            entered_at=now,
        )
    facts: dict[str, Json] = {"factor": factor.value, "points": points, "from": str(from_on)}
    await record("cases:tables", "case.points_set", facts, actor=actor, at=now)


@atomic
async def enter_wage(
    actor: Actor,
    *,
    year: int,
    province: str,
    amount_fen: int,
    published_on: date,
    source: str,
    now: datetime,
) -> None:
    """Enter the average wage of a year with its source; a later entry of the year corrects it."""
    actor.must(Permission.CASE_TABLES)
    _check_line("province", province, PROVINCE_MAX)
    _check_line("source", source, SOURCE_MAX)
    if not YEAR_MIN <= year <= YEAR_MAX:
        raise NotValid(fields={"year": Problem("form.not_a_choice")})
    if amount_fen <= 0:
        raise NotValid(fields={"amount": Problem("form.too_small", {"limit": 0})})
    rules.check_day("published_on", published_on, earliest=date(year, 1, 1), latest=day_of(now))
    known = await WageBase.get_or_none(year=year, province=province)
    facts: dict[str, Any] = {
        "amount_fen": amount_fen,
        "published_on": published_on,
        "source": source,
        "entered_by": actor.account_id,
        "entered_at": now,
    }
    if known is not None:
        await known.keep(**facts)
    else:
        await WageBase.create(year=year, province=province, **facts)
    noted: dict[str, Json] = {"year": year, "province": province, "amount_fen": amount_fen}
    await record("cases:tables", "case.wage_entered", noted, actor=actor, at=now)


def _check_line(name: str, text: str, most: int) -> None:
    if not text.strip():
        raise NotValid(fields={name: Problem("form.missing")})
    if len(text) > most:
        raise NotValid(fields={name: Problem("form.too_long", {"length": len(text), "max": most})})
