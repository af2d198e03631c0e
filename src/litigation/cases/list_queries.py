"""Finding cases among those one may see: the soonest last day first, or by number and name."""

from datetime import date, datetime
from uuid import UUID

from tortoise.expressions import Q, Subquery
from tortoise.queryset import QuerySet

from commons import vault
from commons.access.actor import Actor, Permission
from commons.almanac import day_of
from litigation.cases.models import Case, CaseCount, CaseParty, NamePart, visible_to
from litigation.cases.numbering import case_number
from litigation.cases.part_models import print_tail
from litigation.cases.priority import PriorityFacts, priority
from litigation.cases.rules import NOTHING_DUE, Stage
from litigation.cases.search import PART, Count, Sought, read_search
from litigation.cases.views import CaseLine, CaseList
from litigation.mediation.party_models import NUMBER, PHONE
from litigation.mediation.views import ROWS_PER_PAGE, SEARCH_MAX
from litigation.record.rules import Grade

PAGES_MAX = 1000
SERIES_MAX = 500  # years times kinds of case
EITHER_MAX = 2000
PAIRS_MAX = 3
Parties = QuerySet[CaseParty] | QuerySet[NamePart]  # both know their case
OVER = frozenset({Stage.CLOSED, Stage.REFUSED, Stage.DECIDED})


async def list_cases(
    actor: Actor, *, now: datetime, search: str = "", shows_closed: bool = False, page: int = 1
) -> CaseList:
    """List what the actor may see; the same few queries however many lines there are."""
    actor.must(Permission.CASE_SEE)
    wanted, page = search.strip()[:SEARCH_MAX], min(max(page, 1), PAGES_MAX)
    rows = Case.filter(await visible_to(actor))
    if wanted:
        rows = rows.filter(await _matching(read_search(wanted)))
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


async def _matching(sought: Sought) -> Q:
    """Find cases by whatever was meant; each way has an index of its own."""
    ids = await _numbered(sought)
    of_parties = _of_parties(sought)
    if of_parties is None:
        return Q(id__in=ids)
    if not ids:
        return Q(id__in=Subquery(of_parties.values("case_id")))
    # Either a number or a party: together in one question, no index could answer it.
    rows = await of_parties.limit(EITHER_MAX).values("case_id")
    return Q(id__in=[*ids, *(row["case_id"] for row in rows)])


def _of_parties(sought: Sought) -> Parties | None:
    if sought.name:
        return _named(sought.name)
    found = Q(join_type=Q.OR)
    if sought.identity:
        found |= Q(number_fingerprint=vault.fingerprint(NUMBER, sought.identity))
    if sought.phone:
        found |= Q(phone_fingerprint=vault.fingerprint(PHONE, sought.phone))
    if sought.tail:
        found |= Q(phone_tail_fingerprint=print_tail(sought.tail))
    return CaseParty.filter(found).order_by() if found.children else None


def _named(name: str) -> QuerySet[NamePart]:
    """Find parties in whose name all the pairs of letters stand that stand in this part of it."""
    pairs = [name[at : at + PART] for at in range(len(name) - PART + 1)]
    # The first and the last say most; one index answers, and no sealed row is opened.
    first, *others = dict.fromkeys([pairs[0], pairs[-1], *pairs[1:]])
    rows = NamePart.filter(part=first)
    for pair in others[: PAIRS_MAX - 1]:
        rows = rows.filter(party_id__in=Subquery(NamePart.filter(part=pair).values("party_id")))
    return rows


async def _numbered(sought: Sought) -> list[UUID]:
    """Find cases by a number; of its end alone all are meant that could end so."""
    if sought.receipt:
        named = Q(receipt_number=sought.receipt)
    elif sought.number:
        named = Q(number=sought.number)
    elif sought.count is not None:
        named = Q(number__in=await _could_be(sought.count))
    else:
        return []
    return [row.id for row in await Case.filter(named).only("id")]


async def _could_be(wanted: Count) -> list[str]:
    rows = CaseCount.filter(court_code__not="", last_number__gte=wanted.count)
    if wanted.year is not None:
        rows = rows.filter(year=wanted.year)
    return [
        case_number(
            year=row.year, court_code=row.court_code, code=row.type_code, count=wanted.count
        )
        for row in await rows.limit(SERIES_MAX)
        if (row.court_code + row.type_code).endswith(wanted.series)
    ]


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
