"""What follows when somebody does not come: by whom, how summoned, and for which reason."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from commons.deadlines import Why
from litigation.hearings.rules import Part


class Told(StrEnum):
    """How somebody was told of the hearing, and what proves it."""

    SERVED = "served"  # a summons, served by a way the law knows
    ACKNOWLEDGED = "acknowledged"  # a simple message that was answered or otherwise proved
    MESSAGE = "message"  # a simple message, and nothing that proves its receipt
    LATE = "late"  # served, but not in time
    NOT_TOLD = "not_told"


class Absence(StrEnum):
    """Why somebody is not there, as far as the court knows."""

    NO_REASON = "no_reason"
    GOOD_REASON = "good_reason"
    TECHNICAL = "technical"
    FORCE_MAJEURE = "force_majeure"
    LEFT_EARLY = "left_early"


class Consequence(StrEnum):
    """What the court may do."""

    DEEMED_WITHDRAWN = "deemed_withdrawn"  # 按撤诉处理
    DEFAULT = "default"  # 缺席判决
    GO_ON = "go_on"  # the absence of this person hinders nothing
    ADJOURN = "adjourn"  # the court has to meet again


@dataclass(frozen=True, slots=True)
class Absent:
    """One person who did not come."""

    part: Part
    told: Told
    why: Absence = Absence.NO_REASON


@dataclass(frozen=True, slots=True)
class Effect:
    """The consequence of one absence and the rule behind it."""

    consequence: Consequence
    why: Why


ENOUGH = frozenset({Told.SERVED, Told.ACKNOWLEDGED})
PARTIES = frozenset({Part.PLAINTIFF, Part.DEFENDANT})


def effect_of(absent: Absent) -> Effect:
    """Judge one absence; when in doubt the court meets again."""
    if excused := _EXCUSED.get(absent.why):
        return Effect(Consequence.ADJOURN, Why(excused))
    if absent.part not in PARTIES:
        return Effect(Consequence.GO_ON, Why("hearings.absence_hinders_nothing"))
    # Who was there and left had notice of the hearing, whatever the message proves.
    if absent.why is not Absence.LEFT_EARLY and absent.told not in ENOUGH:
        return Effect(Consequence.ADJOURN, Why(_NOT_ENOUGH[absent.told]))
    if absent.part is Part.PLAINTIFF:
        # Art. 146: summoned, no proper reason, or left without leave.
        return Effect(Consequence.DEEMED_WITHDRAWN, Why("hearings.plaintiff_absent"))
    # Art. 147.
    return Effect(Consequence.DEFAULT, Why("hearings.defendant_absent"))


_EXCUSED = {
    # Online Litigation Rules art. 25: network, power, equipment are not a refusal to come.
    Absence.TECHNICAL: "hearings.technical_is_not_absence",
    Absence.FORCE_MAJEURE: "hearings.force_majeure_is_not_absence",
    # Civil Procedure Law art. 149 (1).
    Absence.GOOD_REASON: "hearings.absent_with_good_reason",
}
_NOT_ENOUGH = {
    # Interpretation art. 261 (2); Simplified Rules art. 18: no default, no deemed withdrawal.
    Told.MESSAGE: "hearings.message_not_acknowledged",
    Told.LATE: "hearings.served_too_late",
    Told.NOT_TOLD: "hearings.not_told",
}


def outcome_of(absent: Iterable[Absent]) -> Effect:
    """Judge all absences together: whoever must be met again decides, then the plaintiff."""
    effects = [effect_of(one) for one in absent]
    for wanted in (Consequence.ADJOURN, Consequence.DEEMED_WITHDRAWN, Consequence.DEFAULT):
        for one in effects:
            if one.consequence is wanted:
                return one
    return Effect(Consequence.GO_ON, Why("hearings.absence_hinders_nothing"))


def may_default(absent: Iterable[Absent]) -> bool:
    """Say whether a judgment in absence is open to the court."""
    return outcome_of(absent).consequence is Consequence.DEFAULT
