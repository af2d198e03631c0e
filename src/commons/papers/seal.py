"""The court's electronic seal: a PAdES signature over the finished paper, and its key."""

import asyncio
import io
import os
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from commons.papers.extras import CourtSeal, Extras
from commons.papers.proof_room import PROOF_BLANK, PROOF_BYTES, PROOF_NAME
from commons.papers.stamping import find_room
from commons.settings import Mode, Settings, SettingsError

if TYPE_CHECKING:  # pyHanko is loaded in rendering children only
    from pyhanko.sign.signers import SimpleSigner

KEY_BITS = 3072
KEY_FILE, CERTIFICATE_FILE = "seal.key.pem", "seal.crt.pem"
VALID_FOR = timedelta(days=3650)
FIELD = "CourtSeal"
HASH = "sha256"
# Room for the signature with its certificates, and for the token of a time-stamp authority.
SEAL_BYTES = 16 * 1024


def court_seal(settings: Settings, now: datetime) -> CourtSeal:
    """Read the court's key; outside production a self-signed one is made at first use."""
    key_path, certificate_path = (settings.home / KEY_FILE, settings.home / CERTIFICATE_FILE)
    if not key_path.exists():
        if settings.mode is Mode.PRODUCTION:
            raise SettingsError(f"no seal at {key_path}: put the court's key and certificate there")
        made = self_signed(settings.court_name, now)
        settings.home.mkdir(parents=True, exist_ok=True)
        _write_private(certificate_path, made.certificate)
        _write_private(key_path, made.key)
    return CourtSeal(key=key_path.read_bytes(), certificate=certificate_path.read_bytes())


def self_signed(court: str, now: datetime) -> CourtSeal:
    """Make a key whose certificate nobody has confirmed: enough to show that nothing changed."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS)
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, court),
            x509.NameAttribute(NameOID.COMMON_NAME, f"{court}（自签演示印章）"),
        ]
    )
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + VALID_FOR)
        .add_extension(usage, critical=True)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    return CourtSeal(
        key=key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ),
        certificate=certificate.public_bytes(serialization.Encoding.PEM),
    )


def _write_private(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)


def prepared(pdf: bytes, seal: CourtSeal, extras: Extras) -> bytes:
    """Lay the rooms for proof and seal into the PDF, both blank; nothing else is added later."""
    # pyHanko takes half a second to load: only in a rendering child, and only for a last version.
    from pyhanko.pdf_utils import embed, generic  # noqa: PLC0415
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter  # noqa: PLC0415
    from pyhanko.sign import signers  # noqa: PLC0415
    from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter  # noqa: PLC0415

    meaning = signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm=HASH,
        name=extras.court or None,
        reason=f"文书识别码 {extras.code}" if extras.code else None,
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    blank = embed.EmbeddedFileObject.from_file_data(
        writer,
        PROOF_BLANK * PROOF_BYTES,
        compress=False,
        params=embed.EmbeddedFileParams(embed_checksum=False, modification_date=extras.dated_at),
        mime_type="application/json",
    )
    attached = embed.FileSpec(
        file_spec_string=PROOF_NAME,
        file_name=PROOF_NAME,
        embedded_data=blank,
        description="存证证明",
        af_relationship=generic.pdf_name("/Supplement"),
    )
    embed.embed_file(writer, attached)
    signer = signers.PdfSigner(meaning, _signer(seal))
    out = io.BytesIO()
    room = 2 * SEAL_BYTES  # two digits each
    asyncio.run(signer.async_digest_doc_for_signing(writer, bytes_reserved=room, output=out))
    return out.getvalue()


def sealed(prepared_pdf: bytes, seal: CourtSeal) -> bytes:
    """Sign for good over proof and paper: any later change of a byte shows in every PDF reader."""
    room = find_room(prepared_pdf)
    covered = prepared_pdf[: room.start - 1] + prepared_pdf[room.end + 1 :]
    made = asyncio.run(_signer(seal).async_sign(sha256(covered).digest(), HASH, use_pades=True))
    digits = made.dump().hex().upper().encode()
    assert len(digits) <= room.end - room.start, "the room kept for the seal is too small"
    filled = digits.ljust(room.end - room.start, b"0")
    whole: bytes = prepared_pdf[: room.start] + filled + prepared_pdf[room.end :]
    return whole


def _signer(seal: CourtSeal) -> "SimpleSigner":
    from asn1crypto import keys, pem  # noqa: PLC0415
    from asn1crypto import x509 as asn1_x509  # noqa: PLC0415
    from pyhanko.sign import signers  # noqa: PLC0415
    from pyhanko_certvalidator.registry import SimpleCertificateStore  # noqa: PLC0415

    certificate = asn1_x509.Certificate.load(pem.unarmor(seal.certificate)[2])
    return signers.SimpleSigner(
        signing_cert=certificate,
        signing_key=keys.PrivateKeyInfo.load(pem.unarmor(seal.key)[2]),
        cert_registry=SimpleCertificateStore.from_certs([certificate]),  # type: ignore[no-untyped-call]
    )
