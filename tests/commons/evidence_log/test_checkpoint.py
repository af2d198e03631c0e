"""A head is a C2SP signed note: strict to read, and worth nothing without its signature."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from commons.evidence_log import checkpoint
from commons.evidence_log.checkpoint import COSIGNATURE, BadNote, PublicKey, SigningKey
from tests.commons.evidence_log.builders import KEY, NOW, THIEF

WITNESS = SigningKey("witness.example/w1", bytes(range(7, 39)))


def test_the_format_is_the_published_one() -> None:
    """The example of the C2SP signed-note text: key `PeterNeumann`, kind Ed25519."""
    text = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    note = (
        "If you think cryptography is the answer to your problem,\n"
        "then you don't know what your problem is.\n"
    )
    signature = (
        "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZIn"
        "NIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
    )
    key = PublicKey.read(text)
    line = checkpoint.read(f"o\n1\n{'A' * 43}=\n\n— PeterNeumann {signature}\n").lines[0]
    assert (str(key), line.key_id) == (text, key.id)
    assert key.signed(line.payload, note.encode())


def test_a_head_reads_back_as_it_was_written() -> None:
    head = checkpoint.sign(KEY, size=7, root=bytes(32))
    assert checkpoint.read(str(head)) == head
    assert head.signed_by(PublicKey.read(str(KEY.public())))


def test_only_the_log_itself_signs_its_heads() -> None:
    head = checkpoint.sign(KEY, size=7, root=bytes(32))
    other = SigningKey("other.example/evidence", KEY.seed)
    assert not head.signed_by(THIEF.public())
    assert not head.signed_by(other.public())
    assert not replace(head, size=8).signed_by(KEY.public())
    assert not replace(head, origin=other.name).signed_by(KEY.public())


def test_a_witness_says_when_and_its_word_is_not_the_logs() -> None:
    head = checkpoint.sign(KEY, size=7, root=bytes(32))
    seen = head.plus(checkpoint.cosign(WITNESS, head, NOW))
    assert seen.cosigned_at(WITNESS.public(COSIGNATURE)) == datetime(2026, 11, 23, 2, tzinfo=UTC)
    assert head.cosigned_at(WITNESS.public(COSIGNATURE)) is None
    assert replace(seen, size=8).cosigned_at(WITNESS.public(COSIGNATURE)) is None
    assert not seen.signed_by(WITNESS.public())
    assert seen.signed_by(KEY.public())


GOOD = str(checkpoint.sign(KEY, size=7, root=bytes(32)))


@pytest.mark.parametrize(
    "bad",
    [
        "",
        "x",
        GOOD[:-1],
        GOOD.replace("\n7\n", "\n07\n"),
        GOOD.replace("\n7\n", "\n-7\n"),
        GOOD.replace("\n7\n", "\n７\n"),
        GOOD.replace("\n7\n", "\nseven\n"),
        GOOD.replace("\n\n", "\n"),
        GOOD.replace("— ", "- "),
        GOOD.replace("A=\n", "B=\n"),
        GOOD + "\n",
        GOOD.replace("\n", "\r\n"),
        GOOD + GOOD.splitlines(keepends=True)[-1] * 30,
        "x" * 30_000,
    ],
)
def test_what_is_not_exactly_a_head_is_refused(bad: str) -> None:
    with pytest.raises(BadNote):
        checkpoint.read(bad)


@pytest.mark.parametrize(
    "bad", ["", "a+b", "a+00000000+AQ==", "a+zz+!!", str(KEY.public()).replace("court", "fraud")]
)
def test_what_is_not_exactly_a_key_is_refused(bad: str) -> None:
    with pytest.raises(BadNote):
        PublicKey.read(bad)


def test_the_secret_does_not_print_itself() -> None:
    assert str(KEY.seed) not in repr(KEY)
