"""Pages: who may open them, what becomes of a refusal, and what was typed."""

import pytest
from starlette.routing import Route

from commons.web.page import safe_next
from commons.web.site import check_routes
from tests.commons.web.site import OWN, ROUTES, browse


async def test_a_stranger_is_asked_to_sign_in_and_led_back(stranger):
    answer = await stranger.get("/matter?tab=facts&n=1")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/sign-in?next=/matter%3Ftab%3Dfacts%26n%3D1"


async def test_a_stranger_who_writes_is_told_that_nothing_happened(stranger):
    answer = await stranger.post("/mine", headers=OWN)
    assert answer.status_code == 401
    assert "刚才的操作没有生效" in answer.text


async def test_a_stranger_is_told_so_in_json(stranger):
    answer = await stranger.get("/api/v1/matter")
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["type"] == "urn:island-court:problem:web.not_signed_in"


async def test_whoever_has_the_permission_comes_in(mediator):
    assert (await mediator.get("/matter")).json() == {"seen": True}


async def test_whoever_lacks_it_is_told_no(site):
    async with browse(site, session="tourist") as client:
        assert (await client.get("/matter")).status_code == 403
        assert (await client.get("/mine")).status_code == 200


async def test_a_route_without_needs_does_not_start():
    async def bare(_):
        raise AssertionError

    with pytest.raises(AssertionError, match="/bare"):
        check_routes([*ROUTES, Route("/bare", bare)])


@pytest.mark.parametrize(
    ("target", "way_on"),
    [
        ("/mediations/1?tab=facts", "/mediations/1?tab=facts"),
        ("", "/"),
        ("mediations", "/"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("/\tevil", "/"),
        ("/a\r\nset-cookie: x=y", "/"),
    ],
)
def test_the_way_on_stays_on_this_site(target, way_on):
    assert safe_next(target) == way_on


async def test_an_unknown_address_is_a_page_with_a_way_out(stranger):
    answer = await stranger.get("/nowhere")
    assert answer.status_code == 404
    assert "找不到这个页面。" in answer.text
    assert 'href="tel:12368"' in answer.text


async def test_an_unknown_address_of_the_interface_is_a_problem(stranger):
    answer = await stranger.get("/api/v1/nowhere", headers={"accept-language": "en"})
    assert answer.status_code == 404
    assert answer.json() == {
        "title": "Not Found",
        "status": 404,
        "request_id": answer.headers["x-request-id"],
        "type": "urn:island-court:problem:web.no_such_page",
        "detail": "This page cannot be found.",
        "facts": {},
    }


async def test_a_wrong_method_says_which_are_right(stranger):
    answer = await stranger.post("/matter", headers=OWN)
    assert answer.status_code == 405
    assert set(answer.headers["allow"].split(", ")) == {"GET", "HEAD"}


async def test_a_page_is_packed_for_a_stranger_but_not_beside_secrets(stranger, mediator):
    packs = {"accept-encoding": "gzip"}
    assert (await stranger.get("/complaint", headers=packs)).headers["content-encoding"] == "gzip"
    assert "content-encoding" not in (await mediator.get("/complaint", headers=packs)).headers
