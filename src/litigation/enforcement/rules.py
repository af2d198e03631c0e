"""The enforcement of what was ordered: its course, its measures, and when each may happen."""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from enum import StrEnum
from itertools import pairwise

from commons.deadlines import same_day
from commons.errors import NotNow, NotValid, Problem
from commons.flow import Flow

WORDS_MAX = 4_000
TARGET_MAX = 300
STEPS_MAX = 300
PAYMENTS_MAX = 1_000
INSTALMENTS_MAX = 60
PARTIES_MAX = 40
AMOUNT_MAX_FEN = 10**15
RATE_MAX_BP = 2_400  # 24 % a year; a decision above it is typed as a sum
# Court Rules on ending a run (法〔2016〕373号) art. 1 (4); taken over, the text was not at hand.
MONTHS_BEFORE_PAUSE = 3
# Interpretation art. 509: objections against a plan of distribution.
OBJECTION_DAYS = 15


class EnforcementStage(StrEnum):
    ASKED = "asked"
    RUNNING = "running"
    SETTLED = "settled"  # 执行和解
    PAUSED = "paused"  # 终结本次执行程序
    CLOSED = "closed"


class EnforcementAct(StrEnum):
    ACCEPT = "accept"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    SETTLE = "settle"
    RESUME = "resume"
    PAUSE = "pause"
    SATISFY = "satisfy"
    TERMINATE = "terminate"


class Closing(StrEnum):
    """How an enforcement ended."""

    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    SATISFIED = "satisfied"
    TERMINATED = "terminated"


_S, _A = EnforcementStage, EnforcementAct
FLOW: Flow[EnforcementStage, EnforcementAct] = Flow(
    name="enforcement",
    start=_S.ASKED,
    moves={
        (_S.ASKED, _A.ACCEPT): _S.RUNNING,
        (_S.ASKED, _A.REFUSE): _S.CLOSED,
        (_S.ASKED, _A.WITHDRAW): _S.CLOSED,
        (_S.RUNNING, _A.SETTLE): _S.SETTLED,
        (_S.RUNNING, _A.PAUSE): _S.PAUSED,
        (_S.RUNNING, _A.WITHDRAW): _S.CLOSED,
        (_S.RUNNING, _A.SATISFY): _S.CLOSED,
        (_S.RUNNING, _A.TERMINATE): _S.CLOSED,
        # Civil Procedure Law art. 241: broken or made under pressure, the old title is enforced.
        (_S.SETTLED, _A.RESUME): _S.RUNNING,
        (_S.SETTLED, _A.WITHDRAW): _S.CLOSED,
        (_S.SETTLED, _A.SATISFY): _S.CLOSED,
        # Interpretation art. 517: property is found, and no period runs for asking again.
        (_S.PAUSED, _A.RESUME): _S.RUNNING,
        (_S.PAUSED, _A.SATISFY): _S.CLOSED,
        (_S.PAUSED, _A.TERMINATE): _S.CLOSED,
    },
)
CLOSINGS: Mapping[EnforcementAct, Closing] = {
    EnforcementAct.REFUSE: Closing.REFUSED,
    EnforcementAct.WITHDRAW: Closing.WITHDRAWN,
    EnforcementAct.SATISFY: Closing.SATISFIED,
    EnforcementAct.TERMINATE: Closing.TERMINATED,
}
# Money still comes in while a run rests, and after a settlement.
TAKES_MONEY = frozenset({_S.RUNNING, _S.SETTLED, _S.PAUSED})


class EnforcementSide(StrEnum):
    CREDITOR = "creditor"
    DEBTOR = "debtor"


class Measure(StrEnum):
    """What the court does to a debtor; Civil Procedure Law art. 252 to 266."""

    NOTICE = "notice"  # 执行通知
    REPORT = "report"  # 报告财产令
    SEARCH = "search"  # 财产调查
    FREEZE = "freeze"  # 冻结
    SEAL = "seal"  # 查封、扣押
    DEDUCT = "deduct"  # 划拨、扣留、提取
    SELL = "sell"  # 拍卖、变卖
    SPENDING = "spending"  # 限制消费
    DISHONEST = "dishonest"  # 纳入失信被执行人名单
    DETAIN = "detain"  # 罚款、拘留
    SUSPEND = "suspend"  # 中止、暂缓执行，不是因为被执行人申请
    OTHER = "other"


# Interpretation art. 485: a year for deposits, two for movables, three for land; longer once more.
YEARS_MAX: Mapping[Measure, int] = {Measure.FREEZE: 1, Measure.SEAL: 3}
BEFORE_PAUSE: Mapping[Measure, str] = {
    Measure.REPORT: "enforcement.pause_lacks_report",
    Measure.SEARCH: "enforcement.pause_lacks_search",
    Measure.SPENDING: "enforcement.pause_lacks_spending",
}


class Came(StrEnum):
    """How money came in."""

    HANDED = "handed"  # 交到法院
    DIRECT = "direct"  # 直接付给申请执行人
    DEDUCTED = "deducted"  # 划拨
    SOLD = "sold"  # 变价款
    SHARED = "shared"  # 参与分配


class Ground(StrEnum):
    """Civil Procedure Law art. 268, items (2) to (6); item (1) is a withdrawal."""

    REVOKED = "revoked"
    DEAD = "dead"
    CLAIMANT_DEAD = "claimant_dead"
    POOR = "poor"
    OTHER = "other"


def check_asking(*, due_on: date | None, left_fen: int, today: date) -> None:
    """Enforcement is asked for after the period of performance, of what is still owed."""
    if left_fen <= 0:
        raise NotNow("enforcement.nothing_owed")
    if due_on is not None and today <= due_on:
        # Civil Procedure Law art. 247, 250: only of what was not performed in time.
        raise NotNow("enforcement.not_due_yet", due_on=due_on.isoformat())


def is_late(asked_on: date, ask_until_on: date | None) -> bool:
    """Civil Procedure Law art. 250; Interpretation art. 481: taken in all the same, and marked.

    Only the debtor can raise it, and a person decides: the service neither refuses nor forgets.
    """
    return ask_until_on is not None and asked_on > ask_until_on


def check_pause(*, done: Collection[Measure], accepted_on: date, today: date) -> None:
    """Rules on ending a run, art. 1: what must have been done before the court lets it rest."""
    for measure, lacking in BEFORE_PAUSE.items():
        if measure not in done:
            raise NotNow(lacking)
    from_on = same_day(accepted_on, MONTHS_BEFORE_PAUSE)
    if today < from_on:
        raise NotNow("enforcement.pause_too_early", from_on=from_on.isoformat())


def check_measure(measure: Measure, *, on: date, until_on: date | None, today: date) -> None:
    problems: dict[str, Problem] = {}
    if on > today:
        problems["on"] = Problem("enforcement.day_lies_ahead")
    if until_on is not None and until_on <= on:
        problems["until_on"] = Problem("enforcement.ends_before_it_begins")
    longest = YEARS_MAX.get(measure)
    if longest is not None:
        if until_on is None:
            problems["until_on"] = Problem("form.missing")
        elif until_on > same_day(on, 12 * longest):
            problems["until_on"] = Problem("enforcement.measure_too_long", {"years": longest})
    if problems:
        raise NotValid(fields=problems)


def check_payment(amount_fen: int, received_on: date, *, since: date | None, today: date) -> None:
    problems: dict[str, Problem] = {}
    if not 0 < amount_fen <= AMOUNT_MAX_FEN:
        problems["amount"] = Problem("form.too_small", {"limit": 0})
    if received_on > today or (since is not None and received_on < since):
        problems["received_on"] = Problem("enforcement.day_impossible")
    if problems:
        raise NotValid(fields=problems)


def check_plan(parts: Collection[tuple[date, int]], *, left_fen: int, today: date) -> None:
    """A plan of instalments: from today on, each later than the one before, none for nothing."""
    days = [on for on, _ in parts]
    if not parts:
        raise NotValid(fields={"plan": Problem("form.missing")})
    if len(days) > INSTALMENTS_MAX:
        raise NotValid(fields={"plan": Problem("enforcement.too_many", {"max": INSTALMENTS_MAX})})
    in_order = all(before < after for before, after in pairwise(days))
    if days[0] < today or not in_order or any(fen <= 0 for _, fen in parts):
        raise NotValid(fields={"plan": Problem("enforcement.plan_out_of_order")})
    if sum(fen for _, fen in parts) > left_fen:
        # Who settles may give way; nobody can be promised more than the title gives.
        raise NotValid(fields={"plan": Problem("enforcement.plan_too_much")})


def read_plan(
    text: str, *, read_day: Callable[[str], date], read_money: Callable[[str], int]
) -> tuple[tuple[date, int], ...]:
    """Read a plan as it is typed: a day and a sum on each line, with a space between."""
    lines = [line.split() for line in text.splitlines() if line.strip()]
    if len(lines) > INSTALMENTS_MAX:
        raise NotValid(fields={"plan": Problem("enforcement.too_many", {"max": INSTALMENTS_MAX})})
    parts: list[tuple[date, int]] = []
    for at, words in enumerate(lines, start=1):
        try:
            day, money = words
            parts.append((read_day(day), read_money(money)))
        except (ValueError, NotValid):
            problem = Problem("enforcement.plan_line", {"line": at})
            raise NotValid(fields={"plan": problem}) from None
    return tuple(parts)
