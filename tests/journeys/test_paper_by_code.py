"""The journey of the house: a mediation on an island becomes a paper its reader fetches by code."""

import json
import re
import subprocess
from argparse import ArgumentParser
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from tortoise import Tortoise, connections

from commons.papers.models import Paper, Stage, pdf_of
from island import verify_command
from litigation.delivery.models import Sighting
from litigation.delivery.rules import Seen
from tests.journeys.fetching import fetched
from tests.journeys.island import Island
from tests.journeys.steps import APPLICANT, CANARY, agreed, begun, drawn, opened, recorded
from tests.journeys.walking import Walker


async def test_a_mediation_becomes_a_paper_that_its_reader_fetches_by_code(
    island: Island, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mediator = await island.sign_in("lin")
    here = await opened(mediator)
    await begun(mediator, here)
    await recorded(mediator, here)
    facts = await drawn(mediator, here, "facts")
    await island.work()
    agreement = await agreed(mediator, here)
    await island.work()

    # Both papers are finished, and each recipient was told its code by a text message.
    rows = {row.id: row for row in await Paper.all()}
    assert [row.stage for row in rows.values()] == [Stage.ISSUED, Stage.ISSUED]
    paper = next(row for row in rows.values() if str(row.id) in agreement)
    assert str(next(iter(rows))) in f"{facts}{agreement}"
    assert paper.code is not None
    told = [one for one in island.sandbox.sms if "调解协议" in one.text]
    assert sorted(one.phone[-11:] for one in told) == ["13900000001", "13900000002"]
    codes = {re.search(r"识别码 (\S+?)。", one.text)[1] for one in told}  # type: ignore[index]
    assert {code.replace("-", "") for code in codes} == {paper.code.replace("-", "")}
    assert "已达成协议" in await mediator.open(here)

    # The mediator's board: nobody has opened it; then each deed of the reader, told apart.
    board = f"/deliveries/{paper.id}"
    waits = await mediator.open(board)
    assert (waits.count("还没有打开"), waits.count("没有同意")) == (2, 0)
    recipient, pdf = await fetched(island, codes.pop(), APPLICANT, "退还租车押金")
    assert recipient.answer.headers["content-type"] == "application/pdf"
    assert sha256(pdf).hexdigest() == paper.pdf_sha256
    assert pdf == await pdf_of(paper.id)
    shown = await mediator.open(board)
    assert shown.count("还没有打开") == 1
    seen = {one.seen for one in await Sighting.filter(delivery__paper_id=paper.id)}
    assert seen == set(Seen)
    deeds = re.findall(r"<li><span>([^<]+)</span><time", shown)
    assert sorted(deeds) == sorted(("打开", "阅读全文", "下载", "文件已完整发出"))

    # Anybody can have the file checked, without us; one byte more or less is not the paper.
    await proved(island, pdf, tmp_path, capsys)
    await nothing_leaked(island, here, mediator, recipient)


async def proved(
    island: Island, pdf: bytes, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    anybody = island.visitor()
    await anybody.open("/verify/key")
    key = anybody.answer.text.strip()
    answer = await anybody.client.post("/verify/proof", data={"sha256": sha256(pdf).hexdigest()})
    assert answer.status_code == 200
    (folder / "paper.proof.json").write_bytes(answer.content)
    (folder / "paper.pdf").write_bytes(pdf)
    assert _verify(folder / "paper.pdf", key) == verify_command.YES
    assert "成立：文件自登记起没有改动" in capsys.readouterr().out
    flipped = bytearray(pdf)
    flipped[len(pdf) // 2] ^= 1
    (folder / "paper.pdf").write_bytes(flipped)
    assert _verify(folder / "paper.pdf", key) == verify_command.NO
    assert "不成立" in capsys.readouterr().out


def _verify(file: Path, key: str) -> int:
    parser = ArgumentParser()
    verify_command.add_parser(parser.add_subparsers())
    chosen = parser.parse_args(["verify", str(file), "--key", key])
    run: Callable[[Any], int] = chosen.run
    return run(chosen)


async def nothing_leaked(island: Island, here: str, mediator: Walker, recipient: Walker) -> None:
    """What was said in confidence is in nothing that anybody else can read."""
    needle = CANARY.encode()
    assert any(needle in one for one in mediator.shown)
    assert not any(needle in one for one in recipient.shown)
    pages = {
        link.split("#")[0].split("?")[0]
        for text in mediator.shown
        if text.startswith(b"<!doctype")
        for link in re.findall(r'href="(/(?:mediations|deliveries)[^"]*)"', text.decode())
    } | {here, f"{here}/record/caucus-a", f"{here}/record/private", f"{here}/record/offers"}
    assert len(pages) > 30
    for login in ("beside", "elsewhere", "head", "clerk", "judge", "auditor"):
        other = await island.sign_in(login)
        for address in sorted(pages):
            answer = await other.client.get(address)
            assert answer.status_code < 500, (login, address)
            assert needle not in answer.content, (login, address)
        found = await other.client.post("/mediations", data={"search": CANARY})
        # The words that were searched for stand in the search field, and nowhere else.
        assert found.content.count(needle) <= 1, login
    for paper in await Paper.all():
        assert CANARY not in text_of(await pdf_of(paper.id))
    assert not [one for one in island.sandbox.sms if CANARY in one.text]
    await nothing_in_the_rows()


def text_of(pdf: bytes) -> str:
    """Read a PDF as a person with a search field does."""
    done = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    text = done.stdout.decode()
    assert len(text) > 100
    return "".join(text.split())


async def nothing_in_the_rows() -> None:
    """Sealed where it is kept; in no outbox row, no evidence fact, no other column of any table."""
    connection = connections.get("default")
    tables = {row._meta.db_table for app in Tortoise.apps.values() for row in app.values()}
    assert {"evidence_leaf", "outbox_fact", "outbox_errand", "record_line"} <= tables
    for table in sorted(tables):
        for row in await connection.execute_query_dict(f'SELECT * FROM "{table}"'):  # noqa: S608
            for column, value in row.items():
                content = value if isinstance(value, bytes) else str(value).encode()
                assert CANARY.encode() not in content, (table, column)
                assert json.dumps(CANARY)[1:-1].encode() not in content, (table, column)
