"""Facts reach every listener at least once, in front of a person when it cannot be done."""

import asyncio
from dataclasses import dataclass, fields
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from commons import outbox, worker
from commons.access.actor import ANYONE, SYSTEM
from commons.almanac import FixedClock
from commons.db import atomic
from commons.errors import NotAllowed, NotNow
from commons.events import Event, event, from_json, to_json
from commons.outbox import TRIES_MAX, Errand, Fact, Standing, cancel, emit, given_up, try_again
from commons.providers.ports import Outside
from commons.worker import Hands, TryLater

HEARD: list[tuple[str, UUID]] = []


@event("tests.something.happened")
@dataclass(frozen=True, slots=True)
class Happened(Event):
    thing_id: UUID


async def on_first(fact: Happened, outside: Outside) -> None:
    HEARD.append(("first", fact.thing_id))


async def on_second(fact: Happened, outside: Outside) -> None:
    HEARD.append(("second", fact.thing_id))


async def on_never(fact: Happened, outside: Outside) -> None:
    raise TryLater("not yet")


async def on_refused(fact: Happened, outside: Outside) -> None:
    raise NotNow("tests.no")


@atomic
async def happen(thing_id: UUID, **when: object) -> None:
    await emit(Happened(thing_id), **when)


@atomic
async def fail_after(thing_id: UUID) -> None:
    await emit(Happened(thing_id))
    raise NotNow("tests.stop")


@pytest.fixture
def outside(clock: FixedClock) -> Outside:
    HEARD.clear()
    nothing = dict.fromkeys(field.name for field in fields(Outside))
    return Outside(**(nothing | {"clock": clock}))


def hands(*listeners: worker.Listener) -> Hands:
    return Hands(listeners={Happened.topic: listeners})


async def test_every_listener_hears_a_fact_once(db: None, outside: Outside) -> None:
    thing = uuid4()
    await happen(thing)
    await worker.rest(hands(on_first, on_second), outside)
    await worker.rest(hands(on_first, on_second), outside)
    assert sorted(HEARD) == [("first", thing), ("second", thing)]
    assert await Errand.filter(standing=Standing.DONE).count() == 2


async def test_a_fact_of_a_deed_that_fails_was_never_there(db: None, outside: Outside) -> None:
    with pytest.raises(NotNow):
        await fail_after(uuid4())
    await worker.rest(hands(on_first), outside)
    assert (HEARD, await Fact.all().count()) == ([], 0)


async def test_one_listener_that_fails_does_not_hold_up_another(db: None, outside: Outside) -> None:
    thing = uuid4()
    await happen(thing)
    await worker.turn(hands(on_never, on_first), outside)
    rows = {row.listener.rpartition(".")[2]: row for row in await Errand.all()}
    assert [("first", thing)] == HEARD
    assert (rows["on_first"].standing, rows["on_never"].standing) == (
        Standing.DONE,
        Standing.WAITING,
    )
    assert rows["on_never"].words == "not yet"


async def test_a_timer_is_told_when_it_is_due_and_not_before(
    db: None, outside: Outside, clock: FixedClock
) -> None:
    thing = uuid4()
    await happen(thing, due_at=clock.now() + timedelta(days=1), key="t")
    await worker.rest(hands(on_first), outside)
    assert HEARD == []
    clock.move(timedelta(days=1))
    await worker.rest(hands(on_first), outside)
    assert [("first", thing)] == HEARD


async def test_a_timer_with_the_same_key_is_moved_and_can_be_taken_back(
    db: None, outside: Outside, clock: FixedClock
) -> None:
    await happen(uuid4(), due_at=clock.now() + timedelta(days=1), key="t")
    await happen(uuid4(), due_at=clock.now() + timedelta(days=9), key="t")
    assert [row.due_at for row in await Fact.all()] == [clock.now() + timedelta(days=9)]
    await atomic(cancel)("t")
    assert await Fact.all().count() == 0


async def test_what_fails_too_often_is_given_up_in_front_of_a_person(
    db: None, outside: Outside, clock: FixedClock
) -> None:
    await happen(uuid4())
    for _ in range(TRIES_MAX + 2):
        await worker.turn(hands(on_refused), outside)
        clock.move(timedelta(hours=12))
    left = await given_up(SYSTEM)
    assert [(one.tries, one.words) for one in left] == [(TRIES_MAX, "tests.no")]
    with pytest.raises(NotAllowed):
        await given_up(ANYONE)
    await try_again(SYSTEM, left[0].id, clock.now())
    assert await given_up(SYSTEM) == ()
    with pytest.raises(NotNow):
        await try_again(SYSTEM, left[0].id, clock.now())


async def test_an_errand_whose_worker_died_is_taken_over_after_its_lease(
    db: None, outside: Outside, clock: FixedClock
) -> None:
    thing = uuid4()
    await happen(thing)
    await worker._tell(hands(on_first), clock.now())
    assert len(await worker._claim(clock.now())) == 1, "claimed, and then the process dies"
    await worker.rest(hands(on_first), outside)
    assert HEARD == []
    clock.move(worker.LEASE)
    await worker.rest(hands(on_first), outside)
    assert [("first", thing)] == HEARD


async def test_the_running_worker_tells_within_a_second(db: None, outside: Outside) -> None:
    thing = uuid4()
    running = asyncio.create_task(worker.run(hands(on_first), outside))
    await happen(thing)
    async with asyncio.timeout(5):
        while not HEARD:  # noqa: ASYNC110 - the listener is a plain function
            await asyncio.sleep(0.01)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert [("first", thing)] == HEARD


def test_a_fact_survives_the_way_through_json() -> None:
    fact = Happened(uuid4())
    assert from_json(fact.topic, to_json(fact)) == fact


async def test_the_backlog_counts_late_and_given_up(
    db: None, outside: Outside, clock: FixedClock
) -> None:
    await happen(uuid4())
    await worker._tell(hands(on_first), clock.now())
    assert await outbox.backlog(clock.now()) == (0, 0)
    clock.move(timedelta(minutes=5))
    assert await outbox.backlog(clock.now()) == (1, 0)
