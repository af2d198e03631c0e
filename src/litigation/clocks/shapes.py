"""What the table says of one clock: its length, who may make it longer, what does not count."""

from dataclasses import dataclass

from litigation.clocks.keys import (
    ClockKey,
    Duty,
    Effect,
    Exclusion,
    Granter,
    Law,
    Start,
    Unit,
)


@dataclass(frozen=True, slots=True)
class Source:
    """The articles of one law. The Interpretation of 2022 is cited by its own numbers."""

    law: Law
    articles: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Bounds:
    """Between which lengths the court may fix a clock; `usual_most` is exceeded with a reason."""

    at_least: int = 1
    at_most: int | None = None
    usual_most: int | None = None


@dataclass(frozen=True, slots=True)
class Grant:
    """Who may make it longer, in which unit, and how much in all; None: the law sets no most."""

    by: Granter
    unit: Unit
    most: int | None
    after: Granter | None = None  # only once this one's grant is on record


@dataclass(frozen=True, slots=True)
class ClockRule:
    """One row of the table."""

    key: ClockKey
    number: str
    length: int
    unit: Unit
    start: Start
    effect: Effect
    sources: tuple[Source, ...]
    duty: Duty = Duty.COURT
    bounds: Bounds | None = None  # the court or the parties fix the length within these
    grants: tuple[Grant, ...] = ()
    excluded: frozenset[Exclusion] = frozenset()
    is_backward: bool = False  # counted back from the event
    margin_days: int = 0  # kept free beyond the law's number
    is_trial: bool = False
    asks_court: bool = False  # a party's clock after which the court has to do something
    near_days: int = 3

    @property
    def is_limitation(self) -> bool:
        return Exclusion.LIMITATION in self.excluded


def law(*articles: int) -> Source:
    return Source(Law.CIVIL_PROCEDURE, articles)


def interpretation(*articles: int) -> Source:
    return Source(Law.INTERPRETATION, articles)
