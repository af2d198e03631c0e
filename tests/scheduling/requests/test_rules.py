"""Where a hearing may be put: window, calendar, hours, room, and what it takes."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commons.almanac import OFFICIAL
from commons.errors import NotNow, NotValid
from scheduling import rules
from scheduling.rules import Attendee, Place, RoomFacts, Wish

COURT, ROOM, JUDGE = uuid4(), uuid4(), uuid4()
TODAY = date(2026, 11, 23)
WISH = Wish(
    reference_id=uuid4(),
    organisation_id=COURT,
    label="虚构",
    island="",
    earliest_on=date(2026, 12, 1),
    latest_on=date(2026, 12, 31),
    minutes=90,
    grade="simple",
    judge_id=JUDGE,
    seats=4,
    features=frozenset({"视频"}),
    people=(Attendee(uuid4()), Attendee(uuid4(), is_remote=True)),
)
PLACE = Place(date(2026, 12, 10), 9 * 60, ROOM, JUDGE)
FACTS = RoomFacts(ROOM, COURT, 20, frozenset({"视频", "无障碍"}))


@pytest.mark.parametrize(
    ("place", "room", "field", "reason"),
    [
        ({"on": date(2026, 11, 30)}, {}, "on", "scheduling.outside_window"),
        ({"on": date(2027, 1, 1)}, {}, "on", "scheduling.outside_window"),
        ({"on": date(2026, 12, 12)}, {}, "on", "scheduling.day_is_off"),
        ({"start": 9 * 60 + 5}, {}, "start", "scheduling.not_on_grid"),
        ({"start": 7 * 60}, {}, "start", "scheduling.outside_hours"),
        ({"start": 16 * 60 + 45}, {}, "start", "scheduling.outside_hours"),
        ({}, {"seats": 3}, "room_id", "scheduling.too_few_seats"),
        ({}, {"features": frozenset()}, "room_id", "scheduling.room_lacks"),
        ({}, {"organisation_id": uuid4()}, "room_id", "form.not_a_choice"),
        ({}, {"is_closed": True}, "room_id", "form.not_a_choice"),
        ({"judge_id": uuid4()}, {}, "judge_id", "scheduling.judge_is_fixed"),
    ],
)
def test_a_place_is_refused_by_the_field_that_is_wrong(place, room, field, reason):
    with pytest.raises(NotValid) as caught:
        rules.check_place(
            WISH, replace(PLACE, **place), replace(FACTS, **room), OFFICIAL, today=TODAY
        )
    assert {name: one.reason for name, one in caught.value.fields.items()} == {field: reason}


def test_a_place_in_order_passes_and_a_day_that_is_past_does_not():
    assert rules.check_place(WISH, PLACE, FACTS, OFFICIAL, today=TODAY) == PLACE
    with pytest.raises(NotValid) as caught:
        rules.check_place(WISH, PLACE, FACTS, OFFICIAL, today=date(2026, 12, 11))
    assert caught.value.fields["on"].reason == "scheduling.day_is_past"


def test_a_make_up_saturday_is_a_day_to_sit():
    wish = replace(WISH, earliest_on=date(2026, 9, 1), latest_on=date(2026, 10, 31))
    place = replace(PLACE, on=date(2026, 10, 10))
    assert rules.check_place(wish, place, FACTS, OFFICIAL, today=date(2026, 9, 1)) == place


def test_a_window_that_ends_before_it_begins_is_refused():
    with pytest.raises(NotNow, match="window_is_empty"):
        rules.check_wish(replace(WISH, latest_on=date(2026, 11, 30)))


@pytest.mark.parametrize(
    ("start", "minutes", "slots"),
    [(540, 60, range(36, 40)), (540, 50, range(36, 40)), (540, 15, range(36, 37))],
)
def test_a_begun_quarter_hour_counts_whole(start, minutes, slots):
    assert rules.slots_of(start, minutes) == slots


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 40), st.integers(15, 300), st.integers(0, 40), st.integers(15, 300))
def test_two_hearings_share_a_slot_exactly_when_their_times_overlap(one, length, two, other):
    first, second = one * 15, two * 15
    shared = set(rules.slots_of(first, length)) & set(rules.slots_of(second, other))
    whole, whole_other = -(-length // 15) * 15, -(-other // 15) * 15
    assert bool(shared) is (first < second + whole_other and second < first + whole)


def test_a_hearing_takes_its_room_its_judge_and_everybody_who_comes():
    taken = rules.taken_by(WISH, PLACE)
    assert taken == {
        f"room:{ROOM}",
        f"person:{JUDGE}",
        *(f"person:{one.id}" for one in WISH.people),
    }
    assert len(list(rules.bookings(WISH, PLACE))) == 4 * 6


@pytest.mark.parametrize(("text", "start"), [("09:30", 570), ("9：05", 545), ("00:00", 0)])
def test_a_time_is_read_as_people_write_it(text, start):
    assert rules.read_clock_time(text) == start
    assert rules.read_clock_time(rules.clock_time(start)) == start


@pytest.mark.parametrize("text", ["", "9", "25:00", "09:60", "9:5", "上午", "-1:00", "09:30:00"])
def test_what_is_no_time_is_refused(text):
    with pytest.raises(NotValid):
        rules.read_clock_time(text)
