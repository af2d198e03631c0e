"""Reading the pool: what waits, what is listed, which rooms and judges there are."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from commons.access.actor import Actor, Role
from commons.access.models import Grant, Organisation, Under
from commons.almanac import day_of
from scheduling.models import (
    LIST,
    SEE,
    CourtRoom,
    HearingRequest,
    access_request,
    reach_of,
    request_for,
)
from scheduling.rules import State

ROWS_PER_PAGE = 50
PAGES_MAX = 1000
CHOICES_MAX = 200


Choice = tuple[UUID, str]


@dataclass(frozen=True, slots=True)
class Listing:
    """Where a request stands, for the one who asked."""

    request_id: UUID
    state: State
    on: date | None
    start: int | None


@dataclass(frozen=True, slots=True)
class RequestLine:
    id: UUID
    label: str
    island: str
    state: State
    grade: str
    minutes: int
    earliest_on: date
    latest_on: date
    days_left: int
    on: date | None
    start: int | None
    room: str


@dataclass(frozen=True, slots=True)
class PoolView:
    """What waits for a place, most urgent first, or what is listed, soonest first."""

    lines: tuple[RequestLine, ...]
    shows_listed: bool
    page: int
    has_more: bool
    may_list: bool


@dataclass(frozen=True, slots=True)
class CourtRoomView:
    id: UUID
    name: str
    island: str
    seats: int
    features: tuple[str, ...]
    place: str


@dataclass(frozen=True, slots=True)
class PlaceView:
    """One request and the choices for its place."""

    line: RequestLine
    seats: int
    features: tuple[str, ...]
    people: int
    remote: int
    judge_id: UUID | None
    room_id: UUID | None
    judges: tuple[Choice, ...]
    rooms: tuple[CourtRoomView, ...]

    @property
    def room_options(self) -> tuple[Choice, ...]:
        return tuple((one.id, f"{one.name}（{one.seats}）") for one in self.rooms)


@dataclass(frozen=True, slots=True)
class RoomsView:
    rooms: tuple[CourtRoomView, ...]
    places: tuple[Choice, ...]


async def find_listing(reference_id: UUID) -> Listing | None:
    """Say where a hearing stands; the caller has asked whether it may know."""
    row = await request_for(reference_id)
    return Listing(row.id, row.state, row.sits_on, row.start) if row else None


async def view_pool(actor: Actor, *, shows_listed: bool, page: int, now: datetime) -> PoolView:
    """List the pool of the courts within reach: two queries, however many lines."""
    actor.must(SEE)
    page = min(max(page, 1), PAGES_MAX)
    state = State.LISTED if shows_listed else State.WAITING
    order = ("sits_on", "start", "id") if shows_listed else ("latest_on", "-weight", "id")
    start = (page - 1) * ROWS_PER_PAGE
    rows = (
        await HearingRequest.filter(organisation_id__in=reach_of(actor), state=state)
        .order_by(*order)
        .offset(start)
        .limit(ROWS_PER_PAGE + 1)
        .prefetch_related("room")
    )
    today = day_of(now)
    return PoolView(
        lines=tuple(_line(row, today) for row in rows[:ROWS_PER_PAGE]),
        shows_listed=shows_listed,
        page=page,
        has_more=len(rows) > ROWS_PER_PAGE,
        may_list=actor.may(LIST),
    )


async def view_place(actor: Actor, request_id: UUID, *, now: datetime) -> PlaceView:
    row = await access_request(actor, request_id, LIST)
    await row.fetch_related("room", "people")
    today = day_of(now)
    return PlaceView(
        line=_line(row, today),
        seats=row.seats,
        features=tuple(row.features),
        people=len(row.people),
        remote=sum(one.is_remote for one in row.people),
        judge_id=row.judge_id or row.wanted_judge_id,
        room_id=row.room_id,
        judges=await judges_in(row.organisation_id, today),
        rooms=await _rooms([row.organisation_id]),
    )


async def view_rooms(actor: Actor) -> RoomsView:
    actor.must(LIST)
    reach = reach_of(actor, LIST)
    places = await Organisation.filter(id__in=reach).order_by("title", "id").limit(CHOICES_MAX)
    named = tuple((row.id, row.title) for row in places)
    return RoomsView(await _rooms(reach), named)


async def judges_in(organisation_id: UUID, today: date) -> tuple[Choice, ...]:
    """List who sits as a judge in a court today, by a role there or above."""
    above = await Under.filter(below_id=organisation_id).values_list("above_id", flat=True)
    grants = (
        await Grant.filter(organisation_id__in=list(above), role=Role.JUDGE, ended_at=None)
        .select_related("account__person")
        .limit(CHOICES_MAX)
    )
    names = {
        grant.account_id: grant.account.person.name
        for grant in grants
        if grant.from_on <= today and not grant.is_over(today)
    }
    return tuple(sorted(names.items(), key=lambda pair: pair[1]))


async def _rooms(organisation_ids: list[UUID]) -> tuple[CourtRoomView, ...]:
    rows = (
        await CourtRoom.filter(organisation_id__in=organisation_ids, closed_at=None)
        .order_by("name", "id")
        .limit(CHOICES_MAX)
    )
    titles = await Organisation.filter(id__in=[row.organisation_id for row in rows])
    named = {one.id: one.title for one in titles}
    return tuple(
        CourtRoomView(
            row.id,
            row.name,
            row.island,
            row.seats,
            tuple(row.features),
            named.get(row.organisation_id, ""),
        )
        for row in rows
    )


def _line(row: HearingRequest, today: date) -> RequestLine:
    return RequestLine(
        id=row.id,
        label=row.label,
        island=row.island,
        state=row.state,
        grade=row.grade,
        minutes=row.minutes,
        earliest_on=row.earliest_on,
        latest_on=row.latest_on,
        days_left=(row.latest_on - today).days,
        on=row.sits_on,
        start=row.start,
        room=row.room.name if row.room else "",
    )
