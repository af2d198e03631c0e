"""Drawing up the papers of a hearing and of its decision, and taking their signatures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from commons.access.actor import Actor, Permission
from commons.almanac import day_of
from commons.db import atomic
from commons.errors import NotAllowed, NotFound, NotNow, NotValid, Problem
from commons.evidence_log.log import record
from commons.papers import actions as papers_of_floor
from commons.papers.marks import Mark
from commons.papers.models import content_of as content_shown
from commons.papers.models import view_paper
from commons.papers.rules import Circumstances, Signer, canonical
from commons.papers.rules import Stage as PaperStage
from commons.papers.shapes import PaperView
from litigation.cases.models import Case, access_case
from litigation.hearings import clock_actions, papers, wording
from litigation.hearings.drafting import course_of, explained_of, head_of
from litigation.hearings.models import Hearing, access_hearing, people_of
from litigation.hearings.paper_rules import (
    BY_HAND,
    DECISIONS,
    NEEDS_WORDS,
    SAT,
    SIGNED_BY_COURT,
    SIGNED_BY_PRESENT,
    TEMPLATES,
    TITLES,
    WORDS_MAX,
    PaperKind,
    paper_subject,
)
from litigation.hearings.sheets import Typed
from litigation.hearings.sitting import missing_phases

WRITE = Permission.CASE_WRITE
RECORDS = frozenset({PaperKind.RECORD, PaperKind.EXCHANGE})


@dataclass(frozen=True, slots=True)
class Drawn:
    """A paper that has just been drawn up, and in which case."""

    case_id: UUID
    paper_id: UUID


async def put_down(
    case: Case,
    kind: PaperKind,
    thing_id: UUID,
    view: papers.View,
    *,
    signers: Sequence[Signer] = (),
    actor: Actor,
    now: datetime,
) -> UUID:
    """Freeze one paper; the same content again finds the one that is there. Inside a deed."""
    return await papers_of_floor.draw_up(
        kind=kind.value,
        subject=paper_subject(case.subject, thing_id),
        number=case.name,
        title=TITLES[kind],
        template=TEMPLATES[kind],
        view=view,
        signers=signers,
        actor=actor,
        now=now,
    )


@atomic
async def draw_up(
    actor: Actor,
    hearing_id: UUID,
    kind: PaperKind,
    typed: Typed,
    *,
    court: str,
    now: datetime,
) -> Drawn:
    """Draw up one of the papers that a person asks for on the hearing's page."""
    case, row = await access_hearing(actor, hearing_id, WRITE, lock=True)
    if kind not in BY_HAND:
        raise NotNow("hearings.paper_follows_by_itself")
    _check(kind, row, typed, case)
    view = await _view(case, row, kind, typed, court=court, now=now)
    if kind is PaperKind.RECORD:
        await _must_be_whole(row)
    signers = await signers_for(kind, case, row)
    paper_id = await put_down(case, kind, row.id, view, signers=signers, actor=actor, now=now)
    noted = {"paper": str(paper_id), "kind": kind.value}
    await record(row.subject, "hearings.drawn_up", noted, actor=actor, at=now)
    return Drawn(case.id, paper_id)


def _check(kind: PaperKind, row: Hearing, typed: Typed, case: Case) -> None:
    if kind in SIGNED_BY_PRESENT and row.stage not in SAT:
        raise NotNow("hearings.record_after_opening")
    problems: dict[str, Problem] = {}
    if kind in NEEDS_WORDS and not typed.words.strip():
        problems["words"] = Problem("form.missing")
    if len(typed.words) > WORDS_MAX:
        facts = {"max": WORDS_MAX, "length": len(typed.words)}
        problems["words"] = Problem("form.too_long", facts)
    if kind is PaperKind.PROCEDURE and typed.to_procedure in {None, case.procedure}:
        problems["to_procedure"] = Problem("form.not_a_choice")
    if problems:
        raise NotValid(fields=problems)


async def _must_be_whole(row: Hearing) -> None:
    course = await course_of(row)
    written = frozenset(one.phase for one in course.lines)
    is_short = row.procedure.value != "ordinary"
    missing = missing_phases(row.purpose, written, is_short=is_short)
    if missing:
        names = "、".join(wording.PHASES[phase] for phase in missing)
        raise NotNow("hearings.record_lacks_phases", phases=names)


async def _view(
    case: Case, row: Hearing, kind: PaperKind, typed: Typed, *, court: str, now: datetime
) -> papers.View:
    head = await head_of(case, court=court, today=day_of(now))
    if kind is PaperKind.EXPLANATION:
        return papers.explanation(head, explained_of(row))
    if kind is PaperKind.PROCEDURE:
        return papers.procedure(head, typed)
    if kind is PaperKind.TERM:
        return papers.term(head, typed)
    course = await course_of(row)
    if kind is PaperKind.CIRCUIT:
        return papers.circuit(head, course, typed)
    return papers.record(head, course)


async def signers_for(kind: PaperKind, case: Case, row: Hearing | None) -> tuple[Signer, ...]:
    """List who signs: those who came, and after them the judge and the clerk (art. 150)."""
    if kind not in SIGNED_BY_COURT:
        return ()
    if case.clerk_id is None or case.judge_id is None:
        raise NotNow("hearings.bench_not_named")
    found: list[Signer] = []
    if kind in SIGNED_BY_PRESENT and row is not None:
        found += [
            Signer(one.id, one.name, wording.PARTS[one.part])
            for one in await people_of(row.id)
            if one.has_come
        ]
    bench = (*case.bench, (case.clerk_id, case.clerk_name, "书记员"))
    found += [Signer(one, name, capacity, order=1) for one, name, capacity in bench]
    return tuple(found)


async def paper_in(case: Case, paper_id: UUID) -> PaperView:
    """Find a paper of this case, or nothing: another case's paper does not exist here."""
    paper = await view_paper(paper_id)
    if not paper.subject.startswith(f"{case.subject}:"):
        raise NotFound("papers.no_such_paper")
    return paper


@atomic
async def sign(
    actor: Actor,
    case_id: UUID,
    paper_id: UUID,
    *,
    signer_id: UUID,
    shown_hash: str,
    mark: Mark,
    circumstances: Circumstances,
    now: datetime,
) -> PaperStage:
    """Take one signature under a record or a ruling on procedure."""
    case = await access_case(actor, case_id, WRITE, lock=True)
    paper = await paper_in(case, paper_id)
    if PaperKind(paper.kind) in DECISIONS:
        raise NotNow("hearings.decision_is_signed_on_its_page")
    check_signer(case, actor, signer_id)
    await _must_be_fresh(case, paper)
    stage = await papers_of_floor.sign(
        paper_id,
        signer_id=signer_id,
        shown_hash=shown_hash,
        mark=mark,
        actor=actor,
        now=now,
        circumstances=circumstances,
    )
    if stage is PaperStage.SIGNED and PaperKind(paper.kind) in RECORDS:
        row = await Hearing.get(id=UUID(paper.subject.rpartition(":")[2]))
        await clock_actions.record_is_signed(row, actor=actor, now=now)
    return stage


def check_signer(case: Case, actor: Actor, signer_id: UUID) -> None:
    """The bench signs for itself; all others sign before it, on the court's device (art. 150)."""
    if signer_id in case.court_hands and signer_id != actor.account_id:
        raise NotAllowed("hearings.bench_signs_itself")


async def _must_be_fresh(case: Case, paper: PaperView) -> None:
    """A record to which a line was added since is drawn up anew before anybody signs it."""
    kind = PaperKind(paper.kind)
    if kind not in RECORDS:
        return
    row = await Hearing.get(id=UUID(paper.subject.rpartition(":")[2]))
    shown = await content_shown(paper.id)
    view = await _view(case, row, kind, Typed(), court=str(shown["court"]), now=paper.drawn_up_at)
    if canonical(view) != canonical(shown):
        raise NotNow("hearings.changed_since_drawn_up")
