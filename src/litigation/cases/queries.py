"""One case as its page shows it: where it stands, who is in it, what may be done next."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from commons.access.actor import Actor, Permission
from commons.almanac import Almanac, day_of
from commons.deadlines import days
from commons.holidays.models import current_almanac
from litigation.cases.charging import NoticeStage
from litigation.cases.desk_queries import clerks_of, court_title, judges_of
from litigation.cases.earlier import BY_NOBODY
from litigation.cases.list_queries import priority_facts
from litigation.cases.models import (
    Case,
    CaseClaim,
    CaseExhibit,
    CaseFact,
    CaseParty,
    FeeNotice,
    Motion,
    Supplement,
    access_case,
    is_own,
    is_staff,
)
from litigation.cases.motions import MotionStage
from litigation.cases.pleading import ELEMENTS, Domicile
from litigation.cases.priority import priority
from litigation.cases.rules import FILED_STAGES, Side, Stage
from litigation.cases.sheet_queries import ANSWER_DAYS, ANSWER_DAYS_ABROAD
from litigation.cases.views import CaseView, ClaimView, DefectsView, PartyView
from litigation.clocks.models import has_clocks

SEE, WRITE, DECIDE = Permission.CASE_SEE, Permission.CASE_WRITE, Permission.CASE_DECIDE
# Civil Procedure Law art. 128: the copy goes out within five days of filing.
COPIES_DAYS = 5


async def view_case(
    actor: Actor, case_id: UUID, *, now: datetime, permission: Permission = SEE
) -> CaseView:
    case = await access_case(actor, case_id, permission)
    today, almanac = day_of(now), await current_almanac()
    parties = await CaseParty.filter(case_id=case.id).order_by("place")
    may_write = actor.may(WRITE, case.organisation_id)
    may_assign = may_write and case.stage in FILED_STAGES
    notice = await _open_notice(case)
    return CaseView(
        **_own_columns(case),
        name=case.name,
        number=case.number or "",
        court=await court_title(case.organisation_id),
        priority=priority(priority_facts(case), today=today),
        decide_days_left=(case.decide_by_on - today).days if case.decide_by_on else 0,
        copies_due_on=_copies_due(case, parties, almanac),
        joined_to=await _joined_to(case),
        parties=tuple(_party(one, actor, almanac) for one in parties),
        claims=await _claims(case),
        agreed_facts=tuple(
            [one.text for one in await CaseFact.filter(case_id=case.id).order_by("place")]
        ),
        exhibits=await _exhibits(case),
        story=tuple((name, case.pleading.get(name, "")) for name in ELEMENTS),
        preservation=case.pleading.get("preservation", ""),
        defects=await _defects(case),
        open_fen=notice.facts(has_open_relief=False).open_fen if notice else 0,
        fee_due_on=notice.due_on if notice else None,
        open_motions=await Motion.filter(case_id=case.id, stage=MotionStage.OPEN).count(),
        is_own=await is_own(actor, case),
        is_staff=is_staff(actor, case),
        has_clocks=is_staff(actor, case) and await has_clocks(case.id),
        came_from_elsewhere=case.filed_by == BY_NOBODY,
        may_write=may_write,
        may_decide=actor.may(DECIDE, case.organisation_id),
        members=tuple((one, name) for one, name, _ in case.bench[1:]),
        judges=await judges_of(case.organisation_id, today) if may_assign else (),
        clerks=await clerks_of(case.organisation_id, today) if may_assign else (),
    )


_COLUMNS = (
    "id",
    "version",
    "receipt_number",
    "title",
    "cause",
    "stage",
    "track",
    "procedure",
    "grade",
    "minutes",
    "amount_fen",
    "judge_id",
    "judge_name",
    "clerk_id",
    "clerk_name",
    "island",
    "is_online",
    "is_green",
    "green_reason",
    "leaves_on",
    "submitted_at",
    "filed_on",
    "decide_by_on",
    "decide_by_provisional",
    "closed_on",
    "ending",
    "ending_words",
)


def _own_columns(case: Case) -> dict[str, Any]:
    return {name: getattr(case, name) for name in _COLUMNS}


async def _open_notice(case: Case) -> FeeNotice | None:
    return await FeeNotice.filter(case_id=case.id, stage=NoticeStage.DUE).order_by("due_on").first()


def _copies_due(case: Case, parties: list[CaseParty], almanac: Almanac) -> date | None:
    """Name the last day for sending the copy, while a defendant still has none."""
    others = [one for one in parties if one.side is not Side.PLAINTIFF]
    if case.filed_on is None or all(one.copies_on for one in others):
        return None
    return days(case.filed_on, COPIES_DAYS, almanac).due_on


async def _joined_to(case: Case) -> str:
    if case.joined_to_id is None:
        return ""
    other = await Case.get_or_none(id=case.joined_to_id).only("id", "number", "receipt_number")
    return other.name if other else ""


def _party(row: CaseParty, actor: Actor, almanac: Almanac) -> PartyView:
    n = ANSWER_DAYS_ABROAD if row.domicile is Domicile.ABROAD else ANSWER_DAYS
    answers = row.side is not Side.PLAINTIFF and row.copies_on is not None
    mine = actor.account_id is not None and actor.account_id in {
        row.account_id,
        row.agent_account_id,
    }
    return PartyView(
        id=row.id,
        side=row.side,
        name=row.name,
        number_masked=row.number_masked,
        phone_masked=row.phone_masked,
        address=row.address or "",
        e_consent=row.e_basis is not None,
        domicile=row.domicile,
        is_missing=row.is_missing,
        agent_name=row.agent_name,
        copies_on=row.copies_on,
        answer_due_on=days(row.copies_on, n, almanac).due_on if answers and row.copies_on else None,
        is_mine=mine,
    )


async def _claims(case: Case) -> tuple[ClaimView, ...]:
    rows = await CaseClaim.filter(case_id=case.id).order_by("place")
    return tuple(
        ClaimView(row.id, row.side, row.item, row.amount_fen, row.is_counter, row.stage)
        for row in rows
    )


async def _exhibits(case: Case) -> tuple[tuple[Side, str, str, str], ...]:
    rows = await CaseExhibit.filter(case_id=case.id).order_by("place")
    return tuple((row.side, row.name, row.source, row.purpose) for row in rows)


async def _defects(case: Case) -> DefectsView | None:
    if case.stage is Stage.SUBMITTED:
        return None
    row = await Supplement.get_or_none(case_id=case.id)
    if row is None:
        return None
    return DefectsView(tuple(row.defects), row.answers, row.listed_on, row.due_on, row.answered_on)
