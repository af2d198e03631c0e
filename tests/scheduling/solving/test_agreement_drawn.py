"""Both judges agree on any plan of any tiny county that chance can draw."""

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from scheduling.solving.problem import Assignment, Plan, Zone
from tests.scheduling.solving.builders import (
    PANEL,
    PEOPLE,
    ROLES,
    ROOMS,
    a_hearing,
    a_plan,
    a_problem,
    as_instance,
    as_schedule,
    following,
    with_one,
)
from tests.scheduling.solving.outside import agreed, as_problem

NAMES = ("h1", "h2", "h3")
JUDGES = st.sampled_from(["j1", "j2"])
STARTS = st.sampled_from([510, 540, 547, 585, 600, 615, 660, 705, 870, 930, 990, -15, 10**20])
ROOM_NAMES = st.sampled_from([room.id for room in ROOMS])
STRANGERS = ("nobody", "", "p1", "p2", "islander")
ANYBODY = st.sampled_from(["j1", "j2", "k1", "k2", "a1", "a2", *STRANGERS])
TIMES = st.tuples(st.integers(0, 3), st.just(540), st.integers(540, 1050)).map(tuple)
CALENDAR = st.lists(TIMES, max_size=2).map(tuple)

good_places = st.builds(
    lambda day, start, room, judge, clerk: Assignment(
        day, start, room, {"presiding": (judge,), "clerk": (clerk,)}
    ),
    st.integers(0, 3),
    st.sampled_from([540, 600, 615, 870, 930]),
    ROOM_NAMES,
    JUDGES,
    st.sampled_from(["k1", "k2"]),
)
any_places = st.builds(
    Assignment,
    st.one_of(st.integers(-1, 10), st.just(10**30)),
    STARTS,
    st.one_of(ROOM_NAMES, st.just("c9")),
    st.dictionaries(
        st.sampled_from(["presiding", "clerk", "assessor", "bailiff"]),
        st.lists(ANYBODY, max_size=3).map(tuple),
    ),
)


@st.composite
def hearings(draw, number: int):
    people = draw(st.permutations(["p1", "p2", "islander"]))
    attending = draw(st.integers(0, 3))
    follows = number > 0 and draw(st.booleans())
    return a_hearing(
        NAMES[number],
        weight=draw(st.integers(0, 6)),
        duration=draw(st.sampled_from([15, 60, 75, 180])),
        release=draw(st.integers(0, 3)),
        deadline=draw(st.integers(0, 9)),
        venues=tuple(draw(st.sets(st.sampled_from(["court", "tribunal", "islet"])))),
        features=draw(st.frozensets(st.sampled_from(["video", "jury", "taiwan"]), max_size=1)),
        seats=draw(st.sampled_from([6, 20, 21])),
        roles=draw(st.sampled_from([ROLES, PANEL])),
        attend=tuple(people[:attending]),
        remote=tuple(people[attending : attending + draw(st.integers(0, 2))]),
        after=following(NAMES[number - 1], draw(st.integers(0, 3))) if follows else (),
        pinned=draw(st.none() | good_places),
        published=draw(st.none() | good_places),
    )


@st.composite
def problems(draw):
    people = with_one(PEOPLE, draw(st.sampled_from(["j1", "p1"])), busy=draw(CALENDAR))
    rooms = with_one(
        ROOMS, draw(ROOM_NAMES), turnover=draw(st.integers(0, 60)), closed=draw(CALENDAR)
    )
    closed_days = st.lists(st.integers(0, 3), max_size=2).map(tuple)
    return a_problem(
        *(draw(hearings(number)) for number in range(3)),
        people=with_one(people, "j2", max_day=draw(st.sampled_from([None, 60, 180]))),
        rooms=rooms,
        zones=(Zone("main", draw(closed_days)), Zone("isle", draw(closed_days))),
        notice_day=draw(st.integers(0, 4)),
        grid=draw(st.sampled_from([15, 7, 1])),
    )


plans = st.dictionaries(
    st.sampled_from([*NAMES, "h9"]), st.one_of(good_places, good_places, any_places)
).map(lambda places: Plan("tiny", places))


@settings(
    max_examples=200, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
@given(problems(), plans)
@example(a_problem(), a_plan())
def test_both_judges_agree_on_whatever_is_drawn(problem, plan):
    instance = as_instance(problem)
    read = as_problem(instance)
    assert read == problem
    agreed(instance, read, as_schedule(plan))
