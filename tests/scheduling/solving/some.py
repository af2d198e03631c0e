"""Which of many drawn counties are looked at every time; all of them with `-m exhaustive`."""

from collections.abc import Iterable

import pytest
from _pytest.mark import ParameterSet


def some_of(seeds: Iterable[int], every: int = 4) -> list[ParameterSet]:
    """Mark all but every fourth, so that the quick tests still meet counties of all kinds."""
    return [
        pytest.param(seed, marks=[pytest.mark.exhaustive] if turn % every else [])
        for turn, seed in enumerate(seeds)
    ]
