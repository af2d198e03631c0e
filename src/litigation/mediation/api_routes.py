"""The same matters as JSON: the list, one matter, and opening one in a single step."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from pydantic import Field
from starlette.requests import Request
from starlette.routing import BaseRoute

from commons.access.actor import Permission
from commons.almanac import day_of
from commons.errors import NotValid, Problem
from commons.web.api import Body, endpoint
from commons.web.forms import LongText, Text
from commons.web.page import actor_of, now_of
from litigation.mediation.matter_queries import view_mediation
from litigation.mediation.opening import CASE_NUMBER_MAX, CAUSE_MAX, ISLAND_MAX, Opening
from litigation.mediation.opening_actions import open_matter
from litigation.mediation.particulars import Checked, check_particulars
from litigation.mediation.parties import ADDRESS_MAX, NAME_MAX, PartyKind, Side
from litigation.mediation.queries import list_matters
from litigation.mediation.rules import SUMMARY_MAX, OrganisationKind, Origin, Procedure
from litigation.mediation.views import MatterList, MatterView

TYPED_MAX = 100
PAGE_DIGITS_MAX = 4


class PartyBody(Body):
    """One party of a new matter; number, phone and address may still be unknown."""

    kind: PartyKind
    name: Annotated[str, Text(NAME_MAX)]
    number: Annotated[str, Text(TYPED_MAX)] = ""
    phone: Annotated[str, Text(TYPED_MAX)] = ""
    address: Annotated[str, Text(ADDRESS_MAX)] = ""


class OpenMediation(Body):
    """Everything that opens a matter."""

    origin: Origin
    organisation_id: UUID
    organisation_kind: OrganisationKind
    island: Annotated[str, Text(ISLAND_MAX), Field(min_length=1)]
    cause: Annotated[str, Text(CAUSE_MAX), Field(min_length=1)]
    summary: Annotated[str, LongText(SUMMARY_MAX)] = ""
    applicant: PartyBody
    respondent: PartyBody
    case_number: Annotated[str, Text(CASE_NUMBER_MAX)] = ""
    procedure: Procedure | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """Where the new matter is found."""

    id: UUID
    url: str


@endpoint("GET", "/api/v1/mediations", needs=Permission.MEDIATION_SEE, answer=MatterList)
async def list_by_api(request: Request) -> MatterList:
    """List the mediations one may see, soonest last day first."""
    digits = request.query_params.get("page", "1")[:PAGE_DIGITS_MAX]
    return await list_matters(
        actor_of(request),
        now=now_of(request),
        shows_closed=request.query_params.get("closed") == "yes",
        page=int(digits) if digits.isascii() and digits.isdecimal() else 1,
    )


@endpoint(
    "GET", "/api/v1/mediations/{matter_id:uuid}", needs=Permission.MEDIATION_SEE, answer=MatterView
)
async def show_by_api(request: Request) -> MatterView:
    """Show one mediation; numbers and phones are masked."""
    matter_id = request.path_params["matter_id"]
    return await view_mediation(actor_of(request), matter_id, now=now_of(request))


@endpoint(
    "POST",
    "/api/v1/mediations",
    needs=Permission.MEDIATION_OPEN,
    body=OpenMediation,
    answer=Opened,
    status=201,
)
async def open_by_api(request: Request, body: OpenMediation) -> Opened:
    """Open a mediation with its first two parties."""
    now = now_of(request)
    today = day_of(now)
    problems: dict[str, Problem] = {}
    found: dict[Side, Checked] = {}
    for side, party in ((Side.APPLICANT, body.applicant), (Side.RESPONDENT, body.respondent)):
        try:
            found[side] = check_particulars(**party.model_dump(), today=today)
        except NotValid as refusal:
            problems |= {f"{side}.{name}": each for name, each in refusal.fields.items()}
    if problems:
        raise NotValid(fields=problems)
    opening = Opening(
        origin=body.origin,
        organisation_id=body.organisation_id,
        organisation_kind=body.organisation_kind,
        island=body.island,
        cause=body.cause,
        summary=body.summary,
        applicant=found[Side.APPLICANT],
        respondent=found[Side.RESPONDENT],
        case_number=body.case_number,
        procedure=body.procedure,
    )
    matter_id = await open_matter(actor_of(request), opening, now=now)
    return Opened(matter_id, f"/mediations/{matter_id}")


routes: list[BaseRoute] = [list_by_api, show_by_api, open_by_api]
