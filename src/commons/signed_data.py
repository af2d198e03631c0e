"""Reading a signature in the form of RFC 5652: who signed which bytes, and does it hold.

Seals on papers and the tokens of time-stamp authorities both come in this form. Whether the
signer is to be believed is another question, for whoever knows a certificate from elsewhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import cms
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

DER_BYTES_MAX = 64 * 1024
NAME_MAX = 200
HASHES: Mapping[str, type[hashes.HashAlgorithm]] = {
    "sha256": hashes.SHA256,
    "sha384": hashes.SHA384,
    "sha512": hashes.SHA512,
}
STAMP_ATTRIBUTE = "signature_time_stamp_token"
# What the libraries raise on bytes that only look like a signature.
BROKEN: tuple[type[Exception], ...] = (ValueError, TypeError, KeyError, IndexError)
BROKEN += (AttributeError, InvalidSignature, UnsupportedAlgorithm, RecursionError)


class NotSigned(Exception):
    """The bytes carry no signature that holds; the text says which link broke."""


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature that holds over `content`. `stamp` is a token on the signature itself."""

    certificate: x509.Certificate
    kind: str
    content: bytes
    signature: bytes
    stamp: bytes | None

    @property
    def signer(self) -> str:
        return name_in(self.certificate)

    def was_valid(self, at: datetime) -> bool:
        return self.certificate.not_valid_before_utc <= at <= self.certificate.not_valid_after_utc


def open_signed(der: bytes, content: bytes | None = None) -> Signed:
    """Check one signature; `content` is what it should cover when it does not carry it itself."""
    if len(der) > DER_BYTES_MAX:
        raise NotSigned("too long")
    try:
        return _open(der, content)
    except BROKEN as trouble:
        raise NotSigned(type(trouble).__name__) from trouble


def _open(der: bytes, content: bytes | None) -> Signed:
    whole = cms.ContentInfo.load(der, strict=True)
    if whole["content_type"].native != "signed_data":
        raise NotSigned("no signed data")
    inner = whole["content"]
    if len(inner["signer_infos"]) != 1:
        raise NotSigned("not one signer")
    entry, carried = inner["signer_infos"][0], inner["encap_content_info"]
    kind = str(carried["content_type"].native)
    if content is None:
        content = bytes(carried["content"].contents)
    elif carried["content"].native is not None:
        raise NotSigned("it carries a text of its own")
    signed = {one["type"].native: one["values"] for one in entry["signed_attrs"]}
    hashed = hashes.Hash(HASHES[entry["digest_algorithm"]["algorithm"].native]())
    hashed.update(content)
    if signed["message_digest"].native != [hashed.finalize()]:
        raise NotSigned("other bytes")
    if signed["content_type"].native != [kind]:
        raise NotSigned("other kind")
    certificate = _signers(inner, entry["sid"])
    _must_be_bound(signed, certificate)
    _must_hold(entry, certificate)
    return Signed(certificate, kind, content, bytes(entry["signature"].native), _stamp_of(entry))


def _signers(inner: cms.SignedData, named: cms.SignerIdentifier) -> x509.Certificate:
    """Find the one certificate that the signature names."""
    for one in inner["certificates"]:
        held = one.chosen
        if named.name == "issuer_and_serial_number":
            wanted = named.chosen
            fits = held.issuer == wanted["issuer"] and (
                held.serial_number == wanted["serial_number"].native
            )
        else:
            fits = held.key_identifier == named.chosen.native
        if fits:
            return x509.load_der_x509_certificate(held.dump())
    raise NotSigned("no certificate")


def _must_be_bound(signed: Mapping[str, cms.SetOfAny], certificate: x509.Certificate) -> None:
    """RFC 5035: the signature names the hash of its certificate, so none can be put in its place.

    RFC 3161 and PAdES both demand this.
    """
    raw = certificate.public_bytes(Encoding.DER)
    if "signing_certificate_v2" in signed:
        first = signed["signing_certificate_v2"][0]["certs"][0]
        algorithm = HASHES[first["hash_algorithm"]["algorithm"].native]()
    else:
        first = signed["signing_certificate"][0]["certs"][0]
        algorithm = hashes.SHA1()  # noqa: S303 - what RFC 2634 prescribes; the signature is SHA-2
    hashed = hashes.Hash(algorithm)
    hashed.update(raw)
    if first["cert_hash"].native != hashed.finalize():
        raise NotSigned("another certificate")


def _must_hold(entry: cms.SignerInfo, certificate: x509.Certificate) -> None:
    # RFC 5652 5.4: what is signed is the set of attributes under its ordinary tag.
    message = entry["signed_attrs"].untag().dump()
    algorithm = HASHES[entry["digest_algorithm"]["algorithm"].native]()
    key, signature = certificate.public_key(), bytes(entry["signature"].native)
    if isinstance(key, rsa.RSAPublicKey):
        scheme: padding.AsymmetricPadding = padding.PKCS1v15()
        if entry["signature_algorithm"]["algorithm"].native == "rsassa_pss":
            scheme = padding.PSS(padding.MGF1(algorithm), padding.PSS.AUTO)
        key.verify(signature, message, scheme, algorithm)
    elif isinstance(key, ec.EllipticCurvePublicKey):
        key.verify(signature, message, ec.ECDSA(algorithm))
    else:
        raise NotSigned("unknown kind of key")


def _stamp_of(entry: cms.SignerInfo) -> bytes | None:
    found = [
        one["values"][0].dump()
        for one in entry["unsigned_attrs"] or ()
        if one["type"].native == STAMP_ATTRIBUTE
    ]
    return found[0] if found else None


def name_in(certificate: x509.Certificate) -> str:
    """Name whom a certificate speaks of, as a person would call them."""
    for kind in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME):
        for one in certificate.subject.get_attributes_for_oid(kind):
            return str(one.value)[:NAME_MAX]
    return certificate.subject.rfc4514_string()[:NAME_MAX]
