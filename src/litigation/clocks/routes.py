"""The court's clocks: an inbox by the time left, the clocks of one case, the days of reminding."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Annotated
from uuid import UUID

from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from commons.access.actor import Permission
from commons.errors import NotNow, NotValid, Refusal
from commons.web.forms import Day, Form, Text, read_form
from commons.web.page import actor_of, needs, now_of, page, see_other
from litigation.clocks import alarm_actions, desk_actions
from litigation.clocks.extending import DAYS_MAX, MONTHS_MAX, Ask
from litigation.clocks.keys import ClockKey, Exclusion, Granter
from litigation.clocks.lights import Light
from litigation.clocks.queries import clocks_of_case, inbox, longer_of_clock, reminders
from litigation.clocks.rules import NEAR_DAYS_MAX, WORDS_MAX
from litigation.clocks.views import Holder

FOLDER = "litigation/clocks"
SEE, WRITE = Permission.CLOCKS_SEE, Permission.CLOCKS_WRITE
ARRANGE = Permission.CLOCKS_ARRANGE
PAGE_DIGITS_MAX = 4
Words = Annotated[str, Text(WORDS_MAX)]


class ExcludeForm(Form):
    reason: Exclusion
    from_on: Day
    to_on: Day | None = None
    words: Words = ""


class ResumeForm(Form):
    ends: Exclusion
    resumed_on: Day


class ExtendForm(Form):
    by: Granter
    months: Annotated[int, Field(ge=0, le=MONTHS_MAX)] = 0
    days: Annotated[int, Field(ge=0, le=DAYS_MAX)] = 0
    asked_on: Day
    granted_on: Day
    obstacle_ended_on: Day | None = None
    words: Words = ""


class AskForm(Form):
    requested_on: Day


class ReminderForm(Form):
    key: ClockKey
    near_days: Annotated[int, Field(ge=0, le=NEAR_DAYS_MAX)]


@needs(SEE)
async def show_inbox(request: Request) -> Response:
    """Whatever an address asks for that there is not, is not filtered by."""
    asked = request.query_params
    digits = asked.get("page", "1")[:PAGE_DIGITS_MAX]
    holder, holder_id = _holder(asked.get("holder", ""))
    view = await inbox(
        actor_of(request),
        now=now_of(request),
        wanted=next((each for each in Light if each.value == asked.get("light")), None),
        holder=holder,
        holder_id=holder_id,
        page=int(digits) if digits.isascii() and digits.isdecimal() else 1,
    )
    return page(request, f"{FOLDER}/inbox.html", view)


def _holder(text: str) -> tuple[Holder, UUID | None]:
    if text in {Holder.MINE.value, Holder.NOBODY.value}:
        return Holder(text), None
    try:
        return Holder.SOMEBODY, UUID(text)
    except ValueError:
        return Holder.EVERYBODY, None


@needs(SEE)
async def show_case(request: Request, refusal: Refusal | None = None) -> Response:
    case_id = request.path_params["case_id"]
    view = await clocks_of_case(actor_of(request), case_id, now=now_of(request))
    return page(request, f"{FOLDER}/case.html", view, refusal=refusal)


async def _do(
    request: Request,
    deed: Callable[[UUID], Awaitable[None]],
    again: Callable[[Request, Refusal], Awaitable[Response]],
    names: Mapping[str, str] | None = None,
) -> Response:
    case_id = request.path_params["case_id"]
    try:
        await deed(case_id)
    except NotValid as refusal:
        # Two forms share a page: what the law calls one thing has a name for each of them.
        fields = {(names or {}).get(name, name): one for name, one in refusal.fields.items()}
        refused = NotValid(refusal.reason, fields=fields, values=refusal.values)
        return await again(request, refused)
    except NotNow as refusal:
        return await again(request, refusal)
    return see_other(f"/clocks/cases/{case_id}")


@needs(WRITE)
async def exclude(request: Request) -> Response:
    async def deed(case_id: UUID) -> None:
        form = await read_form(request, ExcludeForm)
        await desk_actions.exclude(
            actor_of(request),
            case_id,
            reason=form.reason,
            from_on=form.from_on,
            to_on=form.to_on,
            words=form.words,
            now=now_of(request),
        )

    return await _do(request, deed, show_case)


@needs(WRITE)
async def resume(request: Request) -> Response:
    async def deed(case_id: UUID) -> None:
        form = await read_form(request, ResumeForm)
        await desk_actions.resume(
            actor_of(request),
            case_id,
            reason=form.ends,
            to_on=form.resumed_on,
            now=now_of(request),
        )

    return await _do(request, deed, show_case, {"to_on": "resumed_on"})


@needs(WRITE)
async def close(request: Request) -> Response:
    async def deed(case_id: UUID) -> None:
        clock_id = request.path_params["clock_id"]
        await desk_actions.close(actor_of(request), case_id, clock_id, now=now_of(request))

    return await _do(request, deed, show_case)


@needs(WRITE)
async def show_longer(request: Request, refusal: Refusal | None = None) -> Response:
    case_id, clock_id = request.path_params["case_id"], request.path_params["clock_id"]
    view = await longer_of_clock(actor_of(request), case_id, clock_id, now=now_of(request))
    return page(request, f"{FOLDER}/longer.html", view, refusal=refusal)


@needs(WRITE)
async def extend(request: Request) -> Response:
    async def deed(case_id: UUID) -> None:
        form = await read_form(request, ExtendForm)
        asked = Ask(
            by=form.by,
            asked_on=form.asked_on,
            granted_on=form.granted_on,
            months=form.months,
            days=form.days,
            obstacle_ended_on=form.obstacle_ended_on,
        )
        clock_id = request.path_params["clock_id"]
        await desk_actions.extend(
            actor_of(request), case_id, clock_id, ask=asked, words=form.words, now=now_of(request)
        )

    return await _do(request, deed, show_longer)


@needs(WRITE)
async def ask(request: Request) -> Response:
    async def deed(case_id: UUID) -> None:
        form = await read_form(request, AskForm)
        clock_id = request.path_params["clock_id"]
        await desk_actions.ask(
            actor_of(request), case_id, clock_id, asked_on=form.requested_on, now=now_of(request)
        )

    return await _do(request, deed, show_longer, {"on": "requested_on"})


@needs(ARRANGE)
async def show_reminders(request: Request, refusal: Refusal | None = None) -> Response:
    view = await reminders(actor_of(request))
    return page(request, f"{FOLDER}/reminders.html", view, refusal=refusal)


@needs(ARRANGE)
async def remind(request: Request) -> Response:
    try:
        form = await read_form(request, ReminderForm)
        await alarm_actions.set_reminder(
            actor_of(request), form.key, form.near_days, now=now_of(request)
        )
    except (NotValid, NotNow) as refusal:
        return await show_reminders(request, refusal)
    return see_other("/admin/clocks")


_CASE = "/clocks/cases/{case_id:uuid}"
_CLOCK = f"{_CASE}/{{clock_id:uuid}}"
routes: list[BaseRoute] = [
    Route("/clocks", show_inbox, methods=["GET"], name="clocks"),
    Route(_CASE, show_case, methods=["GET"], name="clocks_case"),
    Route(f"{_CASE}/exclude", exclude, methods=["POST"], name="clocks_exclude"),
    Route(f"{_CASE}/resume", resume, methods=["POST"], name="clocks_resume"),
    Route(f"{_CLOCK}/longer", show_longer, methods=["GET"], name="clocks_longer"),
    Route(f"{_CLOCK}/longer", extend, methods=["POST"], name="clocks_extend"),
    Route(f"{_CLOCK}/ask", ask, methods=["POST"], name="clocks_ask"),
    Route(f"{_CLOCK}/close", close, methods=["POST"], name="clocks_close"),
    Route("/admin/clocks", show_reminders, methods=["GET"], name="clock_reminders"),
    Route("/admin/clocks", remind, methods=["POST"], name="clock_remind"),
]
