"""Reading one enforcement with its whole course, for the court and for each side."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from commons.access.actor import Actor, Permission
from commons.almanac import day_of
from commons.errors import NotFound
from commons.papers.models import papers_of, view_paper
from commons.papers.shapes import PaperView
from litigation.cases.fee_scale import Kind
from litigation.cases.fees import Question, court_fee
from litigation.enforcement.basis_queries import paid_on_decision
from litigation.enforcement.course_queries import (
    money_views,
    parts_of,
    sharings_of,
    step_views,
)
from litigation.enforcement.models import (
    Enforcement,
    EnforcementMoney,
    EnforcementParty,
    access_enforcement,
    is_court,
    is_side,
)
from litigation.enforcement.paper_kinds import drawable
from litigation.enforcement.reckoning_queries import rests_of, standing, steps_of
from litigation.enforcement.rules import (
    FLOW,
    TAKES_MONEY,
    EnforcementAct,
    EnforcementSide,
)
from litigation.enforcement.shapes import SideView
from litigation.enforcement.sums import reckon
from litigation.enforcement.views import EnforcementView, PapersDesk, SharingDesk

SEE, WRITE, DECIDE = Permission.CASE_SEE, Permission.CASE_WRITE, Permission.CASE_DECIDE
OTHERS_MAX = 50


async def view_enforcement(
    actor: Actor, enforcement_id: UUID, permission: Permission = SEE, *, now: datetime
) -> EnforcementView:
    """Show one enforcement as of today: the court everything, each side what concerns it."""
    row = await access_enforcement(actor, enforcement_id, permission)
    today = day_of(now)
    on = row.closed_on or today
    money = await EnforcementMoney.filter(enforcement_id=row.id).order_by(
        "received_on", "noted_at", "id"
    )
    steps = await steps_of(row.id)
    before = await paid_on_decision(row.decision_id)
    account = reckon(row.debt(rests_of(steps)), [*before, *standing(money)], on=on)
    # Fee Measures art. 20, 38: not paid beforehand, taken from the debtor at the end.
    fee = court_fee(Question(Kind.ENFORCEMENT, row.principal_fen), on=row.asked_on)
    court = is_court(actor, row)
    may_write = court and actor.may(WRITE, row.organisation_id)
    is_creditor = await is_side(actor, row, EnforcementSide.CREDITOR)
    sides = await EnforcementParty.filter(enforcement_id=row.id).order_by("place")
    return EnforcementView(
        **{name: getattr(row, name) for name in _AS_KEPT},
        number=row.number or "",
        matter_id=row.matter_id if court else None,
        # Where property may be found is nothing for who might hide it.
        clues=row.clues if court or is_creditor else "",
        account=account,
        account_on=on,
        fee_fen=fee.fee_fen,
        fee_why=fee.why,
        sides=tuple(
            SideView(one.side, one.name, (one.address or "") if court else "") for one in sides
        ),
        steps=step_views(steps, may_write=may_write, is_open=row.stage in TAKES_MONEY)
        if court or is_creditor
        else (),
        money=money_views(money),
        parts=await parts_of(row, money, today),
        sharings=await sharings_of(row) if court else (),
        papers=await papers_of(row.paper_subject) if court else (),
        acts=_acts(row, may_write=may_write, is_creditor=is_creditor, actor=actor),
        is_court=court,
        may_write=may_write,
        may_decide=court and actor.may(DECIDE, row.organisation_id),
        takes_money=row.stage in TAKES_MONEY,
    )


# What a page shows exactly as it is kept.
_AS_KEPT = (
    *("id", "version", "name", "basis", "case_id", "decision_id", "title", "stage", "closing"),
    *("ground", "effective_on", "due_on", "ask_until_on", "is_late", "asked_on", "accepted_on"),
    *("notice_by_on", "term_on", "closed_on", "principal_fen", "interest_fen", "rate_bp"),
    *("rate_from_on", "words", "judge_name", "settled_words"),
)
_OF_COURT = frozenset({EnforcementAct.ACCEPT, EnforcementAct.RESUME, EnforcementAct.SETTLE})
_OF_JUDGE = frozenset(
    {
        EnforcementAct.REFUSE,
        EnforcementAct.PAUSE,
        EnforcementAct.SATISFY,
        EnforcementAct.TERMINATE,
    }
)


def _acts(
    row: Enforcement, *, may_write: bool, is_creditor: bool, actor: Actor
) -> frozenset[EnforcementAct]:
    """Say what this person may do now; whatever is not here has no button."""
    allowed: set[EnforcementAct] = set()
    if may_write:
        allowed |= _OF_COURT
    if may_write or is_creditor:
        allowed.add(EnforcementAct.WITHDRAW)
    if actor.may(DECIDE, row.organisation_id):
        allowed |= _OF_JUDGE
    return frozenset(FLOW.acts(row.stage)) & allowed


async def view_sharing_desk(actor: Actor, enforcement_id: UUID, *, now: datetime) -> SharingDesk:
    """Show who else is owed by the same debtor, and the plans that were made."""
    one = await view_enforcement(actor, enforcement_id, WRITE, now=now)
    debtors = await EnforcementParty.filter(
        enforcement_id=enforcement_id, side=EnforcementSide.DEBTOR
    )
    row = await Enforcement.get(id=enforcement_id)
    same = await _with_debtors(debtors)
    others = (
        await Enforcement.filter(
            id__in=sorted(same - {enforcement_id}),
            organisation_id=row.organisation_id,
            stage__in=sorted(TAKES_MONEY),
        )
        .order_by("accepted_on", "id")
        .limit(OTHERS_MAX)
    )
    return SharingDesk(one, tuple((each.id, f"{each.name} {each.title}") for each in others))


async def _with_debtors(debtors: Iterable[EnforcementParty]) -> set[UUID]:
    """Find enforcements against the same people: by number, or by name where none is known."""
    known = list(debtors)
    prints = [one.number_fingerprint for one in known if one.number_fingerprint]
    names = [one.name for one in known if not one.number_fingerprint]
    rows = EnforcementParty.filter(side=EnforcementSide.DEBTOR)
    by_print = await rows.filter(number_fingerprint__in=prints).values_list(
        "enforcement_id", flat=True
    )
    by_name = await rows.filter(name__in=names, number_fingerprint="").values_list(
        "enforcement_id", flat=True
    )
    return {UUID(str(one)) for one in (*by_print, *by_name)}


async def view_papers(actor: Actor, enforcement_id: UUID, *, now: datetime) -> PapersDesk:
    """List the papers and which of them may be drawn up now."""
    one = await view_enforcement(actor, enforcement_id, now=now)
    if not one.is_court:
        raise NotFound("enforcement.not_found")
    has_plan = any(each.dropped_on is None for each in one.sharings)
    kinds = drawable(one.stage, one.closing, has_plan=has_plan) if one.may_write else ()
    return PapersDesk(one, kinds)


async def paper_in(
    actor: Actor, enforcement_id: UUID, paper_id: UUID, *, now: datetime
) -> tuple[EnforcementView, PaperView]:
    """Find a paper of this enforcement for the court's people."""
    one = await view_enforcement(actor, enforcement_id, now=now)
    if paper_id not in {paper.id for paper in one.papers}:
        raise NotFound("papers.no_such_paper")
    return one, await view_paper(paper_id)
