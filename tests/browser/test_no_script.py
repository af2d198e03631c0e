"""Without JavaScript: everything that people must be able to do works all the same."""

import re

from playwright.sync_api import Browser

from tests.browser.conftest import Prepared
from tests.browser.looking import DESK, PHONE, a_window
from tests.browser.server import Server
from tests.browser.test_journey import MEDIATOR, codes_sent, digits_for, opened_plainly, save


def test_a_paper_is_fetched_without_javascript(
    browser: Browser, prepared: Prepared, server: Server
) -> None:
    with a_window(browser, server.url, DESK) as desk:
        desk.open(server.links[MEDIATOR])
        desk.open(prepared.board())
        code = desk.page.locator(".code").first.inner_text()
        tail = re.findall(r"\*(\d{4})\b", desk.page.locator("#board").inner_text())[0]
        desk.open(prepared.matter("agreed"))
        people = desk.page.locator("main .card", has_text=f"*{tail}").first.inner_text()
        number = re.findall(r"\*(\w{4})\b", people)[0]
    before = codes_sent(server, browser)
    with a_window(browser, server.url, PHONE, javascript=False) as reader:
        reader.open("/d")
        save(reader, {"code": code.lower()})
        save(reader, {"phone": tail})
        save(reader, {"otp": digits_for(server, browser, before)})
        if reader.page.url.endswith("/d/identity"):
            save(reader, {"id_tail": number})
        reader.press('form[action="/d/read"] button')
        assert "调解协议" in reader.page.locator("article.paper").inner_text()
        with reader.page.expect_download() as coming:
            reader.page.click('form[action="/d/download"] button')
        assert coming.value.suggested_filename.endswith(".pdf")


def test_a_matter_is_opened_without_javascript(browser: Browser, server: Server) -> None:
    with a_window(browser, server.url, PHONE, javascript=False) as mediator:
        mediator.open(server.links[MEDIATOR])
        here = opened_plainly(mediator)
        assert here.startswith("/mediations/")
        assert mediator.page.locator("h1").inner_text() == "租赁合同纠纷"


def test_a_refused_form_keeps_what_was_typed_without_javascript(
    browser: Browser, server: Server
) -> None:
    with a_window(browser, server.url, PHONE, javascript=False) as reader:
        reader.open("/d")
        save(reader, {"code": "0000-0000-0000-1"})
        assert reader.page.locator('[name="code"]').input_value() == "0000-0000-0000-1"
        assert reader.page.locator("#problems li").count() == 1
