"""What is enforced: read from a decision that binds, or an agreement that the court confirmed."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from commons.access.actor import Actor, Permission
from commons.almanac import day_of
from commons.deadlines import years
from commons.errors import NotFound, NotNow
from commons.holidays.models import current_almanac
from litigation.cases.models import CaseParty
from litigation.cases.rules import Side
from litigation.clocks.keys import ClockKey
from litigation.clocks.models import Clock
from litigation.decisions.models import CourtDecision, DecisionPayment, access_decision
from litigation.decisions.rules import DecisionKind, DecisionStage
from litigation.enforcement.rules import EnforcementSide
from litigation.enforcement.sums import Paid
from litigation.mediation.models import access_mediation
from litigation.mediation.parties import EServiceBasis, PartyKind
from litigation.mediation.parties import Side as MatterSide
from litigation.mediation.party_models import Party
from litigation.mediation.rules import Remedy, remedy
from litigation.signing.models import AgreementTerms

SEE = Permission.CASE_SEE
ASK_YEARS = 2  # Civil Procedure Law art. 250
NAMES = {DecisionKind.JUDGMENT: "民事判决书", DecisionKind.MEDIATION_ORDER: "民事调解书"}


@dataclass(frozen=True, slots=True)
class Who:
    """A creditor or a debtor of a title, ready to be written down."""

    side: EnforcementSide
    kind: PartyKind
    name: str
    number: str | None
    number_fingerprint: str
    phone: str | None
    address: str | None
    e_address: str | None
    e_basis: EServiceBasis | None
    account_id: UUID | None = None
    agent_account_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Basis:
    """A title (执行依据) and everything that an application takes from it."""

    key: str
    name: str
    effective_on: date
    due_on: date
    ask_until_on: date
    principal_fen: int
    paid: tuple[Paid, ...]
    who: tuple[Who, ...]
    organisation_id: UUID | None  # None: the applicant names the court
    decision_id: UUID | None = None
    case_id: UUID | None = None
    matter_id: UUID | None = None
    judge_id: UUID | None = None
    judge_name: str = ""
    filer_id: UUID | None = None  # who spoke for the creditors without being one

    @property
    def left_fen(self) -> int:
        return self.principal_fen - sum(one.amount_fen for one in self.paid)

    def names(self, side: EnforcementSide) -> tuple[str, ...]:
        return tuple(one.name for one in self.who if one.side is side)

    @property
    def title(self) -> str:
        creditors, debtors = map(self.names, (EnforcementSide.CREDITOR, EnforcementSide.DEBTOR))
        return f"{'、'.join(creditors)} 申请执行 {'、'.join(debtors)}"[:300]


async def basis_of_decision(actor: Actor, decision_id: UUID, *, lock: bool = False) -> Basis:
    """Read a judgment or a mediation order; what does not bind or orders no money is refused."""
    case, row = await access_decision(actor, decision_id, SEE, lock=lock)
    if row.stage is not DecisionStage.EFFECTIVE or row.effective_on is None:
        raise NotNow("enforcement.does_not_bind")
    if not row.amount_fen or row.kind not in NAMES:
        raise NotNow("enforcement.orders_no_money")
    due_on = row.due_on or row.effective_on
    parties = await CaseParty.filter(case_id=case.id).order_by("place")
    sides = {row.paid_side: EnforcementSide.CREDITOR, row.paying_side: EnforcementSide.DEBTOR}
    return Basis(
        key=f"decision:{row.id}",
        name=f"{case.name}{NAMES[row.kind]}",
        effective_on=row.effective_on,
        due_on=due_on,
        ask_until_on=await _ask_until(row, due_on),
        principal_fen=row.amount_fen,
        paid=await paid_on_decision(row.id),
        who=tuple(_of_case(one, sides[one.side]) for one in parties if one.side in sides),
        organisation_id=case.organisation_id,
        decision_id=row.id,
        case_id=case.id,
        judge_id=case.judge_id,
        judge_name=case.judge_name,
        filer_id=case.filed_by if row.paid_side is Side.PLAINTIFF else None,
    )


async def paid_on_decision(decision_id: UUID | None) -> tuple[Paid, ...]:
    """List what the creditor confirmed to have received without any enforcement."""
    if decision_id is None:
        return ()
    rows = await DecisionPayment.filter(decision_id=decision_id).order_by("paid_on", "id")
    return tuple(Paid(one.paid_on, one.amount_fen) for one in rows)


async def _ask_until(row: CourtDecision, due_on: date) -> date:
    """Take the two years from their clock, which knows what stopped or broke them off."""
    clocks = Clock.filter(case_id=row.case_id, key=ClockKey.ENFORCEMENT_REQUEST, part=str(row.id))
    clock = await clocks.first()
    if clock is not None:
        return clock.due_on
    return years(due_on, ASK_YEARS, await current_almanac()).due_on


def _of_case(one: CaseParty, side: EnforcementSide) -> Who:
    return Who(
        side=side,
        kind=one.kind,
        name=one.name,
        number=one.number,
        number_fingerprint=one.number_fingerprint,
        phone=one.phone,
        address=one.address,
        e_address=one.e_address,
        e_basis=one.e_basis,
        account_id=one.account_id,
        agent_account_id=one.agent_account_id,
    )


async def basis_of_matter(actor: Actor, matter_id: UUID, *, lock: bool = False) -> Basis:
    """Read an agreement that the court confirmed; others are sued on, not enforced (art. 206)."""
    row = await access_mediation(actor, matter_id, Permission.MEDIATION_SEE, lock=lock)
    if row.broken_on is None or row.performance_due_on is None or row.effective_at is None:
        raise NotNow("mediation.not_broken")
    if remedy(row.stage) is not Remedy.ENFORCE:
        raise NotNow("enforcement.not_confirmed")
    parties = await Party.filter(matter_id=row.id).order_by("place")
    debtor = next((one for one in parties if one.id == row.broken_by_id), None)
    if debtor is None:
        raise NotFound("mediation.party_not_found")
    terms = await AgreementTerms.get_or_none(matter_id=row.id)
    owed = sum(
        one.amount_fen or 0
        for one in (terms.term_list() if terms else ())
        if one.debtor == debtor.name
    )
    if not owed:
        raise NotNow("enforcement.orders_no_money")
    due_on = row.performance_due_on
    return Basis(
        key=f"matter:{row.id}",
        name=f"{row.ruling_number}民事裁定书确认的调解协议（{row.number}）",
        effective_on=day_of(row.effective_at),
        due_on=due_on,
        ask_until_on=years(due_on, ASK_YEARS, await current_almanac()).due_on,
        principal_fen=owed,
        paid=(),
        who=tuple(
            _of_matter(one, debtor)
            for one in parties
            if one.id == debtor.id or one.side not in {debtor.side, MatterSide.THIRD}
        ),
        organisation_id=None,
        matter_id=row.id,
        filer_id=row.mediator_id,
    )


def _of_matter(one: Party, debtor: Party) -> Who:
    is_debtor = one.id == debtor.id
    return Who(
        side=EnforcementSide.DEBTOR if is_debtor else EnforcementSide.CREDITOR,
        kind=one.kind,
        name=one.name,
        number=one.number,
        number_fingerprint=one.number_fingerprint,
        phone=one.phone,
        address=one.address,
        e_address=one.e_address,
        e_basis=one.e_basis,
    )
