"""Who has a case in hand, and what lets it go first: noted by the court, with a reason."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from commons.access.actor import Actor, Permission
from commons.almanac import day_of
from commons.db import atomic
from commons.errors import NotNow, NotValid, Problem
from commons.evidence_log.leaves import Json
from commons.evidence_log.log import record
from litigation.cases.clock_actions import under_its_name
from litigation.cases.desk_queries import clerks_of, judges_of
from litigation.cases.models import access_case
from litigation.cases.rules import FILED_STAGES, Stage
from litigation.mediation.rules import check_version

WRITE = Permission.CASE_WRITE
REASON_MAX = 200
MEMBERS_MAX = 6  # a panel has three, five or seven: Civil Procedure Law art. 40


@atomic
async def assign(
    actor: Actor,
    case_id: UUID,
    *,
    judge_id: UUID,
    clerk_id: UUID | None,
    member_ids: Sequence[UUID] = (),
    version: int | None,
    now: datetime,
) -> None:
    """Give a filed case to a judge, or to a panel under a presiding one, and to a clerk."""
    case = await access_case(actor, case_id, WRITE, lock=True)
    check_version(case.version, version)
    if case.stage not in FILED_STAGES or case.stage is Stage.CLOSED:
        raise NotNow("cases.not_pending")
    judges = dict(await judges_of(case.organisation_id, day_of(now)))
    clerks = dict(await clerks_of(case.organisation_id, day_of(now)))
    problems: dict[str, Problem] = {}
    if judge_id not in judges:
        problems["judge_id"] = Problem("form.not_a_choice")
    if clerk_id is not None and clerk_id not in clerks:
        problems["clerk_id"] = Problem("form.not_a_choice")
    if not {*member_ids} <= judges.keys() - {judge_id}:
        problems["member_ids"] = Problem("form.not_a_choice")
    elif len({*member_ids}) % 2 or len(member_ids) > MEMBERS_MAX:
        problems["member_ids"] = Problem("cases.panel_is_odd", {"max": MEMBERS_MAX + 1})
    if problems:
        raise NotValid(fields=problems)
    await case.keep(
        members=[{"id": str(one), "name": judges[one]} for one in dict.fromkeys(member_ids)],
        judge_id=judge_id,
        judge_name=judges[judge_id],
        clerk_id=clerk_id,
        clerk_name=clerks[clerk_id] if clerk_id is not None else "",
    )
    facts: dict[str, Json] = {
        "judge": str(judge_id),
        "clerk": str(clerk_id or ""),
        "members": [str(one) for one in dict.fromkeys(member_ids)],
    }
    await record(case.subject, "case.assigned", facts, actor=actor, at=now)
    await under_its_name(case)


@atomic
async def set_priority(
    actor: Actor,
    case_id: UUID,
    *,
    is_green: bool,
    green_reason: str,
    leaves_on: date | None,
    version: int | None,
    now: datetime,
) -> None:
    """Open or close the green channel, and note when a party leaves the island."""
    case = await access_case(actor, case_id, WRITE, lock=True)
    check_version(case.version, version)
    if is_green and not green_reason.strip():
        raise NotValid(fields={"green_reason": Problem("form.missing")})
    if len(green_reason) > REASON_MAX:
        facts = {"length": len(green_reason), "max": REASON_MAX}
        raise NotValid(fields={"green_reason": Problem("form.too_long", facts)})
    # Row 1.23: an empty field does not blank a day that is known; it is changed, not forgotten.
    kept = leaves_on or case.leaves_on
    await case.keep(
        is_green=is_green, green_reason=green_reason if is_green else "", leaves_on=kept
    )
    noted: dict[str, Json] = {"green": is_green, "leaves_on": kept.isoformat() if kept else ""}
    await record(case.subject, "case.priority_set", noted, actor=actor, at=now)
