"""Which colour stands beside a clock, by the share of it that is left and by its days."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from commons.almanac import day_of

# Amber comes with the last quarter of the whole, or with the reminder if that is earlier.
AMBER_SHARE = 4


class Light(StrEnum):
    """The colour beside a clock; the word is always shown with it."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    GREY = "grey"


@dataclass(frozen=True, slots=True)
class Marks:
    """On which day a clock turns amber, and on which day somebody is reminded."""

    amber_on: date
    near_on: date


def marks(*, began_on: date, due_on: date, near_days: int) -> Marks:
    """Reckon both days; neither lies before the clock began nor after it ends."""
    whole = max((due_on - began_on).days, 0)
    early = min(max(near_days, whole // AMBER_SHARE), whole)
    return Marks(
        amber_on=due_on - timedelta(days=early),
        near_on=due_on - timedelta(days=min(near_days, whole)),
    )


def light(*, amber_on: date, ends_at: datetime, now: datetime, runs: bool) -> Light:
    """Say the colour: grey when nothing runs, red from the instant it has ended."""
    if not runs:
        return Light.GREY
    if now >= ends_at:
        return Light.RED
    return Light.AMBER if day_of(now) >= amber_on else Light.GREEN
