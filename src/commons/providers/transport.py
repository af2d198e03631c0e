"""The one way out: short time-outs, known hosts only, no redirects, small answers, quiet logs."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from time import monotonic

import httpx2

CONNECT_SECONDS = 3.0
ANSWER_SECONDS = 10.0
ANSWER_BYTES_MAX = 64 * 1024
FAILURES_MAX = 5
REST_SECONDS = 30.0
SERVER_ERROR = 500
TALKATIVE = ("httpx2", "httpcore2")

log = logging.getLogger("commons.providers")


@dataclass(frozen=True, slots=True)
class Reply:
    """The provider answered. What it means is the adapter's table to say."""

    status: int
    body: bytes


@dataclass(frozen=True, slots=True)
class NotSent:
    """The request certainly did not leave: repeating it is safe."""

    reason: str


@dataclass(frozen=True, slots=True)
class NoReply:
    """The request may have been carried out. Ask, or repeat under the same key; never a new one."""

    reason: str


Outcome = Reply | NotSent | NoReply


@dataclass(slots=True)
class _Health:
    """A host that failed several times in a row is left alone for a while."""

    failures: int = 0
    rests_until: float = 0.0


@dataclass(slots=True)
class Transport:
    """HTTP to the hosts that the settings name, and to no other."""

    hosts: frozenset[str]
    client: httpx2.AsyncClient
    _health: dict[str, _Health] = field(default_factory=dict)

    @classmethod
    def to(
        cls, hosts: frozenset[str], transport: httpx2.AsyncBaseTransport | None = None
    ) -> "Transport":
        """Build the client. Proxies and certificates named in the environment are not followed."""
        for name in TALKATIVE:
            # The libraries' own loggers write whole addresses, access tokens included.
            logging.getLogger(name).disabled = True
        timeout = httpx2.Timeout(ANSWER_SECONDS, connect=CONNECT_SECONDS, pool=CONNECT_SECONDS)
        client = httpx2.AsyncClient(
            timeout=timeout, follow_redirects=False, trust_env=False, transport=transport
        )
        return cls(hosts, client)

    async def post(
        self,
        url: str,
        body: Mapping[str, object],
        *,
        key: str = "",
        headers: Mapping[str, str] | None = None,
    ) -> Outcome:
        """POST JSON. `key` travels as Idempotency-Key and is the same at every repetition."""
        sent = {"Accept": "application/json", **(headers or {})}
        if key:
            sent["Idempotency-Key"] = key
        return await self._call(self.client.build_request("POST", url, headers=sent, json=body))

    async def post_bytes(self, url: str, body: bytes, *, kind: str, accept: str) -> Outcome:
        """POST bytes of another media type than JSON."""
        sent = {"Accept": accept, "Content-Type": kind}
        return await self._call(self.client.build_request("POST", url, headers=sent, content=body))

    async def get(self, url: str, *, headers: Mapping[str, str] | None = None) -> Outcome:
        sent = {"Accept": "application/json", **(headers or {})}
        return await self._call(self.client.build_request("GET", url, headers=sent))

    async def close(self) -> None:
        await self.client.aclose()

    async def _call(self, request: httpx2.Request) -> Outcome:
        host = request.url.host
        if request.url.scheme != "https" or host not in self.hosts:
            return NotSent("host not allowed")
        health = self._health.setdefault(host, _Health())
        if health.rests_until > monotonic():
            return NotSent("host rests after repeated failures")
        outcome = await self._ask(request)
        _note(health, failed=not isinstance(outcome, Reply) or outcome.status >= SERVER_ERROR)
        # The path says which door was knocked at; query and body carry secrets and numbers.
        where = f"{request.method} https://{host}{request.url.path}"
        log.info("%s: %s", where, _in_words(outcome))
        return outcome

    async def _ask(self, request: httpx2.Request) -> Outcome:
        try:
            # The client's limits are per step: a slow drip of bytes needs one over all of them.
            async with asyncio.timeout(CONNECT_SECONDS + ANSWER_SECONDS):
                response = await self.client.send(request, stream=True)
                try:
                    body = await _read_bounded(response)
                finally:
                    await response.aclose()
        except (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout) as unreached:
            return NotSent(type(unreached).__name__)
        except (httpx2.TransportError, httpx2.DecodingError, TimeoutError) as broken:
            return NoReply(type(broken).__name__)
        if body is None:
            return NoReply("answer too long")
        return Reply(response.status_code, body)


async def _read_bounded(response: httpx2.Response) -> bytes | None:
    body = bytearray()
    async for chunk in response.aiter_bytes():
        body += chunk
        if len(body) > ANSWER_BYTES_MAX:
            return None
    return bytes(body)


def _note(health: _Health, *, failed: bool) -> None:
    health.failures = health.failures + 1 if failed else 0
    if health.failures >= FAILURES_MAX:
        health.failures = 0
        health.rests_until = monotonic() + REST_SECONDS


def _in_words(outcome: Outcome) -> str:
    return str(outcome.status) if isinstance(outcome, Reply) else outcome.reason
