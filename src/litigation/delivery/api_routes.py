"""The pickup counter for programs (the mini-program): the same steps and the same views as JSON.

The program draws its own token (32 random bytes, base64url) and sends it with every call as
`Authorization: Pickup TOKEN`: so no answer that is kept for a repetition ever holds a secret.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from commons.codes import check_code
from commons.errors import NotValid
from commons.persons import check_phone
from commons.web.api import Body, endpoint, read_json
from commons.web.page import EVERYONE, needs, now_of, outside_of
from litigation.delivery import pickup_actions, pickup_queries, reading_actions
from litigation.delivery.pickup_queries import Step
from litigation.delivery.pickup_rules import Asked, check_id_tail, check_otp, check_tail
from litigation.delivery.sending import WholeFile
from litigation.delivery.served import Branch
from litigation.delivery.visiting import source_of

TOKEN = re.compile(r"Pickup ([A-Za-z0-9_-]{43,86})")


class CodeBody(Body):
    code: str


class PhoneBody(Body):
    phone: str  # the last four digits; the whole number once the answer was "careful"


class OtpBody(Body):
    otp: str


class IdentityBody(Body):
    id_tail: str


class Nothing(Body):
    """An empty object."""


@dataclass(frozen=True, slots=True)
class StepAnswer:
    step: Step
    is_careful: bool


@dataclass(frozen=True, slots=True)
class AskedAnswer:
    asked: Asked


@dataclass(frozen=True, slots=True)
class RightAnswer:
    is_right: bool


@dataclass(frozen=True, slots=True)
class WaitingAnswer:
    court: str
    title: str
    number: str
    name_masked: str
    issued_at: datetime | None
    pages: int
    expires_at: datetime
    served: Branch
    served_at: datetime | None
    is_read: bool
    confirm_until_on: date | None


@dataclass(frozen=True, slots=True)
class TextAnswer:
    article: str
    ticket: str
    size_kb: int


def _token(request: Request) -> str:
    found = TOKEN.fullmatch(request.headers.get("authorization", ""))
    if found is None:
        raise NotValid("delivery.token_malformed")
    return found.group(1)


@endpoint(
    "POST", "/api/v1/papers/pickup", needs=EVERYONE, body=CodeBody, answer=StepAnswer, status=201
)
async def begin_pickup(request: Request, body: CodeBody) -> StepAnswer:
    """Start a visit with a document code; whether it exists is not said."""
    await pickup_actions.begin(check_code(body.code), now_of(request), token=_token(request))
    return StepAnswer(Step.PROOF, is_careful=False)


@endpoint("GET", "/api/v1/papers/pickup", needs=EVERYONE, answer=StepAnswer)
async def see_pickup(request: Request) -> StepAnswer:
    """Say how far the visit is."""
    found = await pickup_queries.look(_token(request), now_of(request))
    return StepAnswer(found.step, found.is_careful)


@endpoint("POST", "/api/v1/papers/pickup/phone", needs=EVERYONE, body=PhoneBody, answer=AskedAnswer)
async def ask_for_code(request: Request, body: PhoneBody) -> AskedAnswer:
    """Ask for six digits by text message; the answer does not say whether the phone was right."""
    token, now = _token(request), now_of(request)
    is_careful = (await pickup_queries.look(token, now)).is_careful
    phone = check_phone(body.phone) if is_careful else check_tail(body.phone)
    return AskedAnswer(await pickup_actions.ask_for_otp(token, phone, source_of(request), now))


@endpoint("POST", "/api/v1/papers/pickup/confirm", needs=EVERYONE, body=OtpBody, answer=RightAnswer)
async def confirm_code(request: Request, body: OtpBody) -> RightAnswer:
    """Prove the phone with the six digits. A wrong answer costs a try and is not an error."""
    token, now = _token(request), now_of(request)
    digits, source = check_otp(body.otp), source_of(request)
    opened = await pickup_actions.confirm(token, digits, source, now, next_token=token)
    return RightAnswer(opened is not None)


@endpoint(
    "POST", "/api/v1/papers/pickup/identity", needs=EVERYONE, body=IdentityBody, answer=RightAnswer
)
async def confirm_identity(request: Request, body: IdentityBody) -> RightAnswer:
    """Prove the end of the identity number, where the phone may have a new owner."""
    tail, source = check_id_tail(body.id_tail), source_of(request)
    is_right = await pickup_actions.identify(_token(request), tail, source, now_of(request))
    return RightAnswer(is_right)


@endpoint("GET", "/api/v1/papers/pickup/paper", needs=EVERYONE, answer=WaitingAnswer)
async def see_waiting(request: Request) -> WaitingAnswer:
    """Show which paper waits. This is not reading it."""
    found = await pickup_queries.waiting(_token(request), now_of(request), outside_of(request))
    return WaitingAnswer(
        court=found.court,
        title=found.title,
        number=found.number,
        name_masked=found.name_masked,
        issued_at=found.issued_at,
        pages=found.pages,
        expires_at=found.expires_at,
        served=found.served.branch,
        served_at=found.served.at,
        is_read=found.is_read,
        confirm_until_on=found.confirm_until_on,
    )


@endpoint("POST", "/api/v1/papers/pickup/read", needs=EVERYONE, body=Nothing, answer=StepAnswer)
async def read_paper(request: Request, body: Nothing) -> StepAnswer:  # noqa: ARG001
    """Write down that the recipient opens the text; then fetch it with GET."""
    await reading_actions.read(_token(request), source_of(request), now_of(request))
    return StepAnswer(Step.PAPER, is_careful=False)


@endpoint("GET", "/api/v1/papers/pickup/text", needs=EVERYONE, answer=TextAnswer)
async def see_text(request: Request) -> TextAnswer:
    """Show the text of a paper whose reading was written down, with a ticket for its file."""
    found = await pickup_queries.text(_token(request), now_of(request), outside_of(request))
    return TextAnswer(found.article, found.ticket, found.size_kb)


@needs(EVERYONE)
async def download_file(request: Request) -> Response:
    """Hand out the file for a ticket that works once."""
    asked = await read_json(request)
    ticket = asked.get("ticket") if isinstance(asked, dict) else None
    if not isinstance(ticket, str):
        raise NotValid("form.missing")
    token, now = _token(request), now_of(request)
    found, content = await pickup_queries.file_of(token, now)
    download_id = await reading_actions.download(
        token, ticket, source_of(request), now, file_sha256=found.pdf_sha256
    )
    clock = outside_of(request).clock

    async def sent() -> None:
        await reading_actions.note_sent_in_full(download_id, clock.now())

    return WholeFile(content, name=f"{found.title}.pdf", when_sent=sent)


routes: list[BaseRoute] = [
    begin_pickup,
    see_pickup,
    ask_for_code,
    confirm_code,
    confirm_identity,
    see_waiting,
    read_paper,
    see_text,
    Route("/api/v1/papers/pickup/file", download_file, methods=["POST"], name="api_download_file"),
]
