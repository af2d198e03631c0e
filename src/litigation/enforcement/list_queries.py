"""The list of enforcements one may see, and a title before enforcement of it is asked for."""

from datetime import date, datetime
from uuid import UUID

from commons.access.actor import Actor, Permission
from commons.almanac import day_of
from litigation.cases.desk_queries import courts
from litigation.enforcement.basis_queries import Basis, basis_of_decision, basis_of_matter
from litigation.enforcement.models import Enforcement, visible_to
from litigation.enforcement.rules import EnforcementSide, EnforcementStage, is_late
from litigation.enforcement.sums import Debt, reckon
from litigation.enforcement.views import AskView, EnforcementLine, EnforcementList

SEE = Permission.CASE_SEE
ROWS_PER_PAGE, PAGES_MAX = 20, 1000


async def list_enforcements(
    actor: Actor, *, shows_closed: bool, page: int, now: datetime
) -> EnforcementList:
    """List what one may see, the soonest end of its term first; one query for all lines."""
    actor.must(SEE)
    page = min(max(page, 1), PAGES_MAX)
    rows = Enforcement.filter(await visible_to(actor))
    if not shows_closed:
        rows = rows.exclude(stage=EnforcementStage.CLOSED)
    start = (page - 1) * ROWS_PER_PAGE
    found = await rows.order_by("term_on", "id").offset(start).limit(ROWS_PER_PAGE + 1)
    today = day_of(now)
    return EnforcementList(
        lines=tuple(_line(row, today) for row in found[:ROWS_PER_PAGE]),
        page=page,
        has_more=len(found) > ROWS_PER_PAGE,
        shows_closed=shows_closed,
    )


def _line(row: Enforcement, today: date) -> EnforcementLine:
    return EnforcementLine(
        id=row.id,
        name=row.name,
        title=row.title,
        stage=row.stage,
        closing=row.closing,
        asked_on=row.asked_on,
        term_on=row.term_on,
        days_left=(row.term_on - today).days if row.term_on else None,
        is_late=row.is_late,
    )


async def view_asking_on_decision(actor: Actor, decision_id: UUID, *, now: datetime) -> AskView:
    basis = await basis_of_decision(actor, decision_id)
    back = f"/decisions/{decision_id}"
    return await _asking(basis, f"{back}/enforcement", back, now=now)


async def view_asking_on_matter(actor: Actor, matter_id: UUID, *, now: datetime) -> AskView:
    basis = await basis_of_matter(actor, matter_id)
    back = f"/mediations/{matter_id}/enforcement"
    return await _asking(basis, f"{back}/ask", back, now=now)


async def _asking(basis: Basis, here: str, back: str, *, now: datetime) -> AskView:
    today = day_of(now)
    known = await Enforcement.get_or_none(open_key=basis.key)
    return AskView(
        here=here,
        back=back,
        basis=basis.name,
        creditors=basis.names(EnforcementSide.CREDITOR),
        debtors=basis.names(EnforcementSide.DEBTOR),
        effective_on=basis.effective_on,
        due_on=basis.due_on,
        ask_until_on=basis.ask_until_on,
        is_late=is_late(today, basis.ask_until_on),
        principal_fen=basis.principal_fen,
        paid_fen=sum(one.amount_fen for one in basis.paid),
        account=reckon(Debt(basis.principal_fen, basis.due_on), basis.paid, on=today),
        courts=() if basis.organisation_id else await courts(),
        open_id=known.id if known else None,
    )
