"""Ways to spoil a good plan, each with the rules it must be able to break."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

Thing = dict[str, Any]
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


@dataclass(frozen=True, slots=True, repr=False)
class Desk:
    """A plan on the desk of somebody careless, with its instance at hand."""

    rng: Random
    instance: Thing
    places: dict[str, Any]
    zones: Mapping[str, str]
    homes: Mapping[str, str]

    def hearings(self, wanted: Callable[[Thing], Any] = lambda _: True) -> list[Thing]:
        return [h for h in self.instance["hearings"] if h["id"] in self.places and wanted(h)]

    def one(self, wanted: Callable[[Thing], Any] = lambda _: True) -> tuple[Thing, Thing]:
        """Choose a hearing and its place; raises IndexError where the plan has none."""
        hearing = self.rng.choice(self.hearings(wanted))
        return hearing, self.places[hearing["id"]]

    def rooms(self, wanted: Callable[[Thing], Any] = lambda _: True) -> list[Thing]:
        return [room for room in self.instance["rooms"] if wanted(room)]

    def zone(self, room: Thing) -> str:
        return str(self.zones[room["venue"]])

    def islanders(self, hearing: Thing) -> set[str]:
        """Name the islands that people of this hearing come from."""
        return {self.homes[person] for person in hearing["attend"]} - {"main"}


def zones_of(instance: Thing) -> dict[str, str]:
    return {venue["id"]: venue["zone"] for venue in instance["venues"]}


def homes_of(instance: Thing) -> dict[str, str]:
    zones = {place["id"]: place["zone"] for place in instance["places"]}
    return {person["id"]: zones[person["home"]] for person in instance["people"]}


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


def swap_benches(desk: Desk) -> None:
    (_, one), (_, other) = desk.one(), desk.one()
    one["roles"], other["roles"] = other["roles"], one["roles"]


def swap_judges(desk: Desk) -> None:
    (_, one), (_, other) = desk.one(), desk.one()
    mine, his = one["roles"], other["roles"]
    mine["presiding"], his["presiding"] = his["presiding"], mine["presiding"]


def somebody_twice(desk: Desk) -> None:
    _, place = desk.one()
    names = place["roles"][desk.rng.choice(sorted(place["roles"]))]
    names.append(names[0])


def one_person_in_two_roles(desk: Desk) -> None:
    _, place = desk.one()
    place["roles"]["clerk"] = list(place["roles"]["presiding"])


def somebody_missing(desk: Desk) -> None:
    _, place = desk.one()
    place["roles"][desk.rng.choice(sorted(place["roles"]))].pop()


def a_role_missing(desk: Desk) -> None:
    _, place = desk.one()
    del place["roles"][desk.rng.choice(sorted(place["roles"]))]


def a_role_too_many(desk: Desk) -> None:
    _, place = desk.one()
    person = desk.rng.choice(["nobody", "j01", "a01"])
    place["roles"][desk.rng.choice(["bailiff", "audience"])] = [person][: desk.rng.randrange(2)]


def a_stranger(desk: Desk) -> None:
    _, place = desk.one()
    names = place["roles"][desk.rng.choice(sorted(place["roles"]))]
    names[0] = desk.rng.choice(["nobody", "", "j99", "j01", "c-main-1"])


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


def when_somebody_is_busy(desk: Desk) -> None:
    busy = {person["id"]: person["busy"] for person in desk.instance["people"]}
    hearing, place = desk.one(lambda h: any(busy[p] for p in (*h["attend"], *h["remote"])))
    times = [time for p in (*hearing["attend"], *hearing["remote"]) for time in busy[p]]
    place["day"], place["start"], _ = desk.rng.choice(times)


def on_a_day_of_gales(desk: Desk) -> None:
    closed = {zone["id"]: zone["closed_days"] for zone in desk.instance["zones"]}
    hearing, place = desk.one(lambda h: any(closed[z] for z in desk.islanders(h)))
    days = [day for zone in desk.islanders(hearing) for day in closed[zone]]
    place["day"] = desk.rng.choice(days)
    place["room"] = desk.rng.choice(desk.rooms())["id"]


def before_the_first_boat(desk: Desk) -> None:
    _, place = desk.one(desk.islanders)
    place["start"] = desk.rng.choice([510, 525, 990])
    place["room"] = desk.rng.choice(desk.rooms(lambda room: desk.zone(room) == "main"))["id"]


def on_the_wrong_island(desk: Desk) -> None:
    islands = set(desk.zones.values()) - {"main"}
    hearing, place = desk.one(lambda h: desk.islanders(h) and islands - desk.islanders(h))
    others = islands - desk.islanders(hearing)
    place["room"] = desk.rng.choice(desk.rooms(lambda room: desk.zone(room) in others))["id"]


def across_the_town(desk: Desk) -> None:
    _followed_by_the_judge(desk, lambda here, there: desk.zone(here) == desk.zone(there))


def across_the_sea(desk: Desk) -> None:
    _followed_by_the_judge(desk, lambda here, there: desk.zone(here) != desk.zone(there))


def _followed_by_the_judge(desk: Desk, wanted: Callable[[Thing, Thing], bool]) -> None:
    """Give the judge of one hearing another on the same day, in another house."""
    (_, one), (_, other) = desk.one(), desk.one()
    here = desk.rooms(lambda room: room["id"] == one["room"])[0]
    rooms = desk.rooms(lambda room: room["venue"] != here["venue"] and wanted(here, room))
    other.update(day=one["day"], start=one["start"] + 60, room=desk.rng.choice(rooms)["id"])
    other["roles"]["presiding"] = list(one["roles"]["presiding"])


def all_of_a_judge_on_one_day(desk: Desk) -> None:
    _, chosen = desk.one()
    for place in desk.places.values():
        if place["roles"].get("presiding") == chosen["roles"].get("presiding"):
            place["day"] = chosen["day"]


Spoil = Callable[[Desk], None]
SPOILING: Mapping[Spoil, set[str]] = {
    start_later: {"H3-session", "H4-overlap", "H6-overlap"},
    start_off_the_grid: {"H3-grid"},
    start_at_no_hour: {"H3-session", "H8-ferry"},
    another_day: {"H2-window", "H7-busy"},
    outside_the_window: {"H2-window"},
    no_such_day: {"H1-malformed"},
    swap_rooms: {"H4-venue"},
    any_room: {"H4-venue"},
    a_room_that_lacks_something: {"H4-feature"},
    a_room_that_is_too_small: {"H4-seats"},
    no_such_room: {"H1-malformed"},
    a_closed_room: {"H4-closed"},
    onto_another: {"H4-overlap"},
    swap_benches: {"H5-eligible"},
    swap_judges: {"H5-eligible"},
    somebody_twice: {"H5-count", "H5-distinct"},
    one_person_in_two_roles: {"H5-eligible", "H5-distinct"},
    somebody_missing: {"H5-count"},
    a_role_missing: {"H5-count"},
    a_role_too_many: {"H5-role"},
    a_stranger: {"H5-eligible"},
    leave_out: {"H10-pinned"},
    leave_out_what_another_follows: {"H11-order"},
    leave_out_everything: {"H10-pinned"},
    a_hearing_of_nobody: {"H1-unknown"},
    a_malformed_place: {"H1-malformed"},
    break_a_pin: {"H10-pinned"},
    before_its_predecessor: {"H11-order"},
    without_notice: {"H12-notice"},
    when_somebody_is_busy: {"H7-busy"},
    on_a_day_of_gales: {"H8-closed"},
    before_the_first_boat: {"H8-ferry"},
    on_the_wrong_island: {"H8-access"},
    across_the_town: {"H6-venue"},
    across_the_sea: {"H6-zone"},
    all_of_a_judge_on_one_day: {"H9-max-day", "H6-overlap"},
}
