"""Reading the token of a time-stamp authority (RFC 3161): these bytes existed at this time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from asn1crypto import tsp
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.x509.oid import ExtendedKeyUsageOID

from commons.settings import SettingsError
from commons.signed_data import BROKEN, NotSigned, Signed, open_signed

HASH = "sha256"
TOKEN = "tst_info"  # noqa: S105 - the name of a kind of content, not a secret


@dataclass(frozen=True, slots=True)
class Token:
    """What the authority says: it saw this SHA-256 then, and under which number we had asked."""

    at: datetime
    digest: bytes
    nonce: int | None
    authority: str
    certificate: x509.Certificate


def open_token(der: bytes) -> Token:
    """Check that the token is signed, and by a key that is for time stamps alone."""
    signed = open_signed(der)
    if signed.kind != TOKEN:
        raise NotSigned("no time stamp")
    try:
        return _read(signed)
    except BROKEN as trouble:
        raise NotSigned(type(trouble).__name__) from trouble


def _read(signed: Signed) -> Token:
    said = tsp.TSTInfo.load(signed.content, strict=True)
    imprint = said["message_imprint"]
    if said["version"].native != "v1" or imprint["hash_algorithm"]["algorithm"].native != HASH:
        raise NotSigned("another version or hash")
    at = said["gen_time"].native
    if not _is_for_stamps(signed.certificate) or not signed.was_valid(at):
        raise NotSigned("not a certificate for time stamps")
    return Token(
        at=at,
        digest=bytes(imprint["hashed_message"].native),
        nonce=said["nonce"].native,
        authority=signed.signer,
        certificate=signed.certificate,
    )


def _is_for_stamps(certificate: x509.Certificate) -> bool:
    """RFC 3161 2.3: the extended key usage is critical and names time stamping, nothing else."""
    try:
        found = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    except x509.ExtensionNotFound:
        return False
    return found.critical and list(found.value) == [ExtendedKeyUsageOID.TIME_STAMPING]


def read_certificates(path: str) -> tuple[x509.Certificate, ...]:
    """Read the certificates that are believed from a PEM file. Raises SettingsError."""
    try:
        return tuple(x509.load_pem_x509_certificates(Path(path).read_bytes()))
    except (OSError, ValueError) as trouble:
        raise SettingsError(f"no certificates of a time-stamp authority at {path!r}") from trouble


def is_known(certificate: x509.Certificate, believed: Sequence[x509.Certificate]) -> bool:
    """Say whether it is one of those believed, or issued directly by an authority among them."""
    return certificate in believed or any(_issued(one, certificate) for one in believed)


def _issued(authority: x509.Certificate, certificate: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(authority)
        limits = authority.extensions.get_extension_for_class(x509.BasicConstraints)
    except (ValueError, TypeError, InvalidSignature, x509.ExtensionNotFound):
        return False
    return bool(limits.value.ca)
