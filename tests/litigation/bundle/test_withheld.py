"""A judgment is read with the paper itself before it is read in a file: its opening is proved."""

from datetime import timedelta
from hashlib import sha256

import pytest

from commons.papers.issuing_actions import archive
from commons.papers.models import Paper
from commons.papers.render import Rendered
from litigation.bundle.gathering_queries import gather
from litigation.bundle.rules import Scope, Section, readable
from litigation.cases.models import Case
from litigation.decisions import effect_actions
from litigation.decisions.models import CourtDecision, DecisionReach
from litigation.decisions.rules import ServedWay
from tests.litigation.bundle.test_binding import a_pdf
from tests.litigation.decisions.builders import a_decision
from tests.litigation.hearings.builders import SITS_ON, STARTS_AT, a_held_trial

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("db")]
AFTER = STARTS_AT + timedelta(hours=4)


async def decisions_in(case: Case, scope: Scope) -> list[str]:
    items, _ = await gather(case)
    return [one.title for one in readable(items, scope) if one.section is Section.DECISION]


async def test_a_judgment_comes_into_the_parties_file_with_its_last_service():
    trial = await a_held_trial()
    decision_id = await a_decision(trial)
    row = await Paper.get(id=(await CourtDecision.get(id=decision_id)).paper_id)
    digest = sha256(a_pdf(1)).hexdigest()
    printed = Rendered(a_pdf(1), digest, digest, 1, row.template_version)
    await archive(row.id, printed, actor=trial.clerk, now=AFTER)
    case = await trial.case()
    for reach in await DecisionReach.filter(decision_id=decision_id).order_by("place"):
        assert await decisions_in(case, Scope.PARTIES) == []
        assert await decisions_in(case, Scope.COURT) == ["民事判决书"]
        await effect_actions.note_service(
            trial.clerk,
            decision_id,
            reach.party_id,
            served_on=SITS_ON,
            way=ServedWay.DIRECT,
            now=AFTER,
        )
    assert await decisions_in(case, Scope.PARTIES) == ["民事判决书"]
