"""What the pages about papers show: the list, the terms, one paper, and what is read out."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from commons.access.actor import Actor, Permission
from commons.almanac import day_of
from commons.errors import NotFound, NotNow, Problem
from commons.papers.models import papers_of
from commons.papers.rules import Stage as PaperStage
from commons.papers.shapes import PaperView
from litigation.mediation.models import Matter, access_mediation, is_own, parties_of
from litigation.mediation.rules import Stage
from litigation.record.queries import joint_record
from litigation.signing import rules
from litigation.signing.drafting import (
    is_stale,
    paper_in,
    paragraphs_of,
    readiness_of,
    title_of,
)
from litigation.signing.models import heard_in, terms_of
from litigation.signing.rules import SIGNED_BY_PARTIES, PaperKind
from litigation.signing.views import (
    AgentChoice,
    DrawView,
    KindLine,
    OnePaperView,
    PapersView,
    Paragraph,
    PartyChoice,
    ReadBackView,
    SignView,
    TermsView,
)


async def view_papers(actor: Actor, matter_id: UUID, *, now: datetime) -> PapersView:
    matter = await access_mediation(actor, matter_id, Permission.MEDIATION_SEE)
    ready = await readiness_of(matter, today=day_of(now))
    kept = await papers_of(matter.subject)
    own = is_own(actor, matter)
    return PapersView(
        matter_id=matter.id,
        number=matter.number,
        cause=matter.cause,
        kinds=tuple([await _line(matter, kind, kept, ready, own=own) for kind in PaperKind]),
        may_write=_may_write(actor, matter),
        is_under_way=matter.stage is Stage.UNDER_WAY,
    )


async def _line(
    matter: Matter,
    kind: PaperKind,
    kept: Sequence[PaperView],
    ready: rules.Readiness,
    *,
    own: bool,
) -> KindLine:
    of_kind = [one for one in kept if one.kind == kind]
    latest = of_kind[-1] if of_kind else None
    missing = rules.what_is_missing(kind, ready)
    return KindLine(
        kind=kind,
        title=title_of(kind, matter.track),
        missing=Problem(missing) if missing else None,
        paper=latest,
        is_stale=latest is not None and await is_stale(matter, latest),
        may_open=own or kind not in rules.CONFIDENTIAL,
    )


def _may_write(actor: Actor, matter: Matter) -> bool:
    return is_own(actor, matter) and actor.may(Permission.MEDIATION_WRITE, matter.organisation_id)


async def view_draw(actor: Actor, matter_id: UUID, kind: PaperKind, *, now: datetime) -> DrawView:
    matter = await access_mediation(actor, matter_id, Permission.MEDIATION_WRITE)
    rules.may_draw_up(kind, await readiness_of(matter, today=day_of(now)))
    parties = await parties_of(matter.id) if kind in SIGNED_BY_PARTIES else ()
    open_ones = [
        one
        for one in await papers_of(matter.subject)
        if one.kind == kind and one.stage is PaperStage.OPEN
    ]
    return DrawView(
        matter_id=matter.id,
        number=matter.number,
        kind=kind,
        title=title_of(kind, matter.track),
        parties=tuple(
            PartyChoice(
                one.id,
                one.name,
                tuple(AgentChoice(each.id, each.name) for each in one.representatives),
            )
            for one in parties
        ),
        voids=any(signer.signed_at for one in open_ones for signer in one.signers),
    )


async def view_terms(actor: Actor, matter_id: UUID, *, now: datetime) -> TermsView:
    matter = await access_mediation(actor, matter_id, Permission.MEDIATION_WRITE)
    row = await terms_of(matter.id)
    return TermsView(
        matter_id=matter.id,
        number=matter.number,
        people=tuple(one.name for one in await parties_of(matter.id)),
        terms=row.term_list() if row else (),
        facts=row.facts if row else "",
        default_clause=row.default_clause if row else "",
        costs=row.costs if row else "",
        wants_confirmation=row.wants_confirmation if row else True,
        version=row.version if row else 0,
        today=day_of(now),
    )


async def find_paper(actor: Actor, matter_id: UUID, paper_id: UUID) -> tuple[Matter, PaperView]:
    matter = await access_mediation(actor, matter_id, Permission.MEDIATION_SEE)
    paper = await paper_in(matter, paper_id)
    if paper.kind in rules.CONFIDENTIAL:
        await access_mediation(actor, matter_id, Permission.MEDIATION_CONFIDENCES)
    return matter, paper


async def view_one(actor: Actor, matter_id: UUID, paper_id: UUID, *, article: str) -> OnePaperView:
    matter, paper = await find_paper(actor, matter_id, paper_id)
    waiting = paper.waits_for()
    stale = await is_stale(matter, paper)
    return OnePaperView(
        matter_id=matter.id,
        number=matter.number,
        paper=paper,
        article=article,
        is_stale=stale,
        may_sign=paper.stage is PaperStage.OPEN and not stale and _may_write(actor, matter),
        next_signer=min(waiting, key=lambda one: one.order) if waiting else None,
        is_draft=paper.stage is PaperStage.OPEN,
    )


async def view_sign(
    actor: Actor,
    matter_id: UUID,
    paper_id: UUID,
    signer_id: UUID,
    *,
    article: str,
    by_thumb: bool,
) -> SignView:
    await access_mediation(actor, matter_id, Permission.MEDIATION_WRITE)
    matter, paper = await find_paper(actor, matter_id, paper_id)
    signer = next((one for one in paper.signers if one.id == signer_id), None)
    if signer is None:
        raise NotFound("papers.not_a_signer")
    if paper.stage is not PaperStage.OPEN:
        raise NotNow("signing.no_longer_open")
    if signer.signed_at is not None:
        raise NotNow("papers.already_signed", name=signer.name)
    if await is_stale(matter, paper):
        raise NotNow("signing.changed_since_drawn_up")
    return SignView(matter.id, paper, signer, article, by_thumb)


async def view_read_back(actor: Actor, matter_id: UUID, party_id: UUID | None) -> ReadBackView:
    matter = await access_mediation(actor, matter_id, Permission.MEDIATION_WRITE)
    joint = await joint_record(matter.id)
    parties = tuple(AgentChoice(one.id, one.name) for one in joint.people)
    digests = paragraphs_of(joint)
    heard = rules.who_heard(digests, await heard_in(matter.id))
    paragraphs = tuple(
        Paragraph(
            number=line.number,
            speaker=line.speaker,
            text=line.text,
            digest=digests[line.number],
            heard_by=tuple(map(UUID, heard[line.number])),
        )
        for line in joint.lines
    )
    party = next((one for one in parties if one.id == party_id), None)
    if party_id is not None and party is None:
        raise NotFound("mediation.party_not_found")
    return ReadBackView(
        matter_id=matter.id,
        number=matter.number,
        parties=parties,
        party=party,
        paragraphs=paragraphs,
        unheard=sum(party.id not in one.heard_by for one in paragraphs) if party else 0,
    )
