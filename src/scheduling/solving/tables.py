"""The problem as tables of integers and bit masks: what a search reads a million times.

Everything here follows from the problem alone and never changes while plans are made. People,
rooms, venues, zones and hearings are numbered in the order of the problem.
"""

from collections import Counter
from functools import cached_property

from scheduling.solving.cases import NOBODY, Case, Spot
from scheduling.solving.interests import Interests
from scheduling.solving.masks import MINUTES_A_DAY, between
from scheduling.solving.problem import CIRCUIT, PRESIDING, Assignment, Hearing, Problem, Role
from scheduling.solving.windows import windows


class Tables:
    """All tables of one problem."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.grid = problem.grid
        self.days = len(problem.days)
        self.weeks = [week - min(problem.weeks, default=0) for week in problem.weeks]
        self.week_count = max(self.weeks, default=0) + 1
        # Twice a day long: what turns over after the last hearing still has steps to stand on.
        self.whole = (1 << (2 * MINUTES_A_DAY // self.grid)) - 1
        self.halves = len(problem.sessions)
        self._number_everything()
        self._calendars()
        self._ferries()
        self._earliest, self._latest = windows(problem)
        self._pools: dict[tuple[int, tuple[str, ...]], int] = {}
        self.cases = [self._case(number, one) for number, one in enumerate(problem.hearings)]
        self.after: list[list[tuple[int, int]]] = [[] for _ in self.cases]
        for case in self.cases:
            for earlier, lag in case.before:
                self.after[earlier].append((case.number, lag))
        self.interests = Interests(self.cases, self.room_venue, len(problem.people))

    def _number_everything(self) -> None:
        problem = self.problem
        self.zone_no = {zone.id: number for number, zone in enumerate(problem.zones)}
        self.venue_no = {venue.id: number for number, venue in enumerate(problem.venues)}
        self.room_no = {room.id: number for number, room in enumerate(problem.rooms)}
        self.person_no = {person.id: number for number, person in enumerate(problem.people)}
        self.case_no = {hearing.id: number for number, hearing in enumerate(problem.hearings)}
        self.venue_zone = [self.zone_no[venue.zone] for venue in problem.venues]
        self.circuit = [venue.kind == CIRCUIT for venue in problem.venues]
        self.room_venue = [self.venue_no[room.venue] for room in problem.rooms]
        self.turnover = [-(-room.turnover // self.grid) for room in problem.rooms]
        zone_of = {place.id: self.zone_no[place.zone] for place in problem.places}
        self.home = [zone_of[person.home] for person in problem.people]
        self.max_day = [person.max_day for person in problem.people]
        self.week_steps = [person.week_steps for person in problem.people]
        needed = Counter(
            person
            for hearing in problem.hearings
            for person in {
                *hearing.attend,
                *hearing.remote,
                *(one for role in hearing.roles for one in role.eligible),
            }
        )
        self.wanted_often = {self.person_no[one] for one, count in needed.items() if count > 1}

    def _calendars(self) -> None:
        """Lay out busy steps by person and day, closed steps by room and day."""
        days, grid = self.days, self.grid
        self.calendar = [0] * (len(self.problem.people) * days)
        for number, person in enumerate(self.problem.people):
            for day, first, last in person.busy:
                if 0 <= day < days:
                    self.calendar[number * days + day] |= between(first, last, grid)
        self.room_closed = [0] * (len(self.problem.rooms) * days)
        for number, room in enumerate(self.problem.rooms):
            for day, first, last in room.closed:
                if 0 <= day < days:
                    self.room_closed[number * days + day] |= between(first, last, grid)
        # The starts of each half day, by length, are made when first asked for.
        self._half_starts: dict[int, tuple[int, ...]] = {}

    def half_starts(self, minutes: int) -> tuple[int, ...]:
        """For each half day, mark the starts at which a hearing of this length lies inside."""
        if minutes not in self._half_starts:
            self._half_starts[minutes] = tuple(
                sum(
                    1 << (start // self.grid)
                    for start in range(
                        -(-half.start // self.grid) * self.grid, half.end - minutes + 1, self.grid
                    )
                )
                for half in self.problem.sessions
            )
        return self._half_starts[minutes]

    @cached_property
    def half_of(self) -> list[int]:
        """Which half day each step belongs to; -1 between them."""
        found = [-1] * (2 * MINUTES_A_DAY // self.grid)
        for number, half in enumerate(self.problem.sessions):
            for step in range(-(-half.start // self.grid), -(-half.end // self.grid)):
                found[step] = number
        return found

    def _ferries(self) -> None:
        """From each home zone to each venue zone: the window there, or None, and the lost days."""
        zones = self.problem.zones
        self.closed_days = [frozenset(zone.closed_days) for zone in zones]
        self.window = [
            [self.problem.access[home.id].get(there.id) for there in zones] for home in zones
        ]
        self._window_starts: dict[tuple[int, int, int], int] = {}

    def reachable_starts(self, home: int, zone: int, minutes: int) -> int:
        """Mark the starts for which one who lives in `home` is there in time and home again."""
        key = (home, zone, minutes)
        if key not in self._window_starts:
            window = self.window[home][zone]
            mask = 0
            if window is not None:
                first = -(-window[0] // self.grid)
                last = (window[1] - minutes) // self.grid
                mask = ((1 << (last + 1)) - 1) & ~((1 << first) - 1) if last >= first else 0
            self._window_starts[key] = mask & self.whole
        return self._window_starts[key]

    def lost_days(self, home: int, zone: int) -> frozenset[int]:
        """Days without a boat between two zones; none within one zone."""
        return frozenset() if home == zone else self.closed_days[home] | self.closed_days[zone]

    def _case(self, number: int, hearing: Hearing) -> Case:
        weights = self.problem.weights
        attend = tuple(self.person_no[one] for one in dict.fromkeys(hearing.attend))
        remote = tuple(
            self.person_no[one]
            for one in dict.fromkeys(hearing.remote)
            if one not in hearing.attend
        )
        roles = sorted(hearing.roles, key=lambda role: role.role != PRESIDING)
        venues = [self.venue_no[venue] for venue in dict.fromkeys(hearing.venues)]
        inside = 0
        for starts in self.half_starts(hearing.duration):
            inside |= starts
        return Case(
            number=number,
            minutes=hearing.duration,
            steps=-(-hearing.duration // self.grid),
            release=hearing.release,
            earliest=self._earliest[number],
            latest=self._latest[number],
            a_day=weights.waiting * hearing.weight,
            left_out=weights.unscheduled + 2 * hearing.weight * self.days,
            rooms=self._rooms_for(hearing),
            starts={venue: self._starts_at(venue, attend, hearing, inside) for venue in venues},
            shut={venue: self._shut_at(venue, attend) for venue in venues},
            travel={venue: self._travel_to(venue, hearing) for venue in venues},
            roles=tuple(
                (role.n, tuple(self.person_no[one] for one in dict.fromkeys(role.eligible)))
                for role in roles
            ),
            role_names=tuple(role.role for role in roles),
            pools=tuple(self._pool(role) for role in roles),
            attend=attend,
            shared=tuple(one for one in attend if one in self.wanted_often),
            remote=tuple(one for one in remote if one in self.wanted_often),
            everyone=attend + remote,
            before=tuple((self.case_no[one.hearing], one.min_days) for one in hearing.after),
            pinned=self.spot_of(hearing, hearing.pinned),
            published=self.spot_of(hearing, hearing.published),
        )

    def _pool(self, role: Role) -> int:
        """Number the pools of eligible people: hearings with the same pool share what is free."""
        return self._pools.setdefault((role.n, role.eligible), len(self._pools))

    def _rooms_for(self, hearing: Hearing) -> tuple[int, ...]:
        return tuple(
            number
            for number, room in enumerate(self.problem.rooms)
            if room.venue in hearing.venues
            and hearing.features <= room.features
            and room.seats >= hearing.seats
        )

    def _starts_at(self, venue: int, attend: tuple[int, ...], hearing: Hearing, inside: int) -> int:
        zone = self.venue_zone[venue]
        for person in attend:
            inside &= self.reachable_starts(self.home[person], zone, hearing.duration)
        return inside

    def _shut_at(self, venue: int, attend: tuple[int, ...]) -> frozenset[int]:
        zone = self.venue_zone[venue]
        return frozenset().union(*(self.lost_days(self.home[one], zone) for one in attend))

    def _travel_to(self, venue: int, hearing: Hearing) -> int:
        name = self.problem.venues[venue].id
        travel = {place.id: place.travel for place in self.problem.places}
        homes = [self.problem.people[self.person_no[one]].home for one in hearing.attend]
        return self.problem.weights.travel * sum(travel[home][name] // 30 for home in homes)

    def spot_of(self, hearing: Hearing, place: Assignment | None) -> Spot | None:
        """Turn a named place into numbers; roles in the order of the case, presiding first.

        None for a room there is not. Somebody unknown is `NOBODY`, and a start between two steps
        of the grid is a step at night: neither is allowed anywhere.
        """
        if place is None or place.room not in self.room_no:
            return None
        names = sorted((r.role for r in hearing.roles), key=lambda role: role != PRESIDING)
        step, rest = divmod(place.start, self.grid)
        at_night = 2 * MINUTES_A_DAY // self.grid - 1
        return Spot(
            day=place.day,
            start=step if 0 <= step < at_night and not rest else at_night,
            room=self.room_no[place.room],
            staff=tuple(
                tuple(self.person_no.get(one, NOBODY) for one in place.roles.get(role, ()))
                for role in names
            ),
        )

    def assignment_of(self, case: Case, spot: Spot) -> Assignment:
        people = self.problem.people
        return Assignment(
            day=spot.day,
            start=spot.start * self.grid,
            room=self.problem.rooms[spot.room].id,
            roles={
                role: tuple(people[one].id for one in chosen)
                for role, chosen in zip(case.role_names, spot.staff, strict=True)
            },
        )
