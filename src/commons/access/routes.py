"""Signing in and out: password, code, invitation, and the demo's links."""

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from commons.access import (
    account_routes,
    admin_routes,
    credentials,
    place_routes,
    queries,
    rules,
    signin,
)
from commons.access.account_routes import Code, CodesView, Password, must_be_repeated, qr_of
from commons.access.crypt import totp_uri
from commons.access.entering import (
    caller_of,
    enter,
    leave,
    step_token_of,
    with_session,
    with_step,
    without_session,
)
from commons.access.queries import DemoPerson
from commons.access.rules import NEXT_CHARACTERS_MAX
from commons.errors import NotNow, NotValid, Refusal
from commons.settings import Mode
from commons.web.forms import Form, Text, read_form
from commons.web.page import (
    EVERYONE,
    SIGNED_IN,
    actor_of,
    needs,
    now_of,
    outside_of,
    page,
    see_other,
)

Next = Annotated[str, Text(NEXT_CHARACTERS_MAX)]


class PasswordForm(Form):
    login: Annotated[str, Text(100)]
    password: Password
    next: Next = ""


class CodeForm(Form):
    code: Code
    next: Next = ""


class EnrolForm(Form):
    password: Password
    repeated: Password
    code: Code


@dataclass(frozen=True, slots=True)
class SignInView:
    """The first step, and in the demo the invented people."""

    way_on: str
    demo: tuple[tuple[DemoPerson, str], ...] = ()


@dataclass(frozen=True, slots=True)
class CodeView:
    """The second step, or the second factor once more."""

    way_on: str
    action: str
    is_again: bool
    is_demo: bool


@dataclass(frozen=True, slots=True)
class EnrolView:
    """An invitation: who is invited, and what the telephone has to scan."""

    name: str
    login: str
    secret: str
    qr: str


@needs(EVERYONE)
async def sign_in(request: Request, refusal: Refusal | None = None) -> Response:
    way_on = _way_on(request)
    # In the demo one may change from one invented person to the next.
    demo = await _demo_links(request, way_on) if _is_demo(request) else ()
    if refusal is None and not demo and not actor_of(request).is_anonymous:
        return see_other(way_on)
    return page(request, "access/sign_in.html", SignInView(way_on, demo), refusal=refusal)


@needs(EVERYONE)
async def take_password(request: Request) -> Response:
    try:
        form = await read_form(request, PasswordForm)
        token = await signin.check_password(
            form.login, form.password, caller=caller_of(request), now=now_of(request)
        )
    except (NotValid, NotNow) as refusal:
        return await sign_in(request, refusal)
    return with_step(request, see_other(_with_next("/sign-in/code", form.next)), token)


@needs(EVERYONE)
async def ask_code(request: Request, refusal: Refusal | None = None) -> Response:
    if not await signin.is_step_open(step_token_of(request), now_of(request)):
        if refusal is None:
            return see_other(_with_next("/sign-in", _way_on(request)))
        return await sign_in(request, refusal)
    view = CodeView(_way_on(request), "/sign-in/code", is_again=False, is_demo=_is_demo(request))
    return page(request, "access/code.html", view, refusal=refusal)


@needs(EVERYONE)
async def take_code(request: Request) -> Response:
    try:
        form = await read_form(request, CodeForm)
        token = await signin.check_code(
            step_token_of(request), form.code, caller=caller_of(request), now=now_of(request)
        )
    except (NotValid, NotNow) as refusal:
        return await ask_code(request, refusal)
    return await enter(request, token, form.next)


@needs(SIGNED_IN)
async def ask_again(request: Request, refusal: Refusal | None = None) -> Response:
    view = CodeView(_way_on(request), "/sign-in/again", is_again=True, is_demo=_is_demo(request))
    return page(request, "access/code.html", view, refusal=refusal)


@needs(SIGNED_IN)
async def take_again(request: Request) -> Response:
    try:
        form = await read_form(request, CodeForm)
        await signin.verify_again(
            actor_of(request), form.code, caller=caller_of(request), now=now_of(request)
        )
    except (NotValid, NotNow) as refusal:
        return await ask_again(request, refusal)
    return see_other(rules.safe_next(form.next))


@needs(EVERYONE)
async def enter_demo(request: Request) -> Response:
    """Sign in as an invented person by a link. Outside the demo there is no such address."""
    token = await signin.use_demo_link(
        request.path_params["token"],
        mode=outside_of(request).settings.mode,
        caller=caller_of(request),
        now=now_of(request),
    )
    return await enter(request, token, request.query_params.get("next"))


@needs(EVERYONE)
async def show_invitation(request: Request, refusal: Refusal | None = None) -> Response:
    invited = await credentials.open_invitation(request.path_params["token"], now_of(request))
    service = outside_of(request).settings.service_name
    qr = qr_of(totp_uri(invited.totp_secret, login=invited.login, issuer=service))
    view = EnrolView(invited.name, invited.login, invited.totp_secret, qr)
    return page(request, "access/enrol.html", view, refusal=refusal)


@needs(EVERYONE)
async def enrol(request: Request) -> Response:
    try:
        form = await read_form(request, EnrolForm)
        must_be_repeated(form.password, form.repeated)
        enrolled = await credentials.enrol(
            request.path_params["token"],
            password=form.password,
            code=form.code,
            caller=caller_of(request),
            now=now_of(request),
        )
    except (NotValid, NotNow) as refusal:
        return await show_invitation(request, refusal)
    codes = page(request, "access/codes.html", CodesView(enrolled.recovery_codes, "/account"))
    return await with_session(request, codes, enrolled.session_token)


@needs(EVERYONE)
async def sign_out(request: Request) -> Response:
    await leave(request)
    return without_session(request, see_other("/"))


def _way_on(request: Request) -> str:
    typed = request.scope.get("island.typed", {}).get("next", ())
    return rules.safe_next(typed[0] if typed else request.query_params.get("next"))


def _with_next(path: str, way_on: str | None) -> str:
    target = rules.safe_next(way_on)
    return path if target == "/" else f"{path}?next={quote(target, safe='/')}"


async def _demo_links(request: Request, way_on: str) -> tuple[tuple[DemoPerson, str], ...]:
    people = await queries.demo_people(now_of(request))
    return tuple(
        (one, _with_next(f"/sign-in/demo/{signin.demo_token(one.account_id)}", way_on))
        for one in people
    )


def _is_demo(request: Request) -> bool:
    return outside_of(request).settings.mode is Mode.DEMO


routes: list[BaseRoute] = [
    Route("/sign-in", sign_in, methods=["GET"], name="sign_in"),
    Route("/sign-in", take_password, methods=["POST"], name="take_password"),
    Route("/sign-in/code", ask_code, methods=["GET"], name="ask_code"),
    Route("/sign-in/code", take_code, methods=["POST"], name="take_code"),
    Route("/sign-in/again", ask_again, methods=["GET"], name="ask_again"),
    Route("/sign-in/again", take_again, methods=["POST"], name="take_again"),
    Route("/sign-in/demo/{token}", enter_demo, methods=["GET"], name="enter_demo"),
    Route("/sign-in/enrol/{token}", show_invitation, methods=["GET"], name="show_invitation"),
    Route("/sign-in/enrol/{token}", enrol, methods=["POST"], name="enrol"),
    Route("/sign-out", sign_out, methods=["POST"], name="sign_out"),
    *account_routes.routes,
    *admin_routes.routes,
    *place_routes.routes,
]
