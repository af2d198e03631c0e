"""Rooms for online hearings over HTTPS: asked for by key, so that asking twice opens one."""

from dataclasses import dataclass, field

from commons.providers.answers import WORDS_MAX, in_words, read_json
from commons.providers.meeting_port import Meeting, MeetingAnswer, MeetingOpened
from commons.providers.ports import (
    LINK_MAX,
    Refused,
    Unknown,
)
from commons.providers.transport import NotSent, Reply, Transport

# The host's answers to a request. True: asking again with the same words is useless.
MEETING_REFUSALS = {
    "time_is_past": True,
    "not_licensed": True,
    "busy": False,
    "rate_limited": False,
}


@dataclass(frozen=True, slots=True)
class HttpMeetings:
    """A meeting service of the court's own platform (Online Litigation Rules art. 24)."""

    transport: Transport
    url: str
    secret: str = field(repr=False)
    name: str = "http-meetings"

    async def open(self, meeting: Meeting) -> MeetingAnswer:
        body = {
            "key": meeting.key,
            "title": meeting.title,
            "starts_at": meeting.starts_at.isoformat(),
            "minutes": meeting.minutes,
        }
        headers = {"Authorization": f"Bearer {self.secret}"}
        outcome = await self.transport.post(self.url, body, key=meeting.key, headers=headers)
        if isinstance(outcome, NotSent):
            return Refused(permanent=False, reason=outcome.reason)
        if not isinstance(outcome, Reply):
            return Unknown(outcome.reason)
        said = read_json(outcome.body)
        code, url, reference = said.get("code"), said.get("url"), said.get("id")
        if code == "ok" and isinstance(url, str) and isinstance(reference, str):
            # A link that leads elsewhere than over TLS is no room for a court.
            if url.startswith("https://") and len(url) <= LINK_MAX:
                return MeetingOpened(url, reference[:WORDS_MAX])
            return Unknown("no https address")
        if isinstance(code, str) and code in MEETING_REFUSALS:
            words = in_words(code, said.get("message"))
            return Refused(permanent=MEETING_REFUSALS[code], reason=words)
        return Unknown(f"HTTP {outcome.status}")
