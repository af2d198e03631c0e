"""What the filing window does with one case: defects, filing, refusal, and who has it."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Literal
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from commons.access.actor import Permission
from commons.errors import NotNow, NotValid, Refusal
from commons.web.forms import Day, Form, LongText, Text, read_form
from commons.web.page import actor_of, needs, now_of, outside_of, page, see_other
from litigation.cases import desk_actions, register_actions
from litigation.cases.queries import view_case
from litigation.cases.rules import DEFECTS_MAX, TEXT_BYTES_MAX, WORDS_MAX, RefusalGround
from litigation.cases.ways import CourtWays, ways_of

FOLDER = "litigation/cases"
SEE, WRITE, DECIDE = Permission.CASE_SEE, Permission.CASE_WRITE, Permission.CASE_DECIDE
REASON_MAX = 200


class Pressed(Form):
    """A button with nothing but the version of the page it stood on."""

    version: int


class DefectsForm(Pressed):
    defects: Annotated[str, LongText(WORDS_MAX * 4)]
    due_on: Day


class RefuseForm(Pressed):
    ground: RefusalGround
    reason: Annotated[str, LongText(WORDS_MAX)]


class AssignForm(Pressed):
    judge_id: UUID
    clerk_id: UUID | None = None
    member_ids: tuple[UUID, ...] = ()


class PriorityForm(Pressed):
    is_green: Literal["yes"] | None = None
    green_reason: Annotated[str, Text(REASON_MAX)] = ""
    leaves_on: Day | None = None


def case_url(request: Request) -> str:
    return f"/cases/{request.path_params['case_id']}"


def _ways(request: Request) -> CourtWays:
    return ways_of(outside_of(request).settings)


async def _page(
    request: Request,
    template: str,
    refusal: Refusal | None = None,
    permission: Permission = SEE,
) -> Response:
    view = await view_case(
        actor_of(request),
        request.path_params["case_id"],
        now=now_of(request),
        permission=permission,
    )
    return page(request, f"{FOLDER}/{template}", view, refusal=refusal)


@needs(SEE, body_max=TEXT_BYTES_MAX)  # shown again with what was typed
async def show(request: Request, refusal: Refusal | None = None) -> Response:
    return await _page(request, "show.html", refusal)


@needs(WRITE, body_max=TEXT_BYTES_MAX)
async def show_defects(request: Request, refusal: Refusal | None = None) -> Response:
    return await _page(request, "defects.html", refusal, WRITE)


@needs(SEE, body_max=TEXT_BYTES_MAX)
async def show_supplement(request: Request, refusal: Refusal | None = None) -> Response:
    return await _page(request, "supplement.html", refusal)


@needs(DECIDE, body_max=TEXT_BYTES_MAX)
async def show_refuse(request: Request, refusal: Refusal | None = None) -> Response:
    return await _page(request, "refuse.html", refusal, DECIDE)


async def _do(
    request: Request,
    deed: Callable[[UUID], Awaitable[object]],
    again: Callable[[Request, Refusal], Awaitable[Response]],
) -> Response:
    try:
        await deed(request.path_params["case_id"])
    except (NotValid, NotNow) as refusal:
        return await again(request, refusal)
    return see_other(case_url(request))


@needs(WRITE, body_max=TEXT_BYTES_MAX)
async def ask_supplement(request: Request) -> Response:
    async def deed(case_id: UUID) -> None:
        form = await read_form(request, DefectsForm)
        await register_actions.ask_supplement(
            actor_of(request),
            case_id,
            tuple(form.defects.splitlines()),
            due_on=form.due_on,
            ways=_ways(request),
            version=form.version,
            now=now_of(request),
        )

    return await _do(request, deed, show_defects)


@needs(SEE, body_max=TEXT_BYTES_MAX)
async def supplement(request: Request) -> Response:
    async def deed(case_id: UUID) -> None:
        form = await read_form(request, Pressed)
        typed = request.scope["island.typed"]
        answers = {
            n: typed[f"answer_{n}"][0].strip()
            for n in range(1, DEFECTS_MAX + 1)
            if typed.get(f"answer_{n}")
        }
        await register_actions.supplement(
            actor_of(request), case_id, answers, version=form.version, now=now_of(request)
        )

    return await _do(request, deed, show_supplement)


@needs(WRITE)
async def accept(request: Request) -> Response:
    async def deed(case_id: UUID) -> None:
        form = await read_form(request, Pressed)
        await register_actions.accept(
            actor_of(request),
            case_id,
            _ways(request),
            version=form.version,
            now=now_of(request),
        )

    return await _do(request, deed, show)


@needs(DECIDE, body_max=TEXT_BYTES_MAX)
async def refuse(request: Request) -> Response:
    async def deed(case_id: UUID) -> None:
        form = await read_form(request, RefuseForm)
        await register_actions.refuse(
            actor_of(request),
            case_id,
            form.ground,
            reason=form.reason,
            ways=_ways(request),
            version=form.version,
            now=now_of(request),
        )

    return await _do(request, deed, show_refuse)


@needs(SEE)
async def take_back(request: Request) -> Response:
    async def deed(case_id: UUID) -> None:
        form = await read_form(request, Pressed)
        await register_actions.take_back(
            actor_of(request), case_id, version=form.version, now=now_of(request)
        )

    return await _do(request, deed, show)


@needs(WRITE)
async def assign(request: Request) -> Response:
    async def deed(case_id: UUID) -> None:
        form = await read_form(request, AssignForm)
        await desk_actions.assign(
            actor_of(request),
            case_id,
            judge_id=form.judge_id,
            clerk_id=form.clerk_id,
            member_ids=form.member_ids,
            version=form.version,
            now=now_of(request),
        )

    return await _do(request, deed, show)


@needs(WRITE)
async def set_priority(request: Request) -> Response:
    async def deed(case_id: UUID) -> None:
        form = await read_form(request, PriorityForm)
        await desk_actions.set_priority(
            actor_of(request),
            case_id,
            is_green=form.is_green is not None,
            green_reason=form.green_reason,
            leaves_on=form.leaves_on,
            version=form.version,
            now=now_of(request),
        )

    return await _do(request, deed, show)


_CASE = "/cases/{case_id:uuid}"
routes: list[BaseRoute] = [
    Route(_CASE, show, methods=["GET"], name="case"),
    Route(f"{_CASE}/defects", show_defects, methods=["GET"], name="case_before_defects"),
    Route(f"{_CASE}/defects", ask_supplement, methods=["POST"], name="case_defects"),
    Route(f"{_CASE}/supplement", show_supplement, methods=["GET"], name="case_before_supplement"),
    Route(f"{_CASE}/supplement", supplement, methods=["POST"], name="case_supplement"),
    Route(f"{_CASE}/accept", accept, methods=["POST"], name="case_accept"),
    Route(f"{_CASE}/refuse", show_refuse, methods=["GET"], name="case_before_refuse"),
    Route(f"{_CASE}/refuse", refuse, methods=["POST"], name="case_refuse"),
    Route(f"{_CASE}/take-back", take_back, methods=["POST"], name="case_take_back"),
    Route(f"{_CASE}/assign", assign, methods=["POST"], name="case_assign"),
    Route(f"{_CASE}/priority", set_priority, methods=["POST"], name="case_priority"),
]
