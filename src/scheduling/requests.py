"""The door of scheduling: ask for a hearing, take it back, list it by hand, say what became of it.

Whoever asks names a hearing by an id of its own; scheduling knows no lawsuit. Every deed may be
repeated: the same words change nothing a second time.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from tortoise.exceptions import IntegrityError

from commons.access.actor import Actor
from commons.almanac import day_of
from commons.db import atomic
from commons.errors import NotFound, NotNow, NotValid, Problem
from commons.evidence_log.leaves import Json
from commons.evidence_log.log import record
from commons.holidays.models import current_almanac
from commons.outbox import emit
from scheduling.events import HearingListed, HearingWithdrawn
from scheduling.keeping import book, columns, in_order, keep_people
from scheduling.models import (
    LIST,
    Booking,
    HearingRequest,
    RequestPerson,
    access_request,
    attendees_of,
    request_for,
    room_in,
)
from scheduling.queries import Listing, find_listing, judges_in
from scheduling.rules import (
    FLOW,
    Act,
    Attendee,
    Outcome,
    Place,
    State,
    Wish,
    check_place,
    check_wish,
)

__all__ = [
    "Attendee",
    "Listing",
    "Outcome",
    "Place",
    "State",
    "Wish",
    "ask_for_hearing",
    "find_listing",
    "list_by_hand",
    "report_outcome",
    "switch_people",
    "withdraw",
]


@atomic
async def ask_for_hearing(wish: Wish, *, actor: Actor, now: datetime) -> UUID:
    """Put a hearing into the pool. The same reference is the same hearing, however often asked."""
    check_wish(wish)
    row = await request_for(wish.reference_id, lock=True)
    if row is None:
        row = HearingRequest(reference_id=wish.reference_id, state=FLOW.start, asked_at=now)
        row.update_from_dict(columns(wish))
        try:
            await row.save(force_create=True)
        except IntegrityError:  # the same reference was asked for at the same instant
            raise NotNow("db.changed_meanwhile") from None
    elif row.state is State.WITHDRAWN:
        await row.keep(state=FLOW.step(row.state, Act.ASK), **columns(wish))
    elif row.wish(await attendees_of(row)) == in_order(wish):
        return row.id
    elif row.state is State.WAITING:
        await row.keep(**columns(wish))
    else:
        raise NotNow("scheduling.listed_already")
    await keep_people(row, wish.people)
    facts: dict[str, Json] = {
        "reference": str(wish.reference_id),
        "earliest_on": wish.earliest_on.isoformat(),
        "latest_on": wish.latest_on.isoformat(),
        "minutes": wish.minutes,
    }
    await record(row.subject, "scheduling.asked", facts, actor=actor, at=now)
    return row.id


@atomic
async def withdraw(reference_id: UUID, *, actor: Actor, now: datetime) -> None:
    """Take a hearing out of the pool and free its place; one that was held stays held."""
    row = await request_for(reference_id, lock=True)
    if row is None or row.state is State.WITHDRAWN:
        return
    await _free(row, actor, now)


@atomic
async def list_by_hand(actor: Actor, request_id: UUID, place: Place, *, now: datetime) -> None:
    """Give a hearing its place. Two clerks at once: the second hears who is taken."""
    row = await access_request(actor, request_id, LIST, lock=True)
    state = FLOW.step(row.state, Act.LIST)
    if row.place == place:
        return
    room = await room_in(row.organisation_id, place.room_id)
    if room is None:
        raise NotValid(fields={"room_id": Problem("form.not_a_choice")})
    today = day_of(now)
    if place.judge_id not in dict(await judges_in(row.organisation_id, today)):
        raise NotValid(fields={"judge_id": Problem("form.not_a_choice")})
    wish = row.wish(await attendees_of(row))
    check_place(wish, place, room.facts(), await current_almanac(), today=today)
    await book(row, wish, place)
    await row.keep(
        state=state,
        sits_on=place.on,
        start=place.start,
        room_id=place.room_id,
        judge_id=place.judge_id,
        edition=row.edition + 1,
    )
    facts: dict[str, Json] = {
        "sits_on": place.on.isoformat(),
        "start": place.start,
        "room": str(place.room_id),
        "judge": str(place.judge_id),
    }
    await record(row.subject, "scheduling.listed", facts, actor=actor, at=now)
    listed = HearingListed(
        reference_id=row.reference_id,
        on=place.on,
        start=place.start,
        minutes=row.minutes,
        room=room.name,
        judge_id=place.judge_id,
        edition=row.edition,
    )
    await emit(listed)


@atomic
async def switch_people(
    reference_id: UUID, remote: Iterable[UUID], *, actor: Actor, now: datetime
) -> None:
    """Say who now takes part by video. The place stays: everybody's time was taken before."""
    row = await request_for(reference_id, lock=True)
    if row is None:
        raise NotFound("scheduling.no_such_request")
    chosen = frozenset(remote)
    people = await RequestPerson.filter(request_id=row.id).order_by("person_id")
    changed = [one for one in people if one.is_remote != (one.person_id in chosen)]
    if not changed:
        return
    room = await room_in(row.organisation_id, row.room_id) if row.room_id else None
    if room is not None and room.seats < sum(one.person_id not in chosen for one in people):
        raise NotNow("scheduling.too_few_seats", seats=room.seats)
    for one in changed:
        await one.keep(is_remote=one.person_id in chosen)
    await row.keep()
    facts: dict[str, Json] = {"remote": list[Json](sorted(map(str, chosen)))}
    await record(row.subject, "scheduling.switched", facts, actor=actor, at=now)


@atomic
async def report_outcome(
    reference_id: UUID, outcome: Outcome, *, actor: Actor, now: datetime
) -> None:
    """Say what became of a hearing: its time was used, or is free for another."""
    row = await request_for(reference_id, lock=True)
    if row is None:
        raise NotFound("scheduling.no_such_request")
    if outcome is Outcome.FREED:
        if row.state is not State.WITHDRAWN:
            await _free(row, actor, now)
        return
    if row.state is State.HELD:
        return
    await row.keep(state=FLOW.step(row.state, Act.HOLD))
    await record(row.subject, "scheduling.held", {}, actor=actor, at=now)


async def _free(row: HearingRequest, actor: Actor, now: datetime) -> None:
    state = FLOW.step(row.state, Act.WITHDRAW)
    await Booking.filter(request_id=row.id).delete()
    await row.keep(state=state, sits_on=None, start=None, room_id=None, judge_id=None)
    await record(row.subject, "scheduling.withdrawn", {}, actor=actor, at=now)
    await emit(HearingWithdrawn(reference_id=row.reference_id))
