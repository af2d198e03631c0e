"""A real browser before a real server: one prepared island, copied for whoever spoils it."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.server import Server, prepare

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if not CHROMIUM.exists():
                item.add_marker(
                    pytest.mark.skip(reason="no /usr/bin/chromium: apt-get install chromium")
                )


@dataclass(frozen=True)
class Prepared:
    """A home with the invented island in it, served by nobody, and who may sign in."""

    home: Path
    links: Mapping[str, str]

    def ask(self, question: str, *facts: str) -> str:
        """Look something up in the rows as they were before anybody came."""
        with closing(sqlite3.connect(self.home / "island.db")) as connection:
            found: str = connection.execute(question, facts).fetchone()[0]
        return found

    def matter(self, stage: str) -> str:
        """Return the address of the demonstration's matter at this stage."""
        question = "SELECT id FROM mediation_matter WHERE stage = ? ORDER BY number LIMIT 1"
        return f"/mediations/{self.ask(question, stage)}"

    def board(self) -> str:
        """Return the address where the finished agreement's delivery is watched."""
        question = "SELECT id FROM papers_paper WHERE kind = 'agreement' AND stage = 'issued'"
        return f"/deliveries/{self.ask(question)}"


@pytest.fixture(scope="package")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    home = tmp_path_factory.mktemp("island") / "demo"
    return Prepared(home, prepare(home))


@pytest.fixture(scope="package")
def server(prepared: Prepared, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for all who only add to it."""
    server = Server.on_copy(
        prepared.home, tmp_path_factory.mktemp("served") / "demo", prepared.links
    )
    server.start()
    yield server
    server.stop()


@pytest.fixture
def own_server(prepared: Prepared, tmp_path: Path) -> Iterator[Server]:
    """A server to be killed."""
    server = Server.on_copy(prepared.home, tmp_path / "demo", prepared.links)
    server.start()
    yield server
    server.stop()


@contextmanager
def a_browser() -> Iterator[Browser]:
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=str(CHROMIUM), args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    # Only while these tests run: playwright holds this thread's event loop, which others need.
    with a_browser() as browser:
        yield browser


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever proxy this machine uses, the tests talk to themselves."""
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
