"""From the linear program to a plan: what it is sure of is placed, the rest is asked again.

A diving heuristic. A bundle that the program wants whole is laid out on the desk at the best times
and rooms that are really free; what cannot be laid out is struck from the program. What is left at
the end is placed by `greedy.py`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic

from scheduling.solving.agendas import Offer, agendas
from scheduling.solving.bundles import HalfDay
from scheduling.solving.cases import Spot
from scheduling.solving.desk import Desk
from scheduling.solving.masks import MINUTES_A_DAY
from scheduling.solving.master import Column, Master

SURE = 0.95
SHARE_A_ROUND = 15
"""Beside what is sure, one part in so many of the waiting hearings is placed each round."""


@dataclass
class Rounding:
    """Dives through one program onto a desk."""

    master: Master
    desk: Desk
    over: Callable[[], bool]
    placed: set[int] = field(default_factory=set)
    settled: set[Column] = field(default_factory=set)

    def run(self, seconds: float) -> None:
        """Place what the program wants until it wants nothing more or the time is up."""
        until = monotonic() + seconds
        master, desk = self.master, self.desk
        everyone = {case.number for case in master.choices.cases}
        self.placed = {one for one in everyone if desk.spots[one] is not None}
        while self.placed < everyone and monotonic() < until and not self.over():
            if not self._round(max(3, (len(everyone) - len(self.placed)) // SHARE_A_ROUND)):
                return
            if not master.solve(until - monotonic()):
                return
            missing = master.price_out(per_half_day=2, skip=self.placed)
            for at, hearings in missing[:400]:
                master.add(at, hearings)
            if missing and not master.solve(until - monotonic()):
                return

    def _round(self, most: int) -> bool:
        """Lay out the best columns; False when none is left to try."""
        tried = False
        count = 0
        for value, column in self.master.used():
            at, hearings = column
            if column in self.settled or self.placed & set(hearings):
                continue
            if value < SURE and count >= most:
                break
            tried = True
            done = self._lay_out(at, hearings)
            self.settled.add(column)
            if len(done) < len(hearings):
                self.master.columns[column].upper_bound = 0.0
                if not done:
                    continue
            settled = (at, tuple(sorted(done)))
            self.master.add(*settled).lower_bound = 1.0
            self.settled.add(settled)
            self.placed.update(done)
            count += len(done)
        return tried

    def _lay_out(self, at: HalfDay, hearings: tuple[int, ...]) -> list[int]:
        """Place as many hearings of a bundle as the desk allows, at the cheapest times."""
        desk, tables = self.desk, self.desk.tables
        limit = tables.max_day[at.judge] or MINUTES_A_DAY
        found = agendas(tables, self._offers(at, hearings), minutes_max=limit)
        done: list[int] = []
        for agenda in sorted(found, key=lambda one: (-len(one.order), one.price)):
            for number, start, room in agenda.order:
                case = tables.cases[number]
                staff = desk.staff(case, at.day, at.venue, start, at.judge)
                if staff is not None:
                    spot = Spot(at.day, start, room, staff)
                    if desk.fits(case, spot):
                        desk.place(case, spot)
                        done.append(number)
            if done:
                break
        return done

    def _offers(self, at: HalfDay, hearings: tuple[int, ...]) -> list[Offer]:
        desk, tables = self.desk, self.desk.tables
        judge, day, half, venue = at
        offers = []
        for number in hearings:
            case = tables.cases[number]
            first, last = desk.window(case)
            starts = desk.person_starts(judge, day, venue, case) & desk.half_masks[half]
            if not first <= day <= last or not starts:
                continue
            starts &= desk.role_starts(case, day, venue)
            rooms = tuple(
                (room, both)
                for room, free in desk.open_rooms(case, day).get(venue, ())
                if (both := free & starts)
            )
            if rooms:
                offers.append(Offer(number, 0.0, case.minutes, case.steps, rooms))
        return offers
