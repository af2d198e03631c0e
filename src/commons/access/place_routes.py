"""Administrators' pages of places: the tree, transfers with their history, the duty roster."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Annotated
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from commons.access import arranging, place_queries, queries
from commons.access.account_routes import FreshForm
from commons.access.actor import Permission
from commons.access.entering import freshened, is_fresh
from commons.access.place_queries import Choices, MoveView, OrganisationView, TurnView, as_choices
from commons.access.places import (
    REASON_CHARACTERS_MAX,
    TITLE_CHARACTERS_MAX,
    OrganisationKind,
    kinds_under,
)
from commons.almanac import SHANGHAI, day_of
from commons.errors import NotNow, NotValid, Refusal
from commons.web.forms import Day, Form, Text, checked, read_form
from commons.web.page import actor_of, needs, now_of, page, see_other

ROSTER_DAYS = 14


def read_clock(text: str) -> time:
    """Read a time of day such as 08:30."""
    try:
        return time.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        raise NotValid("access.not_a_time") from None


class TransferForm(FreshForm):
    parent: UUID
    reason: Annotated[str, Text(REASON_CHARACTERS_MAX)]


class FoundForm(Form):
    kind: OrganisationKind
    title: Annotated[str, Text(TITLE_CHARACTERS_MAX)]


class TurnForm(Form):
    account: UUID
    organisation: UUID
    on: Day
    from_time: Annotated[time, checked(read_clock)]
    until_time: Annotated[time, checked(read_clock)]

    def span(self) -> tuple[datetime, datetime]:
        """Return begin and end; a turn that ends before it begins ends on the next day."""
        begins = datetime.combine(self.on, self.from_time, SHANGHAI)
        ends = datetime.combine(self.on, self.until_time, SHANGHAI)
        return begins, ends if ends > begins else ends + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class TreePage:
    """The tree of places in the reader's reach."""

    places: tuple[OrganisationView, ...]


@dataclass(frozen=True, slots=True)
class PlacePage:
    """One place: where it stands, where it stood, and what may be done about it."""

    place: OrganisationView
    targets: Choices
    moves: tuple[MoveView, ...]
    kinds: tuple[OrganisationKind, ...]
    may_arrange: bool
    is_fresh: bool


@dataclass(frozen=True, slots=True)
class DutyPage:
    """Who is on duty in the next two weeks, and the form for another turn."""

    turns: tuple[TurnView, ...]
    people: Choices
    places: Choices
    today: date


@needs(Permission.ORGANISATION_SEE)
async def show_tree(request: Request) -> Response:
    places = await place_queries.tree(
        actor_of(request), Permission.ORGANISATION_SEE, now_of(request)
    )
    return page(request, "access/organisations.html", TreePage(places))


@needs(Permission.ORGANISATION_SEE)
async def show_place(request: Request, refusal: Refusal | None = None) -> Response:
    actor, place_id = actor_of(request), _place_id(request)
    place = await place_queries.organisation(actor, place_id)
    may_arrange = actor.may(Permission.ORGANISATION_ARRANGE, place_id)
    below = await place_queries.organisations_below(place_id)
    targets = await place_queries.tree(actor, Permission.ORGANISATION_ARRANGE, now_of(request))
    view = PlacePage(
        place=place,
        targets=as_choices(one for one in targets if one.id not in below),
        moves=await place_queries.moves_of(actor, place_id),
        kinds=kinds_under(place.kind),
        may_arrange=may_arrange,
        is_fresh=is_fresh(request),
    )
    return page(request, "access/organisation.html", view, refusal=refusal)


@needs(Permission.ORGANISATION_ARRANGE)
async def transfer(request: Request) -> Response:
    try:
        form = await read_form(request, TransferForm)
        await arranging.transfer_organisation(
            await freshened(request, form.again),
            _place_id(request),
            to_parent_id=form.parent,
            reason=form.reason,
            now=now_of(request),
        )
    except (NotValid, NotNow) as refusal:
        return await show_place(request, refusal)
    return see_other(f"/admin/organisations/{_place_id(request)}")


@needs(Permission.ORGANISATION_ARRANGE)
async def found(request: Request) -> Response:
    try:
        form = await read_form(request, FoundForm)
        made = await arranging.found_organisation(
            actor_of(request),
            kind=form.kind,
            title=form.title,
            parent_id=_place_id(request),
            now=now_of(request),
        )
    except (NotValid, NotNow) as refusal:
        return await show_place(request, refusal)
    return see_other(f"/admin/organisations/{made}")


@needs(Permission.DUTY_ARRANGE)
async def show_duty(request: Request, refusal: Refusal | None = None) -> Response:
    actor, now = actor_of(request), now_of(request)
    people = await queries.names_within(actor, Permission.DUTY_ARRANGE, day_of(now))
    view = DutyPage(
        turns=await place_queries.turns(
            actor, Permission.DUTY_ARRANGE, now, now + timedelta(days=ROSTER_DAYS)
        ),
        people=tuple((str(one.account_id), f"{one.name}（{one.login}）") for one in people),
        places=as_choices(await place_queries.tree(actor, Permission.DUTY_ARRANGE, now)),
        today=day_of(now),
    )
    return page(request, "access/duty.html", view, refusal=refusal)


@needs(Permission.DUTY_ARRANGE)
async def put_on_duty(request: Request) -> Response:
    try:
        form = await read_form(request, TurnForm)
        begins, ends = form.span()
        await arranging.put_on_duty(
            actor_of(request),
            account_id=form.account,
            organisation_id=form.organisation,
            from_at=begins,
            until_at=ends,
            now=now_of(request),
        )
    except (NotValid, NotNow) as refusal:
        return await show_duty(request, refusal)
    return see_other("/admin/duty")


@needs(Permission.DUTY_ARRANGE)
async def cancel_turn(request: Request) -> Response:
    try:
        await arranging.cancel_turn(
            actor_of(request), request.path_params["turn_id"], now_of(request)
        )
    except NotNow as refusal:
        return await show_duty(request, refusal)
    return see_other("/admin/duty")


def _place_id(request: Request) -> UUID:
    place_id: UUID = request.path_params["organisation_id"]
    return place_id


_PLACE = "/admin/organisations/{organisation_id:uuid}"
routes: list[BaseRoute] = [
    Route("/admin/organisations", show_tree, methods=["GET"], name="organisations"),
    Route(_PLACE, show_place, methods=["GET"], name="organisation"),
    Route(f"{_PLACE}/transfer", transfer, methods=["POST"], name="transfer"),
    Route(f"{_PLACE}/parts", found, methods=["POST"], name="found"),
    Route("/admin/duty", show_duty, methods=["GET"], name="duty"),
    Route("/admin/duty", put_on_duty, methods=["POST"], name="put_on_duty"),
    Route("/admin/duty/{turn_id:uuid}/cancel", cancel_turn, methods=["POST"], name="cancel_turn"),
]
