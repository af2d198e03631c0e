"""The cheapest place for one more hearing, nothing else moved."""

from collections.abc import Iterator
from random import Random

from scheduling.solving.cases import Case, Spot
from scheduling.solving.desk import Desk
from scheduling.solving.masks import bits, first_bit

OfferOfDay = tuple[int, int, int, int]
"""Price without overload, judge, room and start."""

Offers = tuple[int, list[OfferOfDay]]
"""The lowest price of a day, and its offers."""

NOWHERE = 1 << 60
"""The lowest price of a day without an offer."""

REMEMBERED_MAX = 400_000


class Insertion:
    """Looks for places in one desk and remembers what it found for days that did not change."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.tables = desk.tables
        self._remembered: dict[tuple[int, int, int], Offers] = {}
        problem = self.tables.problem
        longest = max((half.end - half.start for half in problem.sessions), default=0)
        # A gap that a hearing fills gives back at most the idle steps of half a day.
        self._give_back = problem.weights.idle * longest // problem.grid

    def cheapest(
        self, case: Case, days: range | None = None, noise: Random | None = None
    ) -> tuple[int, Spot] | None:
        """Find the spot with the least added cost; None when no rule-abiding one is left.

        `days` narrows the search. With `noise` each price is blurred by up to a quarter, so that
        repeated searches differ.
        """
        first, last = self.desk.window(case)
        if days is not None:
            first, last = max(first, days.start), min(last, days.stop - 1)
        best: tuple[int, OfferOfDay] | None = None
        refused: set[tuple[int, OfferOfDay]] = set()
        while True:
            best = self._best(case, range(first, last + 1), noise, refused)
            if best is None:
                return None
            spot = self._staffed(case, best)
            if spot is not None:
                return self.desk.price(case, spot), spot
            refused.add(best)

    def _best(
        self,
        case: Case,
        days: range,
        noise: Random | None,
        refused: set[tuple[int, OfferOfDay]],
    ) -> tuple[int, OfferOfDay] | None:
        desk, overload = self.desk, self.desk.overload_price
        interests = self.tables.interests.of_case[case.number]
        best: tuple[int, OfferOfDay] | None = None
        lowest: float = NOWHERE
        for day in days:
            base = case.a_day * (day - case.release)
            if base - self._give_back >= lowest and case.published is None:
                break
            key = (case.number, day, desk.mark(interests, day))
            found = self._remembered.get(key)
            if found is None:
                if base + self._floor(case, day) >= lowest and case.published is None:
                    continue
                found = self._look(case, key)
            if found[0] >= lowest:
                continue
            for offer in found[1]:
                price: float = offer[0] + overload(offer[1], day, case.minutes)
                if noise is not None:
                    price += noise.random() * (2 + price / 4)
                if price < lowest and (day, offer) not in refused:
                    best, lowest = (day, offer), price
        return best

    def _floor(self, case: Case, day: int) -> int:
        """What a place on this day costs at least beside waiting: a sitting, new or shared."""
        desk, tables = self.desk, self.tables
        opening = tables.problem.weights.sitting
        floor = opening
        for judge in case.judges:
            key = (judge * tables.days + day) * tables.halves
            for half in range(tables.halves):
                known = desk.reckoned.get(key + half)
                if known is not None:
                    floor = min(floor, opening - known[-1])
        return floor + min(case.travel.values())

    def _staffed(self, case: Case, chosen: tuple[int, OfferOfDay]) -> Spot | None:
        day, (_, judge, room, start) = chosen
        venue = self.tables.room_venue[room]
        staff = self.desk.staff(case, day, venue, start, judge)
        return None if staff is None else Spot(day, start, room, staff)

    def _look(self, case: Case, key: tuple[int, int, int]) -> Offers:
        """The cheapest start of each judge in each half day; staff is chosen later."""
        best: dict[tuple[int, int], OfferOfDay] = {}
        half_of = self.tables.half_of
        for offer in self._all_offers(case, key[1]):
            place = (offer[1], half_of[offer[3]])
            if place not in best or offer < best[place]:
                best[place] = offer
        offers = list(best.values())
        found = (min((one[0] for one in offers), default=NOWHERE), offers)
        if len(self._remembered) >= REMEMBERED_MAX:
            self._remembered.clear()
        self._remembered[key] = found
        return found

    def _all_offers(self, case: Case, day: int) -> Iterator[OfferOfDay]:
        desk, tables = self.desk, self.tables
        known = case.published
        base = case.a_day * (day - case.release)
        for judge, venue, room, starts in desk.options(case, day):
            allowed = starts
            if known is not None and day < tables.problem.notice_day:
                allowed &= 1 << known.start if day == known.day else 0
            rest = base + case.travel[venue]
            if tables.circuit[venue]:
                rest += desk.trip_price(venue, day, ((judge,),)) + self._crossing(case, venue, day)
            for start in self._worth_trying(judge, day, allowed, known is not None):
                price = rest + desk.sitting_price(judge, day, start, room, case.minutes)
                if known is not None:
                    price += desk.unrest(case, Spot(day, start, room, ((judge,),)))
                yield price, judge, room, start

    def _crossing(self, case: Case, venue: int, day: int) -> int:
        """The least that the other staff's trip to an island adds."""
        crosses = self.desk.crosses
        more = sum(
            max(0, count - sum(crosses(one, venue, day) for one in people))
            for count, people in case.roles[1:]
        )
        return more * self.tables.problem.weights.trip_person

    def _worth_trying(self, judge: int, day: int, starts: int, every: bool) -> Iterator[int]:
        """In a half day that is still empty only the first and the last start; else all of them."""
        tables, sittings = self.tables, self.desk.sittings
        base = (judge * tables.days + day) * tables.halves
        for half, mask in enumerate(self.desk.half_masks):
            inside = starts & mask
            if not inside:
                continue
            if every or base + half in sittings:
                yield from bits(inside)
            else:
                yield first_bit(inside)
