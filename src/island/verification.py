"""The public page where anyone asks whether a paper is the court's own, and unchanged."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Annotated

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from commons.errors import NotFound, NotValid, Problem, Refusal
from commons.evidence_log.log import signing_key
from commons.evidence_log.proving import continuation, current_head
from commons.web.forms import Form, Text, Upload, read_form
from commons.web.page import EVERYONE, needs, now_of, outside_of, page
from island.lookup import Finding, about_code, about_file, proof_of_file
from litigation.delivery.visiting import source_of

FILE_BYTES_MAX = 5 * 1024 * 1024
BODY_BYTES_MAX = FILE_BYTES_MAX + 64 * 1024
HASH_DIGITS = 64
SIZE_DIGITS_MAX = 15


class Question(Form):
    """A file's hash, made in the browser; or the file; or the code printed on the paper."""

    sha256: Annotated[str, Text(HASH_DIGITS)] = ""
    file: Upload | None = None
    code: Annotated[str, Text(60)] = ""


@dataclass(frozen=True, slots=True)
class VerifyView:
    """The question, the answer if there is one, and the key a browser may check proofs with."""

    court_name: str
    hotline: str
    key: str
    file_mb_max: int
    finding: Finding | None = None


@needs(EVERYONE)
async def show(request: Request, refusal: Refusal | None = None) -> Response:
    return _page(request, None, refusal)


@needs(EVERYONE, body_max=BODY_BYTES_MAX)
async def ask(request: Request) -> Response:
    """Answer at once, without a redirect: neither hash nor code may stand in an address."""
    try:
        finding = await _find(request, await read_form(request, Question))
    except Refusal as refusal:
        return _page(request, None, refusal)
    return _page(request, finding)


async def _find(request: Request, question: Question) -> Finding:
    if question.code:
        return await about_code(question.code, source_of(request), now_of(request))
    return await about_file(_hash_of(question))


def _hash_of(question: Question) -> str:
    if question.file is not None:
        if len(question.file.content) > FILE_BYTES_MAX:
            raise _wrong_file("verification.file_too_large", mb=FILE_BYTES_MAX // 2**20)
        return sha256(question.file.content).hexdigest()
    if not question.sha256:
        raise _wrong_file("verification.nothing_asked")
    return _read_hash(question.sha256)


def _read_hash(text: str) -> str:
    digits = text.lower()
    if len(digits) != HASH_DIGITS or not set(digits) <= set("0123456789abcdef"):
        raise _wrong_file("verification.not_a_hash")
    return digits


def _wrong_file(reason: str, **facts: int) -> NotValid:
    return NotValid(fields={"file": Problem(reason, facts)})


def _page(request: Request, finding: Finding | None, refusal: Refusal | None = None) -> Response:
    settings = outside_of(request).settings
    view = VerifyView(
        court_name=settings.court_name,
        hotline=settings.hotline,
        key=str(signing_key(settings).public()),
        file_mb_max=FILE_BYTES_MAX // 2**20,
        finding=finding,
    )
    return page(request, "island/verify.html", view, refusal=refusal)


@needs(EVERYONE)
async def proof(request: Request) -> Response:
    """Hand out the proof of a file to whoever holds the file."""
    question = await read_form(request, Question)
    digits = _read_hash(question.sha256)
    bundle = await proof_of_file(digits)
    named = f'attachment; filename="{digits[:12]}.proof.json"'
    return Response(
        bundle.to_json(),
        media_type="application/json",
        headers={"content-disposition": named},
    )


@needs(EVERYONE)
async def key(request: Request) -> Response:
    """Publish the key that signs the heads of the log, for `island verify --key`."""
    return PlainTextResponse(f"{signing_key(outside_of(request).settings).public()}\n")


@needs(EVERYONE)
async def head(request: Request) -> Response:
    """Publish the newest signed head: whoever keeps it can prove any later change."""
    assert request
    newest = await current_head()
    if newest is None:
        raise NotFound("verification.empty_log")
    return PlainTextResponse(newest.note)


@needs(EVERYONE)
async def growth(request: Request) -> Response:
    """Prove that the log with `old` acts is the beginning of the log with `new` acts."""
    old, new = (_size(request.query_params.get(name, "")) for name in ("old", "new"))
    path = await continuation(old, new)
    return JSONResponse({"old": old, "new": new, "path": [one.hex() for one in path]})


def _size(text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or len(text) > SIZE_DIGITS_MAX:
        raise NotFound("evidence.no_such_head")
    return int(text)


routes: list[BaseRoute] = [
    Route("/verify", show, methods=["GET"], name="verify"),
    Route("/verify", ask, methods=["POST"], name="verify_ask"),
    Route("/verify/proof", proof, methods=["POST"], name="verify_proof"),
    Route("/verify/key", key, methods=["GET"], name="verify_key"),
    Route("/verify/head", head, methods=["GET"], name="verify_head"),
    Route("/verify/growth", growth, methods=["GET"], name="verify_growth"),
]
