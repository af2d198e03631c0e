"""Opened, read, downloaded and sent in full are four facts; each is written down exactly once."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest

from commons.access.actor import SYSTEM
from commons.almanac import FixedClock
from commons.errors import NotNow
from commons.evidence_log.models import Leaf
from commons.papers.actions import withdraw
from commons.providers.sandbox import Sandbox
from litigation.delivery import pickup_queries, reading_actions
from litigation.delivery.models import Delivery, Pickup, Sighting
from litigation.delivery.prints import print_token, ticket_of
from litigation.delivery.rules import NoLonger, Seen, Stage
from tests.litigation.delivery.builders import (
    HOME,
    NOW,
    PDF,
    a_delivery,
    an_open_visit,
    an_outside,
)

pytestmark = pytest.mark.usefixtures("db")
SHA = "ab" * 32


async def next_ticket(token: str) -> str:
    visit = await Pickup.get(token_fingerprint=print_token(token))
    return ticket_of(visit.id, visit.downloads)


async def take(token: str, ticket: str) -> UUID:
    return await reading_actions.download(token, ticket, HOME, NOW, file_sha256=SHA)


async def facts() -> list[Seen]:
    return [row.seen for row in await Sighting.all().order_by("at", "id")]


async def test_the_text_is_shown_only_after_the_recipient_asked_for_it(
    sandbox: Sandbox, clock: FixedClock
) -> None:
    _, code = await a_delivery()
    token = await an_open_visit(code, sandbox, clock)
    outside = an_outside(sandbox, clock)
    with pytest.raises(NotNow, match="not_asked_for"):
        await pickup_queries.text(token, NOW, outside)
    await reading_actions.read(token, HOME, NOW)
    await reading_actions.read(token, HOME, NOW)
    shown = await pickup_queries.text(token, NOW, outside)
    assert shown.article.count("你们的权利") == 1
    assert "<html" not in shown.article
    assert shown.waiting.name_masked == "林**"
    assert sorted(await facts()) == [Seen.OPENED, Seen.READ]


async def test_looking_at_what_waits_is_not_reading(sandbox: Sandbox, clock: FixedClock) -> None:
    _, code = await a_delivery()
    token = await an_open_visit(code, sandbox, clock)
    for _ in range(3):
        await pickup_queries.waiting(token, NOW, an_outside(sandbox, clock))
        await pickup_queries.file_of(token, NOW)
    assert await facts() == [Seen.OPENED]


async def test_a_ticket_works_once_and_the_next_one_is_another(
    sandbox: Sandbox, clock: FixedClock
) -> None:
    row, code = await a_delivery()
    token = await an_open_visit(code, sandbox, clock)
    ticket = await next_ticket(token)
    await take(token, ticket)
    with pytest.raises(NotNow, match="ticket_used"):
        await take(token, ticket)
    await take(token, await next_ticket(token))
    assert (await facts()).count(Seen.DOWNLOADED) == 2
    leaves = await Leaf.filter(act="delivery.downloaded", subject=f"paper:{row.paper_id}")
    assert [leaf.facts["file_sha256"] for leaf in leaves] == [SHA, SHA]


async def test_forty_at_once_with_one_ticket_make_one_download(
    sandbox: Sandbox, clock: FixedClock
) -> None:
    _, code = await a_delivery()
    token = await an_open_visit(code, sandbox, clock)
    ticket = await next_ticket(token)
    answers = await asyncio.gather(
        *(take(token, ticket) for _ in range(40)), return_exceptions=True
    )
    assert len([one for one in answers if isinstance(one, UUID)]) == 1
    assert (await facts()).count(Seen.DOWNLOADED) == 1


async def test_the_tenth_download_asks_for_the_second_factor_again(
    sandbox: Sandbox, clock: FixedClock
) -> None:
    _, code = await a_delivery()
    token = await an_open_visit(code, sandbox, clock)
    for _ in range(10):
        await take(token, await next_ticket(token))
    with pytest.raises(NotNow, match="visit_over"):
        await take(token, await next_ticket(token))
    assert (await pickup_queries.look(token, NOW)).step is pickup_queries.Step.PROOF


async def test_a_file_sent_to_its_last_byte_is_written_down_once(
    sandbox: Sandbox, clock: FixedClock
) -> None:
    _, code = await a_delivery()
    token = await an_open_visit(code, sandbox, clock)
    download_id = await take(token, await next_ticket(token))
    for _ in range(2):
        await reading_actions.note_sent_in_full(download_id, NOW)
    assert (await facts()).count(Seen.SENT_IN_FULL) == 1
    assert await Leaf.filter(act="delivery.sent_in_full").count() == 1


async def test_what_shows_who_downloaded_is_kept_without_the_address_itself(
    sandbox: Sandbox, clock: FixedClock
) -> None:
    _, code = await a_delivery()
    token = await an_open_visit(code, sandbox, clock)
    await take(token, await next_ticket(token))
    row = await Sighting.get(seen=Seen.DOWNLOADED)
    assert row.user_agent == HOME.user_agent
    assert len(row.address_fingerprint) == 64
    assert HOME.address not in row.address_fingerprint


async def test_a_blocked_delivery_is_shut_for_a_visit_already_inside(
    sandbox: Sandbox, clock: FixedClock
) -> None:
    row, code = await a_delivery()
    token = await an_open_visit(code, sandbox, clock)
    ticket = await next_ticket(token)
    await Delivery.filter(id=row.id).update(stage=Stage.BLOCKED)
    for deed in (reading_actions.read(token, HOME, NOW), take(token, ticket)):
        with pytest.raises(NoLonger, match="blocked") as refusal:
            await deed
        assert refusal.value.status == 410
    assert await facts() == [Seen.OPENED]


async def test_an_expired_code_still_proves_its_holder_but_opens_nothing(
    sandbox: Sandbox, clock: FixedClock
) -> None:
    _, code = await a_delivery()
    clock.move(timedelta(days=365))
    token = await an_open_visit(code, sandbox, clock)
    with pytest.raises(NoLonger, match="expired"):
        await pickup_queries.waiting(token, clock.now(), an_outside(sandbox, clock))
    assert await facts() == []


async def test_a_withdrawn_paper_is_gone_for_everybody(sandbox: Sandbox, clock: FixedClock) -> None:
    row, code = await a_delivery()
    token = await an_open_visit(code, sandbox, clock)
    await withdraw(row.paper_id, reason="虚构", actor=SYSTEM, now=NOW)
    with pytest.raises(NoLonger, match="recalled"):
        await pickup_queries.file_of(token, NOW)


async def test_the_file_is_the_archived_one(sandbox: Sandbox, clock: FixedClock) -> None:
    row, code = await a_delivery()
    token = await an_open_visit(code, sandbox, clock)
    _, content = await pickup_queries.file_of(token, NOW)
    assert content == PDF + row.paper_id.bytes


async def test_a_visit_ends_after_thirty_minutes(sandbox: Sandbox, clock: FixedClock) -> None:
    _, code = await a_delivery()
    token = await an_open_visit(code, sandbox, clock)
    clock.move(timedelta(minutes=30))
    with pytest.raises(NotNow, match="visit_over"):
        await reading_actions.read(token, HOME, clock.now())
