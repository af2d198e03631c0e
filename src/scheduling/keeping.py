"""How a request, its people and its quarter hours are written down, inside the asker's deed."""

from collections.abc import Iterable
from dataclasses import replace

from tortoise.exceptions import IntegrityError

from commons.errors import NotNow, NotValid, Problem
from scheduling.models import Booking, HearingRequest, RequestPerson
from scheduling.rules import Attendee, Place, Wish, bookings


async def book(row: HearingRequest, wish: Wish, place: Place) -> None:
    """Take every quarter hour, or none: the key of the table decides, not this question."""
    await Booking.filter(request_id=row.id).delete()
    wanted = list(bookings(wish, place))
    keys = sorted({key for key, _ in wanted})
    slots = sorted({slot for _, slot in wanted})
    taken = await Booking.filter(key__in=keys, sits_on=place.on, slot__in=slots).first()
    if taken is not None:
        kind = taken.key.partition(":")[0]
        is_judge = taken.key == f"person:{place.judge_id}"
        reason = "judge" if is_judge else kind
        raise NotValid(fields={_FIELD[reason]: Problem(f"scheduling.{reason}_is_taken")})
    rows = [
        Booking(request_id=row.id, key=key, sits_on=place.on, slot=slot) for key, slot in wanted
    ]
    try:
        await Booking.bulk_create(rows)
    except IntegrityError:  # another clerk was quicker between the question and the answer
        raise NotNow("scheduling.taken_just_now") from None


_FIELD = {"judge": "judge_id", "room": "room_id", "person": "start"}


async def keep_people(row: HearingRequest, people: Iterable[Attendee]) -> None:
    await RequestPerson.filter(request_id=row.id).delete()
    await RequestPerson.bulk_create(
        [
            RequestPerson(
                request_id=row.id,
                person_id=one.id,
                island=one.island,
                is_remote=one.is_remote,
                role=one.role,
            )
            for one in people
        ]
    )


def columns(wish: Wish) -> dict[str, object]:
    return {
        "organisation_id": wish.organisation_id,
        "label": wish.label,
        "island": wish.island,
        "earliest_on": wish.earliest_on,
        "latest_on": wish.latest_on,
        "minutes": wish.minutes,
        "grade": wish.grade,
        "weight": wish.weight,
        "judge_level": wish.judge_level,
        "wanted_judge_id": wish.judge_id,
        "seats": wish.seats,
        "features": sorted(wish.features),
    }


def in_order(wish: Wish) -> Wish:
    return replace(wish, people=tuple(sorted(wish.people, key=lambda one: one.id)))
