"""Short-lived signed tokens for tablets and downloads; the only file that may import python-jose.

python-jose 3.5.0 was measured to accept a token without the asked-for audience, a DER public key as
an HMAC secret, trailing characters after the signature and duplicate claims, and to crash on deep
nesting before it verifies anything. So jose only computes and compares the signature here; the form
of the token, its header and every claim are read by us, strictly, and anything odd is one refusal.
"""

import base64
import binascii
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, NoReturn
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.serialization import load_der_public_key
from jose import jwk, jws

from commons.errors import NotAllowed

ISSUER = "island-court"
ALGORITHM = "HS256"
TOKEN_CHARACTERS_MAX = 4096
HEADER_CHARACTERS_MAX = 200
KEY_BYTES_MIN = 32
KEY_BYTES_MAX = 64
# Clocks of our own machines differ a little; nobody else issues tokens.
CLOCK_SKEW_MAX = timedelta(seconds=30)
LIFETIME_MAX = timedelta(days=7)

_PART = r"[A-Za-z0-9_-]+"
_SHAPE = re.compile(rf"({_PART})\.({_PART})\.({_PART})")
_KEY_NAME = re.compile(r"[a-z0-9-]{1,32}")
_HEADER_KEYS = {"alg", "typ", "kid"}
_CLAIM_KEYS = {"iss", "aud", "sub", "iat", "exp", "jti"}
_PRIVATE_OR_PUBLIC_PEM = (b"-----BEGIN", b"ssh-", b"ecdsa-")


class Use(StrEnum):
    """What a token is good for; a token for one use is worth nothing for another."""

    DEVICE = "device"
    DOWNLOAD = "download"


@dataclass(frozen=True, slots=True)
class Keyring:
    """Raw HMAC keys by name: the current one signs, all of them verify."""

    current: str
    keys: Mapping[str, bytes]

    def __post_init__(self) -> None:
        assert self.current in self.keys, "the signing key must be in the keyring"
        for name, key in self.keys.items():
            assert _KEY_NAME.fullmatch(name), "key names are short and plain"
            _assert_raw_key(key)


@dataclass(frozen=True, slots=True)
class Claims:
    """What a verified token says."""

    use: Use
    subject: UUID
    token_id: UUID
    issued_at: datetime
    expires_at: datetime


def issue(keyring: Keyring, *, use: Use, subject: UUID, now: datetime, lifetime: timedelta) -> str:
    """Sign a token for one use of one subject; its `jti` can be revoked."""
    assert timedelta(0) < lifetime <= LIFETIME_MAX, "a token lives shortly"
    issued = int(now.timestamp())
    claims = {
        "iss": ISSUER,
        "aud": str(use),
        "sub": str(subject),
        "iat": issued,
        "exp": issued + int(lifetime.total_seconds()),
        "jti": str(uuid4()),
    }
    key = _bound(keyring.keys[keyring.current])
    headers = {"kid": keyring.current}
    token: str = jws.sign(claims, key, headers, ALGORITHM)  # type: ignore[no-untyped-call]
    return token


def check(keyring: Keyring, token: str, *, use: Use, now: datetime) -> Claims:
    """Read a token that is ours, whole, current and for this use; anything else is one refusal.

    Whether it was revoked is asked of the database by `sessions.accept_token`.
    """
    try:
        return _strict(keyring, token, use=use, now=now)
    except Exception:  # noqa: BLE001 - a hostile token may make jose or json raise anything
        _refuse()


def _strict(keyring: Keyring, token: str, *, use: Use, now: datetime) -> Claims:
    if len(token) > TOKEN_CHARACTERS_MAX:
        _refuse()
    shape = _SHAPE.fullmatch(token)
    if shape is None or len(shape[1]) > HEADER_CHARACTERS_MAX:
        _refuse()
    header, payload = _object(_bytes(shape[1])), _bytes(shape[2])
    _bytes(shape[3])
    key = _key_named(keyring, header)
    # The list matters: jose tests a plain string by substring.
    jws.verify(token, key, [ALGORITHM])  # type: ignore[no-untyped-call]
    return _claims(_object(payload), use=use, now=now)


def _key_named(keyring: Keyring, header: Mapping[str, Any]) -> Any:  # noqa: ANN401 - jose's own type
    if header.keys() != _HEADER_KEYS or header["alg"] != ALGORITHM or header["typ"] != "JWT":
        _refuse()
    if not isinstance(header["kid"], str) or header["kid"] not in keyring.keys:
        _refuse()
    return _bound(keyring.keys[header["kid"]])


def _claims(claims: Mapping[str, Any], *, use: Use, now: datetime) -> Claims:
    if claims.keys() != _CLAIM_KEYS or claims["iss"] != ISSUER or claims["aud"] != str(use):
        _refuse()
    issued_at, expires_at = _instant(claims["iat"]), _instant(claims["exp"])
    if issued_at > now + CLOCK_SKEW_MAX or expires_at <= now:
        _refuse()
    if not timedelta(0) < expires_at - issued_at <= LIFETIME_MAX:
        _refuse()
    return Claims(use, _uuid(claims["sub"]), _uuid(claims["jti"]), issued_at, expires_at)


def _bytes(part: str) -> bytes:
    """Decode one part in its canonical spelling: a changed last letter is not a second token."""
    plain = base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
    if base64.urlsafe_b64encode(plain).rstrip(b"=").decode("ascii") != part:
        raise binascii.Error
    return plain


def _object(text: bytes) -> dict[str, Any]:
    found = json.loads(text.decode("utf-8"), object_pairs_hook=_no_twins, parse_constant=_refuse)
    if not isinstance(found, dict):
        _refuse()
    return found


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        _refuse()
    return found


def _instant(seconds: object) -> datetime:
    # `type` and not `isinstance`: True is an int, and a float or a text is not an instant.
    if type(seconds) is not int:
        _refuse()
    return datetime.fromtimestamp(seconds, UTC)


def _uuid(text: object) -> UUID:
    if not isinstance(text, str) or str(UUID(text)) != text:
        _refuse()
    return UUID(text)


def _bound(key: bytes) -> Any:  # noqa: ANN401 - jose's own type
    """Bind a key to its algorithm, so that no header can choose another one."""
    return jwk.construct(key, ALGORITHM)  # type: ignore[no-untyped-call]


def _assert_raw_key(key: bytes) -> None:
    assert KEY_BYTES_MIN <= len(key) <= KEY_BYTES_MAX, "an HMAC key is 32 to 64 raw bytes"
    assert not key.startswith(_PRIVATE_OR_PUBLIC_PEM), "an HMAC key is not a key in PEM"
    try:
        load_der_public_key(key)
    except Exception:  # noqa: BLE001 - any failure to read it as a public key is what we want
        return
    message = "an HMAC key is not a public key in DER"
    raise AssertionError(message)


def _refuse(*_: object) -> NoReturn:
    raise NotAllowed("access.token_refused")
