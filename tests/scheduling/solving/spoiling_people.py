"""Ways to spoil who sits and who has to come in a good plan."""

from collections.abc import Callable

from tests.scheduling.solving.desk import Desk, Thing


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
