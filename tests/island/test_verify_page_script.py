"""With scripts on, a chosen or dropped file stays in the browser: its hash alone is sent."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs

import anyio
import pytest
from playwright.sync_api import Page, sync_playwright

from commons.almanac import FixedClock
from commons.evidence_log.log import signing_key
from commons.providers.sandbox import Sandbox
from tests.conftest import NOW
from tests.island.builders import a_stranger_at_the_verify_page
from tests.island.test_verify_script import (
    CHROMIUM,
    DIGEST,
    PAPER,
    STATIC,
    a_paper_with_its_proof,
    a_proof,
)
from tests.litigation.delivery.builders import an_outside

pytestmark = pytest.mark.browser


@dataclass
class Desk:
    """The page as the service makes it, in a browser, and what the browser sent."""

    page: Page
    address: str
    sent: list[tuple[str, bytes]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)


class Counter(BaseHTTPRequestHandler):
    """Shows one page under its own content policy, and writes down what is posted."""

    def __init__(
        self, shown: tuple[str, str], sent: list[tuple[str, bytes]], *args: object
    ) -> None:
        self.shown, self.sent = shown, sent
        super().__init__(*args)

    def do_GET(self) -> None:
        if not self.path.startswith("/static/"):
            self._answer(self.shown[0].encode(), "text/html; charset=utf-8")
            return
        name = self.path.split("/", 3)[3]
        kind = {"js": "text/javascript", "svg": "image/svg+xml", "css": "text/css"}
        self._answer((STATIC / name).read_bytes(), kind[name.rsplit(".", 1)[1]] + "; charset=utf-8")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.sent.append((self.headers["content-type"], body))
        self.do_GET()

    def _answer(self, content: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("content-type", kind)
        self.send_header("content-security-policy", self.shown[1])
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        return


async def _page() -> tuple[str, str]:
    async with a_stranger_at_the_verify_page(FixedClock(NOW)) as browser:
        answer = await browser.get("/verify")
    return answer.text, answer.headers["content-security-policy"]


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    sent: list[tuple[str, bytes]] = []
    shown = anyio.run(_page)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Counter, shown, sent))
    Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        here = Desk(browser.new_page(), f"http://127.0.0.1:{server.server_port}/verify", sent)
        here.page.on("console", lambda message: here.said.append(message.text))
        yield here
        browser.close()
    server.shutdown()
    server.server_close()


def _paper(folder: Path) -> Path:
    paper = folder / "paper.pdf"
    paper.write_bytes(PAPER)
    return paper


def test_a_chosen_file_is_hashed_here_and_only_its_hash_is_sent(desk: Desk, tmp_path: Path) -> None:
    desk.page.goto(desk.address)
    assert desk.page.locator("[data-local]").is_visible()
    assert not desk.page.locator("[data-remote]").is_visible()
    desk.page.set_input_files("#f-file", _paper(tmp_path))
    with desk.page.expect_navigation():
        desk.page.click("form[data-verify] button")
    kind, body = desk.sent.pop()
    assert (kind, desk.sent) == ("application/x-www-form-urlencoded", [])
    assert parse_qs(body.decode()) == {"sha256": [sha256(PAPER).hexdigest()]}
    assert desk.said == []


def test_a_dropped_file_is_taken_as_chosen(desk: Desk) -> None:
    desk.page.goto(desk.address)
    desk.page.evaluate(
        """content => {
          const held = new DataTransfer();
          held.items.add(new File([content], "paper.pdf", { type: "application/pdf" }));
          const options = { dataTransfer: held, bubbles: true, cancelable: true };
          document.querySelector("[data-drop]").dispatchEvent(new DragEvent("drop", options));
        }""",
        PAPER.decode(),
    )
    with desk.page.expect_navigation():
        desk.page.click("form[data-verify] button")
    assert parse_qs(desk.sent.pop()[1].decode()) == {"sha256": [DIGEST]}


def test_with_a_proof_nothing_is_sent_and_the_verdict_stands_on_the_page(
    desk: Desk, tmp_path: Path
) -> None:
    key = signing_key(an_outside(Sandbox(), FixedClock(NOW)).settings)
    proofs = {"yes": a_proof(2, 5, key), "key": a_proof(2, 5)}
    desk.page.goto(desk.address)
    desk.page.click("[data-offline] summary")
    desk.page.set_input_files("#f-file", _paper(tmp_path))
    for verdict, content in proofs.items():
        proof = tmp_path / f"{verdict}.proof.json"
        proof.write_text(content)
        desk.page.set_input_files("#f-proof", proof)
        desk.page.wait_for_selector(f"[data-result][data-verdict={verdict}]")
    assert (desk.sent, desk.said) == ([], [])
    assert "签名人不对" in desk.page.inner_text("[data-result]")


def test_a_paper_with_its_proof_inside_is_judged_as_soon_as_it_is_chosen(
    desk: Desk, tmp_path: Path
) -> None:
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(a_paper_with_its_proof())
    desk.page.goto(desk.address)
    desk.page.set_input_files("#f-file", paper)
    # The proof is by the key of another court than the one whose page this is.
    desk.page.wait_for_selector("[data-result][data-verdict=key]")
    assert "签名人不对" in desk.page.inner_text("[data-result]")
    older = tmp_path / "older.pdf"
    older.write_bytes(PAPER)
    desk.page.set_input_files("#f-file", older)
    desk.page.wait_for_selector("[data-result]:not([data-verdict])", state="attached")
    assert desk.page.inner_text("[data-result]") == ""
    assert (desk.sent, desk.said) == ([], [])
