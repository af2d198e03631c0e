"""The world of the delivery tests: the providers in memory, on the test's own clock."""

import pytest

from commons.almanac import FixedClock
from commons.providers.sandbox import Sandbox


@pytest.fixture
def sandbox(clock: FixedClock) -> Sandbox:
    return Sandbox(clock)
