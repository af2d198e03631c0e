"""A large file is handed in part by part, over a connection that breaks, and gone on with."""

from pathlib import Path

from playwright.sync_api import Browser, Route

from tests.browser.looking import DESK, Eyes, a_window, until
from tests.browser.server import Server

CLERK = "郑小雨（虚构）"
PART_BYTES = 4 * 1024 * 1024
FILM = b"\x00\x00\x00\x18ftypmp42" + b"film" * (PART_BYTES // 2)  # three parts, the last one short


def at_the_page(desk: Eyes, server: Server) -> str:
    desk.open(server.links[CLERK])
    desk.open("/cases")
    case = desk.page.locator('article.card a[href^="/cases/"]').first.get_attribute("href")
    here = f"{case}/large-files"
    desk.open(here)
    return here


def test_a_broken_connection_and_a_closed_page_lose_no_part(
    browser: Browser, server: Server, tmp_path: Path
) -> None:
    film = tmp_path / "现场.mp4"
    film.write_bytes(FILM)
    sent: list[str] = []
    broken = ["once"]

    def pass_or_break(route: Route) -> None:
        sent.append(route.request.url.rpartition("/")[2])
        if sent[-1] == "2" and broken:
            broken.clear()
            route.abort()
        else:
            route.continue_()

    with a_window(browser, server.url, DESK) as desk:
        desk.page.route("**/parts/*", pass_or_break)
        here = at_the_page(desk, server)
        desk.page.fill('[name="title"]', "现场录像（虚构）")
        desk.page.set_input_files('[name="files"]', film)
        desk.page.click("[data-large] button.btn")
        until(lambda: desk.page.title() and sent.count("2") == 1)
        # The page is closed while it waits to try again; what has come stays.
        desk.open(here)
        opened = desk.page.locator("[data-large-open]")
        assert (opened.count(), opened.first.get_attribute("data-have")) == (1, "1")
        desk.page.set_input_files('[name="files"]', film)
        with desk.page.expect_navigation():
            desk.page.click("[data-large] button.btn")
        assert "现场录像（虚构）" in desk.page.locator("main").inner_text()
        assert desk.page.locator("[data-large-open]").count() == 0
        with desk.page.expect_download() as coming:
            desk.page.click(f'a[href^="{here}/"]')
        assert coming.value.path().read_bytes() == FILM
        assert sent == ["1", "2", "1", "2", "3"]
