"""A court with judges, rooms and a clerk, and wishes for hearings; everything invented."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from commons.access.actor import Actor, Role
from commons.access.places import OrganisationKind
from commons.almanac import FixedClock
from scheduling.models import CourtRoom
from scheduling.rules import Attendee, Place, Wish
from tests.commons.access.builders import (
    NOW,
    a_grant,
    actor_for,
    an_account,
    an_organisation,
)

CLOCK = FixedClock(NOW)
FIRST, LAST = date(2026, 12, 1), date(2026, 12, 31)


@dataclass(frozen=True)
class Court:
    """One court and those who work in it."""

    organisation_id: UUID
    clerk: Actor
    judge: Actor
    other_judge: Actor
    president: Actor
    room_id: UUID
    other_room_id: UUID


async def a_court(name: str = "") -> Court:
    court = await an_organisation(OrganisationKind.COURT, title=f"虚构{name}法院")

    async def employ(role: Role, login: str) -> Actor:
        account = await an_account(f"{login}{name}", f"虚构{login}", enrolled=False)
        await a_grant(account, role, court)
        return await actor_for(account)

    rooms = [
        await CourtRoom.create(
            organisation_id=court.id, name=f"虚构第{n}法庭", seats=20, features=["视频"]
        )
        for n in (1, 2)
    ]
    return Court(
        organisation_id=court.id,
        clerk=await employ(Role.CLERK, "clerk"),
        judge=await employ(Role.JUDGE, "judge"),
        other_judge=await employ(Role.JUDGE, "otherjudge"),
        president=await employ(Role.PRESIDENT, "president"),
        room_id=rooms[0].id,
        other_room_id=rooms[1].id,
    )


def judge_id(actor: Actor) -> UUID:
    assert actor.account_id is not None
    return actor.account_id


def a_wish(court: Court, **changes: object) -> Wish:
    facts: dict[str, object] = {
        "reference_id": uuid4(),
        "organisation_id": court.organisation_id,
        "label": "（2026）虚构民初1号 租赁合同纠纷",
        "island": "虚构屿",
        "earliest_on": FIRST,
        "latest_on": LAST,
        "minutes": 60,
        "grade": "simple",
        "people": (Attendee(uuid4(), "虚构屿"), Attendee(uuid4())),
    }
    return Wish(**{**facts, **changes})  # type: ignore[arg-type]


def a_place(court: Court, **changes: object) -> Place:
    facts: dict[str, object] = {
        "on": date(2026, 12, 10),
        "start": 9 * 60,
        "room_id": court.room_id,
        "judge_id": court.judge.account_id,
    }
    return Place(**{**facts, **changes})  # type: ignore[arg-type]
