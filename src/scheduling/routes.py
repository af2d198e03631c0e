"""The clerk's pages of the pool: what waits, giving a place by hand, and the rooms."""

from typing import Annotated
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from commons.access.actor import Permission
from commons.errors import NotNow, NotValid, Refusal
from commons.web.forms import Day, Form, Text, checked, read_form
from commons.web.page import actor_of, needs, now_of, page, see_other
from scheduling import queries, requests, room_actions
from scheduling.rules import FEATURES_MAX, NAME_MAX, SEATS_MAX, Place, read_clock_time

FOLDER = "scheduling"
SEE, LIST = Permission.SCHEDULING_SEE, Permission.SCHEDULING_LIST
PAGE_DIGITS_MAX = 4


class PlaceForm(Form):
    on: Day
    start: Annotated[int, checked(read_clock_time)]
    room_id: UUID
    judge_id: UUID


class RoomForm(Form):
    organisation_id: UUID
    name: Annotated[str, Text(NAME_MAX)]
    island: Annotated[str, Text(NAME_MAX)] = ""
    seats: int
    features: Annotated[str, Text(NAME_MAX * FEATURES_MAX)] = ""


@needs(SEE)
async def show_pool(request: Request) -> Response:
    digits = request.query_params.get("page", "1")[:PAGE_DIGITS_MAX]
    view = await queries.view_pool(
        actor_of(request),
        shows_listed=request.query_params.get("listed") == "yes",
        page=int(digits) if digits.isascii() and digits.isdecimal() else 1,
        now=now_of(request),
    )
    return page(request, f"{FOLDER}/pool.html", view)


@needs(LIST)
async def show_place(request: Request, refusal: Refusal | None = None) -> Response:
    view = await queries.view_place(
        actor_of(request), request.path_params["request_id"], now=now_of(request)
    )
    return page(request, f"{FOLDER}/place.html", view, refusal=refusal)


@needs(LIST)
async def give_place(request: Request) -> Response:
    try:
        form = await read_form(request, PlaceForm)
        await requests.list_by_hand(
            actor_of(request),
            request.path_params["request_id"],
            Place(form.on, form.start, form.room_id, form.judge_id),
            now=now_of(request),
        )
    except (NotValid, NotNow) as refusal:
        return await show_place(request, refusal)
    return see_other("/scheduling?listed=yes")


@needs(LIST)
async def show_rooms(request: Request, refusal: Refusal | None = None) -> Response:
    view = await queries.view_rooms(actor_of(request))
    return page(request, f"{FOLDER}/rooms.html", view, refusal=refusal)


@needs(LIST)
async def add_room(request: Request) -> Response:
    try:
        form = await read_form(request, RoomForm)
        await room_actions.add_room(
            actor_of(request),
            form.organisation_id,
            name=form.name,
            island=form.island,
            seats=min(form.seats, SEATS_MAX + 1),
            features=form.features.replace("，", "、").split("、"),
            now=now_of(request),
        )
    except NotValid as refusal:
        return await show_rooms(request, refusal)
    return see_other("/scheduling/rooms")


@needs(LIST)
async def close_room(request: Request) -> Response:
    await room_actions.close_room(
        actor_of(request), request.path_params["room_id"], now=now_of(request)
    )
    return see_other("/scheduling/rooms")


routes: list[BaseRoute] = [
    Route("/scheduling", show_pool, methods=["GET"], name="pool"),
    Route("/scheduling/rooms", show_rooms, methods=["GET"], name="court_rooms"),
    Route("/scheduling/rooms", add_room, methods=["POST"], name="court_room_add"),
    Route(
        "/scheduling/rooms/{room_id:uuid}/close",
        close_room,
        methods=["POST"],
        name="court_room_close",
    ),
    Route("/scheduling/{request_id:uuid}", show_place, methods=["GET"], name="pool_place"),
    Route("/scheduling/{request_id:uuid}", give_place, methods=["POST"], name="pool_list"),
]
