"""The seal of a finished paper: where it lies, what it covers, and the time stamp put into it.

The stamp is on the signature itself (PAdES level B-T) and stands beside what is signed, in room
that was kept for it. So the child that seals needs no network, and nothing is sealed twice.
"""

import re
from dataclasses import dataclass
from hashlib import sha256

from asn1crypto import cms, parser

from commons.signed_data import STAMP_ATTRIBUTE, NotSigned, Signed, open_signed
from commons.stamp_token import Token, open_token

RANGE = re.compile(rb"/ByteRange \[(\d{1,9}) (\d{1,9}) (\d{1,9}) (\d{1,9}) *\]")
HEX = re.compile(rb"(?:[0-9A-Fa-f]{2})+")


@dataclass(frozen=True, slots=True)
class Room:
    """Where the seal's hexadecimal digits lie, and what lies there now."""

    start: int
    end: int
    der: bytes


@dataclass(frozen=True, slots=True)
class Seal:
    """A seal that holds over the whole file; `stamp` is absent when no authority answered."""

    signed: Signed
    stamp: Token | None


def find_room(pdf: bytes) -> Room:
    """Find the last seal; it must cover every byte of the file but its own digits."""
    found = list(RANGE.finditer(pdf))
    if not found:
        raise NotSigned("no seal")
    first, start, end, rest = (int(number) for number in found[-1].groups())
    digits = pdf[start + 1 : end - 1]
    framed = pdf[start : start + 1] + pdf[end - 1 : end] == b"<>"
    if first != 0 or end + rest != len(pdf) or not framed or not HEX.fullmatch(digits):
        raise NotSigned("the seal does not cover the whole file")
    raw = bytes.fromhex(digits.decode())
    try:
        length = parser.peek(raw)
    except ValueError as trouble:
        raise NotSigned("no seal") from trouble
    if raw[length:].strip(b"\0"):
        raise NotSigned("something is hidden behind the seal")
    return Room(start + 1, end - 1, raw[:length])


def open_seal(pdf: bytes) -> Seal:
    """Check the seal over the whole file, and the time stamp on it. Raises NotSigned."""
    room = find_room(pdf)
    signed = open_signed(room.der, pdf[: room.start - 1] + pdf[room.end + 1 :])
    if signed.stamp is None:
        return Seal(signed, None)
    token = open_token(signed.stamp)
    if token.digest != sha256(signed.signature).digest():
        raise NotSigned("the time stamp belongs to another seal")
    return Seal(signed, token)


def stamp_imprint(pdf: bytes) -> bytes:
    """Return what an authority is asked to stamp: the hash of the seal's signature."""
    signature: bytes = _signer(cms.ContentInfo.load(find_room(pdf).der))["signature"].native
    return sha256(signature).digest()


def stamped(pdf: bytes, token: bytes) -> bytes:
    """Put the token into the room beside the signature; every other byte stays."""
    room = find_room(pdf)
    whole = cms.ContentInfo.load(room.der)
    values = [cms.ContentInfo.load(token)]
    _signer(whole)["unsigned_attrs"] = [{"type": STAMP_ATTRIBUTE, "values": values}]
    digits = whole.dump().hex().upper().encode()
    assert len(digits) <= room.end - room.start, "the room kept for the seal is too small"
    filled = digits.ljust(room.end - room.start, b"0")
    finished: bytes = pdf[: room.start] + filled + pdf[room.end :]
    assert open_seal(finished).stamp is not None, "the seal does not hold with its stamp"
    return finished


def _signer(whole: cms.ContentInfo) -> cms.SignerInfo:
    entry: cms.SignerInfo = whole["content"]["signer_infos"][0]
    return entry
