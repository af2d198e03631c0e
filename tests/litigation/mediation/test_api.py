"""The same matters as JSON: one truth with the pages, one matter per key."""

import logging
from uuid import uuid4

import pytest

from litigation.mediation.models import Matter
from litigation.mediation.queries import list_matters
from litigation.mediation.rules import Stage
from tests.litigation.mediation.builders import (
    APPLICANT_NUMBER,
    CLERK,
    MEDIATOR,
    NOW,
    STRANGER,
    STUDIO,
    a_matter,
)

PARTY = {"kind": "person", "name": "虚构甲", "number": APPLICANT_NUMBER, "phone": "13805010001"}
BODY = {
    "origin": "walk_in",
    "organisation_id": str(STUDIO),
    "organisation_kind": "peoples",
    "island": "虚构屿",
    "cause": "租赁合同纠纷",
    "applicant": PARTY,
    "respondent": {"kind": "person", "name": "虚构乙"},
}


async def test_one_key_opens_one_matter(desk) -> None:
    key = {"idempotency-key": str(uuid4())}
    async with desk(MEDIATOR) as web:
        first = await web.post("/api/v1/mediations", json=BODY, headers=key)
        again = await web.post("/api/v1/mediations", json=BODY, headers=key)
        assert (first.status_code, again.status_code) == (201, 201)
        assert first.json() == again.json()
        shown = await web.get(f"/api/v1/mediations/{first.json()['id']}")
    assert await Matter.all().count() == 1
    found = shown.json()
    assert (found["stage"], found["number"]) == ("registered", "2026调00001")
    assert [party["name"] for party in found["parties"]] == ["虚构甲", "虚构乙"]
    assert APPLICANT_NUMBER not in shown.text
    assert "13805010001" not in shown.text


async def test_without_a_key_nothing_is_written(desk) -> None:
    async with desk(MEDIATOR) as web:
        answer = await web.post("/api/v1/mediations", json=BODY)
    assert answer.status_code == 400
    assert await Matter.all().count() == 0


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"origin": "nowhere"}, {"origin"}),
        ({"summary": "长" * 20_000}, {"summary"}),
        ({"unknown": 1}, {"unknown"}),
        ({"island": ""}, {"island"}),
        (
            {"applicant": {**PARTY, "number": "110105194912310021", "phone": "1"}},
            {"applicant.number", "applicant.phone"},
        ),
        ({"case_number": "（2026）虚构民初1号"}, {"case_number"}),
    ],
)
async def test_what_is_wrong_is_named_and_nothing_is_written(desk, changes, fields) -> None:
    async with desk(MEDIATOR) as web:
        answer = await web.post(
            "/api/v1/mediations",
            json=BODY | changes,
            headers={"idempotency-key": str(uuid4())},
        )
    assert answer.status_code == 422
    assert answer.headers["content-type"].startswith("application/problem+json")
    problem = answer.json()
    assert all(field in str(problem) for field in fields)
    assert await Matter.all().count() == 0


async def test_strangers_get_the_same_nothing(desk) -> None:
    matter = await a_matter()
    async with desk(STRANGER) as web:
        hidden = await web.get(f"/api/v1/mediations/{matter.id}")
        absent = await web.get(f"/api/v1/mediations/{uuid4()}")
        assert (hidden.status_code, absent.status_code) == (404, 404)
        assert hidden.json()["type"] == absent.json()["type"]
        assert (await web.get("/api/v1/mediations")).json()["lines"] == []
    async with desk(CLERK) as web:
        assert len((await web.get("/api/v1/mediations")).json()["lines"]) == 1
        refused = await web.post(
            "/api/v1/mediations", json=BODY, headers={"idempotency-key": str(uuid4())}
        )
        assert refused.status_code == 403


async def test_a_list_of_one_and_of_three_asks_equally_often(db, caplog) -> None:
    counts = []
    for _ in range(3):
        await a_matter(stage=Stage.ACCEPTED)
        with caplog.at_level(logging.DEBUG, logger="tortoise.db_client"):
            caplog.clear()
            shown = await list_matters(MEDIATOR, now=NOW)
        counts.append(len(caplog.records))
    assert len(shown.lines) == 3
    assert counts[0] > 0
    assert counts == [counts[0]] * 3
