"""Ways to spoil when and where hearings of a good plan are held."""

from typing import Any

from tests.scheduling.solving.desk import Desk

MALFORMED: tuple[Any, ...] = (
    None,
    7,
    "day 3",
    [],
    {},
    {"day": 3},
    {"day": True, "start": 540, "room": "main-1", "roles": {}},
    {"day": 3, "start": 540.0, "room": "main-1", "roles": {}},
    {"day": "3", "start": 540, "room": "main-1", "roles": {}},
    {"day": 3, "start": float("nan"), "room": "main-1", "roles": {}},
    {"day": 3, "start": 540, "room": ["main-1"], "roles": {}},
    {"day": 3, "start": 540, "room": "main-1", "roles": []},
    {"day": 3, "start": 540, "room": "main-1", "roles": {"clerk": "c-main-1"}},
    {"day": 3, "start": 540, "room": "main-1", "roles": {"clerk": [["c-main-1"]]}},
)


def start_later(desk: Desk) -> None:
    _, place = desk.one()
    place["start"] += 15 * desk.rng.choice([-8, -4, -2, -1, 1, 2, 4, 8])


def start_off_the_grid(desk: Desk) -> None:
    _, place = desk.one()
    place["start"] += desk.rng.randrange(1, 15)


def start_at_no_hour(desk: Desk) -> None:
    _, place = desk.one()
    place["start"] = desk.rng.choice([-10000, -15, -1, 0, 720, 1440, 10**6, 10**40])


def another_day(desk: Desk) -> None:
    _, place = desk.one()
    place["day"] = desk.rng.randrange(len(desk.instance["days"]))


def outside_the_window(desk: Desk) -> None:
    last = len(desk.instance["days"]) - 1
    hearing, place = desk.one(lambda h: h["release"] > 0 or h["deadline"] < last)
    days = [*range(hearing["release"]), *range(hearing["deadline"] + 1, last + 1)]
    place["day"] = desk.rng.choice(days)


def no_such_day(desk: Desk) -> None:
    _, place = desk.one()
    place["day"] = desk.rng.choice([-1, -(10**30), len(desk.instance["days"]), 10**30])


def swap_rooms(desk: Desk) -> None:
    (_, one), (_, other) = desk.one(), desk.one()
    one["room"], other["room"] = other["room"], one["room"]


def any_room(desk: Desk) -> None:
    _, place = desk.one()
    place["room"] = desk.rng.choice(desk.rooms())["id"]


def a_room_that_is_too_small(desk: Desk) -> None:
    smallest = min(desk.rooms(), key=lambda room: room["seats"])
    _, place = desk.one(lambda h: h["seats"] > smallest["seats"])
    place["room"] = smallest["id"]


def a_room_that_lacks_something(desk: Desk) -> None:
    hearing, place = desk.one(lambda h: h["features"])
    bare = desk.rooms(lambda room: not set(hearing["features"]) <= set(room["features"]))
    place["room"] = desk.rng.choice(bare)["id"]


def no_such_room(desk: Desk) -> None:
    _, place = desk.one()
    place["room"] = desk.rng.choice(["", "main-99", "main"])


def a_closed_room(desk: Desk) -> None:
    _, place = desk.one()
    room = desk.rng.choice(desk.rooms(lambda room: room["closed"]))
    place["day"], place["start"], _ = desk.rng.choice(room["closed"])
    place["room"] = room["id"]


def onto_another(desk: Desk) -> None:
    (_, one), (_, other) = desk.one(), desk.one()
    one.update(day=other["day"], start=other["start"], room=other["room"])


def leave_out(desk: Desk) -> None:
    hearing, _ = desk.one()
    del desk.places[hearing["id"]]


def leave_out_what_another_follows(desk: Desk) -> None:
    hearing, _ = desk.one(lambda h: any(a["hearing"] in desk.places for a in h["after"]))
    del desk.places[hearing["after"][0]["hearing"]]


def leave_out_everything(desk: Desk) -> None:
    desk.places.clear()


def a_hearing_of_nobody(desk: Desk) -> None:
    _, place = desk.one()
    desk.places[desk.rng.choice(["", "h9999", "H0001"])] = desk.rng.choice([place, None])


def a_malformed_place(desk: Desk) -> None:
    hearing, _ = desk.one()
    desk.places[hearing["id"]] = desk.rng.choice(MALFORMED)


def break_a_pin(desk: Desk) -> None:
    _, place = desk.one(lambda h: h["pinned"])
    match desk.rng.randrange(4):
        case 0:
            place["day"] += 1
        case 1:
            place["start"] += 15
        case 2:
            place["room"] = desk.rng.choice(desk.rooms(lambda r: r["id"] != place["room"]))["id"]
        case _:
            place["roles"]["clerk"] = []


def before_its_predecessor(desk: Desk) -> None:
    hearing, place = desk.one(lambda h: any(a["hearing"] in desk.places for a in h["after"]))
    after = hearing["after"][0]
    earlier = desk.places[after["hearing"]]["day"]
    place["day"] = max(0, earlier + after["min_days"] - desk.rng.choice([1, 1, 2, 9]))


def without_notice(desk: Desk) -> None:
    notice = desk.instance["notice_day"]
    hearing, place = desk.one(lambda h: h["published"] and notice)
    place["day"] = desk.rng.randrange(notice)
    if place["day"] == hearing["published"]["day"]:
        place["start"] += 15
