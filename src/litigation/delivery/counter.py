"""The pickup counter: enter or scan the code, prove who you are, read, download."""

from collections.abc import Mapping
from typing import Annotated

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from commons.codes import check_code
from commons.errors import NotNow, NotValid, Problem, Refusal
from commons.persons import check_phone
from commons.web.forms import Form, Text, checked, read_form
from commons.web.page import EVERYONE, needs, now_of, outside_of, page, see_other
from litigation.delivery import pickup_actions, pickup_queries, reading_actions
from litigation.delivery.pickup_queries import Step
from litigation.delivery.pickup_rules import (
    Asked,
    check_id_tail,
    check_otp,
    check_tail,
)
from litigation.delivery.rules import NoLonger
from litigation.delivery.sending import WholeFile
from litigation.delivery.visiting import look, source_of, token_of, with_cookie

FOLDER = "litigation/delivery"
PLACES: Mapping[Step, str] = {
    Step.CODE: "/d",
    Step.PROOF: "/d/phone",
    Step.IDENTITY: "/d/identity",
    Step.PAPER: "/d/paper",
}


class CodeForm(Form):
    code: Annotated[str, checked(check_code)]


class TailForm(Form):
    phone: Annotated[str, checked(check_tail)]


class PhoneForm(Form):
    phone: Annotated[str, checked(check_phone)]


class OtpForm(Form):
    otp: Annotated[str, checked(check_otp)]


class IdentityForm(Form):
    id_tail: Annotated[str, checked(check_id_tail)]


class TicketForm(Form):
    ticket: Annotated[str, Text(64)]


@needs(EVERYONE)
async def start(request: Request, refusal: Refusal | None = None) -> Response:
    return page(request, f"{FOLDER}/code.html", await look(request), refusal=refusal)


@needs(EVERYONE)
async def begin(request: Request) -> Response:
    """Take the code. It travels in the body only: an address would keep it in logs for years."""
    try:
        form = await read_form(request, CodeForm)
    except NotValid as refusal:
        return await start(request, refusal)
    token = await pickup_actions.begin(form.code, now_of(request))
    return with_cookie(request, see_other("/d/phone"), token)


@needs(EVERYONE)
async def phone(request: Request, refusal: Refusal | None = None) -> Response:
    view = await look(request)
    if view.step is Step.CODE:
        return see_other("/d")
    return page(request, f"{FOLDER}/phone.html", view, refusal=refusal)


@needs(EVERYONE)
async def ask(request: Request) -> Response:
    """Check code and phone together; the next page is the same whether they were right or not."""
    view = await look(request)
    if view.step is Step.CODE:
        return see_other("/d")
    try:
        form: TailForm | PhoneForm = await read_form(
            request, PhoneForm if view.is_careful else TailForm
        )
    except NotValid as refusal:
        return await phone(request, refusal)
    asked = await pickup_actions.ask_for_otp(
        token_of(request), form.phone, source_of(request), now_of(request)
    )
    if asked is Asked.LATER:
        return await phone(request, NotNow("delivery.too_many_from_here"))
    return see_other("/d/phone" if asked is Asked.CAREFUL else "/d/confirm")


@needs(EVERYONE)
async def digits(request: Request, refusal: Refusal | None = None) -> Response:
    view = await look(request)
    if view.step is not Step.PROOF:
        return see_other(PLACES[view.step])
    return page(request, f"{FOLDER}/confirm.html", view, refusal=refusal)


@needs(EVERYONE)
async def confirm(request: Request) -> Response:
    """Check the six digits of the second factor."""
    try:
        form = await read_form(request, OtpForm)
    except NotValid as refusal:
        return await digits(request, refusal)
    token = await pickup_actions.confirm(
        token_of(request), form.otp, source_of(request), now_of(request)
    )
    if token is None:
        wrong = NotValid(fields={"otp": Problem("delivery.otp_wrong")})
        return await digits(request, wrong)
    return with_cookie(request, see_other("/d/paper"), token)


@needs(EVERYONE)
async def identity(request: Request, refusal: Refusal | None = None) -> Response:
    view = await look(request)
    if view.step is not Step.IDENTITY:
        return see_other(PLACES[view.step])
    return page(request, f"{FOLDER}/identity.html", view, refusal=refusal)


@needs(EVERYONE)
async def identify(request: Request) -> Response:
    """Check the end of the identity number, where the phone may have a new owner."""
    try:
        form = await read_form(request, IdentityForm)
    except NotValid as refusal:
        return await identity(request, refusal)
    now = now_of(request)
    if await pickup_actions.identify(token_of(request), form.id_tail, source_of(request), now):
        return see_other("/d/paper")
    wrong = NotValid(fields={"id_tail": Problem("delivery.id_tail_wrong")})
    return await identity(request, wrong)


@needs(EVERYONE)
async def paper(request: Request) -> Response:
    """Show which paper waits. Looking at this page is not reading the paper."""
    view = await look(request)
    if view.step is not Step.PAPER:
        return see_other(PLACES[view.step])
    try:
        found = await pickup_queries.waiting(
            token_of(request), now_of(request), outside_of(request)
        )
    except NoLonger as gone:
        return page(request, f"{FOLDER}/gone.html", view, refusal=gone)
    return page(request, f"{FOLDER}/paper.html", found)


@needs(EVERYONE)
async def read(request: Request) -> Response:
    """Open the text: a deed of the recipient, written down before the text is shown."""
    await reading_actions.read(token_of(request), source_of(request), now_of(request))
    return see_other("/d/text")


@needs(EVERYONE)
async def text(request: Request, refusal: Refusal | None = None) -> Response:
    view = await look(request)
    if view.step is not Step.PAPER:
        return see_other(PLACES[view.step])
    try:
        found = await pickup_queries.text(token_of(request), now_of(request), outside_of(request))
    except NoLonger as gone:
        return page(request, f"{FOLDER}/gone.html", view, refusal=gone)
    except NotNow:
        return see_other("/d/paper")
    return page(request, f"{FOLDER}/text.html", found, refusal=refusal)


@needs(EVERYONE)
async def download(request: Request) -> Response:
    """Hand out the file for a ticket that works once; Range and HEAD have no meaning here."""
    form = await read_form(request, TicketForm)
    token, now = token_of(request), now_of(request)
    found, content = await pickup_queries.file_of(token, now)
    try:
        download_id = await reading_actions.download(
            token, form.ticket, source_of(request), now, file_sha256=found.pdf_sha256
        )
    except NotNow as refusal:
        return await text(request, refusal)
    clock = outside_of(request).clock

    async def sent() -> None:
        await reading_actions.note_sent_in_full(download_id, clock.now())

    return WholeFile(content, name=f"{found.title}.pdf", when_sent=sent)


@needs(EVERYONE)
async def leave(request: Request) -> Response:
    await pickup_actions.leave(token_of(request))
    return with_cookie(request, see_other("/d"), "")


routes: list[BaseRoute] = [
    Route("/d", start, methods=["GET"], name="pickup"),
    Route("/d", begin, methods=["POST"], name="pickup_begin"),
    Route("/d/phone", phone, methods=["GET"], name="pickup_phone"),
    Route("/d/phone", ask, methods=["POST"], name="pickup_ask"),
    Route("/d/confirm", digits, methods=["GET"], name="pickup_digits"),
    Route("/d/confirm", confirm, methods=["POST"], name="pickup_confirm"),
    Route("/d/identity", identity, methods=["GET"], name="pickup_identity"),
    Route("/d/identity", identify, methods=["POST"], name="pickup_identify"),
    Route("/d/paper", paper, methods=["GET"], name="pickup_paper"),
    Route("/d/read", read, methods=["POST"], name="pickup_read"),
    Route("/d/text", text, methods=["GET"], name="pickup_text"),
    Route("/d/download", download, methods=["POST"], name="pickup_download"),
    Route("/d/leave", leave, methods=["POST"], name="pickup_leave"),
]
