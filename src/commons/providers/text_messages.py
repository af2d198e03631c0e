"""Text messages over a gateway: a table from its codes to ours, and nothing else."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from commons.almanac import Clock
from commons.providers.answers import (
    REPORTS_MAX,
    WORDS_MAX,
    in_words,
    is_fresh,
    is_same,
    read_instant,
    read_json,
)
from commons.providers.ports import (
    Accepted,
    Answer,
    Arrival,
    Callback,
    Refused,
    Report,
    Sms,
    Unknown,
)
from commons.providers.transport import NotSent, Outcome, Reply, Transport

# The gateway's answers to a request. True: asking again with the same words is useless.
SMS_REFUSALS: Mapping[str, bool] = {
    "number_invalid": True,
    "number_blocked": True,
    "template_unknown": True,
    "content_rejected": True,
    "balance_empty": False,
    "rate_limited": False,
    "busy": False,
}
# Message states of SMPP 3.4 section 5.2.28, as the carriers on the mainland report them.
SMS_ARRIVALS: Mapping[str, Arrival] = {
    "DELIVRD": Arrival.DELIVERED,
    "EXPIRED": Arrival.TEMPORARY,
    "UNDELIV": Arrival.PERMANENT,
    "REJECTD": Arrival.PERMANENT,
    "DELETED": Arrival.TECHNICAL,
    "UNKNOWN": Arrival.TECHNICAL,
}


@dataclass(frozen=True, slots=True)
class HttpSms:
    """A text-message gateway over HTTPS; both directions are signed with one shared key."""

    transport: Transport
    url: str
    secret: str = field(repr=False)
    clock: Clock
    name: str = "http-sms"

    async def send(self, sms: Sms) -> Answer:
        body = {
            "key": sms.key,
            "to": sms.phone,
            "text": sms.text,
            "template": sms.template,
            "words": dict(sms.words),
        }
        headers = {"Authorization": f"Bearer {self.secret}"}
        outcome = await self.transport.post(self.url, body, key=sms.key, headers=headers)
        return self._answer(outcome)

    async def ask(self, key: str) -> Answer:
        headers = {"Authorization": f"Bearer {self.secret}"}
        return self._answer(await self.transport.get(f"{self.url}/{key}", headers=headers))

    def is_genuine(self, callback: Callback) -> bool:
        """Check the signature over time and body; an old one is a replay."""
        stamp = callback.headers.get("x-timestamp", "")
        signed = hmac.new(self.secret.encode(), stamp.encode() + b"." + callback.body, sha256)
        given = callback.headers.get("x-signature", "")
        return is_same(signed.hexdigest(), given) and is_fresh(stamp, callback.at)

    def read_reports(self, body: bytes) -> tuple[Report, ...]:
        lines = read_json(body).get("reports")
        if not isinstance(lines, list):
            return ()
        return tuple(filter(None, map(_sms_report, lines[:REPORTS_MAX])))

    def _answer(self, outcome: Outcome) -> Answer:
        if isinstance(outcome, NotSent):
            return Refused(permanent=False, reason=outcome.reason)
        if not isinstance(outcome, Reply):
            return Unknown(outcome.reason)
        said = read_json(outcome.body)
        code, reference = said.get("code"), said.get("id")
        if code == "ok" and isinstance(reference, str) and reference:
            return Accepted(reference[:WORDS_MAX])
        if code == "not_found":
            return Refused(permanent=False, reason="not_found")
        if isinstance(code, str) and code in SMS_REFUSALS:
            return Refused(permanent=SMS_REFUSALS[code], reason=in_words(code, said.get("message")))
        return Unknown(f"HTTP {outcome.status}")


def _sms_report(line: object) -> Report | None:
    if not isinstance(line, dict) or not isinstance(line.get("id"), str):
        return None
    status = str(line.get("status", ""))
    return Report(
        reference=line["id"][:WORDS_MAX],
        arrival=SMS_ARRIVALS.get(status, Arrival.TECHNICAL),
        words=in_words(status, line.get("message")),
        at=read_instant(line.get("at")),
    )
