"""JSON endpoints: one key, one effect; refusals that programs can tell apart."""

import asyncio
from datetime import timedelta

import pytest

from commons.outbox import Fact
from commons.web.models import IdempotentAnswer
from commons.web.once import forget_answers
from tests.commons.web.rows import TOPIC
from tests.commons.web.site import OWN, browse

pytestmark = pytest.mark.usefixtures("db")
ADDRESS = "/api/v1/notes"


async def note(client, text="x", key="key-00000001", **headers):
    return await client.post(
        ADDRESS, json={"text": text}, headers={**OWN, "idempotency-key": key, **headers}
    )


async def counts():
    return await Fact.filter(topic=TOPIC).count(), await IdempotentAnswer.all().count()


async def test_a_write_is_done_once_and_answered_twice(mediator):
    first = await note(mediator)
    second = await note(mediator)
    assert (first.status_code, first.json()) == (201, {"text": "x", "count": 1})
    assert (second.status_code, second.json()) == (201, {"text": "x", "count": 1})
    assert "idempotent-replayed" not in first.headers
    assert second.headers["idempotent-replayed"] == "true"
    assert await counts() == (1, 1)


async def test_a_key_means_one_body(mediator):
    await note(mediator)
    answer = await note(mediator, text="y")
    assert answer.status_code == 409
    assert answer.json()["type"] == "urn:island-court:problem:web.key_reused"
    assert await counts() == (1, 1)


async def test_a_key_belongs_to_its_author(site, mediator):
    await note(mediator)
    async with browse(site, session="tourist") as client:
        assert (await note(client)).json() == {"text": "x", "count": 2}
    assert await counts() == (2, 2)


async def test_a_refused_write_leaves_neither_effect_nor_key(mediator):
    answer = await note(mediator, text="refuse")
    assert answer.status_code == 409
    assert answer.json()["type"] == "urn:island-court:problem:db.changed_meanwhile"
    assert await counts() == (0, 0)
    # The same key may be used again: nothing was done under it.
    assert (await note(mediator)).status_code == 201


async def test_twenty_twins_have_one_effect(mediator):
    answers = await asyncio.gather(*(note(mediator) for _ in range(20)))
    assert {answer.status_code for answer in answers} <= {201, 409}
    assert {answer.json().get("count", 1) for answer in answers} == {1}
    assert await counts() == (1, 1)


async def test_what_was_answered_is_sealed_at_rest(mediator):
    await note(mediator, text="canary")
    row = await IdempotentAnswer.all().values("author", "key", "asked_hash", "status")
    assert "canary" not in str(row)


async def test_old_answers_are_forgotten(mediator, clock):
    await note(mediator)
    assert await forget_answers(clock.now()) == 0
    clock.move(timedelta(days=91))
    assert await forget_answers(clock.now()) == 1


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ({}, b'{"text": "x"}', 400),
        ({"idempotency-key": "short"}, b'{"text": "x"}', 400),
        ({"idempotency-key": "k" * 101}, b'{"text": "x"}', 400),
        ({"idempotency-key": "key-00000001"}, b"{", 400),
        ({"idempotency-key": "key-00000001"}, b'{"text": "x", "text": "y"}', 400),
        ({"idempotency-key": "key-00000001"}, b'{"text": "x", "more": 1}', 422),
        ({"idempotency-key": "key-00000001"}, b'{"text": 1}', 422),
        ({"idempotency-key": "key-00000001"}, b"[]", 422),
        ({"idempotency-key": "key-00000001"}, b'{"text": "x", "cause": "train"}', 422),
        ({"idempotency-key": "key-00000001", "content-type": "text/plain"}, b'{"text": "x"}', 415),
    ],
)
async def test_a_malformed_write_is_refused_and_leaves_nothing(mediator, headers, body, status):
    headers = {**OWN, "content-type": "application/json", **headers}
    answer = await mediator.post(ADDRESS, content=body, headers=headers)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert await counts() == (0, 0)


async def test_a_wrong_field_is_named(mediator):
    answer = await note(mediator, text="x" * 21)
    assert answer.json()["fields"] == {
        "text": {
            "type": "urn:island-court:problem:form.too_long",
            "detail": "最多 20 个字，现在有 21 个。",
            "facts": {"max": 20, "length": 21},
        }
    }


async def test_a_malformed_id_is_not_there(mediator):
    assert (await mediator.get(f"{ADDRESS}/not-an-id")).status_code == 404


async def test_the_interface_is_described(stranger):
    described = (await stranger.get("/openapi.json")).json()
    assert described["openapi"] == "3.1.0"
    assert list(described["paths"]) == [ADDRESS, ADDRESS + "/{note_id}"]
    written = described["paths"][ADDRESS]["post"]
    assert written["requestBody"]["content"]["application/json"]["schema"] == {
        "$ref": "#/components/schemas/Note"
    }
    assert [parameter["name"] for parameter in written["parameters"]] == ["Idempotency-Key"]
    assert described["components"]["schemas"]["Note"]["additionalProperties"] is False
