"""A small site with one page of each kind, behind the real front door."""

import atexit
import shutil
import tempfile
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, Literal
from uuid import UUID

import httpx2
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from commons.access.actor import Actor, Permission
from commons.errors import NotNow, NotValid, Problem
from commons.papers.render import Renderer
from commons.providers.ports import Outside
from commons.providers.sandbox import Sandbox
from commons.settings import Settings
from commons.web.api import Body, endpoint
from commons.web.forms import Day, Form, LongText, Money, Text, Upload, read_form
from commons.web.openapi import openapi_route
from commons.web.page import EVERYONE, SIGNED_IN, actor_of, needs, page, see_other, visit_of
from commons.web.site import build_site, find_root
from tests.commons.web.rows import note_something

HOST = "http://127.0.0.1:8000"
OWN = {"origin": HOST}

THE_MEDIATOR = Actor(
    account_id=UUID(int=1),
    person_id=UUID(int=11),
    name="陈调解（虚构）",
    reach={Permission.MEDIATION_SEE: frozenset({UUID(int=3)})},
)
THE_TOURIST = Actor(account_id=UUID(int=2), name="Kim (invented)", language="en")
PEOPLE = {"mediator": THE_MEDIATOR, "tourist": THE_TOURIST}


class Cause(StrEnum):
    FOOD = "food"
    BOAT = "boat"


class Complaint(Form):
    cause: Cause
    name: Annotated[str, Text(10)]
    story: Annotated[str, LongText(40)] | None = None
    on: Day
    amount: Money
    tags: tuple[Literal["a", "b"], ...] = ()
    photo: Upload | None = None


@dataclass(frozen=True, slots=True)
class ComplaintView:
    name: str = ""


PAGE = """{% extends "base.html" %}
{% block title %}投诉{% endblock %}
{% block main %}
<h1>投诉</h1>
<form method="post">
{{ choices("cause", "事由", (("food", "餐饮"), ("boat", "游船"))) }}
{{ field("name", "姓名", view.name) }}
{{ area("story", "经过") }}
{{ day("on", "日期") }}
{{ money("amount", "金额", 26800) }}
{{ choices("tags", "标记", (("a", "甲"), ("b", "乙")), many=true) }}
</form>
{% endblock %}
"""


@needs(EVERYONE)
async def show(request, refusal=None):
    return page(request, "complaint.html", ComplaintView("林某"), refusal=refusal)


def judge(form):
    """Refuse two names, as a deed would that finds them taken or too late."""
    if form.name == "重复":
        raise NotValid(fields={"name": Problem("form.not_readable")})
    if form.name == "过期":
        raise NotNow("db.changed_meanwhile")


@needs(EVERYONE)
async def send(request):
    try:
        form = await read_form(request, Complaint)
        judge(form)
    except (NotValid, NotNow) as refusal:
        return await show(request, refusal)
    return see_other(f"/complaint?amount={form.amount}")


@needs(SIGNED_IN)
async def mine(request):
    return JSONResponse({"name": actor_of(request).name, "language": visit_of(request).language})


@needs(Permission.MEDIATION_SEE)
async def matter(_):
    return JSONResponse({"seen": True})


@needs(EVERYONE)
async def boom(_):
    raise RuntimeError("canary-of-a-secret")


@needs(EVERYONE)
async def swallow(request):
    return Response(str(len(await request.body())))


@needs(EVERYONE, body_max=1024 * 1024)
async def upload(request):
    return Response(str(len(await request.body())))


class Note(Body):
    text: Annotated[str, Text(20)]
    cause: Cause = Cause.FOOD


@dataclass(frozen=True, slots=True)
class Noted:
    text: str
    count: int


@endpoint("POST", "/api/v1/notes", needs=SIGNED_IN, body=Note, answer=Noted, status=201)
async def take_note(request, body):
    """Take a note."""
    if body.text == "refuse":
        await note_something(body.text)
        raise NotNow("db.changed_meanwhile")
    return Noted(body.text, await note_something(body.text))


@endpoint("GET", "/api/v1/notes/{note_id:uuid}", needs=SIGNED_IN, answer=Noted)
async def read_note(request):
    return Noted(str(request.path_params["note_id"]), 1)


ROUTES = [
    Route("/complaint", show, methods=["GET"]),
    Route("/complaint", send, methods=["POST"]),
    Route("/mine", mine, methods=["GET", "POST"]),
    Route("/matter", matter, methods=["GET"]),
    Route("/taiwan/complaint", show, methods=["GET"]),
    Route("/api/v1/matter", matter, methods=["GET"]),
    Route("/api/v1/boom", boom, methods=["GET"]),
    Route("/boom", boom, methods=["GET"]),
    Route("/swallow", swallow, methods=["POST", "PUT", "DELETE", "PATCH"]),
    Route("/upload", upload, methods=["POST"]),
    take_note,
    read_note,
]


async def find_actor(token, _):
    return PEOPLE.get(token)


def make_site(clock, home, *, public_url=HOST, find_bearer=None, routes=ROUTES):
    """Build a whole site in a folder of its own."""
    settings = Settings.read(
        {"ISLAND_MODE": "test", "ISLAND_HOME": str(home), "ISLAND_PUBLIC_URL": public_url}
    )
    box = Sandbox(clock)
    outside = Outside(settings, clock, Renderer(1), *box.ports)
    return build_site(
        routes=[*routes, openapi_route(routes)],
        outside=outside,
        find_actor=find_actor,
        find_bearer=find_bearer,
        root=make_root(),
    )


@cache
def make_root() -> Path:
    """Copy the floor's own templates and files, and add the page of this site."""
    house = find_root()
    folder = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for name in ("static", "locale"):
        shutil.copytree(house / name, folder / name)
    shutil.copytree(house / "templates" / "parts", folder / "templates" / "parts")
    for name in ("base.html", "error.html"):
        shutil.copy(house / "templates" / name, folder / "templates" / name)
    (folder / "templates" / "complaint.html").write_text(PAGE, encoding="utf-8")
    return folder


def browse(site, *, base_url=HOST, **cookies):
    """Open a browser on the site; like a real one it sends Origin with a form."""
    return httpx2.AsyncClient(
        transport=httpx2.ASGITransport(app=site, raise_app_exceptions=True),
        base_url=base_url,
        cookies=cookies,
        headers={"accept-language": "zh-CN", "accept-encoding": "identity"},
    )
