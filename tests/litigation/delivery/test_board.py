"""What staff see: complete, live, and at the same price for one recipient and for three."""

import logging
from datetime import timedelta
from uuid import UUID

import pytest

from commons.access.actor import Actor
from commons.almanac import FixedClock
from commons.errors import NotFound, NotNow
from commons.evidence_log.models import Leaf
from commons.providers.sandbox import Fault, Sandbox
from litigation.delivery import actions, queries, reading_actions
from litigation.delivery.models import Attempt, Delivery
from litigation.delivery.rules import Blocking, Channel, Seen, Stage, State
from litigation.delivery.served import Branch
from tests.litigation.delivery.builders import (
    HOME,
    NOW,
    a_delivery,
    a_recipient,
    an_open_visit,
    work,
)
from tests.litigation.mediation.builders import MEDIATOR, OTHER_MEDIATOR, STRANGER, a_matter

pytestmark = pytest.mark.usefixtures("db")


async def a_board(**changes: object) -> tuple[Delivery, str]:
    matter = await a_matter()
    return await a_delivery(subject=matter.subject, recipients=[a_recipient(**changes)])


async def test_each_way_and_each_deed_of_the_recipient_is_on_the_board(
    sandbox: Sandbox, clock: FixedClock
) -> None:
    sandbox.wechat_sender.fail(Fault.REFUSE)
    row, code = await a_board(open_id="o-invented")
    token = await an_open_visit(code, sandbox, clock)
    clock.move(timedelta(minutes=1))
    await reading_actions.read(token, HOME, clock.now())
    [one] = (await queries.board(MEDIATOR, row.paper_id)).recipients
    assert [(way.channel, way.state, way.words) for way in one.attempts] == [
        (Channel.WECHAT, State.PERMANENT, "sandbox: number does not exist"),
        (Channel.SMS, State.SENT, ""),
    ]
    assert [sight.seen for sight in one.sights] == [Seen.OPENED, Seen.READ]
    assert (one.served.branch, one.served.at) == (Branch.CONFIRMED_ADDRESS, NOW)
    assert one.stage is Stage.OPENED


async def test_service_is_computed_anew_when_the_confirmed_way_fails(
    sandbox: Sandbox, clock: FixedClock
) -> None:
    row, _ = await a_board()
    await work(sandbox, clock)
    [one] = (await queries.board(MEDIATOR, row.paper_id)).recipients
    assert one.served.branch is Branch.CONFIRMED_ADDRESS
    await Attempt.all().update(state=State.PERMANENT)
    [one] = (await queries.board(MEDIATOR, row.paper_id)).recipients
    assert (one.served.branch, one.served.at) == (Branch.WAITING_FOR_ARRIVAL, None)


async def test_the_pulse_beats_exactly_when_something_happened(
    sandbox: Sandbox, clock: FixedClock
) -> None:
    row, code = await a_board()
    beats = [await queries.pulse(MEDIATOR, row.paper_id)]

    async def note() -> bool:
        beats.append(await queries.pulse(MEDIATOR, row.paper_id))
        return beats[-1] != beats[-2]

    assert not await note()
    await work(sandbox, clock)
    assert await note()
    token = await an_open_visit(code, sandbox, clock)
    assert await note()
    await reading_actions.read(token, HOME, NOW)
    assert await note()
    await reading_actions.read(token, HOME, NOW)
    assert not await note()
    await actions.block(MEDIATOR, row.paper_id, Blocking.WRONG_PAPER, now=NOW)
    assert await note()


@pytest.mark.parametrize("actor", [OTHER_MEDIATOR, STRANGER])
async def test_a_stranger_cannot_learn_that_it_exists(actor: Actor) -> None:
    row, _ = await a_board()
    before = await Leaf.all().count()
    form = (row.paper_id, row.id, Channel.SMS)
    for deed in (
        queries.board(actor, row.paper_id),
        queries.pulse(actor, row.paper_id),
        actions.resend(actor, *form, now=NOW),
        actions.block(actor, row.paper_id, Blocking.OTHER, now=NOW),
    ):
        with pytest.raises(NotFound, match="no_such_paper"):
            await deed
    assert await Leaf.all().count() == before
    assert (await Delivery.get(id=row.id)).stage is Stage.SENDING


async def test_only_the_wrong_recipient_is_shut_out(sandbox: Sandbox, clock: FixedClock) -> None:
    matter = await a_matter()
    people = [a_recipient(), a_recipient(phone="+8613805010009")]
    wrong, _ = await a_delivery(subject=matter.subject, recipients=people)
    await actions.block(
        MEDIATOR, wrong.paper_id, Blocking.WRONG_PERSON, now=NOW, delivery_id=wrong.id
    )
    await work(sandbox, clock)
    stages = {row.id: row.stage for row in await Delivery.all()}
    assert stages.pop(wrong.id) is Stage.BLOCKED
    assert list(stages.values()) == [Stage.SENDING]
    assert [sms.phone for sms in sandbox.sms] == ["+8613805010009"]
    with pytest.raises(NotNow, match="already_blocked"):
        await actions.block(
            MEDIATOR, wrong.paper_id, Blocking.WRONG_PERSON, now=NOW, delivery_id=wrong.id
        )


async def test_a_way_the_recipient_has_not_and_a_message_still_waiting_cannot_be_resent(
    sandbox: Sandbox, clock: FixedClock
) -> None:
    row, _ = await a_board()
    with pytest.raises(NotNow, match="no_such_way"):
        await actions.resend(MEDIATOR, row.paper_id, row.id, Channel.WECHAT, now=NOW)
    with pytest.raises(NotNow, match="still_on_its_way"):
        await actions.resend(MEDIATOR, row.paper_id, row.id, Channel.SMS, now=NOW)
    await work(sandbox, clock)
    await actions.resend(MEDIATOR, row.paper_id, row.id, Channel.SMS, now=NOW)
    assert await Attempt.all().count() == 2


async def test_nobody_is_messaged_more_than_ten_times_about_one_paper(
    sandbox: Sandbox, clock: FixedClock
) -> None:
    row, _ = await a_board()
    for _ in range(9):
        await work(sandbox, clock)
        await actions.resend(MEDIATOR, row.paper_id, row.id, Channel.SMS, now=NOW)
    await work(sandbox, clock)
    with pytest.raises(NotNow, match="too_many_attempts"):
        await actions.resend(MEDIATOR, row.paper_id, row.id, Channel.SMS, now=NOW)
    assert len(sandbox.sms) == 10


async def test_a_board_of_one_and_of_three_asks_equally_often(
    caplog: pytest.LogCaptureFixture,
) -> None:
    counts = []
    for number in (1, 3):
        matter = await a_matter()
        people = [a_recipient() for _ in range(number)]
        row, _ = await a_delivery(subject=matter.subject, recipients=people)
        counts.append(await _count(row.paper_id, caplog))
    assert counts[0] > 0
    assert counts[0] == counts[1]


async def _count(paper_id: UUID, caplog: pytest.LogCaptureFixture) -> int:
    with caplog.at_level(logging.DEBUG, logger="tortoise.db_client"):
        caplog.clear()
        await queries.board(MEDIATOR, paper_id)
        return len(caplog.records)
