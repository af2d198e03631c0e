"""The life of one hearing: from asking for a slot to held, not come, adjourned or cancelled."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from commons.almanac import ONE_DAY
from commons.errors import NotNow
from commons.flow import Flow
from litigation.cases.fees import Procedure
from litigation.cases.rules import Stage as CaseStage

WORDS_MAX = 4_000
LINK_MAX = 500
MINUTES_MIN, MINUTES_MAX = 15, 8 * 60
PEOPLE_MAX = 60
HEARINGS_MAX = 50  # of one case
MAY_BE_HEARD = frozenset({CaseStage.POOL, CaseStage.SCHEDULED, CaseStage.HEARD})
# A clerk may open somewhat early, when everybody is there; never on another day.
EARLY_MAX = timedelta(hours=1)

# Civil Procedure Law art. 139: three days before. Counted as clear days (house rule): the day of
# service and the day of the hearing do not count.
NOTICE_CLEAR_DAYS = 3
# Art. 163: simplified and small-claims procedures are not bound by art. 139.
FREE_OF_NOTICE = frozenset({Procedure.SUMMARY, Procedure.SMALL_CLAIMS})
TRAVEL_DAYS_MAX = 30


class Purpose(StrEnum):
    """What people come together for; consent to one is not consent to another."""

    EXCHANGE = "exchange"  # 庭前会议、证据交换
    TRIAL = "trial"  # 开庭审理
    PRONOUNCEMENT = "pronouncement"  # 定期宣判


class Stage(StrEnum):
    """Where a hearing stands; the last five are its disposition (row 2.20)."""

    ASKED = "asked"
    LISTED = "listed"
    SUMMONED = "summoned"
    OPENED = "opened"
    HELD = "held"
    NO_SHOW = "no_show"
    ADJOURNED = "adjourned"
    CANCELLED = "cancelled"
    IN_ERROR = "in_error"


class Act(StrEnum):
    LIST = "list"
    SUMMON = "summon"
    SWITCH = "switch"
    OPEN = "open"
    HOLD = "hold"
    MISS = "miss"
    ADJOURN = "adjourn"
    CANCEL = "cancel"
    STRIKE = "strike"


FLOW: Flow[Stage, Act] = Flow(
    name="hearing",
    start=Stage.ASKED,
    moves={
        (Stage.ASKED, Act.LIST): Stage.LISTED,
        (Stage.ASKED, Act.SWITCH): Stage.ASKED,
        (Stage.ASKED, Act.CANCEL): Stage.CANCELLED,
        # Before anybody was told, another slot is only a better list; afterwards it is an
        # adjournment and counts.
        (Stage.LISTED, Act.LIST): Stage.LISTED,
        (Stage.LISTED, Act.SWITCH): Stage.LISTED,
        (Stage.LISTED, Act.SUMMON): Stage.SUMMONED,
        (Stage.LISTED, Act.CANCEL): Stage.CANCELLED,
        (Stage.LISTED, Act.STRIKE): Stage.IN_ERROR,
        (Stage.SUMMONED, Act.SUMMON): Stage.SUMMONED,
        (Stage.SUMMONED, Act.SWITCH): Stage.SUMMONED,
        (Stage.SUMMONED, Act.OPEN): Stage.OPENED,
        (Stage.SUMMONED, Act.MISS): Stage.NO_SHOW,
        (Stage.SUMMONED, Act.ADJOURN): Stage.ADJOURNED,
        (Stage.SUMMONED, Act.CANCEL): Stage.CANCELLED,
        (Stage.SUMMONED, Act.STRIKE): Stage.IN_ERROR,
        # Online Litigation Rules art. 21: when a reason appears the sitting goes on in person.
        (Stage.OPENED, Act.SWITCH): Stage.OPENED,
        (Stage.OPENED, Act.HOLD): Stage.HELD,
        (Stage.OPENED, Act.MISS): Stage.NO_SHOW,
        (Stage.OPENED, Act.ADJOURN): Stage.ADJOURNED,
    },
)
OVER = frozenset({Stage.HELD, Stage.NO_SHOW, Stage.ADJOURNED, Stage.CANCELLED, Stage.IN_ERROR})
# Its slot stands in the list of the court.
STANDING = frozenset({Stage.LISTED, Stage.SUMMONED, Stage.OPENED})
# Somebody came together in it: what counts as a hearing of the case.
SAT = frozenset({Stage.OPENED, Stage.HELD})


class Part(StrEnum):
    """As what somebody takes part; it decides between summons and notice."""

    PLAINTIFF = "plaintiff"
    DEFENDANT = "defendant"
    THIRD = "third"
    AGENT = "agent"
    WITNESS = "witness"
    EXPERT = "expert"
    INTERPRETER = "interpreter"


# Interpretation art. 227: parties are summoned (传票), all others are given notice (通知书).
SUMMONED_PARTS = frozenset({Part.PLAINTIFF, Part.DEFENDANT, Part.THIRD})


@dataclass(frozen=True, slots=True)
class Slot:
    """When and where a hearing takes place."""

    starts_at: datetime
    minutes: int
    room: str

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)


def last_day_to_serve(hearing_on: date, *, travel_days: int = 0) -> date:
    """Name the last day on which a summons may reach somebody.

    Art. 139 with three clear days: served on day D-4 at the latest. Interpretation art. 227: who
    is elsewhere is left the time to travel; days on which no ferry goes count as travel.
    """
    assert 0 <= travel_days <= TRAVEL_DAYS_MAX
    return hearing_on - ONE_DAY * (NOTICE_CLEAR_DAYS + 1 + travel_days)


def is_in_time(served_on: date, hearing_on: date, *, travel_days: int = 0) -> bool:
    return served_on <= last_day_to_serve(hearing_on, travel_days=travel_days)


def check_notice(
    procedure: Procedure, *, sent_on: date, hearing_on: date, travel_days: int, waived: bool
) -> None:
    """Refuse to summon too late, unless the procedure is free and everybody waives."""
    if is_in_time(sent_on, hearing_on, travel_days=travel_days):
        return
    if procedure not in FREE_OF_NOTICE:
        # Art. 139 binds the court itself: a waiver does not help in the ordinary procedure.
        last_on = last_day_to_serve(hearing_on, travel_days=travel_days)
        raise NotNow("hearings.notice_too_short", last_on=last_on.isoformat())
    if not waived:
        raise NotNow("hearings.notice_not_waived")


def may_tell(stage: Stage, slot: Slot | None, now: datetime) -> bool:
    """Say whether a reminder may still go out: never after it was held, off, or has begun."""
    return stage is Stage.SUMMONED and slot is not None and now < slot.starts_at


def must_be_told_off(stage: Stage, slot: Slot | None, *, told: bool, now: datetime) -> bool:
    """Say whether people who were told to come have to hear that they need not."""
    off = stage in {Stage.ADJOURNED, Stage.CANCELLED, Stage.IN_ERROR}
    return off and told and slot is not None and now < slot.starts_at


def check_opening_time(slot: Slot, now: datetime) -> None:
    if now < slot.starts_at - EARLY_MAX:
        raise NotNow("hearings.not_yet", from_at=(slot.starts_at - EARLY_MAX).isoformat())


@dataclass(frozen=True, slots=True)
class Attendance:
    """One person of a hearing as the opening needs to know it."""

    id: UUID
    part: Part
    is_online: bool
    has_come: bool | None = None  # None: the clerk has not called the person yet
    identified: bool = False
    agreed_online: bool = False


def missing_to_open(people: tuple[Attendance, ...]) -> tuple[str, ...]:
    """List what stands in the way of opening, as reason keys."""
    there = [one for one in people if one.has_come]
    checks: tuple[tuple[bool, str], ...] = (
        (all(one.has_come is not None for one in people), "hearings.roll_not_called"),
        (bool(there), "hearings.nobody_came"),
        # Online Litigation Rules art. 7: identity is verified anew before each hearing.
        (all(one.identified for one in there), "hearings.identity_missing"),
        # Art. 4: consent belongs to this very step.
        (all(one.agreed_online for one in there if one.is_online), "hearings.online_not_agreed"),
    )
    return tuple(reason for passed, reason in checks if not passed)


def check_another_trial(
    procedure: Procedure, *, sat_before: int, why_necessary: str, purpose: Purpose
) -> None:
    """Simplified cases are heard once, unless it is truly necessary (Simplified Rules art. 23)."""
    if purpose is not Purpose.TRIAL or procedure not in FREE_OF_NOTICE or not sat_before:
        return
    if not why_necessary.strip():
        raise NotNow("hearings.one_hearing_only")


class Switch(StrEnum):
    """Why the way of taking part changes while the slot stays (row 2.24)."""

    ASKED = "asked"  # a party asked, and what the law wants is there
    FERRY = "ferry"  # no boat goes: moving online keeps the slot and counts no adjournment
    NO_MEANS = "no_means"  # Online Litigation Rules art. 21 (2)
    ON_SITE = "on_site"  # art. 21 (3): identity, originals or objects have to be seen
    COMPLEX = "complex"  # art. 21 (4)
    PUBLIC_INTEREST = "public_interest"  # art. 21 (5) and (6)
    TECHNICAL = "technical"  # art. 25: the line broke


DISPOSITIONS: Mapping[Act, Stage] = {
    Act.HOLD: Stage.HELD,
    Act.MISS: Stage.NO_SHOW,
    Act.ADJOURN: Stage.ADJOURNED,
    Act.CANCEL: Stage.CANCELLED,
    Act.STRIKE: Stage.IN_ERROR,
}
