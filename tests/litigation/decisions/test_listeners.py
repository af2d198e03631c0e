"""What the service does by itself for a decision: services that deliveries prove, its effect."""

from datetime import timedelta
from uuid import uuid4

import pytest

from commons.almanac import FixedClock
from commons.providers.sandbox import Sandbox
from litigation.decisions import listeners
from litigation.decisions.events import DecisionEffectDue
from litigation.decisions.models import CourtDecision, DecisionReach
from litigation.decisions.rules import ServedWay
from litigation.delivery.models import Attempt
from tests.litigation.decisions.builders import a_decision
from tests.litigation.hearings.builders import NOW, STARTS_AT, a_held_trial
from tests.litigation.hearings.deliveries import deliver, later, outside_at

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def outside(tmp_path):
    return outside_at(tmp_path, Sandbox(FixedClock(NOW)))


async def test_what_a_delivery_proves_serves_the_decision(outside):
    trial = await a_held_trial()
    decision_id = await a_decision(trial)
    row = await CourtDecision.get(id=decision_id)
    one, two = await DecisionReach.all().order_by("place")
    await deliver(row.paper_id, two.party_id, consents=True)
    sent_at = STARTS_AT + timedelta(hours=3)
    await Attempt.all().update(sent_at=sent_at)
    for _ in range(2):
        await listeners.note_served(later(outside, STARTS_AT + timedelta(days=1)))
    served = await DecisionReach.get(id=two.id)
    assert (served.served_on, served.way) == (row.issued_on, ServedWay.ELECTRONIC)
    assert (await DecisionReach.get(id=one.id)).served_on is None


async def test_a_timer_of_a_decision_that_is_gone_rings_into_nothing(outside):
    await listeners.on_effect_due(DecisionEffectDue(decision_id=uuid4()), outside)
