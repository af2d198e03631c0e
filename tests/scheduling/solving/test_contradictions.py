"""A problem that contradicts itself is refused, with the place and what is wrong there."""

import json

import pytest

from scheduling.solving.files import problem_from_json
from tests.scheduling.solving.builders import a_hearing, a_place, a_problem, as_instance, following
from tests.scheduling.solving.refusing import MISSING, an_instance, refused


@pytest.mark.parametrize(
    ("path", "value", "sentence"),
    [
        ("venues.0.zone", "moon", "no zone is called 'moon'"),
        ("places.0.zone", "moon", "no zone is called 'moon'"),
        ("access.main.moon", None, "no zone is called 'moon'"),
        ("access.isle", MISSING, "no zone with access is called 'isle'"),
        ("rooms.0.venue", "moon", "no venue is called 'moon'"),
        ("hearings.0.venues", ["moon"], "no venue is called 'moon'"),
        ("people.0.home", "moon", "no place is called 'moon'"),
        ("hearings.0.attend", ["moon"], "no person is called 'moon'"),
        ("hearings.0.remote", ["moon"], "no person is called 'moon'"),
        ("hearings.0.roles.1.from", ["moon"], "no person is called 'moon'"),
        ("hearings.1.after.0.hearing", "moon", "no hearing is called 'moon'"),
        ("places.0.travel.islet", MISSING, "place 'city': no way to the venue 'islet'"),
    ],
)
def test_a_name_that_nothing_bears_is_refused(path, value, sentence):
    assert refused(an_instance(path, value)) == sentence


@pytest.mark.parametrize(
    ("path", "value", "sentence"),
    [
        ("hearings.1.id", "h1", "hearings: 2 are called 'h1'"),
        ("people.1.id", "j1", "people: 2 are called 'j1'"),
        ("rooms.1.id", "c1", "rooms: 2 are called 'c1'"),
        ("venues.1.id", "court", "venues: 2 are called 'court'"),
        ("places.1.id", "city", "places: 2 are called 'city'"),
        ("zones.1.id", "main", "zones: 2 are called 'main'"),
        ("sessions.1.id", "am", "sessions: 2 are called 'am'"),
        ("hearings.1.roles.1.role", "assessor", "hearing 'h2': a role is asked for twice"),
    ],
)
def test_a_name_that_two_things_bear_is_refused(path, value, sentence):
    assert refused(an_instance(path, value)) == sentence


RANGE = "a number is below 0 or above 1000000000"


@pytest.mark.parametrize("value", [-1, 10**9 + 1, 10**300])
@pytest.mark.parametrize(
    ("path", "where"),
    [
        ("notice_day", "notice_day"),
        ("weeks.0", "weeks"),
        ("weights.unscheduled", "weights"),
        ("weights.waiting", "weights"),
        ("weights.overload.1", "weights"),
        ("weights.sitting", "weights"),
        ("weights.idle", "weights"),
        ("weights.room_change", "weights"),
        ("weights.travel", "weights"),
        ("weights.trip_open", "weights"),
        ("weights.trip_person", "weights"),
        ("weights.stability.day", "weights.stability"),
        ("weights.stability.start", "weights.stability"),
        ("weights.stability.room", "weights.stability"),
        ("weights.stability.venue", "weights.stability"),
        ("weights.stability.presiding", "weights.stability"),
        ("rooms.0.seats", "room 'c1'"),
        ("rooms.0.turnover", "room 'c1'"),
        ("places.0.travel.court", "place 'city'"),
        ("people.0.max_day", "person 'j1'"),
        ("people.0.week_steps.0", "person 'j1'"),
        ("hearings.0.weight", "hearing 'h1'"),
        ("hearings.0.duration", "hearing 'h1'"),
        ("hearings.0.release", "hearing 'h1'"),
        ("hearings.0.deadline", "hearing 'h1'"),
        ("hearings.0.seats", "hearing 'h1'"),
        ("hearings.0.roles.1.n", "hearing 'h1'"),
        ("hearings.1.after.0.min_days", "hearing 'h2'"),
    ],
)
def test_a_number_below_zero_or_beyond_all_sense_is_refused(path, where, value):
    assert refused(an_instance(path, value)) == f"{where}: {RANGE}"


def test_a_closed_day_below_zero_is_refused():
    assert refused(an_instance("zones.1.closed_days", [-1])) == f"zone 'isle': {RANGE}"


@pytest.mark.parametrize(
    ("path", "value", "sentence"),
    [
        ("grid", 0, "grid: it must be from 1 to 1440 minutes"),
        ("grid", -15, "grid: it must be from 1 to 1440 minutes"),
        ("grid", 10**50, "grid: it must be from 1 to 1440 minutes"),
        ("weeks", [0], "days and weeks: there must be a day, and every day must have its week"),
        ("sessions.1.start", 719, "session 'pm': it overlaps another, or is not within a day"),
        ("sessions.1.end", 1441, "session 'pm': it overlaps another, or is not within a day"),
        ("sessions.0.end", 510, "session 'am': it overlaps another, or is not within a day"),
        ("sessions.0.start", -1, "session 'am': it overlaps another, or is not within a day"),
        ("access.main.isle", [960, 570], "access from 'main' to 'isle': it is not within a day"),
        ("access.main.isle", [0, 1441], "access from 'main' to 'isle': it is not within a day"),
        ("access.main.isle", [-1, 960], "access from 'main' to 'isle': it is not within a day"),
        ("hearings.0.duration", 0, "hearing 'h1': it lasts no time"),
    ],
)
def test_calendars_that_clash_are_refused(path, value, sentence):
    assert refused(an_instance(path, value)) == sentence


@pytest.mark.parametrize("closed", [[-1, 0, 60], [10**10, 0, 60], [0, 60, 0], [0, -1, 0]])
@pytest.mark.parametrize(
    ("path", "who"), [("rooms.0.closed", "room 'c1'"), ("people.0.busy", "person 'j1'")]
)
def test_a_time_that_is_no_time_is_refused(path, who, closed):
    sentence = f"{who}: a time that cannot be used is not within a day"
    assert refused(an_instance(path, [closed])) == sentence


def test_a_problem_without_a_day_is_refused():
    instance = as_instance(a_problem()) | {"days": [], "weeks": []}
    assert refused(json.dumps(instance)).startswith("days and weeks: there must be a day")


@pytest.mark.parametrize("steps", [[], [480], [480, 720, 900]])
def test_who_may_preside_has_a_step_for_every_cost_of_overload(steps):
    sentence = "person 'j1': week_steps and weights.overload differ in length"
    assert refused(an_instance("people.0.week_steps", steps)) == sentence


@pytest.mark.parametrize(("path", "value"), [("n", 2), ("n", 0), ("role", "chair")])
def test_a_hearing_asks_for_one_presiding_judge(path, value):
    sentence = "hearing 'h1': it must ask for one presiding judge"
    assert refused(an_instance(f"hearings.0.roles.0.{path}", value)) == sentence


@pytest.mark.parametrize("kind", ["pinned", "published"])
@pytest.mark.parametrize(
    ("path", "value"), [("day", -1), ("day", 10), ("start", -15), ("start", 1440), ("room", "c9")]
)
def test_a_promise_of_what_there_is_not_is_refused(kind, path, value):
    sentence = f"hearing 'h2': its {kind} place is not one of this problem"
    assert refused(an_instance(f"hearings.1.{kind}.{path}", value)) == sentence


def test_somebody_unknown_cannot_be_pinned_but_may_have_been_published():
    path = "roles.presiding"
    sentence = "hearing 'h2': somebody pinned to it is unknown"
    assert refused(an_instance(f"hearings.1.pinned.{path}", ["j9"])) == sentence
    read = problem_from_json(an_instance(f"hearings.1.published.{path}", ["j9"]))
    assert read.hearings[1].published == a_place(4, judge="j9")


@pytest.mark.parametrize(
    ("after", "sentence"),
    [
        ({"h1": "h1"}, "hearing 'h1': it waits for itself, through 'h1'"),
        ({"h1": "h2", "h2": "h1"}, "hearing 'h1': it waits for itself, through 'h2'"),
        (
            {"h2": "h3", "h3": "h4", "h4": "h2"},
            "hearing 'h2': it waits for itself, through 'h3'",
        ),
    ],
)
def test_hearings_that_wait_for_each_other_are_refused(after, sentence):
    names = ("h1", "h2", "h3", "h4")
    hearings = [
        a_hearing(name, after=following(after[name], 0) if name in after else ()) for name in names
    ]
    assert refused(json.dumps(as_instance(a_problem(*hearings)))) == sentence


def test_a_long_line_of_hearings_is_no_circle():
    line = [
        a_hearing(f"h{number}", after=following(f"h{number - 1}", 0) if number else ())
        for number in range(5000)
    ]
    problem = a_problem(*reversed(line))
    assert problem_from_json(json.dumps(as_instance(problem))) == problem


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("grid", 1),
        ("grid", 1440),
        ("sessions.0.start", 0),
        ("sessions.0.end", 870),
        ("sessions.1.end", 1440),
        ("access.main.isle", [0, 1440]),
        ("access.main.isle", [600, 600]),
        ("access.main.isle", None),
        ("access.main.isle", MISSING),
        ("rooms.0.closed", [[0, 0, 1440], [10**9, 0, 0]]),
        ("people.0.busy", [[0, 0, 1440], [10**9, 0, 0]]),
        ("people.2.week_steps", [480, 720]),
        ("people.0.max_day", None),
        ("people.0.max_day", 10**9),
        ("hearings.0.duration", 1),
        ("hearings.0.release", 0),
        ("hearings.0.deadline", 10**9),
        ("hearings.1.pinned.day", 0),
        ("hearings.1.pinned.start", 0),
        ("hearings.1.published.day", 9),
        ("hearings.1.published.start", 1439),
        ("hearings.1.published", None),
    ],
)
def test_what_is_just_possible_is_read(path, value):
    text = an_instance(path, value)
    assert as_instance(problem_from_json(text)) == json.loads(text)
