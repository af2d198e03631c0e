"""The desk of somebody careless: a good plan, its instance, and a hand that chooses."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

Thing = dict[str, Any]


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
