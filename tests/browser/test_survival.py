"""When the power goes between two steps, and when one form is sent from two windows."""

import sqlite3

from playwright.sync_api import Browser, Page
from playwright.sync_api import Error as BrowserError

from tests.browser.conftest import Prepared
from tests.browser.looking import DESK, Eyes, a_window
from tests.browser.server import Server
from tests.browser.test_journey import MEDIATOR, fill, opened_plainly, save, signed, write_a_name

TYPED = "虚构：写到一半停电了。"


def rows(server: Server, table: str) -> int:
    """Count rows as they lie on the disk; the server must not be running."""
    with sqlite3.connect(server.home / "island.db") as connection:
        found: int = connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608
    connection.close()
    return found


def rows_after(server: Server, table: str) -> int:
    server.kill()
    return rows(server, table)


def press_into_the_dark(eyes: Eyes, button: str) -> None:
    """Send a form to a server that is not there."""
    with eyes.page.expect_event("requestfailed"):
        eyes.page.click(button, no_wait_after=True)


def test_killed_between_the_steps_nothing_is_half_done(
    browser: Browser, prepared: Prepared, own_server: Server
) -> None:
    """The step is done or it is not; whoever sends the form again gets exactly one row."""
    server = own_server
    with a_window(browser, server.url, DESK) as mediator:
        mediator.open(server.links[MEDIATOR])
        here = prepared.matter("under_way")
        for page, table, field in (
            (f"{here}/record/facts", "record_agreed_fact", "text"),
            (f"{here}/record", "record_line", "text"),
        ):
            mediator.open(page)
            key = mediator.page.locator('form.card [name="key"]').first.input_value()
            server.kill()
            before = rows(server, table), rows(server, "evidence_leaf")
            send_again(mediator.page, mediator.base + page, {"key": key, field: TYPED}, alive=False)
            assert (rows(server, table), rows(server, "evidence_leaf")) == before
            server.start()
            # The session stands, the form is still on the screen, and sending it again is safe.
            for _ in range(2):
                sent = {"key": key, field: TYPED, "kind": "statement"}
                assert send_again(mediator.page, mediator.base + page, sent, alive=True)
            mediator.open(page)
            assert mediator.page.locator("main").inner_text().count(TYPED) == 1
        leaves = rows_after(server, "evidence_leaf")
        assert leaves == before[1] + 1


def send_again(page: Page, address: str, form: dict[str, str], *, alive: bool) -> bool:
    """Send what the form on the screen would send, as its button does."""
    origin = address.partition("/mediations")[0]
    try:
        answer = page.context.request.post(address, form=form, headers={"origin": origin})
    except BrowserError:
        assert not alive
        return False
    return answer.ok


def test_killed_while_the_form_is_on_its_way_it_is_done_once_or_not_at_all(
    browser: Browser, prepared: Prepared, own_server: Server
) -> None:
    server = own_server
    before = int(prepared.ask("SELECT count(*) FROM record_agreed_fact"))
    with a_window(browser, server.url, DESK) as mediator:
        mediator.open(server.links[MEDIATOR])
        here = prepared.matter("under_way")
        mediator.open(f"{here}/record/facts")
        fill(mediator, {"text": TYPED})
        mediator.page.click("main form.card .bar .btn", no_wait_after=True)
        server.kill()
        done = rows(server, "record_agreed_fact") - before
        assert done in {0, 1}
        leaves = rows(server, "evidence_leaf")
        server.start()
        mediator.open(f"{here}/record/facts")
        assert mediator.page.locator("main").inner_text().count(TYPED) == done
        server.kill()
        assert rows(server, "evidence_leaf") == leaves
        server.start()


def test_killed_before_a_signature_the_paper_waits_and_is_signed_afterwards(
    browser: Browser, prepared: Prepared, own_server: Server
) -> None:
    server = own_server
    with a_window(browser, server.url, DESK) as mediator:
        mediator.open(server.links[MEDIATOR])
        here = prepared.matter("under_way")
        mediator.open(f"{here}/papers/draw/notice")
        save(mediator)
        mediator.press('main a[href*="/sign/"] >> nth=0')
        write_a_name(mediator)
        server.kill()
        press_into_the_dark(mediator, "main .bar .btn")
        assert rows(server, "papers_signature") == signatures_before(server)
        server.start()
        signed(mediator, here, "notice")


def signatures_before(server: Server) -> int:
    """Count the signatures under papers that were finished before."""
    with sqlite3.connect(server.home / "island.db") as connection:
        found: int = connection.execute(
            "SELECT count(*) FROM papers_signature WHERE paper_id IN"
            " (SELECT id FROM papers_paper WHERE stage <> 'open')"
        ).fetchone()[0]
    connection.close()
    return found


def twice(eyes: Eyes, address: str, answers: dict[str, str], button: str) -> tuple[Page, Page]:
    """Open one page in two windows, fill both in, send both."""
    first, second = eyes.page, eyes.page.context.new_page()
    for page in (first, second):
        page.goto(eyes.base + address)
    for page in (first, second):
        page.bring_to_front()
        eyes.page = page
        fill(eyes, answers)
        eyes.press(button)
    eyes.page = first
    return first, second


def test_a_declaration_sent_from_two_windows_is_made_once_and_the_second_is_told(
    browser: Browser, server: Server
) -> None:
    with a_window(browser, server.url, DESK) as mediator:
        mediator.open(server.links[MEDIATOR])
        here = opened_plainly(mediator)
        mediator.open(f"{here}/conflict")
        first, second = twice(mediator, f"{here}/conflict", {"kind": "none"}, "main .bar .btn")
        assert first.url.endswith(here)
        assert second.locator("#problems").count() == 1
        assert second.locator('[name="kind"][value="none"]').is_checked()


def test_a_fact_sent_from_two_windows_of_one_form_is_one_fact(
    browser: Browser, prepared: Prepared, server: Server
) -> None:
    with a_window(browser, server.url, DESK) as mediator:
        mediator.open(server.links[MEDIATOR])
        here = prepared.matter("under_way")
        mediator.open(f"{here}/record/facts")
        words = "虚构：同一张表送了两次。"
        key = mediator.page.locator('form.card [name="key"]').first.input_value()
        address = f"{mediator.base}{here}/record/facts"
        for _ in range(2):
            assert send_again(mediator.page, address, {"key": key, "text": words}, alive=True)
        mediator.open(f"{here}/record/facts")
        assert mediator.page.locator("main").inner_text().count(words) == 1
