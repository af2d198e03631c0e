"""A judgment that binds and was not obeyed, and its enforcement by the real deeds; invented."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

from commons.access.actor import ROLES, Actor, Role
from litigation.cases.fees import Procedure
from litigation.cases.models import CaseParty
from litigation.cases.ways import CourtWays
from litigation.decisions import effect_actions
from litigation.decisions.models import CourtDecision, DecisionReach
from litigation.decisions.rules import DecisionStage, ServedWay
from litigation.enforcement import actions, asking_actions, course_actions
from litigation.enforcement.asking_actions import AskedFor
from litigation.enforcement.models import Enforcement
from litigation.enforcement.rules import Came, Measure
from tests.litigation.decisions.builders import a_decision
from tests.litigation.hearings.builders import STARTS_AT, Trial, a_held_trial

DAY = timedelta(days=1)
BOUND_ON = date(2026, 12, 10)
DUE_ON = date(2026, 12, 20)  # ten days from the effect
LATE_AT = datetime(2026, 12, 30, 2, 0, tzinfo=UTC)  # ten days late
LATE_ON = date(2026, 12, 30)
OWED_FEN = 680_00
WAYS = CourtWays("虚构县人民法院", "虚0000")


@dataclass
class Run:
    """One enforcement with the people of its court and its two sides."""

    trial: Trial
    decision_id: UUID
    creditor: Actor
    debtor: Actor
    id: UUID

    @property
    def clerk(self) -> Actor:
        return self.trial.clerk

    @property
    def judge(self) -> Actor:
        return self.trial.judge

    async def row(self) -> Enforcement:
        return await Enforcement.get(id=self.id)


def a_side(account_id: UUID) -> Actor:
    reach = dict.fromkeys(ROLES[Role.TOURIST], frozenset((uuid4(),)))
    return Actor(account_id=account_id, name="虚构当事人", reach=reach)


async def a_title() -> tuple[Trial, UUID]:
    """Judge a small claim and serve it: final at once (art. 165)."""
    trial = await a_held_trial(Procedure.SMALL_CLAIMS)
    decision_id = await a_decision(trial)
    for reach in await DecisionReach.filter(decision_id=decision_id):
        await effect_actions.note_service(
            trial.clerk,
            decision_id,
            reach.party_id,
            served_on=BOUND_ON,
            way=ServedWay.DIRECT,
            now=STARTS_AT + timedelta(hours=4),
        )
    assert (await CourtDecision.get(id=decision_id)).stage is DecisionStage.EFFECTIVE
    return trial, decision_id


async def sides(trial: Trial) -> tuple[Actor, Actor]:
    rows = await CaseParty.filter(case_id=trial.case_id).order_by("place")
    plaintiff, defendant = (a_side(row.account_id) for row in rows)
    return plaintiff, defendant


async def asked(*, at: datetime = LATE_AT, wish: AskedFor | None = None) -> Run:
    trial, decision_id = await a_title()
    creditor, debtor = await sides(trial)
    made = await asking_actions.ask_on_decision(creditor, decision_id, wish or AskedFor(), now=at)
    return Run(trial, decision_id, creditor, debtor, made)


async def running(*, at: datetime = LATE_AT) -> Run:
    run = await asked(at=at)
    await actions.accept(run.clerk, run.id, WAYS, version=None, now=at)
    return run


async def step(run: Run, measure: Measure, *, on: date = LATE_ON, **more: object) -> None:
    facts: dict[str, object] = {"until_on": None, "target": "", "words": "", "form_key": uuid4()}
    await course_actions.note_step(
        run.clerk, run.id, measure, on=on, now=LATE_AT + 200 * DAY, **{**facts, **more}
    )


async def money(
    run: Run,
    amount_fen: int,
    *,
    on: date = LATE_ON,
    came: Came = Came.HANDED,
    key: UUID | None = None,
) -> None:
    await course_actions.take_money(
        run.clerk,
        run.id,
        amount_fen=amount_fen,
        received_on=on,
        came=came,
        words="",
        form_key=key or uuid4(),
        now=LATE_AT + 200 * DAY,
    )
