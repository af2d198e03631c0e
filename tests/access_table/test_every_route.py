"""Every write from elsewhere is refused; every hostile input is answered in the reader's words."""

from collections.abc import Iterator, Mapping
from html import unescape
from urllib.parse import quote

import pytest

from commons.access.actor import Role
from commons.db import is_embedded
from commons.evidence_log.models import Leaf
from commons.outbox import Fact
from tests.access_table.asking import HOST, Answer, ask, ask_and_undo
from tests.access_table.conftest import House
from tests.access_table.doors import FORM_TYPE, Door, encoded, filled, who_asks
from tests.access_table.table import ask_door
from tests.access_table.test_table import HEADERS
from tests.access_table.world import Someone
from tests.conftest import TEST_DATABASE_URL

# Believed by nobody: a report is written down, a bank's call only has the bank asked.
REPORTS = frozenset({"/csp", "/callbacks/payments"})
CROSS_SITE: Mapping[str, Mapping[str, str]] = {
    "no origin": {"origin": ""},
    "foreign origin": {"origin": "https://evil.example"},
    "null origin": {"origin": "null"},
    "look-alike origin": {"origin": f"http://{HOST}.evil.example"},
    "foreign fetch": {"origin": "", "sec-fetch-site": "cross-site"},
    "same-site sister": {"origin": "", "sec-fetch-site": "same-site"},
    "plain text": {"origin": "", "content-type": "text/plain"},
    "forged bearer": {"origin": "https://evil.example", "authorization": "Bearer x"},
}


def writes(house: House) -> Iterator[tuple[Door, Someone, dict[str, object]]]:
    """Each writing door with somebody who may, and that person's ids."""
    for door in house.doors:
        if door.method == "GET":
            continue
        me = who_asks(door, house.world)
        owner = me if me.has(set(door.params) - {"token", "errand_id"}) else house.world.colleague
        yield door, me, {**owner.own, **house.world.common}


async def traces() -> tuple[int, int]:
    return await Leaf.all().count(), await Fact.all().count()


@pytest.mark.parametrize("way", CROSS_SITE)
async def test_no_write_is_taken_from_another_site(house: House, way: str) -> None:
    before, taken = await traces(), []
    tried = 0
    for door, me, ids in writes(house):
        if door.path in REPORTS:
            continue
        form = encoded(filled(door, ids, house.world))
        headers = {"content-type": FORM_TYPE, **CROSS_SITE[way]}
        answer = await ask(
            house.app, "POST", door.fill(ids), token=me.token, headers=headers, body=form
        )
        tried += 1
        if answer.status != 403:
            taken.append((door.name, answer.status))
    assert taken == []
    assert tried > 60
    assert await traces() == before


async def test_get_never_does_what_post_does(house: House) -> None:
    before = await traces()
    override = {"x-http-method-override": "POST", "x-method-override": "POST"}
    for door, me, ids in writes(house):
        form = encoded({**filled(door, ids, house.world), "_method": "POST"}).decode()
        target = f"{door.fill(ids)}?{form[:2000]}"
        for method in ("GET", "HEAD"):
            answer = await ask(house.app, method, target, token=me.token, headers=override)
            assert answer.status < 500, door.name
    assert await traces() == before


async def test_a_body_that_is_no_form_is_never_read_as_one(house: House) -> None:
    """From our own pages too: text/plain is what another site's form can post without asking."""
    read = []
    for door, me, ids in writes(house):
        if not door.form_fields and not door.is_program:
            continue
        body = encoded(filled(door, ids, house.world))
        headers = {"content-type": "text/plain", "idempotency-key": "invented-1"}
        answer = await ask_and_undo(
            house.app, "POST", door.fill(ids), token=me.token, headers=headers, body=body
        )
        if answer.status not in {415, 303, 409, 404} or (answer.status == 303 and door.is_program):
            read.append((door.name, answer.status))
    assert read == []


EDGES = {
    "404": ("GET", "/no-such-page", {}, b""),
    "405": ("PUT", "/help", {}, b""),
    "413": ("POST", "/d", {"content-type": FORM_TYPE}, b"code=" + b"x" * 300_000),
    "414": ("GET", "/help?" + "x" * 5_000, {}, b""),
    "415": ("POST", "/d", {"content-type": "application/json"}, b"{}"),
    "431": ("GET", "/help", {f"x-{n}": "y" for n in range(70)}, b""),
    "400": ("GET", "/help", {"host": "evil.example"}, b""),
    "500": ("GET", "/broken", {}, b""),
    "303": ("GET", "/mediations", {}, b""),
    "200": ("GET", "/robots.txt", {}, b""),
}


@pytest.mark.parametrize("status", EDGES)
async def test_answers_at_the_edge_carry_the_headers_and_no_secret(
    house: House, status: str
) -> None:
    method, target, headers, body = EDGES[status]
    answer = await ask(house.app, method, target, headers=headers, body=body)
    assert answer.status == int(status)
    assert [name for name in HEADERS if name not in answer.headers] == []
    assert "canary" not in answer.text
    assert "Traceback" not in answer.text


LONG = "a" * 200_000
HOSTILE: Mapping[str, str | bytes] = {
    "200,000 characters": LONG,
    "markup": "<script>alert('虚构')</script><img src=x onerror=alert(1)>",
    "template": "{{ 7*7 }}{% raw %}${7*7}",
    "NUL": "虚构\x00虚构",
    "half a character": b"%ED%A0%80",  # U+D800, as no honest browser sends it
    "bytes that are no text": b"%FF%FE",
    "reading direction": "虚构\u202eexe.fdp",
    "2**63": str(2**63),
    "many digits": "9" * 5_000,
    "a day that is not": "2026-02-30",
    "year 0": "0000-01-01",
    "year 10000": "10000-01-01",
    "negative": "-100.00",
    "infinity": "Infinity",
    "no such choice": "no-such-choice",
    "no id": "not-a-uuid",
    "a path": "../../../../etc/passwd",
    "SQL": "' OR 1=1 --",
    "full-width digits": "１２３４５６７８９０",
    "circled digit": "①²",
}


async def throw(  # noqa: PLR0917
    house: House, door: Door, me: Someone, ids: Mapping[str, object], form: bytes, tongue: str
) -> Answer:
    headers = {"content-type": FORM_TYPE, "accept-language": tongue}
    return await ask_and_undo(
        house.app, "POST", door.fill(ids), token=me.token, headers=headers, body=form
    )


def formed(fields: Mapping[str, str | bytes]) -> bytes:
    return b"&".join(
        name.encode() + b"=" + (text if isinstance(text, bytes) else quote(text).encode())
        for name, text in fields.items()
    )


def forms(house: House) -> Iterator[tuple[Door, Someone, dict[str, object]]]:
    return (one for one in writes(house) if one[0].form_fields)


# What a database could choke on is thrown at both; what stops at the form is thrown at one.
BOTH = ("NUL", "half a character", "bytes that are no text", "2**63", "many digits")
THROWN = tuple(HOSTILE) if is_embedded(TEST_DATABASE_URL) else BOTH
SINGLY = ("NUL", "2**63", "a day that is not", "no id", "circled digit")


@pytest.mark.parametrize("name", THROWN)
async def test_no_form_breaks_on_hostile_input_and_none_loses_it(house: House, name: str) -> None:
    """In all fields at once: a clear no in the reader's language, with what was typed."""
    bad = HOSTILE[name]
    wrong = []
    for at, (door, me, ids) in enumerate(forms(house)):
        fields: dict[str, str | bytes] = dict(filled(door, ids, house.world))
        fields |= dict.fromkeys((n for n in door.form_fields if n != "version"), bad)
        if len(formed(fields)) > 250_000:
            fields = {**filled(door, ids, house.world), _longest(door): bad}
        tongue = ("zh-CN", "en")[at % 2]
        answer = await throw(house, door, me, ids, formed(fields), tongue)
        problem = judge(answer, bad, tongue)
        if problem:
            wrong.append((door.name, answer.status, problem))
    assert wrong == []


def _longest(door: Door) -> str:
    """Choose the field that people write most into."""
    order = ("text", "words", "explanation", "reason", "course", "note", "summary", "facts", "name")
    found = [name for name in order if name in door.form_fields]
    return found[0] if found else next(iter(door.form_fields))


def judge(answer: Answer, bad: str | bytes, tongue: str) -> str:
    if answer.status >= 500:
        return "broke"
    if answer.status in {303, 204} or answer.headers.get("content-type", "").startswith("image"):
        return ""
    text = answer.text
    if f'lang="{"en" if tongue == "en" else "zh-Hans"}"' not in text:
        return "not in the reader's language"
    if isinstance(bad, str) and "<script>alert" in text:
        return "markup came through"
    return ""


@pytest.mark.parametrize("name", [one for one in SINGLY if one in THROWN])
async def test_no_single_field_breaks_its_form(house: House, name: str) -> None:
    """One field at a time, the others in order: so that the value reaches as deep as it can."""
    broke, tried = [], 0
    for door, me, ids in forms(house):
        good = filled(door, ids, house.world)
        for field in door.form_fields:
            fields = {**good, field: HOSTILE[name]}
            answer = await throw(house, door, me, ids, formed(fields), "zh-CN")
            tried += 1
            if answer.status >= 500:
                broke.append((door.name, field, answer.status))
    assert tried > 100
    assert broke == []


# Secrets are never written back into a page; and what is chosen or hidden was not typed.
NEVER_SHOWN_AGAIN = frozenset(
    {"password", "repeated", "old", "new", "code", "again", "otp", "next", "id_tail", "ticket"}
) | frozenset({"who", "shown_hash", "mark", "sha256", "debtor", "creditor"})


async def test_what_was_typed_is_still_there_after_a_no(house: House) -> None:
    """Bad input loses nothing: each text field of each form that is refused with 422."""
    lost, kept = [], 0
    for door, me, ids in forms(house):
        typed = {
            name: f"虚构打字{at}-" + "字" * 30
            for at, (name, one) in enumerate(door.form_fields.items())
            if _is_text(one) and name not in NEVER_SHOWN_AGAIN
        }
        others = {
            name: "no-such-choice" for name, one in door.form_fields.items() if not _is_text(one)
        }
        answer = await throw(house, door, me, ids, formed({**typed, **others}), "zh-CN")
        if answer.status != 422:
            continue
        shown = unescape(answer.text)
        for name, text in typed.items():
            kept += text in shown
            if text not in shown and f'name="{name}"' in shown:
                lost.append((door.name, name))
    assert lost == []
    assert kept > 30


def _is_text(one: object) -> bool:
    return getattr(one, "annotation", None) is str and "Text" in str(getattr(one, "metadata", ""))


async def test_ten_thousand_fields_and_a_huge_address_are_refused(house: House) -> None:
    many, refused = b"&".join(b"f%d=x" % at for at in range(10_001)), 0
    for door, me, ids in forms(house):
        answer = await throw(house, door, me, ids, many, "zh-CN")
        # Where an earlier step is missing the form is not read at all: 303, 404 or 409.
        assert answer.status in {303, 400, 404, 409, 413}, door.name
        refused += answer.status in {400, 413}
        long = door.fill(ids) + "?" + "x" * 70_000
        answer = await ask(house.app, "GET", long, token=me.token)
        assert answer.status == 414, door.name
    assert refused > 50


@pytest.mark.parametrize("strange", ["not-a-uuid", "0" * 36, "../..", "%00", "一", "1 OR 1=1"])
async def test_an_address_with_a_strange_id_is_just_not_found(house: House, strange: str) -> None:
    me = house.world.people[Role.MEDIATOR]
    for door in house.doors:
        if not door.is_owned or set(door.params) & {"account_id", "turn_id", "organisation_id"}:
            continue
        ids = {**me.own, **house.world.common, door.params[-1]: strange, "issued_id": strange}
        answer = await ask_door(house.app, door, ids, house.world, me.token)
        assert answer.status in {400, 403, 404, 405}, (door.name, answer.status)
