"""Invented matters in every stage, made by the same deeds as real ones."""

from datetime import datetime, timedelta
from uuid import uuid4

from commons.almanac import day_of
from commons.providers.ports import Outside
from island.demo_deeds import Play, accepted, applicant, draw_and_sign, respondent, under_way
from island.demo_island import MARK, Staff
from litigation.mediation import end_actions, opening_actions
from litigation.mediation.ending import EndReason
from litigation.mediation.models import Party
from litigation.mediation.opening import Opening
from litigation.mediation.rules import OrganisationKind, Origin, Procedure
from litigation.record import actions as record_actions
from litigation.record.actions import ForTheCourt
from litigation.record.rules import Grade
from litigation.signing import term_actions
from litigation.signing.rules import PaperKind, Term


async def play(staff: Staff, outside: Outside, now: datetime) -> None:
    """Play five matters: just registered, accepted, under way, agreed, and ended."""
    day = timedelta(days=1)
    await _open(staff, "相邻通行纠纷", "屿南岛", outside, now - day)
    await accepted(await _open(staff, "海上养殖损害责任纠纷", "长礁岛", outside, now - 4 * day))
    await under_way(
        await _open(staff, "租赁合同纠纷", "屿南岛", outside, now - 9 * day), now - 2 * day
    )
    agreed = await _open(staff, "旅游合同纠纷", "屿南岛", outside, now - 12 * day)
    await _agreed(await under_way(agreed, now - 3 * day), now - 2 * day)
    failed = await _open(
        staff, "民间借贷纠纷", "小练岛", outside, now - 14 * day, origin=Origin.COURT_REFERRAL
    )
    await _failed(await under_way(failed, now - 6 * day), now - day)


async def _open(
    staff: Staff,
    cause: str,
    island: str,
    outside: Outside,
    at: datetime,
    *,
    origin: Origin = Origin.ISLAND_VISIT,
) -> Play:
    filed = origin is Origin.COURT_REFERRAL
    opening = Opening(
        origin=origin,
        organisation_id=staff.studio_id,
        organisation_kind=OrganisationKind.PEOPLES,
        island=island,
        cause=cause,
        summary=f"双方因{cause}发生争议，请求调解。（虚构）",
        applicant=applicant(at),
        respondent=respondent(at),
        case_number="（2026）闽0128民初9001号" if filed else "",
        procedure=Procedure.SUMMARY if filed else None,
    )
    matter_id = await opening_actions.open_matter(staff.mediator, opening, now=at)
    sides = {row.side: row.id for row in await Party.filter(matter_id=matter_id)}
    return Play(staff.mediator, matter_id, sides, outside, at)


async def _agreed(play: Play, at: datetime) -> None:
    await draw_and_sign(play, PaperKind.FACTS, at)
    term = Term(
        debtor="岚岛海风租车行" + MARK,
        creditor="陈𠮷·虚构",
        what="退还租车押金",
        amount_fen=60_000,
        due_on=day_of(at) + timedelta(days=10),
        method="转账至申请人尾号0001的银行账户（虚构）",
    )
    await term_actions.add_term(play.actor, play.matter_id, term, version=0, now=at)
    await draw_and_sign(play, PaperKind.TRANSCRIPT, at)
    await draw_and_sign(play, PaperKind.AGREEMENT, at)


async def _failed(play: Play, at: datetime) -> None:
    words = ForTheCourt("调解员主持两次面谈，双方对还款数额分歧较大。", "", Grade.SIMPLE, 60)
    await record_actions.write_for_the_court(
        play.actor, play.matter_id, words, form_key=uuid4(), now=at
    )
    await end_actions.end(
        play.actor,
        play.matter_id,
        reason=EndReason.TOO_FAR_APART,
        who=None,
        explanation="双方各自坚持，差距较大。",
        version=None,
        now=at,
    )
    for kind in (PaperKind.REPORT, PaperKind.ENDING):
        await draw_and_sign(play, kind, at)
