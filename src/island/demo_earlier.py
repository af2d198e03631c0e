"""An invented case that was kept elsewhere before, with two services that came with it."""

from datetime import datetime, timedelta

from commons.almanac import day_of
from island.demo_island import MARK, Staff
from litigation.cases.earlier import EarlierCase, EarlierParty
from litigation.cases.earlier_actions import take_over
from litigation.cases.fee_scale import Kind
from litigation.cases.fees import Procedure
from litigation.cases.models import Case
from litigation.cases.numbering import CaseNumber
from litigation.cases.pleading import Standing
from litigation.cases.rules import CaseKind, Side, Stage
from litigation.delivery.earlier import EarlierService, Outcome, Way
from litigation.delivery.earlier_actions import take_over_services
from litigation.mediation.particulars import check_particulars
from litigation.mediation.parties import PartyKind

KEY = "旧-1"
PLAINTIFF = ("欧阳静（虚构）", "350128199306300042", "13900000041")
DEFENDANT = ("石厝民宿（虚构）", "91350128M0000002T5", "13900000042")


async def play(staff: Staff, now: datetime) -> None:
    """Take over one case of last spring; one service of it arrived, one did not."""
    filed_on = day_of(now) - timedelta(days=20)
    case = EarlierCase(
        key=KEY,
        digest="",
        organisation_id=staff.court_id,
        kind=CaseKind.CIVIL,
        stage=Stage.POOL,
        cause="旅游合同纠纷",
        fee_kind=Kind.PROPERTY,
        procedure=Procedure.SUMMARY,
        parties=(
            _party(Side.PLAINTIFF, PartyKind.PERSON, PLAINTIFF, now),
            _party(Side.DEFENDANT, PartyKind.ORGANISATION, DEFENDANT, now),
        ),
        submitted_on=filed_on,
        filed_on=filed_on,
        number=CaseNumber(filed_on.year, "虚0001", "民初", 3),
        item="退还房费" + MARK,
        amount_fen=1_800_00,
    )
    await take_over(staff.clerk, [case], now=now)
    row = await Case.get(receipt_number=f"移{KEY}")
    services = [
        EarlierService(
            key=f"{KEY}-{turn}",
            digest="",
            case_id=row.id,
            organisation_id=staff.court_id,
            case_name=row.name,
            title=title,
            recipient=DEFENDANT[0],
            way=Way.MAIL,
            outcome=outcome,
            sent_on=filed_on + timedelta(days=1),
            served_on=filed_on + timedelta(days=3) if outcome is Outcome.SERVED else None,
            words="" if outcome is Outcome.SERVED else "退回：无人签收" + MARK,
        )
        for turn, (title, outcome) in enumerate(
            (("起诉状副本", Outcome.SERVED), ("应诉通知书", Outcome.FAILED))
        )
    ]
    await take_over_services(staff.clerk, services, now=now)


def _party(side: Side, kind: PartyKind, who: tuple[str, str, str], now: datetime) -> EarlierParty:
    name, number, phone = who
    checked = check_particulars(
        kind=kind, name=name, number=number, phone=phone, address="", today=day_of(now)
    )
    return EarlierParty(side, Standing(checked))
