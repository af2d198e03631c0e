"""The verifier that stands alone says yes to what was issued, and to nothing else."""

import ast
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from commons.evidence_log import checkpoint, verify
from commons.evidence_log.bundle import Bundle
from commons.evidence_log.checkpoint import COSIGNATURE, PublicKey, SigningKey
from commons.evidence_log.log import erase_facts, integrate
from commons.evidence_log.proving import current_head, prove
from commons.evidence_log.verify import Fault, No, Trust
from tests.commons.evidence_log.builders import KEY, NOW, PDF, THIEF, a_log, a_paper, an_act

WITNESS = SigningKey("witness.example/w1", bytes(range(7, 39)))


async def _bundle() -> Bundle:
    await a_log(5)
    leaf_id = await a_paper()
    await integrate(KEY, NOW)
    await a_log(300)
    return await prove(leaf_id)


def _fault(text: str, *, file_hash: str | None = PDF, trust: Trust | None = None) -> Fault:
    with pytest.raises(No) as no:
        verify.verify(text, file_hash=file_hash, trust=trust)
    return no.value.args[0]


async def test_the_paper_that_was_issued_is_proven(db: None) -> None:
    bundle = await _bundle()
    proven = verify.verify(bundle.to_json(), file_hash=PDF, trust=Trust(key=str(KEY.public())))
    assert proven.act["subject"] == "paper:1"
    assert proven.facts == {"pdf_sha256": PDF, "number": "调1"}
    assert (proven.index, proven.size, proven.witnessed) == (5, 306, ())


async def test_another_file_is_not_the_paper(db: None) -> None:
    text = (await _bundle()).to_json()
    assert _fault(text, file_hash="cd" * 32) is Fault.FILE


async def test_an_act_that_only_mentions_a_file_does_not_vouch_for_it(db: None) -> None:
    leaf_id = await an_act("exhibit:1", "exhibit.received", {"pdf_sha256": PDF})
    await integrate(KEY, NOW)
    assert _fault((await prove(leaf_id)).to_json()) is Fault.FILE


async def test_a_record_without_a_file_is_proven_alone(db: None) -> None:
    leaf_id = await an_act()
    await integrate(KEY, NOW)
    proven = verify.verify((await prove(leaf_id)).to_json())
    assert (proven.facts, proven.size) == ({"number": 1}, 1)


async def test_erased_facts_leave_the_act_proven_and_the_file_unproven(db: None) -> None:
    leaf_id = await a_paper()
    await integrate(KEY, NOW)
    kept_at_home = (await prove(leaf_id)).to_json()
    await erase_facts([leaf_id])
    text = (await prove(leaf_id)).to_json()
    assert verify.verify(text).facts is None
    assert _fault(text) is Fault.FILE
    assert verify.verify(kept_at_home, file_hash=PDF).index == 0


async def test_a_head_without_its_signature_is_refused(db: None) -> None:
    bundle = await _bundle()
    head = checkpoint.read(bundle.checkpoint)
    bare = replace(bundle, checkpoint=head.body + "\n")
    borrowed = replace(bundle, checkpoint=str(replace(head, size=head.size + 1)))
    forged = checkpoint.sign(THIEF, size=head.size, root=head.root)
    stolen_name = replace(bundle, checkpoint=str(forged))
    faults = [_fault(one.to_json()) for one in (bare, borrowed, stolen_name)]
    assert faults == [Fault.SIGNATURE] * 3


async def test_a_log_of_ones_own_convinces_only_who_knows_no_key(db: None) -> None:
    bundle = await _bundle()
    head = checkpoint.read(bundle.checkpoint)
    forged = replace(
        bundle,
        checkpoint=str(checkpoint.sign(THIEF, size=head.size, root=head.root)),
        key=str(THIEF.public()),
    )
    assert verify.verify(forged.to_json()).key == str(THIEF.public())
    assert _fault(forged.to_json(), trust=Trust(key=str(KEY.public()))) is Fault.KEY


async def test_a_demanded_witness_must_have_seen_the_head(db: None) -> None:
    bundle = await _bundle()
    head = checkpoint.read(bundle.checkpoint)
    trust = Trust(witnesses=(str(WITNESS.public(COSIGNATURE)),))
    assert _fault(bundle.to_json(), trust=trust) is Fault.WITNESSES
    seen = replace(bundle, checkpoint=str(head.plus(checkpoint.cosign(WITNESS, head, NOW))))
    proven = verify.verify(seen.to_json(), file_hash=PDF, trust=trust)
    assert proven.witnessed == (("witness.example/w1", "2026-11-23T02:00:00+00:00"),)
    fake = SigningKey(WITNESS.name, THIEF.seed)
    line = replace(checkpoint.cosign(fake, head, NOW), key_id=WITNESS.public(COSIGNATURE).id)
    forged = replace(bundle, checkpoint=str(head.plus(line)))
    assert _fault(forged.to_json(), trust=trust) is Fault.WITNESSES


async def test_a_remembered_head_must_be_the_beginning_of_the_log(db: None) -> None:
    leaf_id = await a_paper()
    for count in (6, 1, 4, 300):
        await integrate(KEY, NOW)
        head = await current_head()
        assert head is not None
        await a_log(count)
        bundle = await prove(leaf_id, since_size=head.size)
        verify.verify(bundle.to_json(), trust=Trust(remembered=head.note))
        other = checkpoint.sign(KEY, size=head.size, root=bytes(32))
        assert _fault(bundle.to_json(), trust=Trust(remembered=str(other))) is Fault.HISTORY
    without = replace(bundle, since=None)
    assert _fault(without.to_json(), trust=Trust(remembered=head.note)) is Fault.HISTORY


Change = Callable[[dict[str, Any]], object]
DAMAGE: dict[str, tuple[Change, Fault]] = {
    "other act": (
        lambda b: b.update(leaf=b["leaf"].replace("paper:1", "paper:2")),
        Fault.INCLUSION,
    ),
    "other time": (lambda b: b.update(leaf=b["leaf"].replace("2026", "2025")), Fault.INCLUSION),
    "other place": (lambda b: b.update(index=6), Fault.INCLUSION),
    "place behind the end": (lambda b: b.update(index=10**9), Fault.INCLUSION),
    "place before the start": (lambda b: b.update(index=-1), Fault.INCLUSION),
    "shorter path": (lambda b: b["path"].pop(), Fault.INCLUSION),
    "longer path": (lambda b: b["path"].append(b["path"][0]), Fault.INCLUSION),
    "swapped path": (lambda b: b["path"].reverse(), Fault.INCLUSION),
    "cut hash": (lambda b: b["path"].__setitem__(0, "AAAA"), Fault.BUNDLE),
    "no base64": (lambda b: b["path"].__setitem__(0, "!"), Fault.BUNDLE),
    "number in path": (lambda b: b["path"].__setitem__(0, 7), Fault.BUNDLE),
    "other facts": (lambda b: b.update(facts=b["facts"].replace("调1", "调2")), Fault.FACTS),
    "other spelling": (lambda b: b.update(facts=b["facts"].replace(":", ": ")), Fault.FACTS),
    "other salt": (lambda b: b.update(salt="00" * 32), Fault.FACTS),
    "no salt": (lambda b: b.update(salt=None), Fault.FACTS),
    "salt moved into facts": (
        lambda b: b.update(salt=b["salt"][:-2], facts="x" + b["facts"]),
        Fault.FACTS,
    ),
    "facts withheld": (lambda b: b.update(facts=None), Fault.FILE),
    "other key": (lambda b: b.update(key=str(THIEF.public())), Fault.SIGNATURE),
    "no key": (lambda b: b.update(key=""), Fault.KEY),
    "witness as log": (lambda b: b.update(key=str(KEY.public(COSIGNATURE))), Fault.KEY),
    "no head": (lambda b: b.update(checkpoint=""), Fault.SIGNATURE),
    "no format": (lambda b: b.pop("format"), Fault.BUNDLE),
    "next format": (lambda b: b.update(format="island-evidence/2"), Fault.BUNDLE),
    "text for a place": (lambda b: b.update(index="5"), Fault.BUNDLE),
    "half a character": (lambda b: b.update(leaf="\ud800"), Fault.BUNDLE),
}


@pytest.mark.parametrize("name", DAMAGE)
async def test_a_damaged_bundle_is_refused_for_its_damage(db: None, name: str) -> None:
    change, fault = DAMAGE[name]
    content = json.loads((await _bundle()).to_json())
    change(content)
    assert _fault(json.dumps(content)) is fault


@pytest.mark.parametrize(
    "text", ["", "null", "[]", "{}", "7", "[" * 100_000, "{" * 10, "x" * 300_000]
)
def test_what_is_no_bundle_is_refused(text: str) -> None:
    assert _fault(text) is Fault.BUNDLE


async def test_a_single_flipped_bit_anywhere_never_passes(db: None) -> None:
    text = (await _bundle()).to_json()
    content = json.loads(text)
    trust = Trust(key=str(KEY.public()))
    verify.verify(text, file_hash=PDF, trust=trust)
    for name in ("leaf", "facts", "salt", "checkpoint"):
        for at in range(len(content[name])):
            flipped = content[name][:at] + chr(ord(content[name][at]) ^ 1) + content[name][at + 1 :]
            changed = json.dumps({**content, name: flipped})
            if name == "salt" and flipped.lower() == content[name]:
                continue
            with pytest.raises(No):
                verify.verify(changed, file_hash=PDF, trust=trust)


def test_the_verifier_needs_nothing_of_this_service() -> None:
    source = Path(verify.__file__).read_text()
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            names.add((node.module or "").split(".")[0])
    assert names - set(sys.stdlib_module_names) == {"cryptography"}
    assert len(source.splitlines()) <= 250


def _alone(folder: Path, paper: bytes, proof: str) -> tuple[int, str]:
    """Run a copy of the one file, cut off from everything else, on a paper and its proof."""
    names = [folder / name for name in ("verify.py", "paper.pdf", "paper.proof.json")]
    contents = (Path(verify.__file__).read_bytes(), paper, proof.encode())
    for name, content in zip(names, contents, strict=True):
        name.write_bytes(content)
    command = [sys.executable, "-I", *map(str, names), str(KEY.public())]
    ended = subprocess.run(command, check=False, capture_output=True, text=True)
    return ended.returncode, ended.stderr


async def test_a_lawyer_runs_the_one_file_by_itself(db: None, tmp_path: Path) -> None:
    paper = b"%PDF-1.7 invented"
    leaf_id = await a_paper(sha256(paper).hexdigest())
    await integrate(KEY, NOW)
    proof = (await prove(leaf_id)).to_json()
    assert _alone(tmp_path, paper, proof) == (0, "")
    assert _alone(tmp_path, paper + b" changed", proof) == (1, "NO: file\n")


def test_published_keys_read_the_same_in_both_programs() -> None:
    key = KEY.public()
    assert verify._open_key(str(key), 1) == (key.name, key.id, key.raw)
    assert PublicKey.read(str(key)) == key
