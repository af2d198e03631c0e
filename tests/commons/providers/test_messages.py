"""Each real adapter gives the same closed answers as the sandbox, whatever the provider says."""

import hmac
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha1, sha256

import httpx2
import pytest

from commons.almanac import FixedClock
from commons.providers.ports import (
    Accepted,
    Answer,
    Arrival,
    Callback,
    Refused,
    Report,
    Sms,
    Unknown,
    WeChatNote,
)
from commons.providers.text_messages import HttpSms
from commons.providers.transport import NotSent, Transport
from commons.providers.wechat import WeChatTemplates

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
SECRET = "an invented secret"
SMS = Sms("k1", "+8613805010001", "虚构的短信", template="t", words={"code": "123456"})
NOTE = WeChatNote("k2", "o-invented", "paper_waiting", {"文书": "虚构"}, "https://c.example/d")

Recorded = Callable[[httpx2.Request], httpx2.Response]


def gateway(recorded: Recorded) -> HttpSms:
    transport = Transport.to(frozenset({"sms.example"}), httpx2.MockTransport(recorded))
    return HttpSms(transport, "https://sms.example/messages", SECRET, FixedClock(NOW))


def account(recorded: Recorded) -> WeChatTemplates:
    transport = Transport.to(frozenset({"api.weixin.qq.com"}), httpx2.MockTransport(recorded))
    return WeChatTemplates(
        transport, "app", SECRET, "callback token", {"paper_waiting": "TM1"}, FixedClock(NOW)
    )


def says(body: object, status: int = 200) -> Recorded:
    return lambda _: httpx2.Response(status, json=body)


def raises(kind: type[httpx2.TransportError]) -> Recorded:
    def fail(request: httpx2.Request) -> httpx2.Response:
        raise kind("recorded", request=request)

    return fail


@pytest.mark.parametrize(
    ("recorded", "expected"),
    [
        (says({"code": "ok", "id": "m-1"}), Accepted("m-1")),
        (
            says({"code": "number_invalid", "message": "空号"}, 400),
            Refused(permanent=True, reason="number_invalid 空号"),
        ),
        (says({"code": "busy"}, 429), Refused(permanent=False, reason="busy")),
        (says({"code": "balance_empty"}), Refused(permanent=False, reason="balance_empty")),
        (says({"code": "never heard of"}), Unknown("HTTP 200")),
        (says({}, 500), Unknown("HTTP 500")),
        (says(["not", "an", "object"]), Unknown("HTTP 200")),
        (says({"code": "ok", "id": 7}), Unknown("HTTP 200")),
        (lambda _: httpx2.Response(200, content=b"\xff<html>"), Unknown("HTTP 200")),
        (lambda _: httpx2.Response(302, headers={"location": "/"}), Unknown("HTTP 302")),
        (lambda _: httpx2.Response(200, content=b"x" * 70_000), Unknown("answer too long")),
        (raises(httpx2.ConnectError), Refused(permanent=False, reason="ConnectError")),
        (raises(httpx2.ConnectTimeout), Refused(permanent=False, reason="ConnectTimeout")),
        (raises(httpx2.ReadTimeout), Unknown("ReadTimeout")),
        (raises(httpx2.ReadError), Unknown("ReadError")),
        (raises(httpx2.RemoteProtocolError), Unknown("RemoteProtocolError")),
    ],
)
async def test_a_gateways_answer_becomes_one_of_three(recorded: Recorded, expected: Answer) -> None:
    assert await gateway(recorded).send(SMS) == expected


async def test_a_message_travels_with_its_key_and_never_in_the_address() -> None:
    seen: list[httpx2.Request] = []

    def recorded(request: httpx2.Request) -> httpx2.Response:
        seen.append(request)
        return httpx2.Response(200, json={"code": "ok", "id": "m-1"})

    await gateway(recorded).send(SMS)
    [request] = seen
    assert str(request.url) == "https://sms.example/messages"
    assert request.headers["idempotency-key"] == "k1"
    assert json.loads(request.content) == {
        "key": "k1",
        "to": "+8613805010001",
        "text": "虚构的短信",
        "template": "t",
        "words": {"code": "123456"},
    }


async def test_asking_tells_taken_from_never_seen() -> None:
    assert await gateway(says({"code": "ok", "id": "m-1"})).ask("k1") == Accepted("m-1")
    never = Refused(permanent=False, reason="not_found")
    assert await gateway(says({"code": "not_found"}, 404)).ask("k1") == never
    assert await gateway(raises(httpx2.ReadTimeout)).ask("k1") == Unknown("ReadTimeout")


async def test_no_other_host_is_spoken_to_and_no_plain_http() -> None:
    transport = Transport.to(frozenset({"sms.example"}), httpx2.MockTransport(says({})))
    for url in ("https://evil.example/", "http://sms.example/", "https://sms.example.evil/"):
        assert await transport.post(url, {}) == NotSent("host not allowed")
        assert await transport.get(url) == NotSent("host not allowed")


async def test_a_host_that_keeps_failing_is_left_alone() -> None:
    calls: list[int] = []

    def recorded(_: httpx2.Request) -> httpx2.Response:
        calls.append(1)
        return httpx2.Response(500, json={})

    sender = gateway(recorded)
    for _ in range(9):
        await sender.send(SMS)
    assert len(calls) == 5
    assert await sender.send(SMS) == Refused(
        permanent=False, reason="host rests after repeated failures"
    )


async def test_secrets_and_numbers_stay_out_of_the_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    await gateway(says({"code": "ok", "id": "m-1"})).send(SMS)
    await account(wechat_says({"errcode": 0, "msgid": 5})).send(NOTE)
    for secret in (SECRET, SMS.phone, SMS.text, NOTE.open_id, "invented-token"):
        assert secret not in caplog.text


def signed(body: bytes, at: datetime, secret: str = SECRET) -> Callback:
    stamp = str(int(at.timestamp()))
    signature = hmac.new(secret.encode(), stamp.encode() + b"." + body, sha256).hexdigest()
    return Callback({}, {"x-timestamp": stamp, "x-signature": signature}, body, NOW)


def test_a_gateways_callback_is_believed_by_signature_and_age_only() -> None:
    sender = gateway(says({}))
    body = b'{"reports": []}'
    assert sender.is_genuine(signed(body, NOW))
    assert not sender.is_genuine(signed(body, NOW, secret="another"))
    assert not sender.is_genuine(signed(body, NOW - timedelta(minutes=6)))
    assert not sender.is_genuine(Callback({}, {}, body, NOW))
    genuine = signed(body, NOW)
    assert not sender.is_genuine(Callback({}, genuine.headers, body + b" ", NOW))


def test_a_gateways_reports_are_read_and_nonsense_is_left_out() -> None:
    lines = [
        {"id": "m-1", "status": "DELIVRD", "message": "送达", "at": "2026-11-23T10:00:00+08:00"},
        {"id": "m-2", "status": "UNDELIV", "at": "yesterday"},
        {"id": "m-3", "status": "invented"},
        {"id": 4, "status": "DELIVRD"},
        "nonsense",
    ]
    assert gateway(says({})).read_reports(json.dumps({"reports": lines}).encode()) == (
        Report("m-1", Arrival.DELIVERED, "DELIVRD 送达", NOW),
        Report("m-2", Arrival.PERMANENT, "UNDELIV"),
        Report("m-3", Arrival.TECHNICAL, "invented"),
    )
    for body in (b"", b"[]", b'{"reports": 5}', b"\xff", b"[" * 100_000):
        assert gateway(says({})).read_reports(body) == ()


def wechat_says(answer: object) -> Recorded:
    def recorded(request: httpx2.Request) -> httpx2.Response:
        if request.url.path == "/cgi-bin/stable_token":
            return httpx2.Response(200, json={"access_token": "invented-token", "expires_in": 7200})
        return httpx2.Response(200, json=answer)

    return recorded


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"errcode": 0, "errmsg": "ok", "msgid": 200163836}, Accepted("200163836")),
        (
            {"errcode": 43004, "errmsg": "require subscribe"},
            Refused(permanent=True, reason="43004 require subscribe"),
        ),
        ({"errcode": -1}, Refused(permanent=False, reason="-1")),
        ({"errcode": 45009}, Refused(permanent=False, reason="45009")),
        ({"errcode": 99999}, Unknown("HTTP 200")),
        ({}, Unknown("HTTP 200")),
    ],
)
async def test_wechats_answer_becomes_one_of_three(
    said: dict[str, object], expected: Answer
) -> None:
    assert await account(wechat_says(said)).send(NOTE) == expected


async def test_a_stale_wechat_token_is_fetched_anew_for_the_next_message() -> None:
    paths: list[str] = []
    answers = iter([{"errcode": 40001}, {"errcode": 0, "msgid": 5}])

    def recorded(request: httpx2.Request) -> httpx2.Response:
        paths.append(request.url.path.rpartition("/")[2])
        if paths[-1] == "stable_token":
            return httpx2.Response(200, json={"access_token": "invented-token", "expires_in": 7200})
        return httpx2.Response(200, json=next(answers))

    sender = account(recorded)
    assert await sender.send(NOTE) == Refused(permanent=False, reason="40001")
    assert await sender.send(NOTE) == Accepted("5")
    assert paths == ["stable_token", "send", "stable_token", "send"]


async def test_without_token_or_template_nothing_is_sent() -> None:
    assert await account(says({"errcode": 40013})).send(NOTE) == Refused(
        permanent=False, reason="no access token"
    )
    other = WeChatNote("k3", "o-invented", "unheard_of", {})
    assert isinstance(await account(says({})).send(other), Refused)


def test_wechats_callback_is_believed_by_its_signature_and_read_without_an_xml_parser() -> None:
    sender = account(says({}))
    stamp = str(int(NOW.timestamp()))
    parts = "".join(sorted(("callback token", stamp, "n1")))
    query = {"timestamp": stamp, "nonce": "n1", "signature": sha1(parts.encode()).hexdigest()}  # noqa: S324
    body = (
        b"<xml><Event><![CDATA[TEMPLATESENDJOBFINISH]]></Event><MsgID>200163836</MsgID>"
        b"<Status><![CDATA[failed:user block]]></Status></xml>"
    )
    assert sender.is_genuine(Callback(query, {}, body, NOW))
    assert not sender.is_genuine(Callback({**query, "nonce": "n2"}, {}, body, NOW))
    assert sender.read_reports(body) == (
        Report("200163836", Arrival.PERMANENT, "failed:user block"),
    )
    assert sender.read_reports(b"<xml><Event>subscribe</Event></xml>") == ()
