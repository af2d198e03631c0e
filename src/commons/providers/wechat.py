"""WeChat template messages: a table from its codes to ours, and nothing else."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha1

from commons.almanac import Clock
from commons.providers.answers import WORDS_MAX, in_words, is_fresh, is_same, read_json
from commons.providers.ports import (
    Accepted,
    Answer,
    Arrival,
    Callback,
    Refused,
    Report,
    Unknown,
    WeChatNote,
)
from commons.providers.transport import NotSent, Outcome, Reply, Transport

TOKEN_SECONDS_MARGIN = 300
WECHAT_HOST = "api.weixin.qq.com"

# errcode of WeChat's message/template/send.
WECHAT_REFUSALS: Mapping[int, bool] = {
    -1: False,  # system busy
    40001: False,  # token no longer good: fetched anew at the next try
    42001: False,
    45009: False,  # too many calls today
    40003: True,  # no such open id
    40037: True,  # no such template
    43004: True,  # does not follow the account
    43101: True,  # refused to be told
    47003: True,  # template words do not fit
}
WECHAT_TOKEN_STALE = frozenset({40001, 42001})
WECHAT_ARRIVALS: Mapping[str, Arrival] = {
    "success": Arrival.DELIVERED,
    "failed:user block": Arrival.PERMANENT,
    "failed: system failed": Arrival.TECHNICAL,
}


@dataclass(slots=True)
class WeChatTemplates:
    """The court's WeChat service account, sending registered templates."""

    transport: Transport
    app_id: str
    secret: str = field(repr=False)
    callback_token: str = field(repr=False)
    templates: Mapping[str, str]  # our name of a template to WeChat's id
    clock: Clock
    name: str = "wechat"
    _token: str = field(default="", repr=False)
    _token_until: datetime | None = None

    async def send(self, note: WeChatNote) -> Answer:
        template = self.templates.get(note.template)
        if template is None:
            return Refused(permanent=True, reason=f"no template registered for {note.template}")
        token = await self._fresh_token()
        if not token:
            return Refused(permanent=False, reason="no access token")
        body = {
            "touser": note.open_id,
            "template_id": template,
            "url": note.url,
            "client_msg_id": note.key,  # WeChat drops a second message with the same one
            "data": {name: {"value": text} for name, text in note.words.items()},
        }
        url = f"https://{WECHAT_HOST}/cgi-bin/message/template/send?access_token={token}"
        return self._answer(await self.transport.post(url, body, key=note.key))

    async def ask(self, key: str) -> Answer:
        """WeChat has no such question; only its callback tells."""
        return Unknown(f"wechat cannot be asked about {key}")

    def is_genuine(self, callback: Callback) -> bool:
        # The platform's own rule: SHA-1 over token, timestamp and nonce in sorted order.
        stamp = callback.query.get("timestamp", "")
        parts = sorted((self.callback_token, stamp, callback.query.get("nonce", "")))
        signed = sha1("".join(parts).encode(), usedforsecurity=False).hexdigest()
        given = callback.query.get("signature", "")
        return is_same(signed, given) and is_fresh(stamp, callback.at)

    def read_reports(self, body: bytes) -> tuple[Report, ...]:
        text = body.decode("utf-8", errors="replace")
        if _xml_value(text, "Event") != "TEMPLATESENDJOBFINISH":
            return ()
        reference, status = _xml_value(text, "MsgID"), _xml_value(text, "Status")
        arrival = WECHAT_ARRIVALS.get(status, Arrival.TECHNICAL)
        return (Report(reference, arrival, status[:WORDS_MAX]),) if reference else ()

    def _answer(self, outcome: Outcome) -> Answer:
        if isinstance(outcome, NotSent):
            return Refused(permanent=False, reason=outcome.reason)
        if not isinstance(outcome, Reply):
            return Unknown(outcome.reason)
        said = read_json(outcome.body)
        code = said.get("errcode")
        if code == 0 and said.get("msgid"):
            return Accepted(str(said["msgid"])[:WORDS_MAX])
        if code in WECHAT_TOKEN_STALE:
            self._token_until = None
        if isinstance(code, int) and code in WECHAT_REFUSALS:
            return Refused(
                permanent=WECHAT_REFUSALS[code], reason=in_words(str(code), said.get("errmsg"))
            )
        return Unknown(f"HTTP {outcome.status}")

    async def _fresh_token(self) -> str:
        now = self.clock.now()
        if self._token_until is not None and now < self._token_until:
            return self._token
        url = f"https://{WECHAT_HOST}/cgi-bin/stable_token"
        body = {"grant_type": "client_credential", "appid": self.app_id, "secret": self.secret}
        outcome = await self.transport.post(url, body)
        said = read_json(outcome.body) if isinstance(outcome, Reply) else {}
        token, seconds = said.get("access_token"), said.get("expires_in")
        if not isinstance(token, str) or not isinstance(seconds, int):
            return ""
        self._token = token
        self._token_until = now + timedelta(seconds=max(0, seconds - TOKEN_SECONDS_MARGIN))
        return token


def _xml_value(text: str, tag: str) -> str:
    """Read one flat element. No XML parser: the sender is a stranger until proven otherwise."""
    found = re.search(rf"<{tag}>(?:<!\[CDATA\[)?([^<\]]{{1,200}})(?:\]\]>)?</{tag}>", text)
    return found.group(1).strip() if found else ""
