"""A decision by its real deeds, on a hearing that was held; everything invented."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from commons.access.actor import ROLES, Actor, Role
from commons.papers.models import view_paper
from commons.papers.rules import Circumstances
from litigation.decisions import actions
from litigation.decisions.rules import DecisionKind, DecisionText
from tests.litigation.hearings.builders import COURT, STARTS_AT, STROKES, Trial


def a_reader(account_id: UUID) -> Actor:
    """Somebody with an account and no office."""
    reach = dict.fromkeys(ROLES[Role.TOURIST], frozenset((uuid4(),)))
    return Actor(account_id=account_id, name="虚构甲", reach=reach)


DRAFT = DecisionText(
    DecisionKind.JUDGMENT,
    claims="虚构：请求支付租金。",
    facts="虚构：未付租金。",
    law="虚构：民法典。",
    result="一、被告支付原告680元。",
    costs="受理费25元，由被告负担。",
)


async def a_decision(
    trial: Trial,
    kind: DecisionKind = DecisionKind.JUDGMENT,
    *,
    now: datetime = STARTS_AT + timedelta(hours=2),
    sign: bool = True,
) -> UUID:
    """Write a decision, draw it up and let the bench sign it."""
    decision_id = await actions.begin(trial.judge, trial.case_id, kind, now=now)
    await actions.write(
        trial.judge,
        decision_id,
        DRAFT,
        amount_fen=68_000,
        perform_until_on=None,
        perform_days=10,
        version=None,
        now=now,
    )
    paper_id = await actions.draw_up(trial.judge, decision_id, court=COURT, now=now)
    if sign:
        paper = await view_paper(paper_id)
        for signer in paper.signers:
            is_clerk = signer.id == trial.clerk.account_id
            await actions.sign(
                trial.clerk if is_clerk else trial.judge,
                decision_id,
                signer_id=signer.id,
                shown_hash=paper.content_hash,
                mark=STROKES,
                circumstances=Circumstances(),
                now=now,
            )
    return decision_id
