"""What was served before a case came here: listed for its court, and for nobody else."""

import logging
from datetime import date, datetime
from uuid import uuid4

import httpx2
import pytest

from commons.access.actor import ANYONE, Actor, Role
from commons.errors import NotAllowed, NotFound, NotValid
from commons.evidence_log.models import Leaf
from commons.i18n import read_words
from commons.web.site import build_site, find_root
from litigation.cases.models import Case
from litigation.delivery.earlier import EarlierService, Outcome, Way, check_service
from litigation.delivery.earlier_actions import take_over_services
from litigation.delivery.earlier_queries import earlier_services, earlier_services_of
from litigation.delivery.earlier_routes import routes
from litigation.delivery.models import EarlierDelivery
from tests.litigation.cases.builders import (
    CLERK,
    COURT,
    NOW,
    OTHER_CLERK,
    TOURIST,
    a_case,
    an_actor,
)
from tests.litigation.delivery.builders import an_outside

pytestmark = pytest.mark.anyio
TODAY = date(2026, 11, 23)


def a_service(case: Case, **changes: object) -> EarlierService:
    facts: dict[str, object] = {
        "key": uuid4().hex[:20],
        "digest": "0" * 64,
        "case_id": case.id,
        "organisation_id": COURT,
        "case_name": case.name,
        "title": "起诉状副本",
        "recipient": "虚构收件人",
        "way": Way.MAIL,
        "outcome": Outcome.FAILED,
        "sent_on": date(2026, 11, 2),
    }
    return EarlierService(**{**facts, **changes})  # type: ignore[arg-type]


async def test_each_reader_sees_what_is_his(db):
    case = await a_case()
    await take_over_services(CLERK, [a_service(case), a_service(case)], now=NOW)
    listed = await earlier_services(CLERK)
    assert [line.recipient for line in listed.lines] == ["虚构收件人"] * 2
    assert len((await earlier_services_of(CLERK, case.id)).lines) == 2
    assert (await earlier_services(CLERK, outcome=Outcome.SERVED)).lines == ()
    assert (await earlier_services(OTHER_CLERK)).lines == ()
    for stranger in (OTHER_CLERK, TOURIST, an_actor(Role.MEDIATOR, uuid4())):
        with pytest.raises(NotFound):
            await earlier_services_of(stranger, case.id)
    with pytest.raises(NotAllowed):
        await earlier_services(ANYONE)
    assert await Leaf.filter(act="delivery.taken_over", subject=case.subject).count() == 2


async def test_nobody_brings_services_into_another_court(db):
    case = await a_case()
    with pytest.raises(NotAllowed):
        await take_over_services(OTHER_CLERK, [a_service(case)], now=NOW)
    assert not await EarlierDelivery.exists()


async def test_the_lists_ask_the_same_number_of_questions(db, caplog):
    case = await a_case()

    async def asked() -> list[int]:
        counts = []
        for ask in (lambda: earlier_services(CLERK), lambda: earlier_services_of(CLERK, case.id)):
            caplog.clear()
            with caplog.at_level(logging.DEBUG, logger="tortoise.db_client"):
                await ask()
            counts.append(len(caplog.records))
        return counts

    await take_over_services(CLERK, [a_service(case)], now=NOW)
    one = await asked()
    await take_over_services(CLERK, [a_service(case), a_service(case)], now=NOW)
    assert await asked() == one == [1, 2]


async def test_the_pages_show_what_was_served_in_three_languages(db, clock, sandbox):
    case = await a_case()
    rows = [a_service(case, outcome=Outcome.SERVED, served_on=TODAY) for _ in range(51)]
    await take_over_services(CLERK, [*rows, a_service(case, words="虚构：查无此人")], now=NOW)

    async def find_actor(token: str, now: datetime) -> Actor:
        return CLERK

    site = build_site(routes=routes, outside=an_outside(sandbox, clock), find_actor=find_actor)
    home = "http://testserver"
    async with httpx2.AsyncClient(
        transport=httpx2.ASGITransport(app=site), base_url=home, cookies={"session": "x"}
    ) as browser:
        for language, word in (("zh-CN", "未送达"), ("zh-TW", "未送達"), ("en", "Not served")):
            page = await browser.get("/deliveries", headers={"accept-language": language})
            assert (page.status_code, word in page.text) == (200, True)
            assert "查无此人" in page.text
        served = await browser.get("/deliveries?outcome=served")
        assert 'href="?outcome=served&amp;page=2"' in served.text
        assert len(served.content) < 80 * 1024
        second = await browser.get("/deliveries?outcome=served&page=2")
        assert second.text.count("起诉状副本") == 1
        of_case = await browser.get(f"/deliveries/cases/{case.id}?page=2")
    assert of_case.text.count("起诉状副本") == 2


@pytest.mark.parametrize(
    ("outcome", "sent_on", "served_on", "field"),
    [
        (Outcome.SERVED, "2026-11-02", None, "served_on"),
        (Outcome.FAILED, "2026-11-02", "2026-11-03", "served_on"),
        (Outcome.SERVED, "2026-11-02", "2026-11-01", "served_on"),
        (Outcome.SERVED, "2026-11-02", "2026-11-24", "served_on"),
        (Outcome.UNDER_WAY, "2026-11-24", None, "sent_on"),
    ],
)
def test_days_that_cannot_be_are_refused(outcome, sent_on, served_on, field):
    with pytest.raises(NotValid) as refused:
        check_service(
            outcome=outcome,
            sent_on=date.fromisoformat(sent_on),
            served_on=date.fromisoformat(served_on) if served_on else None,
            today=TODAY,
        )
    assert list(refused.value.fields) == [field]


def test_every_way_and_outcome_has_a_word():
    words = read_words(find_root() / "locale")
    for one in (*Way, *Outcome):
        assert words.label(one) != one.value
