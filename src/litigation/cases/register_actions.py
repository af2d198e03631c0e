"""What the filing window does with a complaint: lists defects once, files it, or refuses it."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from commons.access.actor import Actor, Permission
from commons.almanac import ONE_DAY, day_of
from commons.db import atomic
from commons.deadlines import days
from commons.errors import NotAllowed, NotFound, NotValid, Problem
from commons.evidence_log.leaves import Json
from commons.evidence_log.log import record
from commons.holidays.models import current_almanac
from commons.outbox import emit
from litigation.cases import rules
from litigation.cases.clock_actions import (
    case_is_over,
    corrected,
    correction_runs,
    decided,
    trial_runs,
    under_its_name,
)
from litigation.cases.count_actions import draw_case_number
from litigation.cases.filing_actions import DECIDE_DAYS
from litigation.cases.follow_actions import begin_fee
from litigation.cases.grade_actions import grade_now
from litigation.cases.models import Case, Supplement, access_case, is_own
from litigation.cases.paper_actions import draw_one
from litigation.cases.paper_kinds import CasePaper
from litigation.cases.rules import NOT_PREPAID, NOTHING_DUE, Act, Ending, RefusalGround, Stage
from litigation.cases.stage_actions import close_case, move_on
from litigation.cases.ways import CourtWays
from litigation.events import CaseFiled, CaseRefused
from litigation.mediation.rules import check_version

SEE, WRITE, DECIDE = Permission.CASE_SEE, Permission.CASE_WRITE, Permission.CASE_DECIDE
SUPPLEMENT_DAYS_MAX = 60


@atomic
async def ask_supplement(
    actor: Actor,
    case_id: UUID,
    defects: tuple[str, ...],
    *,
    due_on: date,
    ways: CourtWays,
    version: int | None,
    now: datetime,
) -> None:
    """Tell the filer everything that is missing, once (Interpretation art. 208; S3 art. 9)."""
    case = await access_case(actor, case_id, WRITE, lock=True)
    check_version(case.version, version)
    listed = tuple(line.strip() for line in defects if line.strip())
    stage = rules.ask_supplement(await facts_of(case), listed)
    today = day_of(now)
    rules.check_day("due_on", due_on, earliest=today + ONE_DAY, latest=_latest(today))
    await Supplement.create(
        case_id=case.id,
        defects=list(listed),
        listed_on=today,
        listed_by=actor.account_id,
        due_on=due_on,
    )
    assert stage is Stage.DEFECTIVE
    await move_on(case, Act.ASK_SUPPLEMENT, actor=actor, now=now, next_due_on=due_on)
    await correction_runs(case, due_on, actor=actor, now=now)
    await draw_one(case, CasePaper.DEFECTS, ways, actor=actor, now=now)


def _latest(today: date) -> date:
    return date.fromordinal(today.toordinal() + SUPPLEMENT_DAYS_MAX)


@atomic
async def supplement(
    actor: Actor,
    case_id: UUID,
    answers: Mapping[int, str],
    *,
    version: int | None,
    now: datetime,
) -> None:
    """Answer the list point by point; the seven days run anew from the next day (art. 126)."""
    case = await access_case(actor, case_id, SEE, lock=True)
    if not (await is_own(actor, case) or actor.may(WRITE, case.organisation_id)):
        raise NotAllowed("access.not_yours", permission=SEE.value)
    check_version(case.version, version)
    row = await Supplement.get_or_none(case_id=case.id)
    if row is None:
        raise NotFound("cases.nothing_to_supplement")
    problems = {
        f"answer_{n}": Problem("form.missing")
        for n in range(1, len(row.defects) + 1)
        if not answers.get(n, "").strip()
    }
    if problems:
        raise NotValid(fields=problems)
    rules.check_texts(**{f"answer_{n}": text for n, text in answers.items()})
    today = day_of(now)
    due = days(today, DECIDE_DAYS, await current_almanac())
    await row.keep(answers={str(n): text for n, text in answers.items()}, answered_on=today)
    await move_on(
        case,
        Act.SUPPLEMENT,
        actor=actor,
        now=now,
        decide_by_on=due.due_on,
        decide_by_provisional=due.provisional,
        next_due_on=due.due_on,
    )
    await corrected(case, actor=actor, now=now)


@atomic
async def accept(
    actor: Actor, case_id: UUID, ways: CourtWays, *, version: int | None, now: datetime
) -> str:
    """File the case: number, grade, and the fee notice or mediation first; returns the number."""
    case = await access_case(actor, case_id, WRITE, lock=True)
    if case.number is not None and case.stage is not Stage.CLOSED:
        return case.number  # pressed twice
    check_version(case.version, version)
    facts = await facts_of(case)
    stage = rules.accept(facts)
    today = day_of(now)
    await case.keep(filed_on=today, next_due_on=NOTHING_DUE)
    await grade_now(case, ways, actor=actor, now=now)
    if stage is Stage.FEE_DUE:
        await begin_fee(case, Act.FILE_TO_FEE, ways, actor=actor, now=now)
    else:
        act = Act.FILE_TO_MEDIATION if stage is Stage.MEDIATING else Act.FILE_FREE
        await move_on(case, act, actor=actor, now=now)
    await decided(case, actor=actor, now=now)
    await trial_runs(case, actor=actor, now=now)
    # The count is taken last: nobody waits for a number longer than the deed takes to be kept.
    number = await draw_case_number(case.kind, today, ways)
    await case.keep(number=number)
    await under_its_name(case)
    noted: dict[str, Json] = {"number": number, "track": case.track.value}
    await record(case.subject, "case.filed", noted, actor=actor, at=now)
    await emit(CaseFiled(case_id=case.id, number=number))
    return number


@atomic
async def refuse(
    actor: Actor,
    case_id: UUID,
    ground: RefusalGround,
    *,
    reason: str,
    ways: CourtWays,
    version: int | None,
    now: datetime,
) -> None:
    """Refuse by a ruling with its reason; it may be appealed (Law art. 126, 157)."""
    case = await access_case(actor, case_id, DECIDE, lock=True)
    check_version(case.version, version)
    rules.refuse(await facts_of(case), ground)
    if not reason.strip():
        raise NotValid(fields={"reason": Problem("form.missing")})
    rules.check_texts(reason=reason)
    await move_on(
        case,
        Act.REFUSE,
        actor=actor,
        now=now,
        ending=Ending.NOT_FILED,
        ending_words=reason,
        closed_on=day_of(now),
        next_due_on=NOTHING_DUE,
        pleading={**case.pleading, "refusal_ground": ground.value},
    )
    await decided(case, actor=actor, now=now)
    await case_is_over(case, actor=actor, now=now)
    await emit(CaseRefused(case_id=case.id, ground=ground.value))
    await draw_one(case, CasePaper.REFUSAL, ways, actor=actor, now=now)


@atomic
async def take_back(actor: Actor, case_id: UUID, *, version: int | None, now: datetime) -> None:
    """Take a complaint back before it is filed; nothing is owed."""
    case = await access_case(actor, case_id, SEE, lock=True)
    if not await is_own(actor, case):
        raise NotAllowed("access.not_yours", permission=SEE.value)
    check_version(case.version, version)
    await close_case(case, Ending.WITHDRAWN, Act.WITHDRAW_FILING, actor=actor, now=now)


async def facts_of(case: Case) -> rules.Facts:
    listed = await Supplement.filter(case_id=case.id).exists()
    return case.facts(was_listed=listed, is_free=case.kind in NOT_PREPAID)
