"""The two servers that `bench/pages.py` compares, and the invented rows they show."""

import json
import shutil
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

import uvicorn
from jinja2 import DictLoader, Environment, StrictUndefined
from pydantic import TypeAdapter
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from commons.access.actor import ROLES, Actor, Permission, Role
from commons.access.rules import HowSignedIn
from commons.access.sessions import actor_of_token, begin_session
from commons.almanac import Clock, day_of
from commons.db import atomic
from commons.settings import Settings
from commons.web.api import endpoint
from commons.web.assets import read_assets
from commons.web.page import actor_of, needs, page
from commons.web.site import build_site, find_root
from commons.web.templates import STYLES
from island.database import migrate, opened
from island.demo_island import settle_island
from island.routing import routes
from island.wiring import build_outside
from litigation.mediation.models import Matter, access_mediation, visible_to
from litigation.mediation.opening import Opening
from litigation.mediation.opening_actions import open_matter
from litigation.mediation.particulars import Checked, check_particulars
from litigation.mediation.parties import PartyKind
from litigation.mediation.queries import list_matters
from litigation.mediation.rules import OrganisationKind, Origin, Stage

HOST = "127.0.0.1"
ROWS = 20
ACTOR = "actor.json"
SEE = Permission.MEDIATION_SEE
CONNECTIONS_MAX = 512


@dataclass(frozen=True, slots=True)
class Line:
    """One row, as both servers show it."""

    id: UUID
    number: str
    cause: str
    island: str
    mediator_name: str
    stage: Stage
    due_on: date


@dataclass(frozen=True, slots=True)
class Lines:
    lines: tuple[Line, ...]


async def read_lines(actor: Actor) -> Lines:
    """Read a list by one query: what this reader may see, soonest last day first."""
    rows = await Matter.filter(visible_to(actor)).order_by("next_due_on", "id").limit(ROWS)
    return Lines(tuple(_line(row) for row in rows))


async def read_line(actor: Actor, matter_id: UUID) -> Line:
    return _line(await access_mediation(actor, matter_id, SEE))


def _line(row: Matter) -> Line:
    return Line(
        row.id, row.number, row.cause, row.island, row.mediator_name, row.stage, row.next_due_on
    )


# ---- ours

OUR_PAGE = """{% extends "base.html" %}
{% block title %}{{ _("我的调解") }}{% endblock %}
{% block main %}
<h1>{{ _("我的调解") }}</h1>
{% for line in view.lines %}
<article class="card">
<p class="row between"><a href="/mediations/{{ line.id }}"><strong>{{ line.cause }}</strong></a>
{{ tag(label(line.stage), "go") }}</p>
<p class="hush">{{ line.island }} · {{ line.number }} · {{ line.due_on | day }}</p>
<p class="hush">{{ _("调解员：") }}{{ line.mediator_name }}</p>
</article>
{% endfor %}
{% endblock %}
"""


@needs(SEE)
async def show_lines(request: Request) -> Response:
    return page(request, "bench.html", await read_lines(actor_of(request)))


@endpoint("GET", "/api/v1/bench/rows/{matter_id:uuid}", needs=SEE, answer=Line)
async def show_line(request: Request) -> Line:
    """Show one row."""
    return await read_line(actor_of(request), request.path_params["matter_id"])


def our_site(settings: Settings, life: AbstractAsyncContextManager[None]) -> Starlette:
    """Build the whole application, and put our two routes at the end of all its routes."""
    outside = build_outside(settings)
    folder = settings.home / "house"
    for name in ("templates", "static", "locale"):
        shutil.copytree(find_root() / name, folder / name)
    (folder / "templates" / "bench.html").write_text(OUR_PAGE, encoding="utf-8")
    every = [*routes(settings), Route("/bench/rows", show_lines, methods=["GET"]), show_line]
    return build_site(
        routes=every,
        outside=outside,
        find_actor=actor_of_token,
        lifespan=lambda _: life,
        root=folder,
    )


# ---- bare

BARE_PAGE = """<!doctype html>
<html lang="zh-Hans"><head><meta charset="utf-8"><title>我的调解</title></head><body>
<h1>我的调解</h1>
{% for line in view.lines %}
<article class="card">
<p class="row between"><a href="/mediations/{{ line.id }}"><strong>{{ line.cause }}</strong></a>
<strong class="tag go">{{ line.stage }}</strong></p>
<p class="hush">{{ line.island }} · {{ line.number }} · {{ line.due_on }}</p>
<p class="hush">调解员：{{ line.mediator_name }}</p>
</article>
{% endfor %}
</body></html>
"""


def bare_site(actor: Actor, life: AbstractAsyncContextManager[None]) -> Starlette:
    """Build three plain routes: no session, no rights, no limits, one language."""
    environment = Environment(
        loader=DictLoader({"list.html": BARE_PAGE}), autoescape=True, undefined=StrictUndefined
    )
    template = environment.get_template("list.html")
    line = TypeAdapter(Line)
    clock = Clock()

    async def lines(_: Request) -> Response:
        return HTMLResponse(template.render(view=await read_lines(actor)))

    async def one_line(request: Request) -> Response:
        found = await read_line(actor, request.path_params["matter_id"])
        return Response(line.dump_json(found), media_type="application/json")

    async def own_list(_: Request) -> Response:
        return HTMLResponse(template.render(view=await list_matters(actor, now=clock.now())))

    every: Sequence[BaseRoute] = [
        Route("/bench/rows", lines),
        Route("/api/v1/bench/rows/{matter_id:uuid}", one_line),
        Route("/mediations", own_list),
    ]
    return Starlette(routes=every, lifespan=lambda _: life)


def serve(name: str, home: Path, port: int) -> None:
    """Serve one of the two with the settings of `island serve`."""
    settings = settings_of(home, port)
    life = opened(settings)
    if name == "ours":
        site = our_site(settings, life)
    else:
        site = bare_site(read_actor(home), life)
    uvicorn.run(
        site,
        host=HOST,
        port=port,
        loop="uvloop",
        http="httptools",
        log_level="warning",
        access_log=False,
        server_header=False,
        limit_concurrency=CONNECTIONS_MAX,
    )


def settings_of(home: Path, port: int) -> Settings:
    return Settings.read(
        {
            "ISLAND_MODE": "test",
            "ISLAND_HOME": str(home),
            "ISLAND_PUBLIC_URL": f"http://{HOST}:{port}",
        }
    )


# ---- the rows


async def fill(home: Path, sessions: int) -> tuple[UUID, tuple[str, ...]]:
    """Found the invented island with its mediator's twenty matters; sign the mediator in."""
    settings = settings_of(home, 8000)
    await migrate(settings)
    async with opened(settings):
        now = Clock().now()
        staff = await settle_island(now)
        for number in range(ROWS):
            matter_id = await open_matter(staff.mediator, _opening(staff.studio_id, number, now), now=now)
        account_id = staff.mediator.account_id
        assert account_id is not None
        facts = {"account_id": str(account_id), "place_id": str(staff.studio_id)}
        (home / ACTOR).write_text(json.dumps(facts))
        return matter_id, await _sign_in(account_id, sessions, now)


def _opening(place_id: UUID, number: int, now: datetime) -> Opening:
    return Opening(
        origin=Origin.ISLAND_VISIT,
        organisation_id=place_id,
        organisation_kind=OrganisationKind.PEOPLES,
        island="屿南岛",
        cause="租赁合同纠纷",
        summary=f"虚构的第{number}件：渔排租金未付。",
        applicant=_party("虚构甲", day_of(now)),
        respondent=_party("虚构乙", day_of(now)),
    )


def _party(name: str, today: date) -> Checked:
    return check_particulars(
        kind=PartyKind.PERSON, name=name, number="", phone="13900000001", address="", today=today
    )


@atomic
async def _sign_in(account_id: UUID, sessions: int, now: datetime) -> tuple[str, ...]:
    how = HowSignedIn.PASSWORD_AND_CODE
    return tuple(
        [
            await begin_session(account_id, how=how, device="bench", now=now)
            for _ in range(sessions)
        ]
    )


def read_actor(home: Path) -> Actor:
    """Read back who the bare server takes everybody for."""
    facts = json.loads((home / ACTOR).read_text())
    place = frozenset({UUID(facts["place_id"])})
    return Actor(
        account_id=UUID(facts["account_id"]), reach=dict.fromkeys(ROLES[Role.MEDIATOR], place)
    )


def styles_digest() -> str:
    """Name the styles, so that the pages come as to a browser that already has them."""
    return read_assets(find_root() / "static").files[STYLES].digest
