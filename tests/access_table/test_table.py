"""Everybody tries every door: what they reach is what is written down, row by row."""

from collections import Counter

import pytest

from commons.access.actor import Role
from tests.access_table.asking import Answer
from tests.access_table.conftest import House
from tests.access_table.table import Table, ask_door, look, spoken, written

HEADERS = (
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


@pytest.fixture(scope="module")
async def seen() -> list[tuple[str, Answer]]:
    return []


@pytest.fixture(scope="module")
async def actual(house: House, seen: list[tuple[str, Answer]]) -> Table:
    table: Table = {}
    for door in house.doors:
        table |= await look(house.app, door, house.world, seen=seen)
    return table


@pytest.mark.slow
async def test_everybody_reaches_what_the_table_says_and_no_more(actual: Table) -> None:
    expected = written()
    other = {
        key: (row, expected.get(key)) for key, row in actual.items() if row != expected.get(key)
    }
    assert other == {}
    assert expected.keys() == actual.keys()
    cells = sum(map(len, actual.values()))
    assert cells > 4_000, cells


async def test_every_answer_carries_the_headers(
    actual: Table, seen: list[tuple[str, Answer]]
) -> None:
    bare = {name: Answer(one.status, one.headers) for name, one in seen if not _is_dressed(one)}
    assert bare == {}
    assert len(seen) == sum(map(len, actual.values()))


def _is_dressed(answer: Answer) -> bool:
    policy = answer.headers.get("content-security-policy", "")
    return (
        all(name in answer.headers for name in HEADERS)
        and "unsafe" not in policy
        and "default-src 'none'" in policy
    )


async def test_nobody_ever_meets_a_defect(seen: list[tuple[str, Answer]]) -> None:
    assert [(name, one.status) for name, one in seen if one.status >= 500] == []


async def test_strangers_reach_no_page_about_anybody(actual: Table) -> None:
    """Whatever the table says: without a session only public pages answer, and none of ours."""
    reached = {
        (method, path)
        for (method, path, _), row in actual.items()
        if row["anonymous" if "anonymous" in row else "mediator"] in {"ok", "form", "later"}
        and "anonymous" in row
    }
    public = ("/d", "/api/v1/papers/pickup", "/verify", "/sign-in", "/sign-out", "/help")
    front = {
        "/",
        "/start",
        "/callbacks/payments",
        "/privacy",
        "/healthz",
        "/readyz",
        "/robots.txt",
        "/favicon.ico",
        "/openapi.json",
    }
    trial = {"/admin/outbox-sandbox"}  # what the sandbox would have sent; not in production
    assert {path for _, path in reached if not path.startswith(public)} == front | trial


async def test_another_place_is_never_reached_by_anybody(actual: Table) -> None:
    """Of an outsider's things nobody else gets more than a no."""
    reached = {
        (key, role, cell)
        for key, row in actual.items()
        if key[2] == "outsider"
        for role, cell in row.items()
        if cell not in {"403", "404", "401", "sign-in"}
    }
    assert reached == set()


async def test_an_id_of_another_matter_is_never_found_under_ones_own(house: House) -> None:
    """Every child in every address, swapped for a colleague's and for an outsider's."""
    me = house.world.people[Role.MEDIATOR]
    wrong: list[tuple[str, str, str]] = []
    tried = Counter[str]()
    for door in house.doors:
        for name in door.params:
            if "matter_id" not in door.params or name == "matter_id" or name not in me.own:
                continue
            for other in (house.world.colleague, house.world.outsider):
                swapped = {name: other.own[name], "issued_id": other.own["issued_id"]}
                ids = {**me.own, **swapped}
                answer = await ask_door(house.app, door, ids, house.world, me.token)
                tried[name] += 1
                # A signer is a line of the paper, not a thing of its own: any no will do.
                if spoken(answer) not in (
                    {"404", "403", "later"} if name == "signer_id" else {"404"}
                ):
                    wrong.append((door.name, name, spoken(answer)))
    assert wrong == []
    assert set(tried) >= {
        "party_id", "representative_id", "line_id", "claim_id", "exhibit_id", "file_id",
        "issue_id", "fact_id", "offer_id", "paper_id", "signer_id",
    }  # fmt: skip
