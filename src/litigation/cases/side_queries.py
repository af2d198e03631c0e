"""What stands beside a case: its grade with every point, its motions, its papers, the tables."""

from datetime import date, datetime
from uuid import UUID, uuid4

from commons.access.actor import Actor, Permission
from commons.almanac import day_of
from commons.errors import NotFound, Problem
from commons.money import yuan
from commons.papers.models import papers_of, view_paper
from commons.papers.shapes import PaperView
from litigation.cases import motions
from litigation.cases.desk_views import (
    CasePapersView,
    GradeView,
    MotionsView,
    MotionView,
    PaperLine,
    PointView,
    TablesView,
)
from litigation.cases.grade_queries import TICKED, graded, points_on
from litigation.cases.grading import ASSUMED, Factor
from litigation.cases.missing_queries import what_is_missing
from litigation.cases.models import (
    Case,
    CaseClaim,
    CaseParty,
    GradePoint,
    Motion,
    WageBase,
    access_case,
)
from litigation.cases.motions import MotionKind
from litigation.cases.paper_kinds import TITLES, CasePaper
from litigation.cases.pleading import ClaimStage
from litigation.cases.rules import PENDING
from litigation.cases.ways import CourtWays

WRITE, DECIDE = Permission.CASE_WRITE, Permission.CASE_DECIDE
ROWS_MAX = 200


async def view_grade(actor: Actor, case_id: UUID, ways: CourtWays, *, now: datetime) -> GradeView:
    """Grade the case as it stands now; what was chosen for it stands beside the advice."""
    case = await access_case(actor, case_id)
    found = await graded(case, ways, on=day_of(now))
    advice, slot = found.advice, found.advice.slot
    issues = case.grade_facts.get("issues", 0)
    return GradeView(
        case_id=case.id,
        version=case.version,
        name=case.name,
        grade=case.grade,
        advice=advice.grade,
        gates=advice.gates,
        points=tuple(PointView(one.factor, one.found, one.points) for one in advice.lines),
        score=advice.score,
        simple_most=advice.simple_most,
        procedure=case.procedure,
        minutes=case.minutes or slot.minutes,
        level=slot.level,
        is_panel=slot.is_panel,
        weight_tenths=slot.weight_tenths,
        reason=case.grade_reason,
        ticked=frozenset(name for name in TICKED if case.grade_facts.get(name)),
        issues=issues if isinstance(issues, int) else 0,
        may_write=actor.may(WRITE, case.organisation_id),
        may_decide=actor.may(DECIDE, case.organisation_id),
    )


async def view_motions(actor: Actor, case_id: UUID, kind: MotionKind | None = None) -> MotionsView:
    case = await access_case(actor, case_id)
    rows = await Motion.filter(case_id=case.id).order_by("place").limit(ROWS_MAX)
    claims = await CaseClaim.filter(case_id=case.id).order_by("place")
    names = {str(one.id): one.item for one in claims}
    return MotionsView(
        case_id=case.id,
        name=case.name,
        is_pending=case.stage in PENDING,
        motions=tuple(_motion(row, names) for row in rows),
        parties=await _speaking(actor, case),
        claims=tuple(
            (one.id, f"{one.item} {yuan(one.amount_fen) if one.amount_fen is not None else ''}")
            for one in claims
            if one.stage is ClaimStage.STANDING
        ),
        kind=kind,
        may_decide=actor.may(DECIDE, case.organisation_id),
        form_key=uuid4(),
    )


def _motion(row: Motion, names: dict[str, str]) -> MotionView:
    return MotionView(
        id=row.id,
        kind=row.kind,
        stage=row.stage,
        party_name=row.party_name,
        words=row.words,
        claims=tuple((str(item), amount) for item, amount in row.asked.get("claims", ())),
        dropped=tuple(names.get(str(one), "") for one in row.asked.get("dropped", ())),
        other_number=str(row.asked.get("other_number", "")),
        made_on=row.made_on,
        decided_on=row.decided_on,
        decision=row.decision,
        article=motions.ARTICLES[row.kind],
    )


async def _speaking(actor: Actor, case: Case) -> tuple[tuple[UUID, str], ...]:
    """List for whom this person may speak; the window writes down for everybody."""
    rows = await CaseParty.filter(case_id=case.id).order_by("place")
    if not actor.may(WRITE, case.organisation_id):
        own = case.filed_by == actor.account_id
        rows = [
            one
            for one in rows
            if actor.account_id in {one.account_id, one.agent_account_id}
            or (own and one.side.value == "plaintiff")
        ]
    return tuple((one.id, one.name) for one in rows)


async def view_papers(actor: Actor, case_id: UUID) -> CasePapersView:
    case = await access_case(actor, case_id)
    latest = {one.kind: one for one in await papers_of(case.subject)}
    may_write = actor.may(WRITE, case.organisation_id)
    lines = []
    for kind in CasePaper:
        paper = latest.get(kind.value)
        if paper is None and not may_write:
            continue
        missing = await what_is_missing(case, kind)
        lines.append(PaperLine(kind, TITLES[kind], Problem(missing) if missing else None, paper))
    return CasePapersView(case.id, case.name, tuple(lines), may_write)


async def paper_in(actor: Actor, case_id: UUID, paper_id: UUID) -> tuple[str, PaperView]:
    """Find a paper of this case, or nothing: another case's paper does not exist here."""
    case = await access_case(actor, case_id)
    paper = await view_paper(paper_id)
    if paper.subject != case.subject:
        raise NotFound("papers.no_such_paper")
    return case.name, paper


async def view_tables(actor: Actor, ways: CourtWays, *, now: datetime) -> TablesView:
    actor.must(Permission.CASE_TABLES)
    today = day_of(now)
    now_in_force = {**ASSUMED, **await points_on(today)}
    since = await _since(today)
    wages = await WageBase.all().order_by("-year", "province").limit(ROWS_MAX)
    return TablesView(
        points=tuple((one, now_in_force[one], *since.get(one, (None, ""))) for one in Factor),
        wages=tuple(
            (one.year, one.province, one.amount_fen, one.published_on, one.source) for one in wages
        ),
        factors=tuple(Factor),
        province=ways.province,
        today=today,
    )


async def _since(today: date) -> dict[Factor, tuple[date, str]]:
    rows = GradePoint.filter(from_on__lte=today).order_by("from_on").limit(ROWS_MAX)
    return {Factor(row.key): (row.from_on, row.reason) for row in await rows}
