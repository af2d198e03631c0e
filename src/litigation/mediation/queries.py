"""Finding matters among those one may see: the mediator's list, soonest last day first."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from tortoise.expressions import Q, Subquery

from commons import persons, vault
from commons.access.actor import Actor, Permission
from commons.almanac import day_of
from commons.errors import NotValid
from commons.holidays.models import current_almanac
from litigation.clocks.lights import Light
from litigation.mediation.clocks import Pause, RunningClock
from litigation.mediation.models import Appraisal, Draft, Extension, Matter, Party, visible_to
from litigation.mediation.parties import Side
from litigation.mediation.party_models import NUMBER, PHONE
from litigation.mediation.reckoning import next_due
from litigation.mediation.rules import OPEN_STAGES, Stage
from litigation.mediation.views import ROWS_PER_PAGE, SEARCH_MAX, MatterLine, MatterList

PAGES_MAX = 1000


async def list_matters(
    actor: Actor, *, now: datetime, search: str = "", shows_closed: bool = False, page: int = 1
) -> MatterList:
    """List what the actor may see; searches by number, name, phone or identity number."""
    actor.must(Permission.MEDIATION_SEE)
    wanted, page = search.strip()[:SEARCH_MAX], min(max(page, 1), PAGES_MAX)
    rows = Matter.filter(visible_to(actor))
    if wanted:
        rows = rows.filter(_matching(wanted))
    if not shows_closed:
        rows = rows.filter(stage__in=sorted(OPEN_STAGES | {Stage.AGREED}))
    start = (page - 1) * ROWS_PER_PAGE
    found = await rows.order_by("next_due_on", "id").offset(start).limit(ROWS_PER_PAGE + 1)
    return MatterList(
        lines=await _lines(found[:ROWS_PER_PAGE], day_of(now)),
        search=wanted,
        shows_closed=shows_closed,
        page=page,
        has_more=len(found) > ROWS_PER_PAGE,
        drafts=await Draft.filter(account_id=actor.account_id, matter_id=None).count(),
        may_open=actor.may(Permission.MEDIATION_OPEN),
    )


def _matching(wanted: str) -> Q:
    """Names and numbers of matters in part; phones and identity numbers only as a whole."""
    parties = Q(name__icontains=wanted)
    identity = persons.identify(wanted)
    if identity.valid:
        parties |= Q(number_fingerprint=vault.fingerprint(NUMBER, identity.normalised))
    if phone := _phone(wanted):
        parties |= Q(phone_fingerprint=vault.fingerprint(PHONE, phone))
    ids = Party.filter(parties).values("matter_id")
    return Q(number__icontains=wanted) | Q(id__in=Subquery(ids))


def _phone(wanted: str) -> str:
    try:
        return persons.check_phone(wanted)
    except NotValid:
        return ""


async def _lines(rows: list[Matter], today: date) -> tuple[MatterLine, ...]:
    """Three queries however many lines there are."""
    ids = [row.id for row in rows]
    names: defaultdict[tuple[UUID, Side], list[str]] = defaultdict(list)
    for party in await Party.filter(matter_id__in=ids).only("id", "matter_id", "side", "name"):
        names[party.matter_id, party.side].append(party.name)
    longer: defaultdict[UUID, int] = defaultdict(int)
    for extension in await Extension.filter(matter_id__in=ids):
        longer[extension.matter_id] += extension.days
    pauses: defaultdict[UUID, list[Pause]] = defaultdict(list)
    for each in await Appraisal.filter(matter_id__in=ids):
        pauses[each.matter_id].append(Pause(each.from_on, each.to_on))
    almanac = await current_almanac()
    facts = (
        row.clock_facts(extension_days=longer[row.id], pauses=tuple(pauses[row.id])) for row in rows
    )
    return tuple(
        _line(row, names, next_due(each, almanac, today))
        for row, each in zip(rows, facts, strict=True)
    )


def _line(
    row: Matter, names: Mapping[tuple[UUID, Side], list[str]], clock: RunningClock | None
) -> MatterLine:
    return MatterLine(
        id=row.id,
        number=row.number,
        track=row.track,
        stage=row.stage,
        island=row.island,
        cause=row.cause,
        applicants=tuple(names.get((row.id, Side.APPLICANT), ())),
        respondents=tuple(names.get((row.id, Side.RESPONDENT), ())),
        mediator_name=row.mediator_name,
        due_on=clock.due_on if clock else None,
        due_kind=clock.kind if clock else None,
        provisional=clock.provisional if clock else False,
        days_left=clock.days_left if clock else None,
        light=clock.light if clock else Light.GREY,
    )
