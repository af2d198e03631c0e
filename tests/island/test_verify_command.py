"""`island verify` answers yes, no, or "I cannot read that", without a database or a network."""

import io
import json
from argparse import ArgumentParser
from hashlib import sha256
from pathlib import Path

import anyio
import pikepdf
import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from commons.almanac import FixedClock
from commons.evidence_log import merkle
from commons.evidence_log.bundle import Bundle
from commons.evidence_log.checkpoint import COSIGNATURE, SigningKey, cosign, sign
from commons.evidence_log.leaves import Act, canonical, commit
from commons.papers.extras import Extras
from commons.papers.proof_room import measure, with_proof
from commons.papers.seal import prepared, sealed, self_signed
from commons.papers.stamping import find_room, stamp_imprint, stamped
from commons.providers.ports import Stamped
from commons.providers.sandbox_stamps import AUTHORITY, SandboxTimeStamper
from commons.settings import make_keys
from island import verify_command
from tests.commons.evidence_log.builders import KEY, NOW, THIEF

PAPER = b"%PDF-1.7 invented"
WITNESS = SigningKey("witness.example/w1", bytes(range(7, 39)))


def _proof(key: SigningKey = KEY, paper: bytes = PAPER) -> str:
    facts = {"pdf_sha256": sha256(paper).hexdigest(), "kind": "notice"}
    act = Act("paper:1", "paper.issued", NOW, "service", commit(facts, bytes(32)))
    sibling = merkle.leaf_hash(b"another act")
    head = sign(key, size=2, root=merkle.node_hash(sibling, act.hash))
    return Bundle(
        leaf=act.text,
        facts=canonical(facts),
        salt=bytes(32),
        index=1,
        path=(sibling,),
        checkpoint=str(head.plus(cosign(WITNESS, head, NOW))),
        key=str(key.public()),
    ).to_json()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ISLAND_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("ISLAND_LOG_KEY", raising=False)
    (tmp_path / "paper.pdf").write_bytes(PAPER)
    (tmp_path / "paper.proof.json").write_text(_proof())
    return tmp_path


def _run(*arguments: str | Path) -> int:
    parser = ArgumentParser()
    verify_command.add_parser(parser.add_subparsers())
    chosen = parser.parse_args(["verify", *map(str, arguments)])
    code: int = chosen.run(chosen)
    return code


def test_a_paper_with_its_proof_beside_it_is_verified(folder: Path) -> None:
    assert _run(folder / "paper.pdf") == 0
    assert _run(folder / "paper.pdf", "--bundle", folder / "paper.proof.json") == 0


def test_a_record_alone_is_verified(folder: Path) -> None:
    assert _run(folder / "paper.proof.json") == 0


def test_one_changed_byte_is_a_no(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "paper.pdf").write_bytes(PAPER + b" ")
    assert _run(folder / "paper.pdf", "--json") == 1
    assert json.loads(capsys.readouterr().out) == {"verified": False, "fault": "file"}
    assert _run(folder / "paper.pdf") == 1
    assert capsys.readouterr().out == "不成立：文件不是证明里说的那一份，或者改动过\n"


def test_a_named_key_is_insisted_on(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    published = folder / "court.key"
    published.write_text(f"{KEY.public()}\n")
    assert _run(folder / "paper.pdf", "--key", published) == 0
    assert _run(folder / "paper.pdf", "--key", str(KEY.public()), "--json") == 0
    (folder / "paper.proof.json").write_text(_proof(THIEF))
    assert _run(folder / "paper.pdf", "--key", published) == 1
    assert "密钥" in capsys.readouterr().out


def test_without_a_named_key_the_answer_says_so(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _run(folder / "paper.pdf", "--json")
    answer = json.loads(capsys.readouterr().out)
    assert (answer["verified"], answer["key_trusted"]) == (True, False)
    assert answer["facts"]["kind"] == "notice"
    _run(folder / "paper.pdf")
    assert "没有指定公钥" in capsys.readouterr().out


def test_beside_a_service_its_own_key_is_the_one(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keys = folder / "home" / "keys.json"
    make_keys(keys)
    assert _run(folder / "paper.pdf") == 1
    seed = bytes.fromhex(json.loads(keys.read_text())["log_seed"])
    (folder / "paper.proof.json").write_text(_proof(SigningKey(KEY.name, seed)))
    assert _run(folder / "paper.pdf") == 0
    assert "没有指定公钥" not in capsys.readouterr().out


def test_a_demanded_witness_and_a_remembered_head_are_checked(folder: Path) -> None:
    seen = str(WITNESS.public(COSIGNATURE))
    assert _run(folder / "paper.pdf", "--witness", seen) == 0
    assert _run(folder / "paper.pdf", "--witness", str(THIEF.public(COSIGNATURE))) == 1
    head = folder / "old.head"
    head.write_text(json.loads(_proof())["checkpoint"])
    assert _run(folder / "paper.pdf", "--head", head) == 0
    head.write_text(str(sign(KEY, size=2, root=bytes(32))))
    assert _run(folder / "paper.pdf", "--head", head) == 1


def test_what_cannot_be_read_is_neither_yes_nor_no(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "lonely.pdf").write_bytes(PAPER)
    (folder / "binary.json").write_bytes(b"\xff\xfe")
    codes = [
        _run(folder / "nowhere.pdf"),
        _run(folder),
        _run(folder / "lonely.pdf"),
        _run(folder / "paper.pdf", "--bundle", folder / "nowhere.json"),
        _run(folder / "paper.pdf", "--bundle", folder / "binary.json"),
        _run(folder / "paper.pdf", "--key", folder / "nowhere.key"),
    ]
    said = capsys.readouterr()
    assert (codes, said.out) == ([2] * 6, "")
    assert len(said.err.splitlines()) == 6


def test_a_proof_that_is_no_proof_is_a_no(folder: Path) -> None:
    (folder / "paper.proof.json").write_text("{}")
    assert _run(folder / "paper.pdf") == 1
    assert _run(folder / "paper.proof.json") == 1


def _sealed() -> bytes:
    """Make a small PDF with the seal of an invented court."""
    out = io.BytesIO()
    with pikepdf.new() as empty:
        empty.add_blank_page()
        empty.save(out)
    seal = self_signed("岚岛县人民法院", NOW)
    return sealed(prepared(out.getvalue(), seal, Extras()), seal)


async def _stamped(pdf: bytes, authority: SandboxTimeStamper) -> bytes:
    answer = await authority.stamp(stamp_imprint(pdf))
    assert isinstance(answer, Stamped)
    return stamped(pdf, answer.token)


def _lay(folder: Path, pdf: bytes) -> Path:
    (folder / "sealed.pdf").write_bytes(pdf)
    (folder / "sealed.proof.json").write_text(_proof(paper=pdf))
    return folder / "sealed.pdf"


def test_a_stamped_paper_tells_its_time_in_plain_words(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    authority = SandboxTimeStamper(FixedClock(NOW))
    paper = _lay(folder, anyio.run(_stamped, _sealed(), authority))
    certificate = folder / "tsa.pem"
    certificate.write_bytes(authority.certificate.public_bytes(Encoding.PEM))
    assert _run(paper) == 0
    said = capsys.readouterr().out
    assert "电子印章 岚岛县人民法院（自签演示印章），盖章后没有改动" in said
    when = "2026年11月23日 10:00:00（北京时间）"
    assert f"时间戳：{AUTHORITY}证明，{when}已经有这份盖好章的文件" in said
    assert "没有指定时间戳机构的证书" in said
    assert _run(paper, "--tsa", certificate) == 0
    assert "没有指定时间戳机构的证书" not in capsys.readouterr().out
    assert _run(paper, "--tsa", certificate, "--json") == 0
    assert json.loads(capsys.readouterr().out)["seal"] == {
        "signer": "岚岛县人民法院（自签演示印章）",
        "stamped_at": NOW.isoformat(),
        "stamped_by": AUTHORITY,
        "authority_known": True,
    }


def test_a_demanded_authority_must_have_stamped(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = folder / "other.pem"
    stranger = SandboxTimeStamper(FixedClock(NOW))
    other.write_bytes(stranger.certificate.public_bytes(Encoding.PEM))
    bare = _sealed()
    for pdf in (bare, anyio.run(_stamped, bare, SandboxTimeStamper(FixedClock(NOW)))):
        assert _run(_lay(folder, pdf), "--tsa", other, "--json") == 1
        assert json.loads(capsys.readouterr().out) == {"verified": False, "fault": "stamp"}
    assert _run(_lay(folder, bare)) == 0
    assert "没有外部机构的时间戳" in capsys.readouterr().out
    assert _run(_lay(folder, bare), "--tsa", folder / "nowhere.pem") == 2


def test_a_seal_that_does_not_hold_is_a_no(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pdf = _sealed()
    at = find_room(pdf).start + 2 * len(find_room(pdf).der) - 2
    for broken in (pdf[:at] + b"00" + pdf[at + 2 :], pdf + b"%"):
        assert _run(_lay(folder, broken), "--json") == 1
        assert json.loads(capsys.readouterr().out) == {"verified": False, "fault": "seal"}


def _carrying() -> bytes:
    """Make a small sealed PDF that carries the proof of its own blank form."""
    seal = self_signed("岚岛县人民法院", NOW)
    out = io.BytesIO()
    with pikepdf.new() as empty:
        empty.add_blank_page()
        empty.save(out)
    print_ = prepared(out.getvalue(), seal, Extras())
    facts = measure(print_).to_json()
    act = Act("paper:1", "paper.printed", NOW, "service", commit(facts, bytes(32)))
    head = sign(KEY, size=1, root=act.hash)
    proof = Bundle(
        act.text, canonical(facts), bytes(32), 0, (), str(head), str(KEY.public())
    ).to_line()
    return sealed(with_proof(print_, proof), seal)


def test_a_paper_with_its_proof_inside_needs_nothing_beside_it(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pdf = _carrying()
    paper, key = folder / "carrying.pdf", str(KEY.public())
    paper.write_bytes(pdf)
    assert _run(paper, "--key", key) == 0
    said = capsys.readouterr().out
    assert "成立：文件自登记起没有改动" in said
    assert "电子印章 岚岛县人民法院（自签演示印章），盖章后没有改动" in said
    assert _run(paper, "--json") == 0
    assert json.loads(capsys.readouterr().out)["key_trusted"] is False
    room = find_room(pdf)
    for changed, fault in (
        (pdf[:9] + b"X" + pdf[10:], "file"),
        (pdf + b" ", "file"),
        (pdf[: room.start + 90] + b"00" + pdf[room.start + 92 :], "seal"),
        (pdf.replace(b"paper.printed", b"paper.issuedd"), "inclusion"),
    ):
        paper.write_bytes(changed)
        assert _run(paper, "--key", key, "--json") == 1
        assert json.loads(capsys.readouterr().out) == {"verified": False, "fault": fault}
    paper.write_bytes(pdf)
    assert _run(paper, "--key", str(THIEF.public())) == 1
    assert _run(paper, "--bundle", folder / "paper.proof.json") == 1


def test_beside_a_service_a_paper_is_held_against_its_own_key(folder: Path) -> None:
    paper = folder / "carrying.pdf"
    paper.write_bytes(_carrying())
    make_keys(folder / "home" / "keys.json")
    assert _run(paper) == 1
