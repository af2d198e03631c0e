"""Administrators' pages of people: who has an account, which roles, and links for newcomers."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from commons.access import actions, place_queries, queries
from commons.access.account_routes import FreshForm
from commons.access.actor import Permission, Role
from commons.access.entering import freshened, is_fresh
from commons.access.place_queries import Choices
from commons.access.places import Newcomer, Term
from commons.access.queries import AccountView
from commons.almanac import day_of
from commons.errors import NotAllowed, NotNow, NotValid, Refusal
from commons.persons import Identity, check_name, check_number, check_phone
from commons.web.forms import Day, Text, checked, read_form
from commons.web.page import actor_of, needs, now_of, outside_of, page, see_other

SEARCH_CHARACTERS_MAX = 50


class TermForm(FreshForm):
    role: Role
    organisation: UUID
    from_on: Day
    until_on: Day | None = None

    def term(self) -> Term:
        return Term(self.role, self.organisation, self.from_on, self.until_on)


class NewcomerForm(TermForm):
    login: Annotated[str, Text(100)]
    name: Annotated[str, checked(check_name)]
    number: Annotated[Identity, checked(check_number)] | None = None
    phone: Annotated[str, checked(check_phone)] | None = None

    def newcomer(self) -> Newcomer:
        number = self.number.normalised if self.number else None
        return Newcomer(self.login, self.name, number, self.phone)


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """The people in the administrator's reach."""

    people: tuple[AccountView, ...]
    q: str


@dataclass(frozen=True, slots=True)
class NewcomerPage:
    """The form for a newcomer."""

    places: Choices
    roles: tuple[Role, ...]
    today: date
    is_fresh: bool


@dataclass(frozen=True, slots=True)
class PersonPage:
    """One account, its roles, and what may be done about them."""

    account: AccountView
    places: Choices
    roles: tuple[Role, ...]
    today: date
    is_fresh: bool


@dataclass(frozen=True, slots=True)
class LinkPage:
    """A link that is shown once, to be handed over in person."""

    account_id: UUID
    name: str
    link: str


@needs(Permission.PEOPLE_ARRANGE)
async def list_people(request: Request) -> Response:
    everyone = await queries.people(actor_of(request), now_of(request))
    q = request.query_params.get("q", "").strip()[:SEARCH_CHARACTERS_MAX]
    # Names are sealed in the database, so they are compared here, after opening.
    found = tuple(one for one in everyone if q in one.name or q.casefold() in one.login)
    return page(request, "access/people.html", PeoplePage(found, q))


@needs(Permission.PEOPLE_ARRANGE)
async def show_newcomer(request: Request, refusal: Refusal | None = None) -> Response:
    view = NewcomerPage(
        places=await _places(request),
        roles=tuple(Role),
        today=day_of(now_of(request)),
        is_fresh=is_fresh(request),
    )
    return page(request, "access/newcomer.html", view, refusal=refusal)


@needs(Permission.PEOPLE_ARRANGE)
async def open_account(request: Request) -> Response:
    try:
        form = await read_form(request, NewcomerForm)
        actor = await freshened(request, form.again)
        account_id, token = await actions.open_account(
            actor, form.newcomer(), form.term(), now_of(request)
        )
    except (NotValid, NotNow) as refusal:
        return await show_newcomer(request, refusal)
    return _link_page(request, account_id, form.name, token)


@needs(Permission.PEOPLE_ARRANGE)
async def show_person(request: Request, refusal: Refusal | None = None) -> Response:
    account = await queries.account_of(actor_of(request), _account_id(request), now_of(request))
    view = PersonPage(
        account=account,
        places=await _places(request),
        roles=tuple(Role),
        today=day_of(now_of(request)),
        is_fresh=is_fresh(request),
    )
    return page(request, "access/person.html", view, refusal=refusal)


@needs(Permission.PEOPLE_ARRANGE)
async def give_role(request: Request) -> Response:
    try:
        form = await read_form(request, TermForm)
        actor = await freshened(request, form.again)
        await actions.grant(actor, _account_id(request), form.term(), now_of(request))
    except (NotValid, NotNow, NotAllowed) as refusal:
        return await show_person(request, refusal)
    return see_other(f"/admin/people/{_account_id(request)}")


@needs(Permission.PEOPLE_ARRANGE)
async def take_role_back(request: Request) -> Response:
    try:
        form = await read_form(request, FreshForm)
        actor = await freshened(request, form.again)
        await actions.end_grant(actor, request.path_params["grant_id"], now_of(request))
    except (NotValid, NotNow) as refusal:
        return await show_person(request, refusal)
    return see_other(f"/admin/people/{_account_id(request)}")


@needs(Permission.PEOPLE_ARRANGE)
async def invite_again(request: Request) -> Response:
    try:
        form = await read_form(request, FreshForm)
        actor = await freshened(request, form.again)
        token = await actions.invite_again(actor, _account_id(request), now_of(request))
    except (NotValid, NotNow, NotAllowed) as refusal:
        return await show_person(request, refusal)
    account = await queries.account_of(actor, _account_id(request), now_of(request))
    return _link_page(request, account.id, account.name, token)


@needs(Permission.PEOPLE_ARRANGE)
async def close_account(request: Request) -> Response:
    try:
        form = await read_form(request, FreshForm)
        actor = await freshened(request, form.again)
        await actions.close_account(actor, _account_id(request), now_of(request))
    except (NotValid, NotNow, NotAllowed) as refusal:
        return await show_person(request, refusal)
    return see_other(f"/admin/people/{_account_id(request)}")


def _account_id(request: Request) -> UUID:
    account_id: UUID = request.path_params["account_id"]
    return account_id


async def _places(request: Request) -> Choices:
    return place_queries.as_choices(
        await place_queries.tree(actor_of(request), Permission.PEOPLE_ARRANGE, now_of(request))
    )


def _link_page(request: Request, account_id: UUID, name: str, token: str) -> Response:
    link = f"{outside_of(request).settings.public_url}/sign-in/enrol/{token}"
    return page(request, "access/link.html", LinkPage(account_id, name, link))


routes: list[BaseRoute] = [
    Route("/admin/people", list_people, methods=["GET"], name="people"),
    Route("/admin/people/new", show_newcomer, methods=["GET"], name="newcomer"),
    Route("/admin/people/new", open_account, methods=["POST"], name="open_account"),
    Route("/admin/people/{account_id:uuid}", show_person, methods=["GET"], name="person"),
    Route("/admin/people/{account_id:uuid}/roles", give_role, methods=["POST"], name="give_role"),
    Route(
        "/admin/people/{account_id:uuid}/roles/{grant_id:uuid}/end",
        take_role_back,
        methods=["POST"],
        name="take_role_back",
    ),
    Route(
        "/admin/people/{account_id:uuid}/invite",
        invite_again,
        methods=["POST"],
        name="invite_again",
    ),
    Route(
        "/admin/people/{account_id:uuid}/close",
        close_account,
        methods=["POST"],
        name="close_account",
    ),
]
