"""What ends a case, when it takes effect for whom, and until when each party may appeal."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from commons.almanac import Almanac
from commons.deadlines import Due, Why, days
from commons.errors import NotNow, NotValid, Problem
from commons.flow import Flow
from litigation.cases.fees import Procedure

TEXT_MAX = 20_000
PAYMENTS_MAX = 200
# Civil Procedure Law art. 171: fifteen days against a judgment, ten against a ruling.
APPEAL_DAYS_JUDGMENT = 15
APPEAL_DAYS_RULING = 10
# Art. 286: thirty days for a party without domicile in the territory, against both.
APPEAL_DAYS_ABROAD = 30
# Art. 151: after pronouncing at once the written judgment goes out within ten days.
DELIVER_DAYS_AT_ONCE = 10


class DecisionKind(StrEnum):
    JUDGMENT = "judgment"  # 判决书
    MEDIATION_ORDER = "mediation_order"  # 调解书
    DISMISSAL = "dismissal"  # 驳回起诉裁定
    DEEMED_WITHDRAWAL = "deemed_withdrawal"  # 按撤诉处理裁定
    WITHDRAWAL = "withdrawal"  # 准许撤诉裁定


# Art. 157: of these rulings only the dismissal of the action may be appealed.
APPEALABLE_RULINGS = frozenset({DecisionKind.DISMISSAL})
RULINGS = frozenset(
    {DecisionKind.DISMISSAL, DecisionKind.DEEMED_WITHDRAWAL, DecisionKind.WITHDRAWAL}
)


class ServedWay(StrEnum):
    """How a decision reached a party."""

    DIRECT = "direct"  # 直接送达
    LEFT = "left"  # 留置送达
    POST = "post"  # 邮寄送达
    ELECTRONIC = "electronic"  # 电子送达
    PUBLIC = "public"  # 公告送达
    ENTRUSTED = "entrusted"  # 委托送达
    COLLECTED = "collected"  # the party fetched it at court


# Interpretation art. 133: a mediation order is never served by leaving it, and art. 149 lets it
# take effect by signing for it, so it cannot be published either.
NEVER_FOR_ORDERS = frozenset({ServedWay.LEFT, ServedWay.PUBLIC})


class DecisionStage(StrEnum):
    """Where a decision stands."""

    DRAFT = "draft"
    ISSUED = "issued"
    APPEALED = "appealed"
    EFFECTIVE = "effective"
    SET_ASIDE = "set_aside"


class DecisionAct(StrEnum):
    ISSUE = "issue"
    APPEAL = "appeal"
    TAKE_EFFECT = "take_effect"
    DROP_APPEAL = "drop_appeal"
    UPHOLD = "uphold"
    OVERTURN = "overturn"


FLOW: Flow[DecisionStage, DecisionAct] = Flow(
    name="decision",
    start=DecisionStage.DRAFT,
    moves={
        (DecisionStage.DRAFT, DecisionAct.ISSUE): DecisionStage.ISSUED,
        (DecisionStage.ISSUED, DecisionAct.APPEAL): DecisionStage.APPEALED,
        (DecisionStage.ISSUED, DecisionAct.TAKE_EFFECT): DecisionStage.EFFECTIVE,
        # Art. 149 of the mediation order: who refuses to sign for it has not settled.
        (DecisionStage.ISSUED, DecisionAct.OVERTURN): DecisionStage.SET_ASIDE,
        (DecisionStage.APPEALED, DecisionAct.APPEAL): DecisionStage.APPEALED,
        (DecisionStage.APPEALED, DecisionAct.DROP_APPEAL): DecisionStage.ISSUED,
        (DecisionStage.APPEALED, DecisionAct.UPHOLD): DecisionStage.EFFECTIVE,
        (DecisionStage.APPEALED, DecisionAct.OVERTURN): DecisionStage.SET_ASIDE,
    },
)


def check_way(kind: DecisionKind, way: ServedWay, procedure: Procedure) -> None:
    if kind is DecisionKind.MEDIATION_ORDER and way in NEVER_FOR_ORDERS:
        raise NotValid(fields={"way": Problem("decisions.order_never_left")})
    if way is ServedWay.PUBLIC and procedure is not Procedure.ORDINARY:
        # Interpretation art. 140: no publication in simplified and small-claims procedures.
        raise NotValid(fields={"way": Problem("decisions.no_publication_when_simple")})


@dataclass(frozen=True, slots=True)
class Reached:
    """When and how one party was served; empty while it was not."""

    party_id: UUID
    served_on: date | None = None
    is_abroad: bool = False  # no domicile in the territory
    appealed_on: date | None = None


def appeal_days(kind: DecisionKind, procedure: Procedure, *, is_abroad: bool) -> int:
    """Say how many days a party has; 0 when there is no appeal."""
    # Art. 165: small claims are final in the first instance. A mediation order has no appeal.
    if procedure is Procedure.SMALL_CLAIMS or kind is DecisionKind.MEDIATION_ORDER:
        return 0
    if kind in RULINGS and kind not in APPEALABLE_RULINGS:
        return 0
    if is_abroad:
        return APPEAL_DAYS_ABROAD
    return APPEAL_DAYS_RULING if kind in RULINGS else APPEAL_DAYS_JUDGMENT


def appeal_until(
    kind: DecisionKind, procedure: Procedure, reached: Reached, almanac: Almanac
) -> Due | None:
    """Name this party's own last day; None while it is not served or when there is no appeal.

    Interpretation art. 244: each party's period runs from its own service.
    """
    length = appeal_days(kind, procedure, is_abroad=reached.is_abroad)
    if reached.served_on is None or length == 0:
        return None
    return days(reached.served_on, length, almanac)


def check_appeal(
    kind: DecisionKind,
    procedure: Procedure,
    reached: Reached,
    almanac: Almanac,
    *,
    appealed_on: date,
) -> None:
    """A late appeal is refused by name; a party not served yet may appeal at once."""
    if appeal_days(kind, procedure, is_abroad=reached.is_abroad) == 0:
        raise NotNow("decisions.no_appeal")
    due = appeal_until(kind, procedure, reached, almanac)
    if due is not None and appealed_on > due.due_on:
        raise NotNow("decisions.appeal_too_late", due_on=due.due_on.isoformat())


@dataclass(frozen=True, slots=True)
class Effect:
    """Since when a decision binds; empty while it does not, with what it waits for."""

    effective_on: date | None
    provisional: bool
    why: Why


def effect_of(
    kind: DecisionKind,
    procedure: Procedure,
    reached: Iterable[Reached],
    almanac: Almanac,
    *,
    today: date,
) -> Effect:
    """Say since when it binds: the day after the last party's last day to appeal.

    A mediation order binds from the last signature for it (Interpretation art. 149); small claims
    and rulings without appeal from the last service.
    """
    parties = tuple(reached)
    unserved = [one for one in parties if one.served_on is None]
    if unserved or not parties:
        return Effect(None, provisional=False, why=Why("decisions.not_served_yet"))
    if any(one.appealed_on for one in parties):
        return Effect(None, provisional=False, why=Why("decisions.under_appeal"))
    dues = [appeal_until(kind, procedure, one, almanac) for one in parties]
    running = [due for due in dues if due is not None]
    if not running:
        last_on = max(one.served_on for one in parties if one.served_on)
        reason = _AT_ONCE.get(kind, "decisions.effective_on_service")
        return Effect(last_on, provisional=False, why=Why(reason))
    last = max(running, key=lambda due: due.due_on)
    if today <= last.due_on:
        facts = {"due_on": last.due_on.isoformat()}
        return Effect(None, last.provisional, Why("decisions.appeal_runs", facts))
    # The period is over at 24:00 of its last day (Civil Code art. 203).
    effective_on = date.fromordinal(last.due_on.toordinal() + 1)
    return Effect(effective_on, last.provisional, Why("decisions.appeal_is_over"))


_AT_ONCE: Mapping[DecisionKind, str] = {
    DecisionKind.MEDIATION_ORDER: "decisions.effective_on_last_signature",
}


def may_pronounce(kind: DecisionKind, stage: DecisionStage) -> bool:
    """Art. 151: judgments and rulings; a mediation order is signed for instead (art. 100)."""
    is_early = stage in {DecisionStage.DRAFT, DecisionStage.ISSUED}
    return kind is not DecisionKind.MEDIATION_ORDER and is_early


class Pronounced(StrEnum):
    AT_ONCE = "at_once"  # 当庭宣判
    FIXED_DAY = "fixed_day"  # 定期宣判


def deliver_by(pronounced_on: date, how: Pronounced, almanac: Almanac) -> Due:
    """Art. 151: within ten days, or at once when a day was fixed."""
    if how is Pronounced.AT_ONCE:
        return days(pronounced_on, DELIVER_DAYS_AT_ONCE, almanac)
    return Due(pronounced_on, provisional=False, why=(Why("decisions.deliver_at_once"),))


@dataclass(frozen=True, slots=True)
class DecisionText:
    """The text of a decision, part by part (art. 155; art. 100 for the mediation order)."""

    kind: DecisionKind
    claims: str = ""  # 诉讼请求、争议的事实和理由
    facts: str = ""  # 判决认定的事实和理由
    law: str = ""  # 适用的法律和理由
    result: str = ""  # 判决结果
    costs: str = ""  # 诉讼费用的负担


def wanted_in(kind: DecisionKind, procedure: Procedure) -> tuple[str, ...]:
    """Name the parts that the law asks for (art. 155; art. 100 for the mediation order)."""
    if kind is DecisionKind.JUDGMENT and procedure is Procedure.SMALL_CLAIMS:
        # Interpretation art. 280: parties, claims and the result are enough.
        return ("claims", "result", "costs")
    return _WANTED.get(kind, ("facts", "result"))


_WANTED: Mapping[DecisionKind, tuple[str, ...]] = {
    DecisionKind.JUDGMENT: ("claims", "facts", "law", "result", "costs"),
    DecisionKind.MEDIATION_ORDER: ("claims", "facts", "result"),
}


def missing_in(draft: DecisionText, procedure: Procedure) -> tuple[str, ...]:
    """Name the parts that the law asks for and that are still empty."""
    wanted = wanted_in(draft.kind, procedure)
    return tuple(name for name in wanted if not getattr(draft, name).strip())
