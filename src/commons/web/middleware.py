"""The front door: one pass over every request, before any room of the house is entered."""

import logging
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import parse_qs

from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Receive, Scope, Send

from commons.access.actor import ANYONE, Actor
from commons.almanac import Clock
from commons.errors import Refusal
from commons.i18n import Language, language_named, language_of_header, reading
from commons.web import limits
from commons.web.answers import API_PREFIX, answer_at_all, answer_refusal
from commons.web.assets import PREFIX
from commons.web.headers import Raw, Reply, read_cookies
from commons.web.limits import BadRequest, HeadersTooLarge, TargetTooLong
from commons.web.origin import SAFE_METHODS, check_origin
from commons.web.visit import KEY, Body, FindActor, Visit

LOG = logging.getLogger(__name__)
TOKEN_CHARACTERS_MAX = 4096
YEAR_SECONDS = 365 * 24 * 3600
# Where nobody is asked who he is: these must answer while the database does not.
UNASKED = (f"{PREFIX}/", "/healthz", "/readyz", "/csp")
# A browser's report of a blocked script changes nothing here and may come without an origin;
# a provider's callback comes from no browser and is believed by its signature alone.
UNGUARDED_WRITES = frozenset({"/csp", "/callbacks/payments", "/callbacks/sms", "/callbacks/wechat"})


@dataclass(frozen=True, slots=True)
class Door:
    """What the front door goes by."""

    find_actor: FindActor
    clock: Clock
    hosts: frozenset[str]
    public_url: str
    same_headers: tuple[Raw, ...]
    styles_digest: str
    find_bearer: FindActor | None = None

    @property
    def is_secure(self) -> bool:
        return self.public_url.startswith("https://")

    @property
    def prefix(self) -> str:
        # A browser keeps a __Host- cookie only with TLS, and then no other host can plant one.
        return "__Host-" if self.is_secure else ""


class FrontDoor:
    """ASGI middleware: limits, origin, language, person on the way in; headers on the way out."""

    def __init__(self, app: ASGIApp, door: Door) -> None:
        self.app = app
        self.door = door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        began = time.monotonic()
        headers: Mapping[bytes, bytes] = dict(scope["headers"])
        visit = self.look(scope, headers)
        reply = Reply(send, self.door.same_headers, visit.request_id)
        reply.cookies = visit.cookies
        scope[KEY] = visit
        reading.set(visit.language)
        if b"content-length" in headers or b"transfer-encoding" in headers:
            receive = limits.read_body(receive, visit.body)
        try:
            self.check(scope, headers)
            if not scope["path"].startswith(UNASKED):
                scope[KEY] = await self.recognise(scope, visit, headers)
            await self.app(scope, receive, reply)
        except ClientDisconnect:
            LOG.info("request %s: the caller went away", visit.request_id)
        except Refusal as refusal:
            request = Request(scope, receive)
            response = await answer_refusal(request, refusal)
            await response(scope, receive, reply)
        except Exception as defect:
            if reply.status:  # half an answer is out; only the server can break it off
                raise
            response = await answer_at_all(Request(scope, receive), defect)
            await response(scope, receive, reply)
        finally:
            self.note(scope, reply, began)

    def look(self, scope: Scope, headers: Mapping[bytes, bytes]) -> Visit:
        """Read what a request says about itself. Never refuses: errors need a language too."""
        cookies = read_cookies(headers[b"cookie"]) if b"cookie" in headers else {}
        prefix = self.door.prefix
        language, is_large, changed = self.preferences(scope, cookies)
        if language is None:
            accept = headers.get(b"accept-language", b"").decode("latin-1")
            is_taiwan = scope["path"].startswith("/taiwan")
            language = Language.HANT if is_taiwan else language_of_header(accept)
        declared = headers.get(b"content-length", b"")
        return Visit(
            request_id=secrets.token_hex(8),
            language=language,
            body=Body(
                limits.BODY_BYTES_MAX,
                declared=int(declared) if declared.isdigit() else None,
            ),
            is_large=is_large,
            has_styles=cookies.get(f"{prefix}v") == self.door.styles_digest,
            takes_gzip=b"gzip" in headers.get(b"accept-encoding", b""),
            token=cookies.get(f"{prefix}session", "")[:TOKEN_CHARACTERS_MAX],
            cookies=changed,
        )

    def preferences(
        self, scope: Scope, cookies: Mapping[str, str]
    ) -> tuple[Language | None, bool, tuple[bytes, ...]]:
        """Take language and size from the link just followed, else from the cookies."""
        query = scope["query_string"]
        asked: dict[str, str] = {}
        if (b"lang=" in query or b"size=" in query) and len(query) <= limits.TARGET_BYTES_MAX:
            pairs = parse_qs(query.decode("latin-1"), max_num_fields=None)
            asked = {name: pairs[name][-1] for name in ("lang", "size") if name in pairs}
        chosen = {}
        if language_named(asked.get("lang")):
            chosen["lang"] = asked["lang"]
        if asked.get("size") in {"lg", "md"}:
            chosen["size"] = asked["size"]
        prefix = self.door.prefix
        language = language_named(chosen.get("lang") or cookies.get(f"{prefix}lang"))
        size = chosen.get("size") or cookies.get(f"{prefix}size")
        return language, size == "lg", tuple(self.cookie(*pair) for pair in chosen.items())

    def cookie(self, name: str, value: str) -> bytes:
        secure = "; Secure" if self.door.is_secure else ""
        return (
            f"{self.door.prefix}{name}={value}; Path=/; Max-Age={YEAR_SECONDS}"
            f"; HttpOnly{secure}; SameSite=Lax"
        ).encode()

    def check(self, scope: Scope, headers: Mapping[bytes, bytes]) -> None:
        """Refuse what is malformed, aimed at another host, or sent from another site."""
        raw = scope["headers"]
        path: str = scope["path"]
        if len(raw) > limits.HEADERS_MAX:
            raise HeadersTooLarge("web.headers_too_large")
        if sum(len(name) + len(value) for name, value in raw) > limits.HEADER_BYTES_MAX:
            raise HeadersTooLarge("web.headers_too_large")
        if len(scope["query_string"]) + len(path) > limits.TARGET_BYTES_MAX:
            raise TargetTooLong("web.target_too_long")
        if b"content-length" in headers and b"transfer-encoding" in headers:
            raise BadRequest("web.two_lengths")
        if not path.isprintable() or "\ufffd" in path or b"%00" in scope["query_string"]:
            raise BadRequest("web.strange_address")
        host = headers.get(b"host", b"").decode("latin-1").lower()
        if _name_of(host) not in self.door.hosts or _count(raw, b"host") != 1:
            raise BadRequest("web.wrong_host")
        if scope["method"] not in SAFE_METHODS and path not in UNGUARDED_WRITES:
            # With a bearer token the cookie is not looked at: see recognise.
            if self.door.find_bearer and b"authorization" in headers:
                return
            # A program without a browser brings no cookie, so no page can have sent it by stealth.
            if path.startswith(API_PREFIX) and b"cookie" not in headers:
                return
            check_origin(headers, host=host, public_url=self.door.public_url)

    async def recognise(self, scope: Scope, visit: Visit, headers: Mapping[bytes, bytes]) -> Visit:
        """Find the person: by bearer token where one is sent, else by the session cookie."""
        actor: Actor | None = None
        is_bearer = bool(self.door.find_bearer) and b"authorization" in headers
        if is_bearer and self.door.find_bearer:
            scheme, _, token = headers[b"authorization"].decode("latin-1").partition(" ")
            visit = replace(visit, token=token[:TOKEN_CHARACTERS_MAX], is_bearer=True)
            if scheme.lower() == "bearer":
                actor = await self.door.find_bearer(visit.token, self.door.clock.now())
        elif visit.token:
            actor = await self.door.find_actor(visit.token, self.door.clock.now())
        if actor is None or actor is ANYONE:
            return visit
        return replace(visit, actor=actor, language=self.language_of(actor, scope, visit))

    def language_of(self, actor: Actor, scope: Scope, visit: Visit) -> Language:
        """Let the account's language speak where no link and no cookie has."""
        own = language_named(actor.language)
        if own is None or own is visit.language:
            return visit.language
        cookie = dict(scope["headers"]).get(b"cookie", b"")
        if self.preferences(scope, read_cookies(cookie))[0]:
            return visit.language
        reading.set(own)
        return own

    def note(self, scope: Scope, reply: Reply, began: float) -> None:
        if LOG.isEnabledFor(logging.INFO):
            # The route's pattern, not the address: addresses hold ids and codes.
            where = getattr(scope.get("route"), "path", "-")
            spent = (time.monotonic() - began) * 1000
            LOG.info("%s %s %s %d %.1f ms", reply.request_id, scope["method"], where,
                     reply.status, spent)  # fmt: skip


def _name_of(host: str) -> str:
    return host.rpartition("]")[0].lstrip("[") if "]" in host else host.partition(":")[0]


def _count(raw: list[Raw], name: bytes) -> int:
    return sum(1 for found, _ in raw if found == name)
