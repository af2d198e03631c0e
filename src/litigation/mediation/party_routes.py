"""The people of a matter: adding and correcting a party, who speaks for it."""

from typing import Annotated

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from commons.access.actor import Permission
from commons.almanac import day_of
from commons.errors import NotNow, NotValid, Refusal
from commons.web.forms import Day, Form, Text, read_form
from commons.web.page import actor_of, needs, now_of, page, see_other
from litigation.mediation import party_actions
from litigation.mediation.asking_queries import new_party, view_party
from litigation.mediation.authority import (
    WORDING_MAX,
    Authority,
    AuthorityKind,
    AuthorityPaper,
    Power,
    Scope,
)
from litigation.mediation.particulars import Checked, check_particulars
from litigation.mediation.parties import (
    ADDRESS_MAX,
    E_ADDRESS_MAX,
    NAME_MAX,
    EServiceBasis,
    PartyKind,
    Side,
)
from litigation.mediation.party_actions import EService

FOLDER = "litigation/mediation"
WRITE = Permission.MEDIATION_WRITE
TYPED_MAX = 100


class PersonForm(Form):
    name: Annotated[str, Text(NAME_MAX)]
    number: Annotated[str, Text(TYPED_MAX)] = ""
    phone: Annotated[str, Text(TYPED_MAX)] = ""


class PartyForm(PersonForm):
    version: int | None = None
    side: Side
    kind: PartyKind
    address: Annotated[str, Text(ADDRESS_MAX)] = ""
    e_address: Annotated[str, Text(E_ADDRESS_MAX)] = ""
    e_basis: EServiceBasis | None = None


class RepresentativeForm(PersonForm):
    authority: AuthorityKind
    paper: AuthorityPaper
    scope: Scope = Scope.GENERAL
    powers: tuple[Power, ...] = ()
    wording: Annotated[str, Text(WORDING_MAX)] = ""
    ends_on: Day | None = None


class EndForm(Form):
    version: int


@needs(WRITE)
async def show_new(request: Request, refusal: Refusal | None = None) -> Response:
    matter_id = request.path_params["matter_id"]
    view = await new_party(actor_of(request), matter_id, now=now_of(request))
    return page(request, f"{FOLDER}/party.html", view, refusal=refusal)


@needs(WRITE)
async def add(request: Request) -> Response:
    matter_id = request.path_params["matter_id"]
    try:
        form = await read_form(request, PartyForm)
        party_id = await party_actions.add_party(
            actor_of(request),
            matter_id,
            side=form.side,
            who=_who(request, form, form.kind, form.address),
            e_service=EService(form.e_address, form.e_basis),
            now=now_of(request),
        )
    except (NotValid, NotNow) as refusal:
        return await show_new(request, refusal)
    return see_other(f"/mediations/{matter_id}/parties/{party_id}")


@needs(WRITE)
async def show_party(request: Request, refusal: Refusal | None = None) -> Response:
    return await _party_page(request, "party.html", refusal)


@needs(WRITE)
async def correct(request: Request) -> Response:
    try:
        form = await read_form(request, PartyForm)
        await party_actions.correct_party(
            actor_of(request),
            request.path_params["matter_id"],
            request.path_params["party_id"],
            side=form.side,
            who=_who(request, form, form.kind, form.address),
            e_service=EService(form.e_address, form.e_basis),
            version=form.version,
            now=now_of(request),
        )
    except (NotValid, NotNow) as refusal:
        return await show_party(request, refusal)
    return see_other(f"/mediations/{request.path_params['matter_id']}")


@needs(WRITE)
async def show_representatives(request: Request, refusal: Refusal | None = None) -> Response:
    return await _party_page(request, "representatives.html", refusal)


@needs(WRITE)
async def add_representative(request: Request) -> Response:
    try:
        form = await read_form(request, RepresentativeForm)
        authority = Authority(
            kind=form.authority,
            paper=form.paper,
            scope=form.scope,
            powers=frozenset(form.powers),
            ends_on=form.ends_on,
            wording=form.wording,
        )
        await party_actions.add_representative(
            actor_of(request),
            request.path_params["matter_id"],
            request.path_params["party_id"],
            who=_who(request, form, PartyKind.PERSON, ""),
            authority=authority,
            now=now_of(request),
        )
    except (NotValid, NotNow) as refusal:
        return await show_representatives(request, refusal)
    return see_other(request.scope["path"])


@needs(WRITE)
async def end_representation(request: Request) -> Response:
    try:
        form = await read_form(request, EndForm)
        await party_actions.end_representation(
            actor_of(request),
            request.path_params["matter_id"],
            request.path_params["party_id"],
            request.path_params["representative_id"],
            version=form.version,
            now=now_of(request),
        )
    except (NotValid, NotNow) as refusal:
        return await show_representatives(request, refusal)
    return see_other(request.scope["path"].rsplit("/", 2)[0])


async def _party_page(request: Request, template: str, refusal: Refusal | None) -> Response:
    view = await view_party(
        actor_of(request),
        request.path_params["matter_id"],
        request.path_params["party_id"],
        now=now_of(request),
    )
    return page(request, f"{FOLDER}/{template}", view, refusal=refusal)


def _who(request: Request, form: PersonForm, kind: PartyKind, address: str) -> Checked:
    return check_particulars(
        kind=kind,
        name=form.name,
        number=form.number,
        phone=form.phone,
        address=address,
        today=day_of(now_of(request)),
    )


_PARTIES = "/mediations/{matter_id:uuid}/parties"
_PARTY = f"{_PARTIES}/{{party_id:uuid}}"
_SPEAKERS = f"{_PARTY}/representatives"
routes: list[BaseRoute] = [
    Route(f"{_PARTIES}/new", show_new, methods=["GET"], name="mediation_party_new"),
    Route(f"{_PARTIES}/new", add, methods=["POST"], name="mediation_party_add"),
    Route(_PARTY, show_party, methods=["GET"], name="mediation_party"),
    Route(_PARTY, correct, methods=["POST"], name="mediation_party_correct"),
    Route(_SPEAKERS, show_representatives, methods=["GET"], name="mediation_representatives"),
    Route(_SPEAKERS, add_representative, methods=["POST"], name="mediation_representative_add"),
    Route(
        f"{_SPEAKERS}/{{representative_id:uuid}}/end",
        end_representation,
        methods=["POST"],
        name="mediation_representative_end",
    ),
]
