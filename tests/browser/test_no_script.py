"""Without JavaScript: everything that people must be able to do works all the same."""

from playwright.sync_api import Browser

from tests.browser.looking import DESK, PHONE, a_window
from tests.browser.server import Server
from tests.browser.test_journey import codes_sent, digits_for, opened_plainly, save
from tests.journeys.steps import APPLICANT


def agreement_of(browser: Browser, server: Server) -> tuple[str, str]:
    """Find the finished agreement of the demonstration: its board and its code."""
    with a_window(browser, server.url, DESK) as desk:
        desk.open(server.links["调解员"])
        desk.open("/mediations?closed=yes")
        desk.press("main a:has-text('旅游合同纠纷') >> nth=0")
        desk.press('main a[href$="/papers"] >> nth=0')
        desk.press('#agreement a[href^="/deliveries/"]')
        code = desk.page.locator(".code").first.inner_text()
        return desk.page.url.removeprefix(server.url), code


def test_a_paper_is_fetched_without_javascript(browser: Browser, server: Server) -> None:
    _, code = agreement_of(browser, server)
    before = codes_sent(server, browser)
    with a_window(browser, server.url, PHONE, javascript=False) as reader:
        reader.open("/d")
        save(reader, {"code": code.lower()})
        save(reader, {"phone": "0001"})
        save(reader, {"otp": digits_for(server, browser, before)})
        if reader.page.url.endswith("/d/identity"):
            save(reader, {"id_tail": APPLICANT["number"][-4:]})
        reader.press('form[action="/d/read"] button')
        assert "退还租车押金" in reader.page.content()
        with reader.page.expect_download() as coming:
            reader.page.click('form[action="/d/download"] button')
        assert coming.value.suggested_filename.endswith(".pdf")


def test_a_matter_is_opened_without_javascript(browser: Browser, server: Server) -> None:
    with a_window(browser, server.url, PHONE, javascript=False) as mediator:
        mediator.open(server.links["调解员"])
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
