"""When a court fee is due, what stops the clock, and who may pay later, less or nothing.

Measures on Payment of Litigation Costs (State Council order 481), art. 15 to 27 and 44 to 53.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from commons.almanac import Almanac
from commons.deadlines import Due, days
from commons.errors import NotNow
from commons.flow import Flow

# Art. 22: seven days from the day after the notice. Art. 53: refunded within fifteen days.
PAY_DAYS = 7
REFUND_DAYS = 15
# Art. 46(2): a reduction is at least thirty per cent.
REDUCTION_PERCENT_MIN = 30
REDUCTION_PERCENT_MAX = 99
DEFER_DAYS_MAX = 366


class NoticeKind(StrEnum):
    """What a notice asks for."""

    FIRST = "first"
    TOP_UP = "top_up"
    COUNTERCLAIM = "counterclaim"


class NoticeStage(StrEnum):
    DUE = "due"
    PAID = "paid"
    DEFERRED = "deferred"
    WAIVED = "waived"
    LAPSED = "lapsed"
    CANCELLED = "cancelled"


class NoticeAct(StrEnum):
    PAY = "pay"
    DEFER = "defer"
    WAIVE = "waive"
    GIVE_DAY = "give_day"
    LAPSE = "lapse"
    CANCEL = "cancel"


NOTICE_FLOW: Flow[NoticeStage, NoticeAct] = Flow(
    name="fee_notice",
    start=NoticeStage.DUE,
    moves={
        (NoticeStage.DUE, NoticeAct.PAY): NoticeStage.PAID,
        (NoticeStage.DUE, NoticeAct.DEFER): NoticeStage.DEFERRED,
        (NoticeStage.DUE, NoticeAct.WAIVE): NoticeStage.WAIVED,
        # Art. 22(4): after relief was refused the court names another day.
        (NoticeStage.DUE, NoticeAct.GIVE_DAY): NoticeStage.DUE,
        (NoticeStage.DUE, NoticeAct.LAPSE): NoticeStage.LAPSED,
        (NoticeStage.DUE, NoticeAct.CANCEL): NoticeStage.CANCELLED,
        (NoticeStage.DEFERRED, NoticeAct.PAY): NoticeStage.PAID,
        (NoticeStage.DEFERRED, NoticeAct.WAIVE): NoticeStage.WAIVED,
        (NoticeStage.DEFERRED, NoticeAct.CANCEL): NoticeStage.CANCELLED,
    },
)
# The case may be scheduled with these.
SETTLED = frozenset(
    {NoticeStage.PAID, NoticeStage.DEFERRED, NoticeStage.WAIVED, NoticeStage.CANCELLED}
)
PAYABLE = frozenset({NoticeStage.DUE, NoticeStage.DEFERRED})


class PaymentWay(StrEnum):
    ONLINE = "online"
    ON_THE_SPOT = "on_the_spot"


class PaymentStage(StrEnum):
    ASKED = "asked"
    PAID = "paid"
    FAILED = "failed"


class ReliefKind(StrEnum):
    """Art. 44: pay later, less, or nothing."""

    DEFER = "defer"
    REDUCE = "reduce"
    EXEMPT = "exempt"


class ReliefStage(StrEnum):
    OPEN = "open"
    GRANTED = "granted"
    REFUSED = "refused"


class ReliefGround(StrEnum):
    """Art. 45 to 47, item by item."""

    DISABLED_NO_INCOME = "disabled_no_income"
    MAINTENANCE = "maintenance"
    LOWEST_INCOME = "lowest_income"
    GOOD_SAMARITAN = "good_samaritan"
    OTHER_EXEMPT = "other_exempt"
    DISASTER = "disaster"
    ENTITLED_GROUP = "entitled_group"
    WELFARE_BODY = "welfare_body"
    OTHER_REDUCE = "other_reduce"
    SOCIAL_INSURANCE = "social_insurance"
    ACCIDENT_VICTIM = "accident_victim"
    LEGAL_AID = "legal_aid"
    OTHER_DEFER = "other_defer"


class RefundGround(StrEnum):
    """Why money goes back."""

    CLAIM_REDUCED = "claim_reduced"  # art. 21(2)
    HALVED = "halved"  # art. 15: mediated or withdrawn
    NOT_ADMITTED = "not_admitted"  # art. 27(2)
    TOP_UP_LAPSED = "top_up_lapsed"  # Interpretation art. 199
    WON = "won"  # Interpretation art. 207
    PAID_TWICE = "paid_twice"


def pay_by(told_on: date, almanac: Almanac) -> Due:
    return days(told_on, PAY_DAYS, almanac)


def refund_by(effective_on: date, almanac: Almanac) -> Due:
    return days(effective_on, REFUND_DAYS, almanac)


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """What decides what becomes of one notice today."""

    stage: NoticeStage
    fee_fen: int
    paid_fen: int
    waived_fen: int
    due_on: date
    has_open_relief: bool = False

    @property
    def open_fen(self) -> int:
        return max(0, self.fee_fen - self.paid_fen - self.waived_fen)


def may_lapse(facts: NoticeFacts, *, today: date) -> bool:
    """Say whether the effect 按撤诉 has come: only after the last day, never while relief is open.

    Civil Procedure Law Interpretation art. 213; Measures art. 22(4).
    """
    return (
        facts.stage is NoticeStage.DUE
        and not facts.has_open_relief
        and facts.open_fen > 0
        and today > facts.due_on
    )


def lapse(facts: NoticeFacts, *, today: date) -> NoticeStage:
    """Let a notice lapse, or say what stands against it."""
    if facts.has_open_relief:
        raise NotNow("cases.fee.relief_is_open")
    if today <= facts.due_on:
        raise NotNow("cases.fee.not_over_yet", due_on=facts.due_on.isoformat())
    return NOTICE_FLOW.step(facts.stage, NoticeAct.LAPSE)


def after_payment(facts: NoticeFacts, amount_fen: int) -> NoticeStage:
    """Settle a notice once all of it is there; a part leaves it as it was."""
    if facts.open_fen > amount_fen:
        return facts.stage
    return NOTICE_FLOW.step(facts.stage, NoticeAct.PAY)


def check_collection(facts: NoticeFacts) -> int:
    """Say how much may be collected, or why nothing."""
    if facts.stage not in PAYABLE or facts.open_fen == 0:
        raise NotNow("cases.fee.nothing_to_pay")
    return facts.open_fen
