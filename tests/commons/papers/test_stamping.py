"""A stamped seal holds for every reader of PDF, and breaks like any other seal."""

import io
import subprocess
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from asn1crypto import pem
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.status import PdfSignatureStatus
from pyhanko_certvalidator import ValidationContext

from commons.almanac import FixedClock
from commons.papers.render import Renderer
from commons.papers.seal import SEAL_BYTES, self_signed
from commons.papers.stamping import find_room, open_seal, stamp_imprint, stamped
from commons.providers.ports import Stamped
from commons.providers.sandbox_stamps import AUTHORITY, SandboxTimeStamper
from commons.signed_data import NotSigned
from tests.commons.papers.builders import TRANSCRIPT, a_view, some_extras
from tests.commons.papers.test_seal import a_seal

COURT = "𠮷嶼縣人民法院・Čech"  # a seal's name may hold any letter
TODAY = datetime.now(UTC).replace(microsecond=0)
AUTHORITY_TODAY = SandboxTimeStamper(FixedClock(TODAY))


async def a_sealed_pdf(renderer: Renderer) -> bytes:
    extras = some_extras(court="岚岛县人民法院", seal=a_seal())
    printed = await renderer.pdf(TRANSCRIPT, a_view(), extras=extras)
    return await renderer.sealed(printed.pdf, a_seal())


async def a_token(pdf: bytes) -> bytes:
    answer = await AUTHORITY_TODAY.stamp(stamp_imprint(pdf))
    assert isinstance(answer, Stamped)
    return answer.token


async def as_a_reader_sees_it(pdf: bytes, certificate: bytes) -> PdfSignatureStatus:
    """Validate as a PDF reader does that trusts this court and this authority."""
    court = asn1_x509.Certificate.load(pem.unarmor(certificate)[2])
    raw = AUTHORITY_TODAY.certificate.public_bytes(Encoding.DER)
    (signature,) = PdfFileReader(io.BytesIO(pdf), strict=False).embedded_signatures
    return await async_validate_pdf_signature(
        signature,
        signer_validation_context=ValidationContext(trust_roots=[court], allow_fetching=False),
        ts_validation_context=ValidationContext(
            trust_roots=[asn1_x509.Certificate.load(raw)], allow_fetching=False
        ),
    )


async def test_every_reader_finds_seal_and_stamp_valid(renderer: Renderer, tmp_path: Path) -> None:
    sealed = await a_sealed_pdf(renderer)
    pdf = stamped(sealed, await a_token(sealed))
    seen = await as_a_reader_sees_it(pdf, a_seal().certificate)
    stamp = seen.timestamp_validity
    assert (seen.bottom_line, stamp.intact, stamp.valid, stamp.trusted) == (True,) * 4
    assert (stamp.timestamp, seen.coverage.name) == (TODAY, "ENTIRE_FILE")
    (tmp_path / "paper.pdf").write_bytes(pdf)
    checked = run(tmp_path, "qpdf", "--check", "paper.pdf")
    assert (checked.returncode, checked.stderr) == (0, "")


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True)


async def test_openssl_finds_the_stamp_on_the_signature(renderer: Renderer, tmp_path: Path) -> None:
    sealed = await a_sealed_pdf(renderer)
    pdf = stamped(sealed, await a_token(sealed))
    seal = open_seal(pdf)
    kept = {
        "token": seal.signed.stamp,
        "signature": seal.signed.signature,
        "certificate": AUTHORITY_TODAY.certificate.public_bytes(Encoding.PEM),
    }
    for name, content in kept.items():
        assert content is not None
        (tmp_path / name).write_bytes(content)
    command = "openssl ts -verify -in token -token_in -data signature -CAfile certificate"
    told = run(tmp_path, *command.split())
    assert told.returncode == 0, told.stderr


async def test_the_stamp_changes_nothing_but_the_seals_own_digits(renderer: Renderer) -> None:
    sealed = await a_sealed_pdf(renderer)
    pdf = stamped(sealed, await a_token(sealed))
    room = find_room(sealed)
    assert (len(pdf), room.end - room.start) == (len(sealed), 2 * SEAL_BYTES)
    assert (pdf[: room.start], pdf[room.end :]) == (sealed[: room.start], sealed[room.end :])
    before, after = open_seal(sealed), open_seal(pdf)
    assert before.stamp is None
    assert after.stamp is not None
    assert (after.stamp.at, after.stamp.authority) == (TODAY, AUTHORITY)
    assert after.stamp.digest == sha256(before.signed.signature).digest()


async def test_any_changed_byte_breaks_seal_or_stamp(renderer: Renderer) -> None:
    sealed = await a_sealed_pdf(renderer)
    pdf = stamped(sealed, await a_token(sealed))
    room = find_room(pdf)
    used = 2 * len(room.der)
    places = {*range(0, room.start, 4001), *range(room.end, len(pdf), 997)}
    places |= {*range(room.start, room.start + used, 61), room.start + used + 3, room.end - 1}
    for at in sorted(places):
        new = b"1" if room.start <= at < room.end and pdf[at : at + 1] != b"1" else b"2"
        new = bytes([pdf[at] ^ 1]) if not room.start <= at < room.end else new
        try:
            seal = open_seal(pdf[:at] + new + pdf[at + 1 :])
        except NotSigned:
            continue
        # The stamp stands beside what is signed: it can be taken away, never made to say more.
        assert room.start <= at < room.end, at
        assert seal.signed.signature == open_seal(pdf).signed.signature, at
        assert seal.stamp is None or seal.stamp.at == TODAY, at


async def test_what_is_put_behind_the_seal_is_noticed(renderer: Renderer) -> None:
    sealed = await a_sealed_pdf(renderer)
    other = stamped(sealed, await a_token(sealed))
    for pdf in (
        sealed + b"\n%more",
        sealed[:-1],
        b"%PDF-1.7 none",
        b"",
        sealed.replace(b"<", b"("),
    ):
        with pytest.raises(NotSigned):
            open_seal(pdf)
    assert open_seal(other).stamp is not None


async def test_the_stamp_of_another_seal_does_not_fit(renderer: Renderer) -> None:
    first = await a_sealed_pdf(renderer)
    extras = some_extras(court="岚岛县人民法院", seal=a_seal(), code="ABCD-EFGH-JKMN-Q")
    printed = await renderer.pdf(TRANSCRIPT, a_view(), extras=extras)
    second = await renderer.sealed(printed.pdf, a_seal())
    with pytest.raises(NotSigned, match="another seal"):
        stamped(first, await a_token(second))


async def test_a_name_in_any_script_stands_in_the_seal(renderer: Renderer) -> None:
    seal = self_signed(COURT, datetime.now(UTC))
    extras = some_extras(court="𠮷嶼縣人民法院", seal=seal)
    printed = await renderer.pdf(TRANSCRIPT, a_view(), extras=extras)
    sealed = await renderer.sealed(printed.pdf, seal)
    pdf = stamped(sealed, await a_token(sealed))
    assert open_seal(pdf).signed.signer == f"{COURT}（自签演示印章）"
    seen = await as_a_reader_sees_it(pdf, seal.certificate)
    assert seen.bottom_line
    (signature,) = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    assert signature.sig_object["/Name"] == "𠮷嶼縣人民法院"
    assert signature.signer_cert.subject.native["organization_name"] == COURT
