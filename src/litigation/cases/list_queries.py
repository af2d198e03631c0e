"""Finding cases among those one may see: the soonest last day first, or by number and name."""

from datetime import date, datetime

from tortoise.expressions import Q, Subquery

from commons import persons, vault
from commons.access.actor import Actor, Permission
from commons.almanac import day_of
from commons.errors import NotValid
from litigation.cases.models import Case, CaseParty, visible_to
from litigation.cases.priority import PriorityFacts, priority
from litigation.cases.rules import NOTHING_DUE, Stage
from litigation.cases.views import CaseLine, CaseList
from litigation.mediation.party_models import NUMBER, PHONE
from litigation.mediation.views import ROWS_PER_PAGE, SEARCH_MAX
from litigation.record.rules import Grade

PAGES_MAX = 1000
OVER = frozenset({Stage.CLOSED, Stage.REFUSED, Stage.DECIDED})


async def list_cases(
    actor: Actor, *, now: datetime, search: str = "", shows_closed: bool = False, page: int = 1
) -> CaseList:
    """List what the actor may see; two queries however many lines there are."""
    actor.must(Permission.CASE_SEE)
    wanted, page = search.strip()[:SEARCH_MAX], min(max(page, 1), PAGES_MAX)
    rows = Case.filter(await visible_to(actor))
    if wanted:
        rows = rows.filter(_matching(wanted))
    if not shows_closed:
        rows = rows.filter(stage__in=sorted(frozenset(Stage) - OVER))
    start = (page - 1) * ROWS_PER_PAGE
    found = await rows.order_by("next_due_on", "id").offset(start).limit(ROWS_PER_PAGE + 1)
    today = day_of(now)
    return CaseList(
        lines=tuple(_line(row, today) for row in found[:ROWS_PER_PAGE]),
        page=page,
        has_more=len(found) > ROWS_PER_PAGE,
        search=wanted,
        shows_closed=shows_closed,
        may_file=actor.may(Permission.CASE_FILE),
    )


def _matching(wanted: str) -> Q:
    """Names and numbers of cases in part; phones and identity numbers only as a whole."""
    parties = Q(name__icontains=wanted)
    identity = persons.identify(wanted)
    if identity.valid:
        parties |= Q(number_fingerprint=vault.fingerprint(NUMBER, identity.normalised))
    try:
        phone = persons.check_phone(wanted)
    except NotValid:
        phone = ""
    if phone:
        parties |= Q(phone_fingerprint=vault.fingerprint(PHONE, phone))
    ids = CaseParty.filter(parties).values("case_id")
    numbers = Q(number__icontains=wanted) | Q(receipt_number__icontains=wanted)
    return numbers | Q(id__in=Subquery(ids))


def priority_facts(row: Case) -> PriorityFacts:
    return PriorityFacts(
        leaves_on=row.leaves_on, is_green=row.is_green, is_fast=row.grade is Grade.FAST
    )


def _line(row: Case, today: date) -> CaseLine:
    due_on = row.next_due_on if row.next_due_on != NOTHING_DUE else None
    return CaseLine(
        id=row.id,
        name=row.name,
        title=row.title,
        cause=row.cause,
        stage=row.stage,
        grade=row.grade,
        due_on=due_on,
        days_left=(due_on - today).days if due_on else 0,
        judge_name=row.judge_name,
        priority=priority(priority_facts(row), today=today),
    )
