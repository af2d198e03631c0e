"""The court's seal: made once, over every byte, and broken by the smallest change."""

import io
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from asn1crypto import pem
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from commons.papers.extras import CourtSeal
from commons.papers.render import Rendered, Renderer
from commons.papers.seal import SEAL_BYTES, court_seal, self_signed
from commons.settings import Keys, Mode, Settings, SettingsError
from tests.commons.papers.builders import NOW, TRANSCRIPT, a_view, some_extras

COURT = "岚岛县人民法院"


@cache
def a_seal() -> CourtSeal:
    return self_signed(COURT, datetime.now(UTC))


async def a_sealed_paper(renderer: Renderer) -> Rendered:
    extras = some_extras(court=COURT, seal=a_seal())
    printed = await renderer.pdf(TRANSCRIPT, a_view(), extras=extras)
    return replace(printed, pdf=await renderer.sealed(printed.pdf, a_seal()))


def settings_in(home: Path, mode: Mode) -> Settings:
    return Settings(
        mode=mode,
        home=home,
        database_url="sqlite://:memory:",
        public_url="https://court.example.cn",
        hosts=("court.example.cn",),
        court_name=COURT,
        court_code="闽0128",
        service_name="岚岛诉讼服务",
        hotline="12368",
        keys=Keys(vault=bytes(32), log_seed=bytes(32), tokens={}),
    )


async def is_genuine(pdf: bytes) -> bool:
    """Check as any PDF reader does that trusts this court."""
    trusted = asn1_x509.Certificate.load(pem.unarmor(a_seal().certificate)[2])
    context = ValidationContext(trust_roots=[trusted], allow_fetching=False)
    (signature,) = PdfFileReader(io.BytesIO(pdf), strict=False).embedded_signatures
    status = await async_validate_pdf_signature(signature, signer_validation_context=context)
    return bool(status.bottom_line)


async def test_the_seal_is_that_of_the_court_and_covers_the_whole_file(renderer: Renderer) -> None:
    paper = await a_sealed_paper(renderer)
    (signature,) = PdfFileReader(io.BytesIO(paper.pdf)).embedded_signatures
    assert signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    assert signature.signer_cert.subject.native["organization_name"] == COURT
    first, length, second, last = signature.sig_object["/ByteRange"]
    assert (first, second + last) == (0, len(paper.pdf))
    assert second - length == len("<>") + 2 * SEAL_BYTES  # the seal's own digits, nothing else


async def test_one_changed_byte_breaks_the_seal(renderer: Renderer) -> None:
    paper = await a_sealed_paper(renderer)
    assert await is_genuine(paper.pdf)
    at = paper.pdf.index(b"stream") + 40
    forged = paper.pdf[:at] + bytes([paper.pdf[at] ^ 1]) + paper.pdf[at + 1 :]
    assert not await is_genuine(forged)


async def test_the_same_paper_sealed_twice_is_the_same_below_the_seal(renderer: Renderer) -> None:
    first, second = await a_sealed_paper(renderer), await a_sealed_paper(renderer)
    assert first.unsealed_sha256 == second.unsealed_sha256


def test_a_demo_court_makes_its_seal_once_and_keeps_it_private(tmp_path: Path) -> None:
    settings = settings_in(tmp_path / "home", Mode.DEMO)
    made = court_seal(settings, NOW)
    assert court_seal(settings, NOW) == made
    named = x509.load_pem_x509_certificate(made.certificate).subject.rfc4514_string()
    assert "自签演示印章" in named
    kept = sorted((tmp_path / "home").iterdir())
    assert [path.name for path in kept] == ["seal.crt.pem", "seal.key.pem"]
    assert all(path.stat().st_mode & 0o077 == 0 for path in kept)


def test_a_real_court_brings_its_own_seal(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="no seal"):
        court_seal(settings_in(tmp_path, Mode.PRODUCTION), NOW)
    assert list(tmp_path.iterdir()) == []
