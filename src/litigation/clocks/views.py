"""The clocks of a court as its pages show them: frozen, with nothing of the tables."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from commons.deadlines import Why
from litigation.clocks.keys import ClockKey, Exclusion, Granter, Unit
from litigation.clocks.lights import Light
from litigation.clocks.rules import Act, State
from litigation.clocks.shapes import ClockRule

ROWS_PER_PAGE = 50
PAGES_MAX = 1000


class Holder(StrEnum):
    """Whose clocks are shown."""

    EVERYBODY = "everybody"
    MINE = "mine"
    NOBODY = "nobody"
    SOMEBODY = "somebody"


@dataclass(frozen=True, slots=True)
class ClockLine:
    """One clock in a list."""

    id: UUID
    case_id: UUID
    title: str
    part_name: str
    holder_id: UUID | None
    holder_name: str
    rule: ClockRule
    state: State
    light: Light
    event_on: date
    due_on: date
    ends_at: datetime
    days_left: int
    provisional: bool
    still_since: date | None
    done_on: date | None
    length: int

    @property
    def is_late(self) -> bool:
        """Say whether it was done after its last day."""
        return self.state is State.MET and self.done_on is not None and self.done_on > self.due_on

    @property
    def has_hours(self) -> bool:
        return self.rule.unit is Unit.HOURS


@dataclass(frozen=True, slots=True)
class Inbox:
    """One page of the clocks of a court, the one with the least time first."""

    lines: tuple[ClockLine, ...]
    light: Light | None
    holder: Holder
    holder_id: UUID | None
    holder_name: str
    page: int
    has_more: bool

    @property
    def is_filtered(self) -> bool:
        return self.light is not None or self.holder is not Holder.EVERYBODY

    @property
    def holder_chosen(self) -> str:
        """The holder as an address and a form name him."""
        if self.holder is Holder.EVERYBODY:
            return ""
        return str(self.holder_id) if self.holder is Holder.SOMEBODY else self.holder.value

    def address(self, light: str | None, more: str = "") -> str:
        """Write the end of this list's address with a light and whatever follows."""
        chosen = {"light": light or "", "holder": self.holder_chosen}
        parts = [f"{name}={value}" for name, value in chosen.items() if value]
        return "?" + "&".join([*parts, more] if more else parts)


@dataclass(frozen=True, slots=True)
class HistoryLine:
    act: Act
    at: datetime
    by_name: str
    from_on: date | None
    to_on: date
    on: date | None
    words: str

    @property
    def is_moved(self) -> bool:
        return self.from_on is not None and self.from_on != self.to_on


@dataclass(frozen=True, slots=True)
class ClockView:
    """One clock in full: why it ends on its day, what happened to it, what may still happen."""

    line: ClockLine
    why: tuple[Why, ...]
    history: tuple[HistoryLine, ...]
    excludes: tuple[Exclusion, ...]
    granters: tuple[Granter, ...]

    @property
    def is_open(self) -> bool:
        return self.line.state not in {State.MET, State.STOPPED}


@dataclass(frozen=True, slots=True)
class SpanView:
    reason: Exclusion
    from_on: date
    to_on: date | None
    words: str


@dataclass(frozen=True, slots=True)
class CaseClocks:
    """All clocks of one case, what runs out first first."""

    case_id: UUID
    title: str
    clocks: tuple[ClockView, ...]
    spans: tuple[SpanView, ...]
    may_write: bool
    today: date

    @property
    def open(self) -> tuple[ClockView, ...]:
        return tuple(each for each in self.clocks if each.is_open)

    @property
    def ended(self) -> tuple[ClockView, ...]:
        return tuple(each for each in self.clocks if not each.is_open)

    @property
    def lasting(self) -> tuple[SpanView, ...]:
        return tuple(each for each in self.spans if each.to_on is None)

    @property
    def lasting_reasons(self) -> tuple[Exclusion, ...]:
        return tuple(each.reason for each in self.lasting)

    @property
    def reasons(self) -> tuple[Exclusion, ...]:
        """Offer only the reasons that stop something here and do not last already."""
        stop = {reason for each in self.open for reason in each.excludes}
        lasting = {each.reason for each in self.lasting}
        return tuple(each for each in Exclusion if each in stop - lasting)


@dataclass(frozen=True, slots=True)
class Longer:
    """The page on which one clock is made longer."""

    case_id: UUID
    title: str
    clock: ClockView
    ask_by: date | None  # of a trial: the last day for asking
    decide_by: date | None
    today: date

    @property
    def in_months(self) -> bool:
        return any(grant.unit is Unit.MONTHS for grant in self.clock.line.rule.grants)

    @property
    def has_obstacle(self) -> bool:
        return Granter.OBSTACLE in self.clock.granters

    @property
    def in_days(self) -> bool:
        grants = self.clock.line.rule.grants
        return self.has_obstacle or any(grant.unit is Unit.DAYS for grant in grants)


@dataclass(frozen=True, slots=True)
class ReminderLine:
    rule: ClockRule
    near_days: int

    @property
    def key(self) -> ClockKey:
        return self.rule.key


@dataclass(frozen=True, slots=True)
class Reminders:
    """The table of the law, and when people are reminded of each clock."""

    lines: tuple[ReminderLine, ...]

    @property
    def keys(self) -> tuple[ClockKey, ...]:
        return tuple(line.key for line in self.lines)
