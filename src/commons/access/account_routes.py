"""My account: who I am here, my language, password, telephone, codes on paper and sessions."""

from dataclasses import dataclass
from typing import Annotated

import segno
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from commons.access import credentials, queries, sessions
from commons.access.crypt import totp_uri
from commons.access.entering import caller_of, freshened, is_fresh
from commons.access.queries import AccountView
from commons.access.sessions import SessionView
from commons.errors import NotNow, NotValid, Problem, Refusal
from commons.i18n import Language
from commons.web.forms import Form, Text, read_form
from commons.web.page import SIGNED_IN, actor_of, needs, now_of, outside_of, page, see_other

PASSWORD_CHARACTERS_MAX = 128
CODE_CHARACTERS_MAX = 20

Password = Annotated[str, Text(PASSWORD_CHARACTERS_MAX)]
Code = Annotated[str, Text(CODE_CHARACTERS_MAX)]


class LanguageForm(Form):
    language: Language


class ChangePasswordForm(Form):
    old: Password
    new: Password
    repeated: Password


class FreshForm(Form):
    again: Code | None = None


class TelephoneForm(FreshForm):
    code: Code


@dataclass(frozen=True, slots=True)
class AccountPage:
    """What I see of my own account."""

    account: AccountView
    sessions: tuple[SessionView, ...]
    language: str


@dataclass(frozen=True, slots=True)
class PasswordPage:
    """Changing the password."""

    login: str


@dataclass(frozen=True, slots=True)
class TelephonePage:
    """Changing the telephone that shows the codes; `qr` once a new one is being set up."""

    is_fresh: bool
    secret: str = ""
    qr: str = ""


@dataclass(frozen=True, slots=True)
class PaperPage:
    """Asking for new codes on paper."""

    is_fresh: bool


@dataclass(frozen=True, slots=True)
class CodesView:
    """The codes on paper, shown once, and where to go then."""

    codes: tuple[str, ...]
    way_on: str


@needs(SIGNED_IN)
async def show_account(request: Request, refusal: Refusal | None = None) -> Response:
    actor, now = actor_of(request), now_of(request)
    view = AccountPage(
        account=await queries.my_account(actor, now),
        sessions=await sessions.my_sessions(actor, now),
        language=actor.language or "",
    )
    return page(request, "access/account.html", view, refusal=refusal)


@needs(SIGNED_IN)
async def choose_language(request: Request) -> Response:
    try:
        form = await read_form(request, LanguageForm)
    except NotValid as refusal:
        return await show_account(request, refusal)
    await credentials.choose_language(actor_of(request), form.language)
    # The link of a language also sets this browser's preference, so both agree at once.
    return see_other(f"/account?lang={form.language}")


@needs(SIGNED_IN)
async def end_session(request: Request) -> Response:
    await sessions.end_session(
        actor_of(request), request.path_params["session_id"], now_of(request)
    )
    return see_other("/account")


@needs(SIGNED_IN)
async def end_others(request: Request) -> Response:
    await sessions.end_other_sessions(actor_of(request), now_of(request))
    return see_other("/account")


@needs(SIGNED_IN)
async def show_password(request: Request, refusal: Refusal | None = None) -> Response:
    account = await queries.my_account(actor_of(request), now_of(request))
    return page(request, "access/password.html", PasswordPage(account.login), refusal=refusal)


@needs(SIGNED_IN)
async def change_password(request: Request) -> Response:
    try:
        form = await read_form(request, ChangePasswordForm)
        must_be_repeated(form.new, form.repeated)
        await credentials.change_password(
            actor_of(request),
            old=form.old,
            new=form.new,
            caller=caller_of(request),
            now=now_of(request),
        )
    except (NotValid, NotNow) as refusal:
        return await show_password(request, refusal)
    return see_other("/account?changed=password")


@needs(SIGNED_IN)
async def show_telephone(request: Request, refusal: Refusal | None = None) -> Response:
    fresh = is_fresh(request)
    prepared = await credentials.prepared_telephone(actor_of(request)) if fresh else None
    if prepared is None:
        view = TelephonePage(is_fresh=fresh)
    else:
        login, secret = prepared
        service = outside_of(request).settings.service_name
        qr = qr_of(totp_uri(secret, login=login, issuer=service))
        view = TelephonePage(is_fresh=fresh, secret=secret, qr=qr)
    return page(request, "access/telephone.html", view, refusal=refusal)


@needs(SIGNED_IN)
async def begin_telephone(request: Request) -> Response:
    try:
        form = await read_form(request, FreshForm)
        await credentials.begin_telephone(await freshened(request, form.again), now_of(request))
    except (NotValid, NotNow) as refusal:
        return await show_telephone(request, refusal)
    return see_other("/account/telephone")


@needs(SIGNED_IN)
async def finish_telephone(request: Request) -> Response:
    try:
        form = await read_form(request, TelephoneForm)
        actor = await freshened(request, form.again)
        await credentials.finish_telephone(
            actor, form.code, caller=caller_of(request), now=now_of(request)
        )
    except (NotValid, NotNow) as refusal:
        return await show_telephone(request, refusal)
    return see_other("/account?changed=telephone")


@needs(SIGNED_IN)
async def show_codes(request: Request, refusal: Refusal | None = None) -> Response:
    return page(request, "access/paper.html", PaperPage(is_fresh(request)), refusal=refusal)


@needs(SIGNED_IN)
async def renew_codes(request: Request) -> Response:
    try:
        form = await read_form(request, FreshForm)
        actor = await freshened(request, form.again)
        codes = await credentials.renew_recovery_codes(actor, now_of(request))
    except (NotValid, NotNow) as refusal:
        return await show_codes(request, refusal)
    return page(request, "access/codes.html", CodesView(codes, "/account"))


def qr_of(text: str) -> str:
    """Draw a QR code as a picture within the page: the secret is in no address and no file."""
    picture: str = segno.make(text, error="m").svg_data_uri(scale=5, border=4, light="#fff")
    return picture


def must_be_repeated(password: str, repeated: str) -> None:
    if password != repeated:
        raise NotValid(fields={"repeated": Problem("access.not_the_same")})


routes: list[BaseRoute] = [
    Route("/account", show_account, methods=["GET"], name="account"),
    Route("/account/language", choose_language, methods=["POST"], name="choose_language"),
    Route("/account/password", show_password, methods=["GET"], name="password"),
    Route("/account/password", change_password, methods=["POST"], name="change_password"),
    Route("/account/telephone", show_telephone, methods=["GET"], name="telephone"),
    Route("/account/telephone", finish_telephone, methods=["POST"], name="finish_telephone"),
    Route("/account/telephone/new", begin_telephone, methods=["POST"], name="begin_telephone"),
    Route("/account/codes", show_codes, methods=["GET"], name="codes"),
    Route("/account/codes", renew_codes, methods=["POST"], name="renew_codes"),
    Route("/account/sessions/end", end_others, methods=["POST"], name="end_other_sessions"),
    Route(
        "/account/sessions/{session_id:uuid}/end",
        end_session,
        methods=["POST"],
        name="end_session",
    ),
]
