"""The two servers that `bench/pages.py` compares, and the invented rows they show."""

import shutil
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

import uvicorn
from jinja2 import DictLoader, Environment, StrictUndefined
from pages_rows import HOST, ROWS, read_actor, settings_of
from pydantic import TypeAdapter
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from commons.access.actor import Actor, Permission
from commons.access.sessions import actor_of_token
from commons.almanac import Clock
from commons.settings import Settings
from commons.web.api import endpoint
from commons.web.assets import read_assets
from commons.web.page import actor_of, needs, page
from commons.web.site import build_site, find_root
from commons.web.templates import STYLES
from island import routing
from island.database import opened
from island.wiring import build_outside
from litigation.mediation.models import Matter, access_mediation, visible_to
from litigation.mediation.queries import list_matters
from litigation.mediation.rules import Stage

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
    every = [
        *routing.routes(settings),
        Route("/bench/rows", show_lines, methods=["GET"]),
        show_line,
    ]
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

    every = {
        "/bench/rows": lines,
        "/api/v1/bench/rows/{matter_id:uuid}": one_line,
        "/mediations": own_list,
    }
    routes = [Route(path, function) for path, function in every.items()]
    return Starlette(routes=routes, lifespan=lambda _: life)


def serve(name: str, home: Path, port: int) -> None:
    """Serve one of the two with the settings of `island serve`."""
    settings = settings_of(home, port)
    life = opened(settings)
    site = our_site(settings, life) if name == "ours" else bare_site(read_actor(home), life)
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


def styles_digest() -> str:
    """Name the styles, so that the pages come as to a browser that already has them."""
    return read_assets(find_root() / "static").files[STYLES].digest
