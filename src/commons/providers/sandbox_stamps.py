"""A time-stamp authority of our own making: real RFC 3161 tokens that nobody outside confirms."""

import secrets
from collections import deque
from datetime import datetime, timedelta
from functools import cached_property
from hashlib import sha256

from asn1crypto import algos, cms, core, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from commons.almanac import Clock
from commons.providers.faults import KEPT_MAX, Fault
from commons.providers.ports import Refused, StampAnswer, Unknown
from commons.providers.time_stamps import Query, StampReply, read_reply

AUTHORITY = "时间戳沙箱（自签，仅供试用）"
POLICY = "1.3.6.1.4.1.32473.1"  # of the number kept for examples (RFC 5612)
VALID_FOR = timedelta(days=3650)
SERIAL_BITS = 63


class SandboxTimeStamper:
    """An authority in memory whose certificate is made anew at each start."""

    name = "sandbox-tsa"

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._faults: deque[Fault] = deque(maxlen=KEPT_MAX)
        self.asked: deque[bytes] = deque(maxlen=KEPT_MAX)
        self.calls = 0

    def fail(self, *faults: Fault) -> None:
        """Fail the next calls in this order; afterwards work again."""
        self._faults.extend(faults)

    async def stamp(self, digest: bytes) -> StampAnswer:
        self.calls += 1
        fault = self._faults.popleft() if self._faults else None
        if fault is Fault.REFUSE:
            return Refused(permanent=True, reason="sandbox: policy not accepted")
        if fault is Fault.BUSY:
            return Refused(permanent=False, reason="sandbox: busy, try later")
        query = Query.about(digest)
        reply = self.reply(query.to_der()) if fault in {None, Fault.LOST_ANSWER} else b""
        if fault is not None:
            return Unknown("sandbox: no answer within 10 s")
        return read_reply(reply, query, (self.certificate,), self._clock.now())

    def reply(self, query: bytes) -> bytes:
        """Answer a query of RFC 3161 as an authority does."""
        asked = tsp.TimeStampReq.load(query, strict=True)
        self.asked.append(bytes(asked["message_imprint"]["hashed_message"].native))
        said = {
            "version": "v1",
            "policy": POLICY,
            "message_imprint": asked["message_imprint"],
            "serial_number": secrets.randbits(SERIAL_BITS),
            "gen_time": self._clock.now().replace(microsecond=0),
        }
        if asked["nonce"].native is not None:
            said["nonce"] = asked["nonce"]
        token = self._signed(tsp.TSTInfo(said).dump())
        status = {"status": "granted"}
        made: core.Sequence = StampReply({"status": status, "time_stamp_token": token})  # type: ignore[no-untyped-call]
        return bytes(made.dump())

    @cached_property
    def certificate(self) -> x509.Certificate:
        return _self_signed(self._key, self._clock.now())

    @cached_property
    def _key(self) -> ec.EllipticCurvePrivateKey:
        return ec.generate_private_key(ec.SECP256R1())

    def _signed(self, content: bytes) -> cms.ContentInfo:
        raw = self.certificate.public_bytes(Encoding.DER)
        held = asn1_x509.Certificate.load(raw)
        bound = tsp.SigningCertificateV2({"certs": [{"cert_hash": sha256(raw).digest()}]})
        attributes = cms.CMSAttributes(
            [
                cms.CMSAttribute({"type": kind, "values": [value]})
                for kind, value in (
                    ("content_type", "tst_info"),
                    ("message_digest", sha256(content).digest()),
                    ("signing_certificate_v2", bound),
                )
            ]
        )
        signature = self._key.sign(attributes.dump(), ec.ECDSA(hashes.SHA256()))
        entry = {
            "version": "v1",
            "sid": {
                "issuer_and_serial_number": {
                    "issuer": held.issuer,
                    "serial_number": held.serial_number,
                }
            },
            "digest_algorithm": algos.DigestAlgorithm({"algorithm": "sha256"}),
            "signed_attrs": attributes,
            "signature_algorithm": {"algorithm": "sha256_ecdsa"},
            "signature": signature,
        }
        carried = {
            "content_type": "tst_info",
            "content": core.ParsableOctetString(content),
        }
        inner = {
            "version": "v3",
            "digest_algorithms": [{"algorithm": "sha256"}],
            "encap_content_info": carried,
            "certificates": [held],
            "signer_infos": [entry],
        }
        return cms.ContentInfo({"content_type": "signed_data", "content": cms.SignedData(inner)})


def _self_signed(key: ec.EllipticCurvePrivateKey, now: datetime) -> x509.Certificate:
    """Make the certificate of an authority: for time stamps and nothing else (RFC 3161 2.3)."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, AUTHORITY)])
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + VALID_FOR)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        .sign(key, hashes.SHA256())
    )
