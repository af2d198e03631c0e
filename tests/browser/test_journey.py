"""The journey of the house in a real browser: the mediator at a desk, the reader on a telephone."""

import re
from hashlib import sha256
from pathlib import Path

from playwright.sync_api import Browser, Download

from tests.browser.looking import DESK, PHONE, Eyes, a_window, keep_picture, note_figure, until
from tests.browser.server import Server
from tests.journeys.steps import APPLICANT, RESPONDENT, SCREENS

LIVE_MS_MAX = 1000
MEDIATOR = "林海生（虚构）"
FACT = "双方于2026年11月1日订立租车合同，押金680元。"
WATCH = """(words) => {
  const look = () => {
    if (!window.shownAt && document.getElementById("board").textContent.includes(words))
      window.shownAt = Date.now();
  };
  new MutationObserver(look).observe(document.getElementById("board"),
    {childList: true, subtree: true, characterData: true});
  look();
}"""


def fill(eyes: Eyes, answers: dict[str, str]) -> None:
    """Type into fields, press choices, pick from lists: whatever stands under each name."""
    for name, value in answers.items():
        part = eyes.page.locator(f'main [name="{name}"]').first
        kind = part.get_attribute("type") or ""
        if kind in {"radio", "checkbox"}:
            # A finger presses the words beside the small round thing.
            eyes.page.locator(f'main label:has([name="{name}"][value="{value}"])').first.click()
        elif eyes.page.locator(f'main select[name="{name}"]').count():
            part.select_option(value)
        else:
            part.fill(value)


def save(eyes: Eyes, answers: dict[str, str] | None = None, button: str = "main .bar .btn") -> None:
    fill(eyes, answers or {})
    eyes.press(f"{button} >> nth=0")


def opened_plainly(eyes: Eyes) -> str:
    """Open a matter without looking at each page; returns its address."""
    return opened(eyes, look=False)


def opened(eyes: Eyes, *, look: bool = True) -> str:
    """Open a matter, one question a screen; returns its address."""
    eyes.open("/mediations/new")
    eyes.press('main form[action="/mediations/new"] button, main form:not([action]) button')
    for number, screen in enumerate(SCREENS):
        answers = dict(screen)
        if "organisation_kind" in answers:
            place = eyes.page.locator('[name="organisation_id"]').first
            answers["organisation_id"] = place.get_attribute("value") or ""
        if number == 0 and look:
            eyes.check("journey-1-origin")
        save(eyes, answers)
    if look:
        eyes.check("journey-2-check")
    save(eyes)
    return eyes.page.url.removeprefix(eyes.base)


def begun(eyes: Eyes, here: str) -> None:
    eyes.open(f"{here}/conflict")
    save(eyes, {"kind": "none"})
    eyes.press(f'form[action="{here}/accept"] button')
    links = eyes.page.locator("main a").evaluate_all("(all) => all.map((a) => a.pathname)")
    for party in dict.fromkeys(
        link for link in links if re.fullmatch(rf"{here}/parties/[0-9a-f-]+", link)
    ):
        for step in ("mediation", "e_service"):
            eyes.open(f"{party}/consents")
            save(eyes, {"step": step, "answer": "given", "how": "spoken"})
        eyes.open(f"{party}/identity")
        save(eyes, {"checked_for": "mediation", "how": "original_card", "level": "matched"})
        eyes.open(party)
        name = eyes.page.locator('main [name="name"]').input_value()
        phone = next(one["phone"] for one in (APPLICANT, RESPONDENT) if one["name"] == name)
        save(eyes, {"e_address": phone, "e_basis": "explicit"})
    eyes.open(f"{here}/begin")
    save(eyes, {"warned": "yes"})
    assert eyes.page.url.endswith(here)
    eyes.check("journey-3-matter")


def write_a_name(eyes: Eyes) -> None:
    """Sign with the mouse as with a finger: two strokes across the box."""
    box = eyes.page.locator("[data-signature] canvas")
    box.scroll_into_view_if_needed()
    found = box.bounding_box()
    assert found is not None
    mouse = eyes.page.mouse
    x, y, width, height = found["x"], found["y"], found["width"], found["height"]
    for row in (0.35, 0.65):
        mouse.move(x + width * 0.2, y + height * row)
        mouse.down()
        for step in range(1, 12):
            shift = (step * 37 % 23) / 100
            mouse.move(x + width * (0.2 + step * 0.05), y + height * (row - 0.1 + shift))
        mouse.up()
    assert "strokes" in eyes.page.locator('input[name="mark"]').input_value()


def signed(eyes: Eyes, here: str, kind: str) -> str:
    """Draw up a paper and let everybody sign it on the screen; returns its address."""
    eyes.open(f"{here}/papers/draw/{kind}")
    save(eyes)
    paper = eyes.page.url.removeprefix(eyes.base)
    waiting = eyes.page.locator('main a[href*="/sign/"]')
    for number in range(waiting.count()):
        eyes.press('main a[href*="/sign/"] >> nth=0')
        write_a_name(eyes)
        if number == 0:
            eyes.check(f"journey-4-sign-{kind}")
        save(eyes)
        assert eyes.page.url.endswith(paper)
    assert waiting.count() == 0
    return paper


def digits_for(server: Server, browser: Browser, before: int) -> str:
    """Look at the invented telephone: the newest message with six digits in it."""
    with a_window(browser, server.url) as phone:

        def newest() -> list[str]:
            phone.open("/admin/outbox-sandbox")
            found = re.findall(r"验证码 (\d{6})", phone.page.locator("main").inner_text())
            return found if len(found) > before else []

        return until(newest)[0]


def codes_sent(server: Server, browser: Browser) -> int:
    with a_window(browser, server.url) as phone:
        phone.open("/admin/outbox-sandbox")
        return len(re.findall(r"验证码 \d{6}", phone.page.locator("main").inner_text()))


def fetched(browser: Browser, server: Server, reader: Eyes, code: str) -> None:
    """Be the recipient up to the text of the paper."""
    before = codes_sent(server, browser)
    reader.open("/d")
    reader.check("phone-1-code")
    save(reader, {"code": code})
    reader.check("phone-2-phone")
    save(reader, {"phone": APPLICANT["phone"][-4:]})
    reader.check("phone-3-digits")
    save(reader, {"otp": digits_for(server, browser, before)})
    if reader.page.url.endswith("/d/identity"):
        reader.check("phone-4-identity")
        save(reader, {"id_tail": APPLICANT["number"][-4:]})
    reader.check("phone-5-waiting")
    reader.press('form[action="/d/read"] button')
    reader.check("phone-6-text")


def download(reader: Eyes) -> tuple[Download, float]:
    """Press the button; returns the file and the moment in which it began to arrive."""
    with reader.page.expect_download() as coming:
        reader.page.click('form[action="/d/download"] button')
    return coming.value, float(reader.page.evaluate("() => Date.now()"))


def test_the_whole_journey_at_a_desk_and_on_a_telephone(
    browser: Browser, server: Server, tmp_path: Path
) -> None:
    with a_window(browser, server.url, DESK) as desk, a_window(browser, server.url, PHONE) as phone:
        desk.open(server.links[MEDIATOR])
        here = opened(desk)
        begun(desk, here)
        desk.open(f"{here}/record/facts")
        save(desk, {"text": FACT})
        signed(desk, here, "facts")
        desk.open(f"{here}/papers/terms")
        term = {
            "debtor": RESPONDENT["name"],
            "creditor": APPLICANT["name"],
            "what": "退还租车押金",
            "amount": "600",
            "due_on": "2027-01-15",
            "method": "转账（虚构）",
        }
        save(desk, term, 'form[action$="/terms/add"] button')
        assert "600.00" in desk.page.locator("main").inner_text(), desk.page.content()
        paper = signed(desk, here, "agreement")
        board = f"/deliveries/{paper.rpartition('/')[2]}"
        code = until(lambda: code_on(desk, board))
        desk.check("journey-5-board")
        assert "没有同意" not in desk.page.locator("#board").inner_text()

        fetched(browser, server, phone, code)
        desk.page.bring_to_front()
        desk.page.evaluate(WATCH, "下载")
        file, began = download(phone)
        shown = until(lambda: desk.page.evaluate("() => window.shownAt"))
        note_figure(f"live board: {shown - began:.0f} ms after the download began")
        assert shown - began <= LIVE_MS_MAX
        target = tmp_path / "paper.pdf"
        file.save_as(target)
        keep_picture(desk.page, "journey-6-board-after")
        archived = desk.page.context.request.get(f"{server.url}{paper}/pdf").body()
        assert sha256(target.read_bytes()).digest() == sha256(archived).digest()
        assert [*desk.all_faults(), *phone.all_faults()] == []


def code_on(desk: Eyes, board: str) -> str:
    """Wait for the paper to be printed, archived and on its way, and read its code."""
    answer = desk.page.goto(desk.base + board)
    if answer is None or not answer.ok or "已发出" not in desk.page.locator("#board").inner_text():
        return ""
    return desk.page.locator(".code").first.inner_text()


def test_nothing_was_a_defect_of_the_service(server: Server) -> None:
    assert server.defects() == []
