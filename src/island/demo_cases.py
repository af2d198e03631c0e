"""Invented cases from a half-written complaint to one that waits for its hearing."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from commons.almanac import day_of
from commons.providers.ports import Outside
from island.demo_island import MARK, Staff
from litigation.cases import desk_actions, filing_actions, pay_actions, register_actions
from litigation.cases.collecting import OnTheSpot
from litigation.cases.fee_queries import view_fee
from litigation.cases.fee_scale import Kind
from litigation.cases.pleading import Asked, Complaint, Listed, Service, Standing
from litigation.cases.rules import FiledAs
from litigation.cases.ways import ways_of
from litigation.mediation.particulars import check_particulars
from litigation.mediation.parties import PartyKind
from litigation.mediation.rules import Track


@dataclass(frozen=True, slots=True)
class Quarrel:
    """What an invented complaint is about."""

    cause: str
    plaintiff: tuple[str, str, str]  # name, number, phone
    defendant: tuple[str, str, str]
    item: str
    amount_fen: int
    agreement: str
    breach: str


QUARRELS = (
    Quarrel(
        "房屋租赁合同纠纷",
        ("薛文彬（虚构）", "830000198512030010", "13900000051"),
        ("石厝民宿（虚构）", "91350128M0000002T5", "13900000042"),
        "退还押金",
        12_000_00,
        "2026年3月租下石厝两间，押金一万二千元。（虚构）",
        "退租后一直不退押金。（虚构）",
    ),
    Quarrel(
        "民间借贷纠纷",
        ("林添财（虚构）", "35012819750921003X", "13900000012"),
        ("岚岛顺达商行（虚构）", "91350128M0000004LL", "13900000052"),
        "归还借款",
        86_000_00,
        "2025年7月借出八万六千元，约定一年归还。（虚构）",
        "到期后分文未还。（虚构）",
    ),
    Quarrel(
        "海上养殖损害责任纠纷",
        ("念海旺（虚构）", "35012819880415002X", "13900000021"),
        ("蓝湾养殖合作社（虚构）", "92350128M0000003QW", "13900000022"),
        "赔偿鲍鱼苗损失",
        240_000_00,
        "双方的养殖区相邻，约定互不越界下桩。（虚构）",
        "被告越界下桩，缆绳割坏原告的网箱。（虚构）",
    ),
    Quarrel(
        "旅游合同纠纷",
        ("欧阳静（虚构）", "350128199306300042", "13900000041"),
        ("石厝民宿（虚构）", "91350128M0000002T5", "13900000042"),
        "退还团费",
        3_600_00,
        "2026年10月报名跳岛游，交团费三千六百元。（虚构）",
        "出发前一天单方取消，不退团费。（虚构）",
    ),
)

# Cases that have come as far as the courtroom: small sums, plain facts.
HEARD = (
    Quarrel(
        "房屋租赁合同纠纷",
        ("薛文彬（虚构）", "830000198512030010", "13900000051"),
        ("岚岛海风租车行（虚构）", "91350128M0000001XD", "13900000032"),
        "返还租车押金",
        2_000_00,
        "2026年8月租车两日，交押金二千元。（虚构）",
        "还车后以划痕为由不退押金。（虚构）",
    ),
    Quarrel(
        "买卖合同纠纷",
        ("陈阿福（虚构）", "35012819610307001X", "13900000011"),
        ("岚岛顺达商行（虚构）", "91350128M0000004LL", "13900000052"),
        "支付紫菜货款",
        9_400_00,
        "2026年5月卖出干紫菜一批，约定货到付款。（虚构）",
        "收货后只付了定金。（虚构）",
    ),
    Quarrel(
        "旅游合同纠纷",
        ("欧阳静（虚构）", "350128199306300042", "13900000041"),
        ("石厝民宿（虚构）", "91350128M0000002T5", "13900000042"),
        "返还房费",
        3_600_00,
        "2026年7月订房四晚，预付三千六百元。（虚构）",
        "到店被告知没有房间，也不退款。（虚构）",
    ),
)


async def play(staff: Staff, outside: Outside, now: datetime) -> None:
    """Write one complaint and hand four in; file two of these; take one fee on an island."""
    day = timedelta(days=1)
    fresh, owing, ready, lacking = QUARRELS
    await filing_actions.start_filing(staff.lawyer, _typed(staff, lacking), now=now)
    await _handed_in(staff, fresh, now - day)
    await _sent_back(staff, await _handed_in(staff, lacking, now - 2 * day), outside, now - day)
    await _filed(staff, owing, outside, now - 2 * day)
    await _paid(staff, await _filed(staff, ready, outside, now - 6 * day), now - 3 * day)


async def _handed_in(staff: Staff, quarrel: Quarrel, at: datetime) -> UUID:
    filing_id = await filing_actions.start_filing(staff.lawyer, {}, now=at)
    return await filing_actions.submit(
        staff.lawyer, filing_id, _complaint(staff, quarrel, at), version=None, now=at
    )


def _typed(staff: Staff, quarrel: Quarrel) -> dict[str, str]:
    """Answer every screen, as somebody has who only has to check and hand in."""
    return {
        "organisation_id": str(staff.court_id),
        "filed_as": FiledAs.AGENT.value,
        "plaintiff_kind": PartyKind.PERSON.value,
        "plaintiff_name": quarrel.plaintiff[0],
        "plaintiff_number": quarrel.plaintiff[1],
        "plaintiff_phone": quarrel.plaintiff[2],
        "defendant_kind": PartyKind.ORGANISATION.value,
        "defendant_name": quarrel.defendant[0],
        "defendant_number": quarrel.defendant[1],
        "defendant_phone": quarrel.defendant[2],
        "cause": quarrel.cause,
        "fee_kind": Kind.PROPERTY.value,
        "item_1": quarrel.item,
        "amount_1": str(quarrel.amount_fen),
        "agreement": quarrel.agreement,
        "breach": quarrel.breach,
        "evidence_seen": "yes",
        "service_address": "岚岛县虚构路1号",
        "e_consent": "yes",
        "wants_mediation": "no",
        "wants_online": "no",
    }


async def _sent_back(staff: Staff, case_id: UUID, outside: Outside, at: datetime) -> None:
    await register_actions.ask_supplement(
        staff.clerk,
        case_id,
        ("被告的营业执照复印件", "团费的付款凭证"),
        due_on=day_of(at) + timedelta(days=7),
        ways=ways_of(outside.settings),
        version=None,
        now=at,
    )


def _complaint(staff: Staff, quarrel: Quarrel, at: datetime) -> Complaint:
    return Complaint(
        organisation_id=staff.court_id,
        filed_as=FiledAs.AGENT,
        island="屿南岛",
        plaintiff=_standing(quarrel.plaintiff, at),
        defendant=_standing(quarrel.defendant, at),
        cause=quarrel.cause,
        fee_kind=Kind.PROPERTY,
        claims=(Asked(quarrel.item, quarrel.amount_fen),),
        story={"agreement": quarrel.agreement, "breach": quarrel.breach},
        evidence=(Listed("书面约定", "原告保存", "证明双方的约定"),),
        service=Service("岚岛县虚构路1号", e_consent=True),
        track=Track.REFUSED,
        wants_online=False,
    )


def _standing(one: tuple[str, str, str], at: datetime) -> Standing:
    name, number, phone = one
    who = check_particulars(
        kind=PartyKind.PERSON if number[:2] in {"35", "83"} else PartyKind.ORGANISATION,
        name=name,
        number=number,
        phone=phone,
        address="岚岛县虚构路2号",
        today=day_of(at),
    )
    return Standing(who)


async def _filed(staff: Staff, quarrel: Quarrel, outside: Outside, at: datetime) -> UUID:
    case_id = await _handed_in(staff, quarrel, at)
    ways = ways_of(outside.settings)
    await register_actions.accept(staff.clerk, case_id, ways, version=None, now=at)
    return case_id


async def ready(staff: Staff, quarrel: Quarrel, outside: Outside, at: datetime) -> UUID:
    """File a case and take its fee on one day, so that it may be heard."""
    case_id = await _filed(staff, quarrel, outside, at)
    await _paid(staff, case_id, at)
    return case_id


async def _paid(staff: Staff, case_id: UUID, at: datetime) -> None:
    assert staff.judge.account_id is not None
    await desk_actions.assign(
        staff.judge,
        case_id,
        judge_id=staff.judge.account_id,
        clerk_id=staff.clerk.account_id,
        version=None,
        now=at,
    )
    [notice] = (await view_fee(staff.clerk, case_id, now=at)).notices
    taken = OnTheSpot(
        amount_fen=notice.open_fen,
        receipt_number="虚构000017",
        place="屿南岛巡回审判点" + MARK,
        is_circuit=True,
        asked_by_party=True,
    )
    await pay_actions.take_on_the_spot(staff.clerk, case_id, notice.id, taken, now=at)
