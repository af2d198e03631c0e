"""The administrator's page: what it lists, what it keeps after a refusal, whom it turns away."""

from uuid import UUID

import httpx2
import pytest

from commons.access.actor import ANYONE, Actor, Permission
from commons.holidays.models import HolidayYear
from commons.holidays.routes import routes
from commons.papers.render import Renderer
from commons.providers.ports import Outside
from commons.providers.sandbox import Sandbox
from commons.settings import Settings
from commons.web.site import build_site
from tests.commons.holidays.notices import CSV_2027

PEOPLE = {
    "administrator": Actor(
        account_id=UUID(int=1),
        name="林管理（虚构）",
        reach={Permission.HOLIDAYS_IMPORT: frozenset({UUID(int=3)})},
    ),
    "mediator": Actor(account_id=UUID(int=2), name="陈调解（虚构）"),
    "nobody": ANYONE,
}


@pytest.fixture
async def ask(db, clock, tmp_path):
    """Ask the page as one of the people: `await ask("mediator", {...})` posts."""
    settings = Settings.read({"ISLAND_MODE": "test", "ISLAND_HOME": str(tmp_path)})
    box = Sandbox(clock)
    outside = Outside(
        settings=settings,
        clock=clock,
        renderer=Renderer(1),
        sms=box.sms_sender,
        wechat=box.wechat_sender,
        stamper=box.stamper,
        payments=box.payments,
        meetings=box.meetings,
    )

    async def find_actor(token, _):
        return PEOPLE[token]

    site = build_site(routes=routes, outside=outside, find_actor=find_actor)
    transport = httpx2.ASGITransport(app=site)
    async with httpx2.AsyncClient(transport=transport, base_url=settings.public_url) as client:

        async def send(who, form=None, accept="zh-CN"):
            headers = {
                "cookie": f"session={who}",
                "origin": settings.public_url,
                "accept-language": accept,
            }
            if form is None:
                return await client.get("/admin/holidays", headers=headers)
            return await client.post("/admin/holidays", data=form, headers=headers)

        yield send


FORM = {"year": "2027", "text": CSV_2027, "source": "虚构通知"}


async def test_the_page_lists_the_years_and_offers_the_next(ask):
    answer = await ask("administrator")
    assert answer.status_code == 200
    assert answer.text.index('id="y2027"') < answer.text.index('id="y2026"')
    assert answer.text.count("暂定</span>") == 1
    assert 'name="year" type="text" value="2027"' in answer.text
    assert "中秋节：2026年9月25日 至 2026年9月27日" in answer.text


async def test_a_pasted_year_is_kept_and_shown(ask):
    answer = await ask("administrator", FORM)
    assert (answer.status_code, answer.headers["location"]) == (303, "/admin/holidays")
    shown = await ask("administrator")
    assert "暂定</span>" not in shown.text
    assert "林管理（虚构） 于 2026年11月23日 10:00 导入" in shown.text
    assert 'name="year" type="text" value="2028"' in shown.text


async def test_a_refused_table_comes_back_with_its_reason_and_all_that_was_typed(ask):
    answer = await ask("administrator", {**FORM, "text": CSV_2027.replace("10-09", "10-08")})
    assert answer.status_code == 422
    assert "2027-10-08本来就是工作日，不会是调休上班日，请核对。" in answer.text
    assert "2027-10-08,work" in answer.text
    assert "虚构通知" in answer.text
    assert await HolidayYear.all().count() == 0


async def test_a_form_without_a_year_names_the_field(ask):
    answer = await ask("administrator", {"text": "x"})
    assert answer.status_code == 422
    assert 'href="#f-year"' in answer.text


@pytest.mark.parametrize(
    ("who", "seeing", "changing"), [("mediator", 403, 403), ("nobody", 303, 401)]
)
async def test_others_neither_see_nor_change_it(ask, who, seeing, changing):
    assert (await ask(who)).status_code == seeing
    assert (await ask(who, FORM)).status_code == changing
    assert await HolidayYear.all().count() == 0


async def test_the_page_speaks_english_where_asked(ask):
    answer = await ask("administrator", accept="en")
    assert "Public holidays" in answer.text
    assert "Import a year" in answer.text
