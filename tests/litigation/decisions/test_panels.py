"""A panel of three: named as an odd number, and every member signs the judgment for itself."""

from datetime import timedelta

import pytest

from commons.access.actor import Actor, Role
from commons.access.models import Organisation
from commons.errors import NotAllowed, NotValid
from commons.papers.models import view_paper
from commons.papers.rules import Circumstances
from litigation.cases import desk_actions
from litigation.decisions import actions
from litigation.decisions.models import CourtDecision
from litigation.decisions.rules import DecisionStage
from tests.commons.access.builders import a_grant, actor_for, an_account
from tests.litigation.decisions.builders import a_decision
from tests.litigation.hearings.builders import NOW, STARTS_AT, STROKES, Trial, a_held_trial

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("db")]


async def a_third_judge(trial: Trial) -> Actor:
    court = await Organisation.get(id=trial.court.organisation_id)
    account = await an_account("thirdjudge", "虚构第三", enrolled=False)
    await a_grant(account, Role.JUDGE, court)
    return await actor_for(account)


async def named(trial: Trial, *members: Actor) -> None:
    assert trial.judge.account_id is not None
    await desk_actions.assign(
        trial.clerk,
        trial.case_id,
        judge_id=trial.judge.account_id,
        clerk_id=trial.clerk.account_id,
        member_ids=[one.account_id for one in members if one.account_id],
        version=None,
        now=NOW,
    )


async def test_a_panel_has_an_odd_number_and_nobody_twice():
    trial = await a_held_trial()
    third = await a_third_judge(trial)
    for wrong in ((third,), (third, trial.judge), (third, trial.clerk)):
        with pytest.raises(NotValid) as refused:
            await named(trial, *wrong)
        assert list(refused.value.fields) == ["member_ids"]
    assert not (await trial.case()).members
    await named(trial, third, trial.court.other_judge)
    capacities = [capacity for _, _, capacity in (await trial.case()).bench]
    assert capacities == ["审判长", "审判员", "审判员"]
    await named(trial)
    assert [capacity for _, _, capacity in (await trial.case()).bench] == ["审判员"]


async def test_a_judgment_of_a_panel_is_issued_with_the_last_of_its_signatures():
    trial = await a_held_trial()
    third = await a_third_judge(trial)
    await named(trial, third, trial.court.other_judge)
    decision_id = await a_decision(trial, sign=False)
    row = await CourtDecision.get(id=decision_id)
    paper = await view_paper(row.paper_id)
    hands = {
        one.account_id: one for one in (trial.judge, third, trial.court.other_judge, trial.clerk)
    }
    assert [one.id for one in paper.signers] == [
        trial.judge.account_id,
        third.account_id,
        trial.court.other_judge.account_id,
        trial.clerk.account_id,
    ]

    async def sign(who: Actor, signer_id: object) -> None:
        await actions.sign(
            who,
            decision_id,
            signer_id=signer_id,
            shown_hash=paper.content_hash,
            mark=STROKES,
            circumstances=Circumstances(),
            now=STARTS_AT + timedelta(hours=3),
        )

    with pytest.raises(NotAllowed):
        await sign(trial.judge, third.account_id)  # nobody signs for another
    for signer in paper.signers:
        assert (await CourtDecision.get(id=decision_id)).stage is DecisionStage.DRAFT
        await sign(hands[signer.id], signer.id)
    assert (await CourtDecision.get(id=decision_id)).stage is DecisionStage.ISSUED
