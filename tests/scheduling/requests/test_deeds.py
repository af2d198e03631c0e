"""The door of the pool: asked once, listed without double booking, taken back, told of."""

import asyncio
from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from tortoise import connections

from commons.access.actor import SYSTEM
from commons.errors import NotAllowed, NotFound, NotNow, NotValid
from commons.evidence_log.models import Leaf
from commons.outbox import Fact
from scheduling import queries, requests, room_actions
from scheduling.models import Booking, CourtRoom, HearingRequest, RequestPerson
from scheduling.rules import Attendee, Outcome, State
from tests.commons.access.builders import NOW
from tests.scheduling.requests.builders import a_court, a_place, a_wish

pytestmark = pytest.mark.usefixtures("db")


async def counts() -> tuple[int, ...]:
    tables = (HearingRequest, RequestPerson, Booking, Leaf, Fact)
    return tuple([await table.all().count() for table in tables])


async def ask(wish):
    return await requests.ask_for_hearing(wish, actor=SYSTEM, now=NOW)


async def test_the_same_reference_is_the_same_hearing_however_often_it_is_asked():
    court = await a_court()
    wish = a_wish(court)
    first = await ask(wish)
    before = await counts()
    shuffled = replace(wish, people=wish.people[::-1])
    assert [await ask(wish), await ask(shuffled)] == [first, first]
    assert await counts() == before


async def test_a_wish_may_change_while_it_waits_and_not_once_it_is_listed():
    court = await a_court()
    wish = a_wish(court)
    request_id = await ask(wish)
    longer = replace(wish, minutes=120, people=(*wish.people, Attendee(uuid4())))
    assert await ask(longer) == request_id
    assert await RequestPerson.filter(request_id=request_id).count() == 3
    await requests.list_by_hand(court.clerk, request_id, a_place(court), now=NOW)
    assert await ask(longer) == request_id
    with pytest.raises(NotNow, match="listed_already"):
        await ask(wish)


async def test_a_listed_hearing_takes_every_quarter_hour_and_tells_the_asker():
    court = await a_court()
    wish = a_wish(court)
    request_id = await ask(wish)
    await requests.list_by_hand(court.clerk, request_id, a_place(court), now=NOW)
    before = await counts()
    await requests.list_by_hand(court.clerk, request_id, a_place(court), now=NOW)
    assert await counts() == before
    assert await Booking.filter(request_id=request_id).count() == 4 * 4
    [fact] = await Fact.filter(topic="scheduling.hearing.listed")
    assert str(wish.reference_id) in fact.body
    listing = await requests.find_listing(wish.reference_id)
    assert (listing.state, listing.on, listing.start) == (State.LISTED, date(2026, 12, 10), 540)


@pytest.mark.parametrize(
    ("shared", "field"), [("room", "room_id"), ("judge", "judge_id"), ("person", "start")]
)
async def test_nobody_and_nothing_is_in_two_hearings_at_once(shared, field):
    court = await a_court()
    one, two = a_wish(court), a_wish(court)
    place = a_place(court)
    there = a_place(
        court, room_id=court.other_room_id, judge_id=court.other_judge.account_id, start=9 * 60 + 30
    )
    if shared == "room":
        there = replace(there, room_id=place.room_id)
    elif shared == "judge":
        there = replace(there, judge_id=place.judge_id)
    else:
        two = replace(two, people=(one.people[0],))
    first, second = await ask(one), await ask(two)
    await requests.list_by_hand(court.clerk, first, place, now=NOW)
    before = await counts()
    with pytest.raises(NotValid) as caught:
        await requests.list_by_hand(court.clerk, second, there, now=NOW)
    assert list(caught.value.fields) == [field]
    assert caught.value.fields[field].reason == f"scheduling.{shared}_is_taken"
    assert await counts() == before
    # An hour later everything is free.
    await requests.list_by_hand(court.clerk, second, replace(there, start=10 * 60), now=NOW)


async def test_twenty_clerks_at_once_list_one_hearing_for_one_slot():
    court = await a_court()
    ids = [await ask(a_wish(court)) for _ in range(20)]

    async def list_it(request_id) -> str:
        try:
            await requests.list_by_hand(court.clerk, request_id, a_place(court), now=NOW)
        except (NotValid, NotNow):
            return "no"
        return "yes"

    answers = await asyncio.gather(*map(list_it, ids))
    assert sorted(answers) == ["no"] * 19 + ["yes"]
    keys = await Booking.all().values_list("key", "sits_on", "slot")
    assert len(keys) == len(set(keys)) == 16
    assert await HearingRequest.filter(state=State.LISTED).count() == 1


async def test_a_better_place_frees_the_one_before():
    court = await a_court()
    request_id = await ask(a_wish(court))
    await requests.list_by_hand(court.clerk, request_id, a_place(court), now=NOW)
    later = a_place(court, start=9 * 60 + 15)
    await requests.list_by_hand(court.clerk, request_id, later, now=NOW)
    assert await Booking.all().count() == 16
    other = await ask(a_wish(court, minutes=15))
    await requests.list_by_hand(court.clerk, other, a_place(court), now=NOW)
    row = await HearingRequest.get(id=request_id)
    assert (row.edition, row.start) == (2, 555)


async def test_a_place_that_is_refused_leaves_everything_as_it_was():
    court, foreign = await a_court(), await a_court("外")
    request_id = await ask(a_wish(court))
    before = await counts()
    bad = [
        a_place(court, on=date(2027, 2, 1)),
        a_place(court, room_id=foreign.room_id),
        a_place(court, judge_id=foreign.judge.account_id),
        a_place(court, judge_id=court.clerk.account_id),
    ]
    for place in bad:
        with pytest.raises(NotValid):
            await requests.list_by_hand(court.clerk, request_id, place, now=NOW)
    with pytest.raises(NotAllowed):
        await requests.list_by_hand(court.judge, request_id, a_place(court), now=NOW)
    with pytest.raises(NotFound):
        await requests.list_by_hand(foreign.clerk, request_id, a_place(court), now=NOW)
    assert await counts() == before


async def test_what_is_taken_back_frees_its_place_and_may_be_asked_for_again():
    court = await a_court()
    wish = a_wish(court)
    request_id = await ask(wish)
    await requests.list_by_hand(court.clerk, request_id, a_place(court), now=NOW)
    for _ in range(2):
        await requests.withdraw(wish.reference_id, actor=SYSTEM, now=NOW)
    assert await Booking.all().count() == 0
    assert await Fact.filter(topic="scheduling.hearing.withdrawn").count() == 1
    assert await ask(wish) == request_id
    assert (await requests.find_listing(wish.reference_id)).state is State.WAITING
    await requests.withdraw(uuid4(), actor=SYSTEM, now=NOW)


async def test_a_hearing_that_was_held_keeps_its_time_and_cannot_be_taken_back():
    court = await a_court()
    wish = a_wish(court)
    request_id = await ask(wish)
    with pytest.raises(NotNow):
        await requests.report_outcome(wish.reference_id, Outcome.USED, actor=SYSTEM, now=NOW)
    await requests.list_by_hand(court.clerk, request_id, a_place(court), now=NOW)
    for _ in range(2):
        await requests.report_outcome(wish.reference_id, Outcome.USED, actor=SYSTEM, now=NOW)
    assert await Booking.all().count() == 16
    with pytest.raises(NotNow):
        await requests.withdraw(wish.reference_id, actor=SYSTEM, now=NOW)
    with pytest.raises(NotFound):
        await requests.report_outcome(uuid4(), Outcome.USED, actor=SYSTEM, now=NOW)


async def test_moving_to_video_keeps_the_place():
    court = await a_court()
    wish = a_wish(court)
    request_id = await ask(wish)
    await requests.list_by_hand(court.clerk, request_id, a_place(court), now=NOW)
    remote = {one.id for one in wish.people}
    before = await Booking.all().count()
    for _ in range(2):
        await requests.switch_people(wish.reference_id, remote, actor=SYSTEM, now=NOW)
    assert await RequestPerson.filter(is_remote=True).count() == 2
    assert await Booking.all().count() == before
    assert await Leaf.filter(act="scheduling.switched").count() == 1
    await CourtRoom.filter(id=court.room_id).update(seats=1)
    with pytest.raises(NotNow, match="too_few_seats"):
        await requests.switch_people(wish.reference_id, (), actor=SYSTEM, now=NOW)
    assert await RequestPerson.filter(is_remote=True).count() == 2


async def queries_of(work) -> int:
    client = connections.get("default")
    seen: list[str] = []
    plain = client.execute_query

    async def counted(query, *args, **kwargs):
        seen.append(query)
        return await plain(query, *args, **kwargs)

    client.execute_query = counted
    try:
        await work()
    finally:
        client.execute_query = plain
    return len(seen)


async def test_the_pool_asks_as_many_questions_for_three_lines_as_for_one():
    court = await a_court()
    await ask(a_wish(court))

    async def look():
        return await queries.view_pool(court.clerk, shows_listed=False, page=1, now=NOW)

    one = await queries_of(look)
    for _ in range(2):
        await ask(a_wish(court))
    assert await queries_of(look) == one
    view = await look()
    assert (len(view.lines), view.may_list) == (3, True)
    foreign = await a_court("外")
    empty = await queries.view_pool(foreign.clerk, shows_listed=False, page=1, now=NOW)
    assert empty.lines == ()


async def test_rooms_are_kept_by_name_and_given_up_for_new_hearings_only():
    court, foreign = await a_court(), await a_court("外")

    async def keep(actor, seats=8):
        return await room_actions.add_room(
            actor,
            court.organisation_id,
            name="虚构海上法庭",
            island="虚构屿",
            seats=seats,
            features=["视频", "", "视频"],
            now=NOW,
        )

    room_id = await keep(court.clerk)
    assert await keep(court.clerk, 9) == room_id
    row = await CourtRoom.get(id=room_id)
    assert (row.seats, row.features) == (9, ["视频"])
    with pytest.raises(NotValid):
        await keep(foreign.clerk)
    with pytest.raises(NotValid):
        await keep(court.clerk, 0)
    with pytest.raises(NotFound):
        await room_actions.close_room(foreign.clerk, room_id, now=NOW)
    await room_actions.close_room(court.clerk, room_id, now=NOW)
    request_id = await ask(a_wish(court))
    with pytest.raises(NotValid):
        await requests.list_by_hand(
            court.clerk, request_id, a_place(court, room_id=room_id), now=NOW
        )
