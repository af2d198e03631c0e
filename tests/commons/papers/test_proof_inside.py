"""A downloaded paper carries its own proof: nobody need be asked, and nothing can be swapped."""

import inspect
import io
import json
import subprocess
import sys
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pikepdf
import pytest

from commons.access.actor import SYSTEM
from commons.evidence_log import verify
from commons.evidence_log.bundle import Bundle
from commons.evidence_log.log import signing_key
from commons.evidence_log.models import entries_of
from commons.evidence_log.proving import prove
from commons.evidence_log.verify import Fault, No, Trust, verify_paper
from commons.papers import final, issuing_actions, models
from commons.papers.events import PaperPrinted
from commons.papers.listeners import on_printed, on_signed
from commons.papers.models import Blob
from commons.papers.proof_room import PROOF_BYTES, measure, with_proof
from commons.papers.rules import Stage
from commons.papers.stamping import find_room, open_seal
from commons.providers.ports import Outside
from tests.commons.papers.builders import NOW, a_paper, a_view
from tests.commons.papers.test_listeners import (
    acts_of,
    issue,
    outside,
    sandbox,
    signed_event,
)

__all__ = ["outside", "sandbox"]  # fixtures

pytestmark = pytest.mark.usefixtures("db")


async def an_issued_pdf(outside: Outside, **changes: object) -> bytes:
    paper_id = await a_paper(signers=(), **changes)
    await issue(await signed_event(paper_id), outside)
    return await models.pdf_of(paper_id)


def trust_in(outside: Outside) -> Trust:
    return Trust(key=str(signing_key(outside.settings).public()))


def fault_of(pdf: bytes, trust: Trust) -> Fault | str:
    try:
        verify_paper(pdf, trust=trust)
        open_seal(pdf)
    except No as no:
        return no.args[0]
    except Exception as trouble:  # noqa: BLE001 - whatever breaks the seal
        return type(trouble).__name__
    return "none"


async def test_the_file_alone_proves_itself(outside: Outside) -> None:
    pdf = await an_issued_pdf(outside)
    proven = verify_paper(pdf, trust=trust_in(outside))
    assert proven.act["act"] == "paper.printed"
    assert (proven.facts or {})["size"] == len(pdf)
    assert open_seal(pdf).stamp is not None
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        attached = opened.attachments["proof.json"].get_file().read_bytes()
    assert len(attached) == PROOF_BYTES
    assert verify.verify(attached.decode(), trust=trust_in(outside)) == proven


async def test_the_verifier_on_its_own_needs_the_pdf_only(outside: Outside, tmp_path: Path) -> None:
    pdf = await an_issued_pdf(outside)
    script, paper = tmp_path / "verify.py", tmp_path / "paper.pdf"
    script.write_text(inspect.getsource(verify))
    key = trust_in(outside).key or ""
    at = pdf.index(b"stream") + 40
    for content, code, said in (
        (pdf, 0, ""),
        (pdf[:at] + bytes([pdf[at] ^ 1]) + pdf[at + 1 :], 1, "NO: file\n"),
        (b"%PDF-1.7", 1, "NO: bundle\n"),
    ):
        paper.write_bytes(content)
        assert run([sys.executable, "-I", str(script), str(paper), key]) == (code, said)
    paper.write_bytes(pdf)
    assert run(["qpdf", "--check", str(paper)])[0] == 0


def run(command: list[str]) -> tuple[int, str]:
    ended = subprocess.run(command, check=False, capture_output=True, text=True)
    return ended.returncode, ended.stderr


async def test_every_changed_byte_is_refused(outside: Outside) -> None:
    pdf, trust = await an_issued_pdf(outside), trust_in(outside)
    room, at = find_room(pdf), pdf.index(verify.MARK)
    end = at + len(pdf[at : at + PROOF_BYTES].rstrip(b" "))
    assert fault_of(pdf, trust) == "none"
    places = {*range(0, at, 3001), *range(at, end), *range(end, at + PROOF_BYTES, 401)}
    places |= {*range(at + PROOF_BYTES, room.start, 97), *range(room.end, len(pdf), 53)}
    passed = [
        where
        for where in sorted(places)
        for new in (pdf[where] ^ 1, pdf[where] ^ 0x20)
        if _proof_holds(pdf[:where] + bytes([new]) + pdf[where + 1 :], trust)
    ]
    assert passed == []


def _proof_holds(pdf: bytes, trust: Trust) -> bool:
    try:
        verify_paper(pdf, trust=trust)
    except No:
        return False
    return True


async def test_a_seal_of_other_digits_or_of_no_digits_is_refused(outside: Outside) -> None:
    pdf, trust = await an_issued_pdf(outside), trust_in(outside)
    room = find_room(pdf)
    changed = pdf[: room.start + 40] + b"FF" + pdf[room.start + 42 :]
    assert fault_of(changed, trust) == "NotSigned"
    smuggled = pdf[: room.end - 9] + b"> /X (y) " + pdf[room.end :]
    assert len(smuggled) == len(pdf)
    assert fault_of(smuggled, trust) is Fault.FILE


async def test_two_papers_cannot_swap_their_proofs(outside: Outside) -> None:
    first = await an_issued_pdf(outside)
    second = await an_issued_pdf(outside, view=a_view(claim="另一份。"))
    trust = trust_in(outside)
    one, two = (pdf.index(verify.MARK) for pdf in (first, second))
    taken = second[two : two + PROOF_BYTES]
    assert fault_of(first[:one] + taken + first[one + PROOF_BYTES :], trust) is Fault.FILE
    assert [fault_of(pdf, trust) for pdf in (first, second)] == ["none", "none"]


async def test_what_is_added_behind_or_beside_is_refused(outside: Outside) -> None:
    pdf, trust = await an_issued_pdf(outside), trust_in(outside)
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.add_blank_page()
        opened.save(out)
    for changed in (pdf + b"\n", pdf + pdf, b"\n" + pdf, pdf[:-1], out.getvalue(), b"", b"%PDF-"):
        assert fault_of(changed, trust) in {Fault.FILE, Fault.BUNDLE}


async def test_nothing_can_be_hidden_among_the_words_of_the_proof(outside: Outside) -> None:
    pdf, trust = await an_issued_pdf(outside), trust_in(outside)
    at = pdf.index(verify.MARK)
    text = pdf[at : at + PROOF_BYTES].decode().rstrip(" ")
    told = json.loads(text)
    for other in (
        json.dumps(told, ensure_ascii=False),
        json.dumps({**told, "more": 1}, ensure_ascii=False, separators=(",", ":")),
        json.dumps({**told, "since": {}}, ensure_ascii=False, separators=(",", ":")),
        json.dumps({**told, "salt": told["salt"].upper()}, separators=(",", ":")),
        text[:-1] + ',"index":0}',
        text + "\n",
        " " + text,
        text[:-1] + " }",
    ):
        room = other.encode().ljust(PROOF_BYTES, b" ")
        changed = pdf[:at] + room + pdf[at + PROOF_BYTES :]
        assert fault_of(changed, trust) in {Fault.BUNDLE, Fault.FILE}, other[-40:]


async def test_the_proof_of_another_act_does_not_vouch_for_the_file(outside: Outside) -> None:
    paper_id = await a_paper(signers=())
    await issue(await signed_event(paper_id), outside)
    pdf, trust = await models.pdf_of(paper_id), trust_in(outside)
    at = pdf.index(verify.MARK)
    issued = [one for one in await entries_of(f"paper:{paper_id}") if one.act == "paper.issued"]
    await an_issued_pdf(outside, view=a_view(claim="后一份。"))  # closes the log over the first
    bundle = await prove(issued[0].id)
    room = bundle.to_line().encode().ljust(PROOF_BYTES, b" ")
    assert fault_of(pdf[:at] + room + pdf[at + PROOF_BYTES :], trust) is Fault.FILE


async def test_another_log_is_not_believed(outside: Outside) -> None:
    pdf = await an_issued_pdf(outside)
    stranger = replace(outside.settings.keys, log_seed=bytes(range(32)))
    other = signing_key(replace(outside.settings, keys=stranger))
    assert fault_of(pdf, Trust(key=str(other.public()))) is Fault.KEY


async def test_a_paper_issued_the_old_way_still_verifies_beside_its_proof(
    outside: Outside,
) -> None:
    paper_id = await a_paper(signers=())
    ready = await final.current_paper(paper_id, outside.settings)
    old = await outside.renderer.pdf(ready.template, ready.view, extras=ready.extras)
    await issuing_actions.archive(paper_id, old, actor=SYSTEM, now=NOW)
    newer = await a_paper(signers=(), view=a_view(claim="新的一份。"))
    await issue(await signed_event(newer), outside)
    issued = [one for one in await entries_of(f"paper:{paper_id}") if one.act == "paper.issued"]
    proof = (await prove(issued[0].id)).to_json()
    trust, digest = trust_in(outside), sha256(old.pdf).hexdigest()
    assert verify.verify(proof, file_hash=digest, trust=trust).act["act"] == "paper.issued"
    assert fault_of(old.pdf, trust) is Fault.BUNDLE
    assert (await models.view_paper(paper_id)).stage is Stage.ISSUED


async def test_a_new_paper_is_proven_from_outside_as_well(outside: Outside) -> None:
    paper_id = await a_paper(signers=())
    await issue(await signed_event(paper_id), outside)
    await an_issued_pdf(outside, view=a_view(claim="后一份。"))
    issued = [one for one in await entries_of(f"paper:{paper_id}") if one.act == "paper.issued"]
    digest = sha256(await models.pdf_of(paper_id)).hexdigest()
    proof = (await prove(issued[0].id)).to_json()
    assert verify.verify(proof, file_hash=digest, trust=trust_in(outside)).facts is not None


async def test_a_print_is_promised_once_and_nothing_else_is_sealed(outside: Outside) -> None:
    """Killed after printing, printed again, heard twice: there is one print, and one file."""
    paper_id = await a_paper(signers=())
    event = await signed_event(paper_id)
    await on_signed(event, outside)
    first = await final.printed_paper(paper_id)
    assert first is not None
    other = replace(first.rendered, pdf=first.rendered.pdf.replace(b"%PDF-1.7", b"%PDF-1.6"))
    await issuing_actions.keep_printed(paper_id, other, actor=SYSTEM, now=NOW)
    await on_signed(event, outside)
    assert await final.printed_paper(paper_id) == first
    printed = PaperPrinted(paper_id=paper_id, kind=event.kind, subject=event.subject)
    await on_printed(printed, outside)
    pdf = await models.pdf_of(paper_id)
    await on_printed(printed, outside)
    await on_signed(event, outside)
    assert await models.pdf_of(paper_id) == pdf
    assert sorted(await acts_of(paper_id)) == ["completed", "drawn_up", "issued", "printed"]
    assert [one.sha256 for one in await Blob.all()] == [sha256(pdf).hexdigest()]
    assert blank_of(pdf) == first.rendered.pdf


def blank_of(pdf: bytes) -> bytes:
    room, at = find_room(pdf), pdf.index(verify.MARK)
    blank = bytearray(pdf)
    blank[at : at + PROOF_BYTES] = b" " * PROOF_BYTES
    blank[room.start : room.end] = b"0" * (room.end - room.start)
    return bytes(blank)


async def test_two_workers_that_finish_one_paper_archive_one_file(outside: Outside) -> None:
    paper_id = await a_paper(signers=())
    await on_signed(await signed_event(paper_id), outside)
    printed = await final.printed_paper(paper_id)
    assert printed is not None
    made = [
        replace(printed.rendered, pdf=b"%PDF- " + name, sha256=name.hex() * 32) for name in NAMES
    ]
    for one in made:
        await issuing_actions.archive(paper_id, one, actor=SYSTEM, now=NOW)
    assert await models.pdf_of(paper_id) == made[0].pdf
    assert (await acts_of(paper_id)).count("issued") == 1


NAMES = (b"\x01", b"\x02")


async def test_a_printed_paper_that_lost_its_place_is_not_issued(outside: Outside) -> None:
    paper_id = await a_paper(signers=())
    event = await signed_event(paper_id)
    await on_signed(event, outside)
    await a_paper(subject=event.subject, signers=(), view=a_view(claim="改过的。"))
    printed = PaperPrinted(paper_id=paper_id, kind=event.kind, subject=event.subject)
    await on_printed(printed, outside)
    assert (await models.view_paper(paper_id)).stage is Stage.VOID
    assert "issued" not in await acts_of(paper_id)


def a_long_proof(path: int) -> Bundle:
    """Make the longest proof that can come: a log of 2**path acts, ten witnesses."""
    line = "— witness.of.an.island.example/w1 " + "A" * 102 + "\n"
    note = "court.example.cn/evidence\n1099511627776\n" + "A" * 44 + "\n\n" + line * 11
    leaf = "x" * 450
    return Bundle(leaf, "y" * 700, bytes(32), 2**path - 1, (bytes(32),) * path, note, "k" * 120)


async def test_the_room_is_large_enough_for_a_log_of_a_million_million_acts() -> None:
    assert len(a_long_proof(40).to_line().encode()) < PROOF_BYTES


async def test_a_proof_too_long_for_its_room_is_never_cut(outside: Outside) -> None:
    paper_id = await a_paper(signers=())
    await on_signed(await signed_event(paper_id), outside)
    printed = await final.printed_paper(paper_id)
    assert printed is not None
    with pytest.raises(AssertionError, match="longer than its room"):
        with_proof(printed.rendered.pdf, "x" * (PROOF_BYTES + 1))
    assert measure(printed.rendered.pdf).size == len(printed.rendered.pdf)
