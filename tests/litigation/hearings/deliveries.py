"""The ports of a hearing under test, and a delivery that arrived; everything invented."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import cast

from commons.access.actor import SYSTEM
from commons.almanac import FixedClock
from commons.papers.render import Renderer
from commons.providers.ports import Outside
from commons.providers.sandbox import Sandbox
from commons.settings import Settings
from litigation.delivery.actions import prepare
from litigation.delivery.models import Attempt
from litigation.delivery.rules import Channel, Recipient, State
from litigation.mediation.parties import EServiceBasis
from tests.litigation.hearings.builders import NOW


def outside_at(home: Path, sandbox: Sandbox) -> Outside:
    return Outside(
        settings=Settings.read({"ISLAND_MODE": "test", "ISLAND_HOME": str(home)}),
        clock=FixedClock(NOW),
        renderer=cast("Renderer", None),
        sms=sandbox.sms_sender,
        wechat=sandbox.wechat_sender,
        stamper=sandbox.stamper,
        payments=sandbox.payments,
        meetings=sandbox.meetings,
    )


def later(outside: Outside, when: datetime) -> Outside:
    return replace(outside, clock=FixedClock(when))


async def deliver(paper_id, person_id, *, consents: bool) -> None:
    """Prepare a delivery by message and let the carrier take it."""
    reader = Recipient(
        person_id=person_id,
        name="虚构乙",
        phone="+8613900000002",
        consent=EServiceBasis.EXPLICIT if consents else None,
        has_confirmed=frozenset({Channel.SMS}) if consents else frozenset(),
    )
    [delivery_id] = await prepare(paper_id, (reader,), actor=SYSTEM, now=NOW)
    await Attempt.filter(delivery_id=delivery_id).update(state=State.SENT, sent_at=NOW)
