"""A failed mediation fills in the complaint; nothing confidential crosses (row 1.02)."""

import pytest

from commons.errors import NotFound, NotNow
from litigation.cases import filing_actions
from litigation.cases.filing_queries import answers_from_mediation
from litigation.cases.models import Case, CaseExhibit, CaseFact, CaseParty
from litigation.mediation import end_actions
from litigation.mediation.ending import EndReason
from tests.litigation.cases.builders import a_complaint, a_court
from tests.litigation.mediation.builders import MEDIATOR, NOW, STRANGER
from tests.litigation.record.test_confidences import PLAIN, a_mined_scene, singing

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("db")]


async def a_failed_scene():
    scene = await a_mined_scene()
    await end_actions.end(
        MEDIATOR,
        scene.id,
        reason=EndReason.TOO_FAR_APART,
        who=None,
        explanation="虚构：差距大",
        version=None,
        now=NOW,
    )
    return scene


async def test_what_is_known_is_not_asked_again_and_no_canary_sings():
    scene = await a_failed_scene()
    answers = await answers_from_mediation(MEDIATOR, scene.id)
    assert answers["plaintiff_name"] == scene.applicant.name
    assert answers["defendant_name"] == scene.respondent.name
    assert answers["item_1"] == PLAIN[0]
    assert PLAIN[2] in answers["evidence"]
    assert singing(repr(answers)) == []
    # Whether e-service is agreed to, and whether to mediate again, is asked anew.
    assert not {"e_consent", "wants_mediation", "wants_online"} & set(answers)


async def test_the_case_takes_fixed_facts_and_exhibits_over_and_nothing_else():
    await a_court()
    scene = await a_failed_scene()
    answers = await answers_from_mediation(MEDIATOR, scene.id)
    filing_id = await filing_actions.start_filing(MEDIATOR, answers, matter_id=scene.id, now=NOW)
    again = await filing_actions.start_filing(MEDIATOR, answers, matter_id=scene.id, now=NOW)
    assert again == filing_id
    case_id = await filing_actions.submit(MEDIATOR, filing_id, a_complaint(), version=None, now=NOW)
    case = await Case.get(id=case_id)
    facts = [one.text for one in await CaseFact.filter(case_id=case_id)]
    assert (case.matter_id, facts) == (scene.id, [PLAIN[5]])
    rows = [
        *await CaseFact.filter(case_id=case_id),
        *await CaseExhibit.filter(case_id=case_id),
        *await CaseParty.filter(case_id=case_id),
        case,
    ]
    assert singing(repr([dict(row) for row in rows])) == []


async def test_a_mediation_that_goes_on_or_is_not_ones_own_fills_in_nothing():
    scene = await a_mined_scene()
    with pytest.raises(NotNow) as no:
        await answers_from_mediation(MEDIATOR, scene.id)
    assert no.value.reason == "cases.mediation_goes_on"
    with pytest.raises(NotFound):
        await answers_from_mediation(STRANGER, scene.id)
