"""Reliability G-SEC-2: the time of an answer does not tell whether a code exists."""

import gc
from bisect import bisect_left
from random import Random
from time import perf_counter

import pytest

from commons.codes import new_code
from litigation.delivery import pickup_actions
from litigation.delivery.models import Pickup, Spending
from litigation.delivery.pickup_rules import Source
from tests.litigation.delivery.builders import LIN_PHONE, a_delivery, later

pytestmark = [pytest.mark.usefixtures("db"), pytest.mark.slow]

ROUNDS = 120


def best_guess(one: list[float], other: list[float]) -> float:
    """Area under the curve of whoever guesses by time alone: 0.5 knows nothing, 1.0 everything."""
    ranked = sorted(other)
    wins = sum(bisect_left(ranked, value) for value in one) / (len(one) * len(other))
    return max(wins, 1 - wins)


async def spent_seconds(code: str, number: int) -> float:
    source = Source(f"2001:db8:{number:x}::1", "")
    # Each asks on another day, so that no limit of the last one stands in the way.
    now = later(days=2 * number)
    token = await pickup_actions.begin(code, now)
    began = perf_counter()
    await pickup_actions.ask_for_otp(token, LIN_PHONE[-4:], source, now)
    return perf_counter() - began


async def test_the_time_of_an_answer_tells_nothing() -> None:
    _, real = await a_delivery()
    times: dict[bool, list[float]] = {True: [], False: []}
    order = [True, False] * ROUNDS
    Random(1).shuffle(order)  # noqa: S311
    gc.disable()
    try:
        for number, is_real in enumerate(order):
            seconds = await spent_seconds(real if is_real else new_code(), number)
            times[is_real].append(seconds)
            await Spending.all().delete()
            await Pickup.all().delete()
    finally:
        gc.enable()
    # The goal over 10,000 is 0.55; so few leave more to chance.
    assert best_guess(times[True], times[False]) < 0.62
