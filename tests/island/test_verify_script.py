"""The verifier in the browser gives the same answer as the one on a desk, link by link."""

import json
from collections.abc import Iterator
from functools import partial
from hashlib import sha256
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Page, sync_playwright

from commons.evidence_log import checkpoint, verify
from commons.evidence_log.bundle import Bundle
from commons.evidence_log.checkpoint import SigningKey
from commons.evidence_log.leaves import Act, canonical, commit
from commons.evidence_log.verify import No, Trust
from tests.commons.evidence_log import mutations
from tests.commons.evidence_log.builders import KEY, NOW, THIEF

STATIC = Path(__file__).parents[2] / "static"
CHROMIUM = "/usr/bin/chromium"
PAPER = b"%PDF-1.7 invented"
DIGEST = sha256(PAPER).hexdigest()

pytestmark = pytest.mark.browser


class Quiet(SimpleHTTPRequestHandler):
    """Serves the static folder and says nothing."""

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture(scope="module")
def desk() -> Iterator[Page]:
    """Open an empty page of a trustworthy address that has loaded the script."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(STATIC)))
    Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{server.server_port}/sprite.LICENSE.txt")
        page.add_script_tag(url="/verify.js")
        yield page
        browser.close()
    server.shutdown()
    server.server_close()


def a_proof(index: int, size: int, key: SigningKey = KEY) -> str:
    """Make the proof of an invented paper at this place of an invented log."""
    facts = {"pdf_sha256": DIGEST, "kind": "notice"}
    act = Act("paper:1", "paper.issued", NOW, "service", commit(facts, bytes(32)))
    leaves = [mutations.a_line(number) for number in range(size)]
    leaves[index] = act.text
    return Bundle(
        leaf=act.text,
        facts=canonical(facts),
        salt=bytes(32),
        index=index,
        path=mutations.path_in(tuple(leaves), index),
        checkpoint=mutations.head_of(leaves, key, is_witnessed=True),
        key=str(key.public()),
    ).to_json()


def in_browser(desk: Page, text: str, key: str) -> str:
    asked = {"text": text, "digest": DIGEST, "key": key}
    answer: str = desk.evaluate("a => islandVerify.check(a.text, a.digest, a.key)", asked)
    return answer


def paper_in_browser(desk: Page, paper: bytes, key: str) -> str:
    asked = {"paper": list(paper), "key": key}
    answer: str = desk.evaluate(
        "a => islandVerify.checkPaper(Uint8Array.from(a.paper), a.key)", asked
    )
    return answer


def paper_on_a_desk(paper: bytes, key: str) -> str:
    try:
        verify.verify_paper(paper, trust=Trust(key=key))
    except No as no:
        return str(no.args[0].value)
    return "yes"


def on_a_desk(text: str, key: str) -> str:
    try:
        verify.verify(text, file_hash=DIGEST, trust=Trust(key=key))
    except No as no:
        return str(no.args[0].value)
    return "yes"


def test_every_place_in_small_logs_is_proven(desk: Page) -> None:
    key = str(KEY.public())
    for size in (1, 2, 3, 7, 8, 9, 33):
        for index in range(size):
            assert in_browser(desk, a_proof(index, size), key) == "yes"


def test_both_verifiers_name_the_same_broken_link(desk: Page) -> None:
    good, key = json.loads(a_proof(5, 13)), str(KEY.public())
    other_head = str(checkpoint.sign(THIEF, size=13, root=bytes(32)))
    changes: tuple[dict[str, Any], ...] = (
        {},
        {"leaf": good["leaf"].replace("paper:1", "paper:2")},
        {"index": 6},
        {"index": 13},
        {"path": good["path"][:-1]},
        {"path": [*good["path"], good["path"][0]]},
        {"path": ["AAAA", *good["path"][1:]]},
        {"facts": good["facts"].replace("notice", "ruling")},
        {"facts": None},
        {"salt": "00" * 31},
        {"checkpoint": other_head},
        {"checkpoint": good["checkpoint"].replace("\n13\n", "\n14\n")},
        {"checkpoint": ""},
        {"key": str(THIEF.public())},
        {"format": "island-evidence/2"},
    )
    for change in changes:
        text = json.dumps({**good, **change})
        assert in_browser(desk, text, key) == on_a_desk(text, key), change
    assert in_browser(desk, "no json", key) == on_a_desk("no json", key) == "bundle"


def a_paper_with_its_proof(text: str = "页", act: str = "paper.printed") -> bytes:
    """Lay out an invented file with both rooms, and the proof of its blank form in the first."""
    head, tail = f"%PDF-1.7 {text} stream\n".encode(), b"\nendstream /Contents <"
    blank = head + b" " * verify.ROOM_BYTES + tail + b"0" * verify.SEAL_DIGITS + b">\n%%EOF"
    facts = {
        "blank_sha256": sha256(blank).hexdigest(),
        "size": len(blank),
        "proof_at": len(head),
        "proof_bytes": verify.ROOM_BYTES,
        "seal_at": len(head) + verify.ROOM_BYTES + len(tail),
        "seal_bytes": verify.SEAL_DIGITS,
    }
    line = Act("paper:1", act, NOW, "service", commit(facts, bytes(32)))
    leaves = [mutations.a_line(0), line.text, mutations.a_line(2)]
    proof = Bundle(
        leaf=line.text,
        facts=canonical(facts),
        salt=bytes(range(32)) if act == "bad salt" else bytes(32),
        index=1,
        path=mutations.path_in(tuple(leaves), 1),
        checkpoint=mutations.head_of(leaves, KEY, is_witnessed=True),
        key=str(KEY.public()),
    ).to_line()
    room = proof.encode().ljust(verify.ROOM_BYTES, b" ")
    seal = b"30AF".ljust(verify.SEAL_DIGITS, b"0")
    return head + room + tail + seal + b">\n%%EOF"


def test_both_verifiers_agree_about_a_paper_with_its_proof_inside(desk: Page) -> None:
    good, key = a_paper_with_its_proof(), str(KEY.public())
    other = a_paper_with_its_proof("頁")
    at, room = good.index(verify.MARK), verify.ROOM_BYTES
    proof = good[at : at + room]
    told = json.loads(proof)

    def saying(**changes: Any) -> bytes:
        text = json.dumps({**told, **changes}, ensure_ascii=False, separators=(",", ":"))
        return good[:at] + text.encode().ljust(room, b" ") + good[at + room :]

    seal_at = good.index(b"<") + 1
    papers = {
        "unchanged": good,
        "a word": good.replace("页".encode(), "贞".encode()),
        "the end": good[:-1] + b"G",
        "longer": good + b" ",
        "shorter": good[:-1],
        "moved": b" " + good,
        "another's proof": good[:at] + other[other.index(verify.MARK) :][:room] + good[at + room :],
        "no proof": good.replace(proof, b" " * room),
        "no paper": b"",
        "other act": a_paper_with_its_proof(act="paper.issued"),
        "other salt": a_paper_with_its_proof(act="bad salt"),
        "bracket in the seal": good[:seal_at] + b">" + good[seal_at + 1 :],
        "small digits in the seal": good[:seal_at] + b"ff" + good[seal_at + 2 :],
        "other digits in the seal": good[:seal_at] + b"FF" + good[seal_at + 2 :],
        "a word more": saying(more=1),
        "history": saying(since={}),
        "large salt": saying(salt="AB" + told["salt"][2:]),
        "no facts": saying(facts=None),
        "no salt": saying(salt=None),
        "other place": saying(index=2),
        "other head": saying(checkpoint=told["checkpoint"].replace("\n3\n", "\n4\n")),
        "spaces": good[:at] + proof.replace(b",", b", ", 1)[:room] + good[at + room :],
        "a line more": good[:at] + proof.rstrip() + b"\n" + good[at + len(proof.rstrip()) + 1 :],
        "half a character": good[:at] + proof[:-1] + b"\xe9" + good[at + room :],
    }
    answers = {name: paper_in_browser(desk, paper, key) for name, paper in papers.items()}
    assert answers == {name: paper_on_a_desk(paper, key) for name, paper in papers.items()}
    fine = {name for name, answer in answers.items() if answer == "yes"}
    assert fine == {"unchanged", "other digits in the seal"}
    assert paper_in_browser(desk, good, str(THIEF.public())) == "key"
