"""A time-stamp authority is believed only when its token holds, whatever else it answers."""

import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import httpx2
import pytest
from asn1crypto import cms, tsp
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from commons.almanac import FixedClock
from commons.providers import sandbox_stamps
from commons.providers.faults import Fault
from commons.providers.ports import Refused, StampAnswer, Stamped, Unknown
from commons.providers.sandbox_stamps import AUTHORITY, SandboxTimeStamper
from commons.providers.time_stamps import (
    QUERY_KIND,
    REPLY_KIND,
    TOKEN_BYTES_MAX,
    HttpTimeStamper,
    StampReply,
)
from commons.providers.transport import ANSWER_BYTES_MAX, Transport
from commons.signed_data import NotSigned
from commons.stamp_token import is_known, open_token

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
PAPER = b"an invented paper"
DIGEST = sha256(PAPER).digest()

Recorded = Callable[[httpx2.Request], httpx2.Response]


@pytest.fixture
def authority() -> SandboxTimeStamper:
    return SandboxTimeStamper(FixedClock(NOW))


def over(
    recorded: Recorded,
    authority: SandboxTimeStamper,
    *,
    now: datetime = NOW,
    believed: tuple[x509.Certificate, ...] | None = None,
) -> HttpTimeStamper:
    transport = Transport.to(frozenset({"tsa.example"}), httpx2.MockTransport(recorded))
    known = (authority.certificate,) if believed is None else believed
    return HttpTimeStamper(transport, "https://tsa.example/tsr", known, FixedClock(now))


def answers(authority: SandboxTimeStamper, change: Callable[[bytes], bytes] = bytes) -> Recorded:
    """Let the sandbox's own authority answer over HTTP; `change` is what goes wrong."""
    return lambda request: httpx2.Response(200, content=change(authority.reply(request.content)))


def says(body: bytes, status: int = 200) -> Recorded:
    return lambda _: httpx2.Response(status, content=body)


def raises(kind: type[httpx2.TransportError]) -> Recorded:
    def fail(request: httpx2.Request) -> httpx2.Response:
        raise kind("recorded", request=request)

    return fail


def no(status: str, *failures: str, words: str = "") -> bytes:
    info: dict[str, object] = {"status": status}
    if words:
        info["status_string"] = [words]
    if failures:
        info["fail_info"] = set(failures)
    return StampReply({"status": info}).dump()


async def test_a_stamp_comes_back_over_http_as_from_the_sandbox(
    authority: SandboxTimeStamper,
) -> None:
    seen: list[httpx2.Request] = []

    def recorded(request: httpx2.Request) -> httpx2.Response:
        seen.append(request)
        return answers(authority)(request)

    answer = await over(recorded, authority).stamp(DIGEST)
    for one in (answer, await authority.stamp(DIGEST)):
        assert isinstance(one, Stamped)
        assert (one.at, one.authority) == (NOW, AUTHORITY)
        assert open_token(one.token).digest == DIGEST
    [request] = seen
    assert (request.method, str(request.url)) == ("POST", "https://tsa.example/tsr")
    assert request.headers["content-type"] == QUERY_KIND
    assert request.headers["accept"] == REPLY_KIND
    asked = tsp.TimeStampReq.load(request.content, strict=True)
    assert (asked["cert_req"].native, asked["nonce"].native >> 63) == (True, 1)
    assert list(authority.asked) == [DIGEST, DIGEST]


async def test_each_question_has_a_number_of_its_own(authority: SandboxTimeStamper) -> None:
    nonces = set()

    def recorded(request: httpx2.Request) -> httpx2.Response:
        nonces.add(tsp.TimeStampReq.load(request.content)["nonce"].native)
        return answers(authority)(request)

    for _ in range(5):
        await over(recorded, authority).stamp(DIGEST)
    assert len(nonces) == 5


async def test_openssl_believes_the_token_and_its_query(tmp_path: Path) -> None:
    authority = SandboxTimeStamper(FixedClock(datetime.now(UTC)))
    kept: dict[str, bytes] = {"paper": PAPER}

    def recorded(request: httpx2.Request) -> httpx2.Response:
        kept["query"] = request.content
        kept["reply"] = authority.reply(request.content)
        return httpx2.Response(200, content=kept["reply"])

    answer = await over(recorded, authority, now=datetime.now(UTC)).stamp(DIGEST)
    assert isinstance(answer, Stamped)
    kept["token"] = answer.token
    kept["certificate"] = authority.certificate.public_bytes(Encoding.PEM)
    for name, content in kept.items():
        (tmp_path / name).write_bytes(content)
    for about in (
        ("-in", "reply", "-queryfile", "query"),
        ("-in", "reply", "-data", "paper"),
        ("-in", "token", "-token_in", "-data", "paper"),
    ):
        assert openssl_says(tmp_path, *about) == 0, about
    (tmp_path / "paper").write_bytes(PAPER + b" changed")
    assert openssl_says(tmp_path, "-in", "reply", "-data", "paper") != 0


def openssl_says(folder: Path, *about: str) -> int:
    command = ["openssl", "ts", "-verify", *about, "-CAfile", "certificate"]
    return subprocess.run(command, cwd=folder, check=False, capture_output=True).returncode


async def expect(recorded: Recorded, authority: SandboxTimeStamper, answer: StampAnswer) -> None:
    assert await over(recorded, authority).stamp(DIGEST) == answer


async def test_a_token_for_another_question_is_not_taken(authority: SandboxTimeStamper) -> None:
    def changed(**fields: object) -> Recorded:
        def recorded(request: httpx2.Request) -> httpx2.Response:
            asked = tsp.TimeStampReq.load(request.content)
            for name, value in fields.items():
                asked[name] = value
            return httpx2.Response(200, content=authority.reply(asked.dump(force=True)))

        return recorded

    imprint = {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": bytes(32)}
    weak = {"hash_algorithm": {"algorithm": "sha1"}, "hashed_message": bytes(20)}
    for recorded, why in (
        (changed(nonce=7), "the token answers another question"),
        (changed(nonce=None), "the token answers another question"),
        (changed(message_imprint=imprint), "the token is about another hash"),
        (changed(message_imprint=weak), "no token that holds: another version or hash"),
    ):
        await expect(recorded, authority, Unknown(why))


async def test_an_old_answer_played_again_is_not_taken(authority: SandboxTimeStamper) -> None:
    old: list[bytes] = []
    first = over(answers(authority, lambda reply: old.append(reply) or reply), authority)
    assert isinstance(await first.stamp(DIGEST), Stamped)
    await expect(says(old[0]), authority, Unknown("the token answers another question"))


@pytest.mark.parametrize(
    ("body", "answer"),
    [
        (no("rejection", "bad_alg"), Refused(permanent=True, reason="rejection bad_alg")),
        (
            no("rejection", "unaccepted_policy", words="政策不符"),
            Refused(permanent=True, reason="rejection unaccepted_policy 政策不符"),
        ),
        (
            no("rejection", "time_not_available"),
            Refused(permanent=False, reason="rejection time_not_available"),
        ),
        (no("rejection"), Refused(permanent=False, reason="rejection")),
        (no("waiting"), Refused(permanent=False, reason="waiting")),
        (no("revocation_warning"), Refused(permanent=False, reason="revocation_warning")),
    ],
)
async def test_a_rejection_is_a_no_in_its_own_words(
    authority: SandboxTimeStamper, body: bytes, answer: StampAnswer
) -> None:
    await expect(says(body), authority, answer)


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"\x30\x80", b"\x30\x03\x02\x01\x00", b"\x00" * 1000, b"\xff" * 5000]
)
async def test_garbage_is_no_answer(authority: SandboxTimeStamper, body: bytes) -> None:
    assert isinstance(await over(says(body), authority).stamp(DIGEST), Unknown)


async def test_granted_without_a_token_is_no_answer(authority: SandboxTimeStamper) -> None:
    assert isinstance(await over(says(no("granted")), authority).stamp(DIGEST), Unknown)


@pytest.mark.parametrize(
    ("recorded", "answer"),
    [
        (says(b"", 500), Unknown("HTTP 500")),
        (says(b"", 302), Unknown("HTTP 302")),
        (says(b"x" * (ANSWER_BYTES_MAX + 1)), Unknown("answer too long")),
        (raises(httpx2.ConnectError), Refused(permanent=False, reason="ConnectError")),
        (raises(httpx2.ConnectTimeout), Refused(permanent=False, reason="ConnectTimeout")),
        (raises(httpx2.ReadTimeout), Unknown("ReadTimeout")),
    ],
)
async def test_no_answer_in_time_or_in_size_is_said_so(
    authority: SandboxTimeStamper, recorded: Recorded, answer: StampAnswer
) -> None:
    await expect(recorded, authority, answer)


async def test_a_token_too_long_for_a_paper_is_refused_for_good(
    authority: SandboxTimeStamper,
) -> None:
    def swollen(reply: bytes) -> bytes:
        read = StampReply.load(reply)
        signed = read["time_stamp_token"]["content"]
        certificates = signed["certificates"]
        for _ in range(40):
            certificates.append(certificates[0])
        whole = cms.ContentInfo({"content_type": "signed_data", "content": signed})
        assert len(whole.dump(force=True)) > TOKEN_BYTES_MAX
        return StampReply({"status": {"status": "granted"}, "time_stamp_token": whole}).dump()

    why = "the token is too long for a paper"
    await expect(answers(authority, swollen), authority, Refused(permanent=True, reason=why))


async def test_every_changed_byte_of_an_answer_is_noticed(authority: SandboxTimeStamper) -> None:
    """Whatever byte is changed, the answer is no stamp, or one that says the very same."""
    good = await authority.stamp(DIGEST)
    assert isinstance(good, Stamped)
    for at in range(0, len(good.token), 7):
        for bit in (1, 128):
            broken = bytearray(good.token)
            broken[at] ^= bit
            try:
                token = open_token(bytes(broken))
            except NotSigned:
                continue
            assert (token.at, token.digest) == (good.at, DIGEST)
            assert token.certificate == authority.certificate


async def test_an_unknown_authority_convinces_nobody(authority: SandboxTimeStamper) -> None:
    stranger = SandboxTimeStamper(FixedClock(NOW))
    why = Refused(permanent=True, reason="the token is signed by an unknown authority")
    assert await over(answers(stranger), authority).stamp(DIGEST) == why
    assert await over(answers(authority), authority, believed=()).stamp(DIGEST) == why


async def test_two_clocks_far_apart_cannot_both_be_right(authority: SandboxTimeStamper) -> None:
    why = Refused(permanent=False, reason="the authority's clock and ours are far apart")
    for apart in (timedelta(minutes=6), timedelta(minutes=-6)):
        assert await over(answers(authority), authority, now=NOW + apart).stamp(DIGEST) == why
    near = over(answers(authority), authority, now=NOW + timedelta(minutes=4))
    assert isinstance(await near.stamp(DIGEST), Stamped)


def a_certificate(
    key: ec.EllipticCurvePrivateKey,
    *,
    usages: tuple[x509.ObjectIdentifier, ...] = (ExtendedKeyUsageOID.TIME_STAMPING,),
    critical: bool = True,
    until: datetime = NOW + timedelta(days=1),
    issuer: ec.EllipticCurvePrivateKey | None = None,
    ca: bool = False,
) -> x509.Certificate:
    def named(name: str) -> x509.Name:
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])

    made = (
        x509.CertificateBuilder()
        .subject_name(named("虚构时间戳根" if ca else "虚构时间戳"))
        .issuer_name(named("虚构时间戳根" if ca or issuer else "虚构时间戳"))
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(NOW - timedelta(days=9))
        .not_valid_after(until)
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
    )
    if usages:
        made = made.add_extension(x509.ExtendedKeyUsage(usages), critical=critical)
    return made.sign(issuer or key, hashes.SHA256())


def an_authority(certificate: x509.Certificate, key: object) -> SandboxTimeStamper:
    made = SandboxTimeStamper(FixedClock(NOW))
    made.__dict__ |= {"certificate": certificate, "_key": key}  # as if made at first use
    return made


@pytest.mark.parametrize(
    "wrong",
    [
        {"usages": ()},
        {"critical": False},
        {"usages": (ExtendedKeyUsageOID.TIME_STAMPING, ExtendedKeyUsageOID.SERVER_AUTH)},
        {"usages": (ExtendedKeyUsageOID.CODE_SIGNING,)},
        {"until": NOW - timedelta(seconds=1)},
    ],
)
async def test_a_certificate_not_for_time_stamps_now_is_refused(wrong: dict[str, object]) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    mistaken = an_authority(a_certificate(key, **wrong), key)
    answer = await over(answers(mistaken), mistaken).stamp(DIGEST)
    assert answer == Unknown("no token that holds: not a certificate for time stamps")


async def test_an_authority_is_known_by_its_issuer_too() -> None:
    root_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    root = a_certificate(root_key, usages=(), ca=True)
    leaf = a_certificate(key, issuer=root_key)
    issued = an_authority(leaf, key)
    assert isinstance(await over(answers(issued), issued, believed=(root,)).stamp(DIGEST), Stamped)
    impostor = a_certificate(key, issuer=key)
    assert not is_known(impostor, (root,))
    assert not is_known(leaf, (a_certificate(root_key, usages=()),)), "no authority to issue"


@pytest.mark.parametrize(
    ("fault", "answer", "taken"),
    [
        (Fault.REFUSE, Refused, 0),
        (Fault.BUSY, Refused, 0),
        (Fault.SILENT, Unknown, 0),
        (Fault.UNREACHABLE, Unknown, 0),
        (Fault.LOST_ANSWER, Unknown, 1),
    ],
)
async def test_the_sandbox_fails_when_told_to(
    authority: SandboxTimeStamper, fault: Fault, answer: type, taken: int
) -> None:
    authority.fail(fault)
    assert type(await authority.stamp(DIGEST)) is answer
    assert len(authority.asked) == taken
    assert type(await authority.stamp(DIGEST)) is Stamped


def test_the_sandbox_says_in_its_certificate_what_it_is(authority: SandboxTimeStamper) -> None:
    named = authority.certificate.subject.rfc4514_string()
    assert "自签" in named
    found = authority.certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    assert (found.critical, list(found.value)) == (True, [ExtendedKeyUsageOID.TIME_STAMPING])
    assert timedelta(days=365) < sandbox_stamps.VALID_FOR
