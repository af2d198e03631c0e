"""Which pages there are: every link of every role followed, every address put to its route."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import httpx2
from starlette.routing import Match, Route

from commons.settings import Settings
from island.routing import routes
from tests.browser.server import Server
from tests.journeys.walking import Reading

PER_ROUTE_MAX = 12
NEW_PARTS_MIN = 3
# GET routes that answer with something else than a page of the site.
NOT_PAGES = re.compile(
    r"/healthz|/readyz|/robots.txt|/favicon.ico|/openapi.json|/csp|/api/.*|.*/changes|.*/pdf|.*/print|.*/hant"
    r"|.*/sample|.*/content|.*/files/.*|/verify/.+|/sign-in/demo/.*"
)
# Pages behind a step that is not a link: the journeys look at these while they pass by.
PASSED_BY = frozenset(
    {
        "/admin/outbox-sandbox/pay/{pay_key}",
        "/d/phone",
        "/d/confirm",
        "/d/identity",
        "/d/paper",
        "/d/text",
        "/sign-in/code",
        "/sign-in/enrol/{token}",
    }
)


@dataclass(frozen=True)
class Found:
    """One page and one reader of it."""

    pattern: str
    address: str
    role: str
    text: str

    @property
    def shape(self) -> frozenset[str]:
        """What kinds of things stand on it: two pages of one shape have the same faults."""
        return frozenset(re.findall(r'<(\w+(?: class="[^"]*")?)', self.text))


def patterns(settings: Settings) -> list[Route]:
    return [
        route
        for route in routes(settings)
        if isinstance(route, Route)
        and "GET" in (route.methods or set())
        and not NOT_PAGES.fullmatch(route.path)
    ]


class Crawler:
    """Walks through the whole service as one role after the other."""

    def __init__(self, server: Server, settings: Settings) -> None:
        self.server = server
        self.pages = patterns(settings)
        self.sessions: dict[str, str] = {}
        self.trouble: list[str] = []

    def enter(self, client: httpx2.Client, role: str) -> None:
        if role:
            client.get(self.server.links[role])
            self.sessions[role] = client.cookies["session"]

    def route_of(self, address: str) -> str:
        scope = {"type": "http", "method": "GET", "path": address.partition("?")[0]}
        for route in self.pages:
            if route.matches(scope)[0] is Match.FULL:
                return route.path
        return ""

    def walk(self, role: str, extra: Mapping[str, None] | None = None) -> Iterator[Found]:
        """Follow every link that this role is shown, some of each kind."""
        starts = [route.path for route in self.pages if "{" not in route.path]
        waiting = dict.fromkeys([*starts, *(extra or ())])
        shown: set[str] = set()
        times: dict[str, int] = {}
        headers = {"accept-language": "zh-CN"}
        with httpx2.Client(base_url=self.server.url, headers=headers, timeout=30) as client:
            self.enter(client, role)
            while waiting:
                address = next(iter(waiting))
                waiting.pop(address)
                pattern = self.route_of(address)
                if address in shown or not pattern or times.get(pattern, 0) >= PER_ROUTE_MAX:
                    continue
                shown.add(address)
                times[pattern] = times.get(pattern, 0) + 1
                answer = client.get(address)
                self.judge(answer, role, address, was_a_link=address not in starts)
                if answer.status_code != 200:
                    continue
                yield Found(pattern, address, role, answer.text)
                waiting |= dict.fromkeys(map(plain, Reading(answer.text).links))

    def judge(self, answer: httpx2.Response, role: str, address: str, *, was_a_link: bool) -> None:
        """A link that was shown must lead somewhere; nothing at all may break."""
        is_bad = answer.status_code >= 400 if was_a_link else answer.status_code >= 500
        if is_bad:
            self.trouble.append(f"{role or 'anybody'} {address} {answer.status_code}")


def plain(link: str) -> str:
    """Leave out the place on the page and the wishes for size and language."""
    address = link.partition("#")[0]
    return "" if re.search(r"[?&](lang|size)=", address) else address


def chosen(found: list[Found], most: int) -> list[Found]:
    """Of each route take pages of different shapes, the fullest first."""
    taken: list[Found] = []
    by_route: dict[str, list[Found]] = {}
    for one in sorted(found, key=lambda one: -len(one.text)):
        others = by_route.setdefault(one.pattern, [])
        seen = frozenset[str]().union(*(other.shape for other in others))
        if len(others) < most and (not others or len(one.shape - seen) > NEW_PARTS_MIN):
            others.append(one)
            taken.append(one)
    return taken
