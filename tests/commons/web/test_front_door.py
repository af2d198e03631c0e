"""The front door: whose requests come in, in which language, and what every answer carries."""

import pytest

from tests.commons.web.site import HOST, OWN, browse, make_site

ALWAYS = (
    "content-security-policy",
    "x-content-type-options",
    "referrer-policy",
    "permissions-policy",
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
    "x-frame-options",
    "x-request-id",
    "cache-control",
)


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("GET", "/complaint", {}, 200),
        ("GET", "/nowhere", {}, 404),
        ("GET", "/boom", {}, 500),
        ("GET", "/api/v1/boom", {}, 500),
        ("GET", "/matter", {}, 303),
        ("GET", "/api/v1/matter", {}, 401),
        ("GET", "/complaint", {"host": "evil.example"}, 400),
        ("POST", "/swallow", {}, 403),
        ("POST", "/matter", OWN, 405),
        ("POST", "/swallow", {**OWN, "content-length": "99999999"}, 413),
        ("GET", "/complaint", {"x-long": "x" * 20_000}, 431),
        ("GET", "/complaint?q=" + "x" * 5_000, {}, 414),
        ("GET", "/complaint%00", {}, 400),
        ("GET", "/complaint?name=%00", {}, 400),
        ("GET", "/%ff", {}, 400),
    ],
)
async def test_every_answer_carries_the_same_protection(stranger, method, path, headers, status):
    answer = await stranger.request(method, path, headers=headers)
    assert answer.status_code == status
    assert [name for name in ALWAYS if name not in answer.headers] == []
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-robots-tag"] == "noindex, nofollow"


async def test_a_static_file_carries_it_too_and_is_kept_for_ever(site, stranger):
    answer = await stranger.get(site.state.templates.assets.url("app.css"))
    assert [name for name in ALWAYS if name not in answer.headers] == []
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"origin": HOST}, 200),
        ({"sec-fetch-site": "same-origin"}, 200),
        ({"origin": HOST, "sec-fetch-site": "same-origin"}, 200),
        ({}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": f"{HOST}.evil.example"}, 403),
        ({"origin": HOST, "sec-fetch-site": "cross-site"}, 403),
        ({"origin": HOST, "sec-fetch-site": "same-site"}, 403),
        ({"origin": "http://evil.example", "sec-fetch-site": "same-origin"}, 403),
        ({"sec-fetch-site": "none"}, 403),
        ({"referer": f"{HOST}/complaint"}, 403),
    ],
)
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
async def test_only_our_own_pages_may_write(stranger, method, headers, status):
    answer = await stranger.request(method, "/swallow", headers=headers)
    assert answer.status_code == status


async def test_a_header_does_not_turn_reading_into_writing(stranger):
    answer = await stranger.get("/swallow", headers={"x-http-method-override": "POST", **OWN})
    assert answer.status_code == 405


async def test_a_bearer_token_needs_no_origin_and_ignores_the_cookie(clock, tmp_path):
    async def find_bearer(token, _):
        return None

    site = make_site(clock, tmp_path, find_bearer=find_bearer)
    async with browse(site, session="mediator") as client:
        headers = {"authorization": "Bearer not-known"}
        answer = await client.post("/mine", headers=headers)
    # Not 403 for the origin, and not the mediator of the cookie: nobody.
    assert answer.status_code == 401


async def test_a_known_session_is_its_person(mediator):
    assert (await mediator.get("/mine")).json()["name"] == "陈调解（虚构）"


@pytest.mark.parametrize("token", ["nobody", "", "x" * 9_000, "\xff"])
async def test_an_unknown_session_is_nobody(site, token):
    async with browse(site) as client:
        headers = {"cookie": f"session={token}".encode("latin-1")}
        answer = await client.get("/mine", headers=headers)
    assert answer.status_code in {303, 431}


@pytest.mark.parametrize(
    ("path", "accept", "cookie", "language"),
    [
        ("/complaint", "zh-CN,zh;q=0.9,en;q=0.8", "", "zh-Hans"),
        ("/complaint", "zh-TW", "", "zh-Hant"),
        ("/complaint", "zh-HK,en;q=0.9", "", "zh-Hant"),
        ("/complaint", "en-GB,zh;q=0.5", "", "en"),
        ("/complaint", "ko-KR", "", "en"),
        ("/complaint", "", "", "zh-Hans"),
        ("/complaint", "q=;;;,,,;q=x", "", "zh-Hans"),
        ("/complaint", "en", "lang=zh-Hant", "zh-Hant"),
        ("/complaint?lang=en", "zh-CN", "lang=zh-Hant", "en"),
        ("/complaint?lang=xx", "zh-CN", "", "zh-Hans"),
        ("/taiwan/complaint", "zh-CN", "", "zh-Hant"),
        ("/taiwan/complaint", "zh-CN", "lang=en", "en"),
    ],
)
async def test_the_language_is_the_readers(stranger, path, accept, cookie, language):
    answer = await stranger.get(path, headers={"accept-language": accept, "cookie": cookie})
    assert f'<html lang="{language}">' in answer.text
    assert answer.headers["content-language"] == language


async def test_the_account_speaks_where_no_cookie_has(site):
    async with browse(site, session="tourist") as client:
        assert (await client.get("/mine")).json()["language"] == "en"
        client.cookies.set("lang", "zh-Hans")
        assert (await client.get("/mine")).json()["language"] == "zh-Hans"


async def test_a_preference_holds_at_once_and_afterwards(stranger):
    first = await stranger.get("/complaint?size=lg&lang=zh-Hant")
    second = await stranger.get("/complaint")
    assert '<html lang="zh-Hant" class="large">' in first.text
    assert '<html lang="zh-Hant" class="large">' in second.text
    assert "set-cookie" not in second.headers


async def test_a_link_to_a_preference_keeps_the_rest_of_the_address(stranger):
    answer = await stranger.get("/complaint?page=2&lang=en")
    assert 'href="?page=2&amp;size=lg"' in answer.text


async def test_the_styles_come_with_the_first_page_only(stranger):
    first = await stranger.get("/complaint")
    second = await stranger.get("/complaint")
    assert "<style>" in first.text
    assert "<style>" not in second.text
    assert 'rel="stylesheet"' in second.text


async def test_with_tls_every_cookie_is_bound_to_this_host(clock, tmp_path):
    site = make_site(clock, tmp_path, public_url="https://court.example")
    async with browse(site, base_url="https://court.example") as client:
        answer = await client.get("/complaint?lang=en&size=lg")
    cookies = answer.headers.get_list("set-cookie")
    assert [cookie.split("=")[0] for cookie in cookies] == [
        "__Host-v",
        "__Host-lang",
        "__Host-size",
    ]
    assert all("; Secure" in cookie and "HttpOnly" in cookie for cookie in cookies)
    assert answer.headers["strict-transport-security"] == "max-age=31536000"


async def test_behind_tls_a_plain_page_of_the_same_name_may_not_write(clock, tmp_path):
    site = make_site(clock, tmp_path, public_url="https://court.example")
    async with browse(site, base_url="https://court.example") as client:
        plain = await client.post("/swallow", headers={"origin": "http://court.example"})
        own = await client.post("/swallow", headers={"origin": "https://court.example"})
    assert (plain.status_code, own.status_code) == (403, 200)


async def test_a_defect_shows_its_reference_and_nothing_else(stranger, caplog):
    answer = await stranger.get("/boom")
    assert answer.status_code == 500
    assert "canary-of-a-secret" not in answer.text
    assert answer.headers["x-request-id"] in answer.text
    assert answer.headers["x-request-id"] in caplog.text
