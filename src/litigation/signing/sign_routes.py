"""The pages where a paper is read to the end and signed, or read aloud paragraph by paragraph."""

import json
from typing import Annotated
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from commons.access.actor import Permission
from commons.errors import NotAllowed, NotNow, NotValid, Problem, Refusal
from commons.papers.final import article_of
from commons.papers.marks import Mark, Strokes, ThumbPrint
from commons.papers.rules import Circumstances
from commons.web.forms import Form, Text, read_form
from commons.web.page import actor_of, needs, now_of, outside_of, page, see_other
from litigation.signing import actions, queries
from litigation.signing.rules import WITNESS_MAX
from litigation.signing.term_routes import FOLDER, papers_url

SEE, WRITE = Permission.MEDIATION_SEE, Permission.MEDIATION_WRITE
MARK_CHARACTERS_MAX = 200_000
MARK_BYTES_MAX = 512 * 1024
DEVICE = "调解员设备，当面签名"
IN_PERSON = "调解员当面核对身份"


class SignForm(Form):
    """What comes back from the signing page: the fingerprint that was shown, and the mark."""

    shown_hash: Annotated[str, Text(64)]
    mark: Annotated[str, Text(MARK_CHARACTERS_MAX)] = ""


class ThumbForm(Form):
    shown_hash: Annotated[str, Text(64)]
    witness: Annotated[str, Text(WITNESS_MAX)]
    witness_capacity: Annotated[str, Text(WITNESS_MAX)]
    reason: Annotated[str, Text(200)]


class TickForm(Form):
    """Ticks under paragraphs: each value is `number:digest` of the words that were read."""

    heard: tuple[Annotated[str, Text(80)], ...] = ()


def _matter(request: Request) -> UUID:
    matter_id: UUID = request.path_params["matter_id"]
    return matter_id


def _paper(request: Request) -> UUID:
    paper_id: UUID = request.path_params["paper_id"]
    return paper_id


@needs(SEE)
async def show_one(request: Request, refusal: Refusal | None = None) -> Response:
    await queries.find_paper(actor_of(request), _matter(request), _paper(request))
    view = await queries.view_one(
        actor_of(request), _matter(request), _paper(request), article=await _article(request)
    )
    return page(request, f"{FOLDER}/paper.html", view, refusal=refusal)


async def _article(request: Request) -> str:
    outside = outside_of(request)
    return await article_of(_paper(request), outside.renderer, outside.settings)


@needs(WRITE)
async def show_sign(request: Request, refusal: Refusal | None = None) -> Response:
    await queries.find_paper(actor_of(request), _matter(request), _paper(request))
    view = await queries.view_sign(
        actor_of(request),
        _matter(request),
        _paper(request),
        request.path_params["signer_id"],
        article=await _article(request),
        by_thumb=request.url.path.endswith("/thumb"),
    )
    return page(request, f"{FOLDER}/sign.html", view, refusal=refusal)


@needs(WRITE, body_max=MARK_BYTES_MAX)
async def sign(request: Request) -> Response:
    try:
        form = await read_form(request, SignForm)
        return await _signed(request, form.shown_hash, read_strokes(form.mark))
    except NotValid as refusal:
        return await show_sign(request, refusal)
    except (NotNow, NotAllowed) as refusal:
        return await show_one(request, refusal)


@needs(WRITE)
async def sign_by_thumb(request: Request) -> Response:
    try:
        form = await read_form(request, ThumbForm)
        mark = ThumbPrint(form.witness, form.witness_capacity, form.reason)
        return await _signed(request, form.shown_hash, mark)
    except NotValid as refusal:
        return await show_sign(request, refusal)
    except (NotNow, NotAllowed) as refusal:
        return await show_one(request, refusal)


async def _signed(request: Request, shown_hash: str, mark: Mark) -> Response:
    await actions.sign(
        actor_of(request),
        _matter(request),
        _paper(request),
        signer_id=request.path_params["signer_id"],
        shown_hash=shown_hash,
        mark=mark,
        circumstances=Circumstances(device=DEVICE, factors=(IN_PERSON,)),
        now=now_of(request),
    )
    return see_other(f"{papers_url(request)}/{_paper(request)}")


def read_strokes(text: str) -> Strokes:
    """Read what signature.js posts; anything else is an empty signature, said in words."""
    try:
        found = json.loads(text)
        strokes = tuple(
            tuple((int(point[0]), int(point[1])) for point in stroke) for stroke in found["strokes"]
        )
        return Strokes(int(found["width"]), int(found["height"]), strokes)
    except (ValueError, TypeError, KeyError, IndexError, RecursionError, OverflowError):
        raise NotValid(fields={"mark": Problem("papers.mark_empty")}) from None


@needs(WRITE)
async def show_read_back(request: Request, refusal: Refusal | None = None) -> Response:
    party_id = request.path_params.get("party_id")
    view = await queries.view_read_back(actor_of(request), _matter(request), party_id)
    return page(request, f"{FOLDER}/read_back.html", view, refusal=refusal)


@needs(WRITE)
async def tick(request: Request) -> Response:
    try:
        form = await read_form(request, TickForm)
        await actions.tick_heard(
            actor_of(request),
            _matter(request),
            request.path_params["party_id"],
            _heard(form.heard),
            now=now_of(request),
        )
    except (NotValid, NotNow) as refusal:
        return await show_read_back(request, refusal)
    return see_other(f"{papers_url(request)}/read-back")


def _heard(values: tuple[str, ...]) -> dict[int, str]:
    parts = [value.partition(":") for value in values]
    if not parts or not all(number.isdecimal() for number, _, _ in parts):
        raise NotValid(fields={"heard": Problem("signing.nothing_ticked")})
    return {int(number): digest for number, _, digest in parts}


BASE = "/mediations/{matter_id:uuid}/papers"
ONE = BASE + "/{paper_id:uuid}"
SIGN = ONE + "/sign/{signer_id:uuid}"
routes: list[BaseRoute] = [
    Route(BASE + "/read-back", show_read_back, methods=["GET"], name="read_back"),
    Route(BASE + "/read-back/{party_id:uuid}", show_read_back, methods=["GET"], name="read_to"),
    Route(BASE + "/read-back/{party_id:uuid}", tick, methods=["POST"], name="heard"),
    Route(ONE, show_one, methods=["GET"], name="paper"),
    Route(SIGN, show_sign, methods=["GET"], name="paper_sign"),
    Route(SIGN, sign, methods=["POST"], name="paper_signed"),
    Route(SIGN + "/thumb", show_sign, methods=["GET"], name="paper_thumb"),
    Route(SIGN + "/thumb", sign_by_thumb, methods=["POST"], name="paper_thumbed"),
]
