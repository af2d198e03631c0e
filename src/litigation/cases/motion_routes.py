"""What parties do in a case, what the judge decides about it, and whom the copies reached."""

from typing import Annotated, Literal
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from commons.access.actor import Permission
from commons.almanac import day_of
from commons.errors import NotNow, NotValid, Refusal
from commons.web.forms import Day, Form, LongText, Money, Text, read_form
from commons.web.page import actor_of, needs, now_of, outside_of, page, see_other
from litigation.cases import motion_actions, party_actions
from litigation.cases.motions import MotionKind
from litigation.cases.pleading import Asked, Domicile, Standing
from litigation.cases.queries import view_case
from litigation.cases.rules import ITEM_MAX, TEXT_BYTES_MAX, TEXT_MAX, WORDS_MAX, Side
from litigation.cases.side_queries import view_motions
from litigation.cases.ways import ways_of
from litigation.mediation.particulars import check_particulars
from litigation.mediation.parties import ADDRESS_MAX, NAME_MAX, PartyKind

FOLDER = "litigation/cases"
SEE, WRITE, DECIDE = Permission.CASE_SEE, Permission.CASE_WRITE, Permission.CASE_DECIDE
NUMBER_MAX = 60
TYPED_MAX = 100


class MotionForm(Form):
    key: UUID
    kind: MotionKind
    party_id: UUID
    words: Annotated[str, LongText(TEXT_MAX)] = ""
    item_1: Annotated[str, Text(ITEM_MAX)] = ""
    amount_1: Money | None = None
    item_2: Annotated[str, Text(ITEM_MAX)] = ""
    amount_2: Money | None = None
    item_3: Annotated[str, Text(ITEM_MAX)] = ""
    amount_3: Money | None = None
    dropped: tuple[UUID, ...] = ()
    other_number: Annotated[str, Text(NUMBER_MAX)] = ""

    def claims(self) -> tuple[Asked, ...]:
        lines = (
            (self.item_1, self.amount_1),
            (self.item_2, self.amount_2),
            (self.item_3, self.amount_3),
        )
        return tuple(Asked(item, amount) for item, amount in lines if item)


class DecisionForm(Form):
    granted: Literal["yes", "no"]
    reason: Annotated[str, LongText(WORDS_MAX)] = ""


class CopiesForm(Form):
    on: Day


class JoinForm(Form):
    side: Side
    kind: PartyKind
    name: Annotated[str, Text(NAME_MAX)]
    number: Annotated[str, Text(TYPED_MAX)] = ""
    phone: Annotated[str, Text(TYPED_MAX)] = ""
    address: Annotated[str, Text(ADDRESS_MAX)] = ""
    domicile: Domicile = Domicile.MAINLAND
    is_missing: Literal["yes"] | None = None


def _kind(request: Request) -> MotionKind | None:
    try:
        return MotionKind(request.query_params.get("kind", ""))
    except ValueError:
        return None


@needs(SEE, body_max=TEXT_BYTES_MAX)  # shown again with what was typed
async def show(
    request: Request, refusal: Refusal | None = None, kind: MotionKind | None = None
) -> Response:
    case_id = request.path_params["case_id"]
    view = await view_motions(actor_of(request), case_id, kind or _kind(request))
    return page(request, f"{FOLDER}/motions.html", view, refusal=refusal)


@needs(SEE, body_max=TEXT_BYTES_MAX)
async def move(request: Request) -> Response:
    case_id, kind = request.path_params["case_id"], None
    try:
        form = await read_form(request, MotionForm)
        kind = form.kind
        await motion_actions.move(
            actor_of(request),
            case_id,
            form.kind,
            party_id=form.party_id,
            words=form.words,
            claims=form.claims(),
            dropped=form.dropped,
            other_number=form.other_number,
            form_key=form.key,
            now=now_of(request),
        )
    except (NotValid, NotNow) as refusal:
        return await show(request, refusal, kind)
    return see_other(f"/cases/{case_id}/motions")


@needs(DECIDE, body_max=TEXT_BYTES_MAX)
async def decide(request: Request) -> Response:
    case_id = request.path_params["case_id"]
    try:
        form = await read_form(request, DecisionForm)
        await motion_actions.decide(
            actor_of(request),
            case_id,
            request.path_params["motion_id"],
            granted=form.granted == "yes",
            reason=form.reason,
            ways=ways_of(outside_of(request).settings),
            now=now_of(request),
        )
    except (NotValid, NotNow) as refusal:
        return await show(request, refusal)
    return see_other(f"/cases/{case_id}/motions")


@needs(WRITE, body_max=TEXT_BYTES_MAX)
async def show_parties(request: Request, refusal: Refusal | None = None) -> Response:
    case_id = request.path_params["case_id"]
    view = await view_case(actor_of(request), case_id, now=now_of(request), permission=WRITE)
    return page(request, f"{FOLDER}/parties.html", view, refusal=refusal)


@needs(WRITE)
async def note_copies(request: Request) -> Response:
    case_id = request.path_params["case_id"]
    try:
        form = await read_form(request, CopiesForm)
        await motion_actions.note_copies(
            actor_of(request),
            case_id,
            request.path_params["case_party_id"],
            on=form.on,
            now=now_of(request),
        )
    except (NotValid, NotNow) as refusal:
        return await show_parties(request, refusal)
    return see_other(f"/cases/{case_id}/parties")


@needs(WRITE)
async def add_party(request: Request) -> Response:
    case_id = request.path_params["case_id"]
    try:
        form = await read_form(request, JoinForm)
        who = check_particulars(
            kind=form.kind,
            name=form.name,
            number=form.number,
            phone=form.phone,
            address=form.address,
            today=day_of(now_of(request)),
        )
        standing = Standing(who, form.domicile, is_missing=form.is_missing is not None)
        await party_actions.add_party(
            actor_of(request), case_id, form.side, standing, now=now_of(request)
        )
    except (NotValid, NotNow) as refusal:
        return await show_parties(request, refusal)
    return see_other(f"/cases/{case_id}/parties")


_CASE = "/cases/{case_id:uuid}"
routes: list[BaseRoute] = [
    Route(f"{_CASE}/motions", show, methods=["GET"], name="case_motions"),
    Route(f"{_CASE}/motions", move, methods=["POST"], name="case_move"),
    Route(f"{_CASE}/motions/{{motion_id:uuid}}", decide, methods=["POST"], name="case_decide"),
    Route(f"{_CASE}/parties", show_parties, methods=["GET"], name="case_parties"),
    Route(f"{_CASE}/parties", add_party, methods=["POST"], name="case_add_party"),
    Route(
        f"{_CASE}/parties/{{case_party_id:uuid}}/copies",
        note_copies,
        methods=["POST"],
        name="case_copies",
    ),
]
