"""News for an open page: told at each change, ended with the right to look."""

import pytest
from starlette.routing import Route

from commons.errors import NotFound
from commons.web.page import EVERYONE, SIGNED_IN, needs
from commons.web.stream import STREAMS_MAX, changes
from tests.commons.web.site import PEOPLE, browse, make_site


def telling(*states, need=EVERYONE):
    """Make a site whose stream tells these states, then finds nothing any more."""
    left = list(states)

    async def read():
        if not left:
            raise NotFound("web.no_such_page")
        return {"downloads": left.pop(0)}

    @needs(need)
    async def news(request):
        return changes(request, read, every=0)

    return [Route("/news", news, methods=["GET"])]


async def lines(site, **cookies):
    async with browse(site, **cookies) as client:
        answer = await client.get("/news")
    return answer, [line for line in answer.text.split("\n") if line]


async def test_only_changes_are_told(clock, tmp_path):
    site = make_site(clock, tmp_path, routes=telling(1, 1, 1, 2, 2, 3))
    answer, told = await lines(site)
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert answer.headers["cache-control"] == "no-store"
    assert told == [
        "retry: 2000",
        'data: {"downloads":1}',
        'data: {"downloads":2}',
        'data: {"downloads":3}',
        "event: end",
        "data: {}",
    ]
    assert site.state.streams.open == 0


async def test_too_many_listeners_are_asked_to_come_back(clock, tmp_path):
    site = make_site(clock, tmp_path, routes=telling(1))
    site.state.streams.open = STREAMS_MAX
    answer, _ = await lines(site)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")


@pytest.mark.slow
async def test_a_session_that_ends_ends_its_stream(clock, tmp_path):
    site = make_site(clock, tmp_path, routes=telling(*range(1_000_000), need=SIGNED_IN))
    seen = []

    async def find_actor(token, _):
        seen.append(token)

    site.state.find_actor = find_actor
    answer, told = await lines(site, session="mediator")
    assert answer.status_code == 200
    assert told[-2:] == ["event: end", "data: {}"]
    assert seen == ["mediator"]
    assert "mediator" in PEOPLE
