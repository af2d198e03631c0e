"""The invented rows that `bench/pages.py` shows, and who may see them."""

import json
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from commons.access.actor import ROLES, Actor, Role
from commons.access.rules import HowSignedIn
from commons.access.sessions import begin_session
from commons.almanac import Clock, day_of
from commons.db import atomic
from commons.settings import Settings
from island.database import migrate, opened
from island.demo_island import settle_island
from litigation.mediation.opening import Opening
from litigation.mediation.opening_actions import open_matter
from litigation.mediation.particulars import Checked, check_particulars
from litigation.mediation.parties import PartyKind
from litigation.mediation.rules import OrganisationKind, Origin

HOST = "127.0.0.1"
ROWS = 20
ACTOR = "actor.json"


async def fill(home: Path, sessions: int) -> tuple[UUID, tuple[str, ...]]:
    """Found the invented island with its mediator's twenty matters; sign the mediator in."""
    settings = settings_of(home, 8000)
    await migrate(settings)
    async with opened(settings):
        now = Clock().now()
        staff = await settle_island(now)
        for number in range(ROWS):
            matter_id = await open_matter(
                staff.mediator, _opening(staff.studio_id, number, now), now=now
            )
        account_id = staff.mediator.account_id
        assert account_id is not None
        facts = {"account_id": str(account_id), "place_id": str(staff.studio_id)}
        (home / ACTOR).write_text(json.dumps(facts))
        return matter_id, await _sign_in(account_id, sessions, now)


def _opening(place_id: UUID, number: int, now: datetime) -> Opening:
    return Opening(
        origin=Origin.ISLAND_VISIT,
        organisation_id=place_id,
        organisation_kind=OrganisationKind.PEOPLES,
        island="屿南岛",
        cause="租赁合同纠纷",
        summary=f"虚构的第{number}件：渔排租金未付。",
        applicant=_party("虚构甲", day_of(now)),
        respondent=_party("虚构乙", day_of(now)),
    )


def _party(name: str, today: date) -> Checked:
    return check_particulars(
        kind=PartyKind.PERSON, name=name, number="", phone="13900000001", address="", today=today
    )


@atomic
async def _sign_in(account_id: UUID, sessions: int, now: datetime) -> tuple[str, ...]:
    how = HowSignedIn.PASSWORD_AND_CODE
    return tuple(
        [await begin_session(account_id, how=how, device="bench", now=now) for _ in range(sessions)]
    )


def read_actor(home: Path) -> Actor:
    """Read back who the bare server takes everybody for."""
    facts = json.loads((home / ACTOR).read_text())
    place = frozenset({UUID(facts["place_id"])})
    return Actor(
        account_id=UUID(facts["account_id"]), reach=dict.fromkeys(ROLES[Role.MEDIATOR], place)
    )


def settings_of(home: Path, port: int) -> Settings:
    url = f"http://{HOST}:{port}"
    return Settings.read(
        {"ISLAND_MODE": "test", "ISLAND_HOME": str(home), "ISLAND_PUBLIC_URL": url}
    )
