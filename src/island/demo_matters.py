"""Invented matters in every stage, made by the same deeds as real ones."""

from datetime import datetime, timedelta
from uuid import uuid4

from commons.almanac import day_of
from commons.providers.ports import Outside
from island.demo_deeds import Cast, Play, accepted, draw_and_sign, under_way
from island.demo_island import Staff
from litigation.cases import filing_actions
from litigation.cases.filing_queries import answers_from_mediation
from litigation.mediation import end_actions, opening_actions
from litigation.mediation.ending import EndReason
from litigation.mediation.models import Party
from litigation.mediation.opening import Opening
from litigation.mediation.parties import Side
from litigation.mediation.rules import OrganisationKind, Origin, Procedure
from litigation.record import actions as record_actions
from litigation.record.actions import ForTheCourt
from litigation.record.rules import Grade
from litigation.signing import term_actions
from litigation.signing.rules import PaperKind, Term

CASTS = (
    Cast(
        "相邻通行纠纷",
        "屿南岛",
        ("陈阿福（虚构）", "35012819610307001X", "13900000011"),
        ("林添财（虚构）", "35012819750921003X", "13900000012"),
    ),
    Cast(
        "海上养殖损害责任纠纷",
        "长礁岛",
        ("念海旺（虚构）", "35012819880415002X", "13900000021"),
        ("蓝湾养殖合作社（虚构）", "92350128M0000003QW", "13900000022"),
    ),
    Cast(
        "租赁合同纠纷",
        "屿南岛",
        ("陈𠮷·虚构", "830000199001010012", "13900000031"),
        ("岚岛海风租车行（虚构）", "91350128M0000001XD", "13900000032"),
    ),
    Cast(
        "旅游合同纠纷",
        "屿南岛",
        ("欧阳静（虚构）", "350128199306300042", "13900000041"),
        ("石厝民宿（虚构）", "91350128M0000002T5", "13900000042"),
    ),
    Cast(
        "民间借贷纠纷",
        "小练岛",
        ("薛文彬（虚构）", "830000198512030010", "13900000051"),
        ("岚岛顺达商行（虚构）", "91350128M0000004LL", "13900000052"),
    ),
)


async def play(staff: Staff, outside: Outside, now: datetime) -> None:
    """Play six matters: just registered, accepted, under way, agreed, and two that failed.

    The last one failed before any filing: its mediator has begun the complaint with what it fixed.
    """
    day = timedelta(days=1)
    fresh, taken, talking, agreed, failed = CASTS
    await _open(staff, fresh, outside, now - day)
    await accepted(await _open(staff, taken, outside, now - 4 * day))
    await under_way(await _open(staff, talking, outside, now - 9 * day), now - 2 * day)
    done = await _open(staff, agreed, outside, now - 12 * day)
    await _agreed(await under_way(done, now - 3 * day), now - 2 * day)
    over = await _open(staff, failed, outside, now - 14 * day, origin=Origin.COURT_REFERRAL)
    await _failed(await under_way(over, now - 6 * day), now - day)
    unfiled = await _open(staff, failed, outside, now - 13 * day)
    await _failed(await under_way(unfiled, now - 6 * day), now - 2 * day)
    answers = await answers_from_mediation(staff.mediator, unfiled.matter_id)
    await filing_actions.start_filing(
        staff.mediator, answers, matter_id=unfiled.matter_id, now=now - day
    )


async def _open(
    staff: Staff,
    cast: Cast,
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
        island=cast.island,
        cause=cast.cause,
        summary=f"双方因{cast.cause}发生争议，请求调解。（虚构）",
        applicant=cast.who(Side.APPLICANT, day_of(at)),
        respondent=cast.who(Side.RESPONDENT, day_of(at)),
        case_number="（2026）闽0128民初9001号" if filed else "",
        procedure=Procedure.SUMMARY if filed else None,
    )
    matter_id = await opening_actions.open_matter(staff.mediator, opening, now=at)
    sides = {row.side: row.id for row in await Party.filter(matter_id=matter_id)}
    return Play(staff.mediator, matter_id, sides, cast, outside, at)


async def _agreed(play: Play, at: datetime) -> None:
    await draw_and_sign(play, PaperKind.FACTS, at)
    term = Term(
        debtor=play.cast.respondent[0],
        creditor=play.cast.applicant[0],
        what="退还押金",
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
