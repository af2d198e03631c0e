"""Time stamps from an authority over HTTPS (RFC 3161 section 3.4), believed only when checked."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from asn1crypto import cms, core, tsp
from cryptography import x509

from commons.almanac import Clock
from commons.providers.answers import WORDS_MAX
from commons.providers.ports import Refused, StampAnswer, Stamped, Unknown
from commons.providers.transport import NotSent, Reply, Transport
from commons.signed_data import BROKEN, NotSigned
from commons.stamp_token import HASH, is_known, open_token

QUERY_KIND, REPLY_KIND = "application/timestamp-query", "application/timestamp-reply"
NONCE_BITS = 63
# The room that a paper keeps for it; an ordinary token with its chain has three to eight.
TOKEN_BYTES_MAX = 12 * 1024
# Two clocks further apart than this cannot both be right, and ours is the one we can look at.
APART_MAX = timedelta(minutes=5)
OK = 200
GRANTED = frozenset({"granted", "granted_with_mods"})
# RFC 3161 2.4.2. True: asking again with the same words is useless.
REFUSALS: Mapping[str, bool] = {
    "bad_alg": True,
    "bad_request": True,
    "bad_data_format": True,
    "unaccepted_policy": True,
    "unaccepted_extensions": True,
    "time_not_available": False,
    "add_info_not_available": False,
    "system_failure": False,
}


class StampReply(core.Sequence):
    """RFC 3161 2.4.2 TimeStampResp: the token is absent when the answer is no."""

    _fields = [
        ("status", tsp.PKIStatusInfo),
        ("time_stamp_token", cms.ContentInfo, {"optional": True}),
    ]


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked: the hash, and a number that must come back, so no old answer can."""

    digest: bytes
    nonce: int

    @classmethod
    def about(cls, digest: bytes) -> "Query":
        return cls(digest, secrets.randbits(NONCE_BITS) | 1 << NONCE_BITS)

    def to_der(self) -> bytes:
        imprint = {"hash_algorithm": {"algorithm": HASH}, "hashed_message": self.digest}
        asked = {
            "version": "v1",
            "message_imprint": imprint,
            "nonce": self.nonce,
            "cert_req": True,  # without the certificate nobody could check it in fifty years
        }
        return bytes(tsp.TimeStampReq(asked).dump())


@dataclass(frozen=True, slots=True)
class HttpTimeStamper:
    """A time-stamp authority over HTTPS, as RFC 3161 describes it."""

    transport: Transport
    url: str
    believed: Sequence[x509.Certificate]
    clock: Clock
    name: str = "http-tsa"

    async def stamp(self, digest: bytes) -> StampAnswer:
        query = Query.about(digest)
        outcome = await self.transport.post_bytes(
            self.url, query.to_der(), kind=QUERY_KIND, accept=REPLY_KIND
        )
        if isinstance(outcome, NotSent):
            return Refused(permanent=False, reason=outcome.reason)
        if not isinstance(outcome, Reply):
            return Unknown(outcome.reason)
        if outcome.status != OK:
            return Unknown(f"HTTP {outcome.status}")
        return read_reply(outcome.body, query, self.believed, self.clock.now())


def read_reply(
    body: bytes, query: Query, believed: Sequence[x509.Certificate], now: datetime
) -> StampAnswer:
    """Read an authority's answer as untrusted input: nothing of it is taken on its word."""
    try:
        reply = StampReply.load(body, strict=True)  # type: ignore[no-untyped-call]
        status = str(reply["status"]["status"].native)
        if status not in GRANTED:
            return _refusal(status, reply["status"])
        token = bytes(reply["time_stamp_token"].dump())
        return _checked(token, query, believed, now)
    except NotSigned as trouble:
        return Unknown(f"no token that holds: {trouble}")
    except BROKEN as trouble:
        return Unknown(f"no reply of RFC 3161: {type(trouble).__name__}")


def _refusal(status: str, entry: tsp.PKIStatusInfo) -> Refused:
    named = sorted(entry["fail_info"].native or ())
    said = " ".join(entry["status_string"].native or ())
    words = " ".join(filter(None, (status, *named, said)))[:WORDS_MAX]
    return Refused(permanent=any(REFUSALS.get(one, False) for one in named), reason=words)


def _checked(
    der: bytes, query: Query, believed: Sequence[x509.Certificate], now: datetime
) -> StampAnswer:
    if len(der) > TOKEN_BYTES_MAX:
        return Refused(permanent=True, reason="the token is too long for a paper")
    token = open_token(der)
    if token.digest != query.digest:
        return Unknown("the token is about another hash")
    if token.nonce != query.nonce:
        return Unknown("the token answers another question")
    if not is_known(token.certificate, believed):
        return Refused(permanent=True, reason="the token is signed by an unknown authority")
    if abs(token.at - now) > APART_MAX:
        return Refused(permanent=False, reason="the authority's clock and ours are far apart")
    return Stamped(der, token.at, token.authority)
