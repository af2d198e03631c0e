"""Invented decisions: one that binds and was paid in part, one that waits for its signatures."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from commons.access.actor import Actor
from commons.almanac import ONE_DAY
from commons.papers.models import view_paper
from commons.papers.rules import Circumstances
from island.demo_deeds import WAVE
from island.demo_hearings import Trial
from island.demo_island import MARK, Staff
from litigation.decisions import actions as decisions
from litigation.decisions import effect_actions, payment_actions, pronouncing_actions
from litigation.decisions.models import CourtDecision, DecisionReach
from litigation.decisions.rules import DecisionKind, DecisionText, Pronounced, ServedWay
from litigation.hearings import paper_actions
from litigation.hearings.paper_rules import PaperKind
from litigation.hearings.sheets import Typed

TEXT = DecisionText(
    DecisionKind.JUDGMENT,
    claims="原告请求判令被告返还款项并负担诉讼费用。被告辩称款项应当抵扣损耗。" + MARK,
    facts="原告已交付款项，有书面约定和付款凭证为证。被告没有提交证明损耗的证据。" + MARK,
    law="《中华人民共和国民法典》第五百零九条、第五百七十七条。",
    result="被告于本判决生效之日起十日内返还原告款项。" + MARK,
    costs="案件受理费由被告负担。" + MARK,
)


async def play(decided: Trial, written: Trial, now: datetime) -> None:
    await _paid_in_part(decided, now)
    await _written(written)


async def _written(trial: Trial) -> None:
    """Draw up the record of the hearing and a judgment that waits for its signatures."""
    after = trial.starts_at + timedelta(hours=2)
    await paper_actions.draw_up(
        trial.staff.clerk,
        trial.hearing_id,
        PaperKind.RECORD,
        Typed(),
        court=trial.court,
        now=after,
    )
    await _judgment(trial, after + ONE_DAY)


async def _judgment(trial: Trial, at: datetime) -> UUID:
    judge = trial.staff.judge
    decision_id = await decisions.begin(judge, trial.case_id, DecisionKind.JUDGMENT, now=at)
    await decisions.write(
        judge,
        decision_id,
        TEXT,
        amount_fen=trial.amount_fen,
        perform_until_on=None,
        perform_days=10,
        version=None,
        now=at,
    )
    await decisions.draw_up(judge, decision_id, court=trial.court, now=at)
    return decision_id


async def _paid_in_part(trial: Trial, now: datetime) -> None:
    """Pronounce at once, sign, serve both sides; a third of the money came before the end."""
    staff, at = trial.staff, trial.starts_at + timedelta(hours=2)
    decision_id = await _judgment(trial, at)
    await pronouncing_actions.pronounce(
        staff.judge, decision_id, how=Pronounced.AT_ONCE, on=trial.sits_on, now=at
    )
    await _signed(staff, decision_id, at)
    await pronouncing_actions.draw_record(staff.judge, decision_id, court=trial.court, now=at)
    reached = await DecisionReach.filter(decision_id=decision_id).order_by("place")
    for one in reached:
        await effect_actions.note_service(
            staff.clerk,
            decision_id,
            one.party_id,
            served_on=trial.sits_on + 2 * ONE_DAY,
            way=ServedWay.DIRECT,
            now=at + 3 * ONE_DAY,
        )
    await effect_actions.settle_effect(decision_id, now=now)
    await payment_actions.confirm_payment(
        staff.clerk,
        decision_id,
        reached[0].party_id,
        amount_fen=trial.amount_fen // 3,
        paid_on=trial.sits_on + 6 * ONE_DAY,
        words="转账收到第一笔。" + MARK,
        form_key=uuid4(),
        now=at + 7 * ONE_DAY,
    )


async def _signed(staff: Staff, decision_id: UUID, at: datetime) -> None:
    row = await CourtDecision.get(id=decision_id)
    assert row.paper_id is not None
    paper = await view_paper(row.paper_id)
    hands: dict[UUID | None, Actor] = {one.account_id: one for one in (staff.clerk, staff.judge)}
    for signer in paper.signers:
        await decisions.sign(
            hands[signer.id],
            decision_id,
            signer_id=signer.id,
            shown_hash=paper.content_hash,
            mark=WAVE,
            circumstances=Circumstances(device="演示" + MARK),
            now=at,
        )
