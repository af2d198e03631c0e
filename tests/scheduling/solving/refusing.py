"""A whole problem with every kind of thing in it, to be spoilt one thing at a time."""

import json
from typing import Any

import pytest

from scheduling.solving.files import Unreadable, problem_from_json
from tests.scheduling.solving.builders import (
    PANEL,
    a_hearing,
    a_place,
    a_problem,
    as_instance,
    following,
)

MISSING = object()
HEARING = a_hearing(
    "h2",
    roles=PANEL,
    features=frozenset({"video"}),
    remote=("p2",),
    after=following("h1", 2),
    pinned=a_place(3, assessor=("a1", "a2")),
    published=a_place(4),
)
WHOLE = a_problem(a_hearing("h1"), HEARING)


def an_instance(path: str, value: object) -> str:
    """Write the whole problem with one thing in it changed: `hearings.0.duration`."""
    instance = as_instance(WHOLE)
    *steps, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    place: Any = instance
    for step in steps:
        place = place[step]
    if value is MISSING:
        del place[last]
    else:
        place[last] = value
    return json.dumps(instance)


def refused(text: str | bytes) -> str:
    with pytest.raises(Unreadable) as no:
        problem_from_json(text)
    return str(no.value)
