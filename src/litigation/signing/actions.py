"""What is done with the papers of a mediation: agreed on, read out, drawn up, and signed."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import cast
from uuid import UUID

from commons.access.actor import Actor, Permission
from commons.almanac import day_of
from commons.db import atomic
from commons.errors import NotNow
from commons.evidence_log.leaves import Json
from commons.evidence_log.log import record
from commons.papers import actions as papers
from commons.papers.marks import Mark
from commons.papers.models import content_of as content_shown
from commons.papers.rules import Circumstances
from commons.papers.rules import Stage as PaperStage
from commons.papers.shapes import PaperView
from litigation.mediation.end_actions import conclude_agreed
from litigation.mediation.models import Matter, access_mediation, party_of
from litigation.mediation.rules import OPEN_STAGES, Stage
from litigation.record.fact_actions import fix_facts
from litigation.record.queries import joint_record
from litigation.signing import rules
from litigation.signing.drafting import (
    case_of,
    content_of,
    is_stale,
    paper_in,
    paragraphs_of,
    readiness_of,
    title_of,
)
from litigation.signing.models import HeardTick
from litigation.signing.rules import TEMPLATES, PaperKind
from litigation.signing.signers import signers_of


@atomic
async def tick_heard(
    actor: Actor, matter_id: UUID, party_id: UUID, heard: Mapping[int, str], *, now: datetime
) -> int:
    """Keep which paragraphs a party has heard read out; repeating it adds nothing.

    `heard` maps the number of a paragraph to the hash of the words that were read: a tick under
    words that have changed since is refused.
    """
    matter = await access_mediation(actor, matter_id, Permission.MEDIATION_WRITE, lock=True)
    if matter.stage not in OPEN_STAGES:
        raise NotNow("signing.transcript_not_at_this_stage")
    party = await party_of(matter, party_id)
    today = paragraphs_of(await joint_record(matter_id))
    if any(today.get(number) != digest for number, digest in heard.items()):
        raise NotNow("signing.read_again")
    known = set(
        await HeardTick.filter(matter_id=matter_id, party_id=party.id).values_list(
            "paragraph", "content_sha256"
        )
    )
    fresh = [pair for pair in sorted(heard.items()) if pair not in known]
    for number, digest in fresh:
        await HeardTick.create(
            matter=matter,
            party_id=party.id,
            paragraph=number,
            content_sha256=digest,
            heard_at=now,
        )
    if fresh:
        noted: dict[str, Json] = {"party": str(party.id), "paragraphs": len(fresh)}
        await record(matter.subject, "signing.heard", noted, actor=actor, at=now)
    return len(fresh)


@atomic
async def draw_up(
    actor: Actor,
    matter_id: UUID,
    kind: PaperKind,
    *,
    by_agent: Mapping[UUID, UUID],
    court: str,
    now: datetime,
) -> UUID:
    """Freeze one of the seven papers and open it for signatures. Safe to repeat."""
    matter = await access_mediation(actor, matter_id, Permission.MEDIATION_WRITE, lock=True)
    rules.may_draw_up(kind, await readiness_of(matter, today=day_of(now)))
    case = await case_of(matter, court=court, now=now)
    paper_id = await papers.draw_up(
        kind=kind.value,
        subject=matter.subject,
        number=matter.number,
        title=title_of(kind, matter.track),
        template=TEMPLATES[kind],
        view=await content_of(kind, case, now=now),
        signers=signers_of(kind, case, by_agent=by_agent, today=day_of(now)),
        actor=actor,
        now=now,
    )
    noted = {"paper": str(paper_id), "kind": kind.value}
    await record(matter.subject, "signing.drawn_up", noted, actor=actor, at=now)
    return paper_id


@atomic
async def sign(
    actor: Actor,
    matter_id: UUID,
    paper_id: UUID,
    *,
    signer_id: UUID,
    shown_hash: str,
    mark: Mark,
    circumstances: Circumstances,
    now: datetime,
) -> PaperStage:
    """Take one signature; with the last one, what the paper brings about happens in this deed."""
    matter = await access_mediation(actor, matter_id, Permission.MEDIATION_WRITE, lock=True)
    paper = await paper_in(matter, paper_id)
    kind = PaperKind(paper.kind)
    must_still_hold(kind, matter)
    if await is_stale(matter, paper):
        raise NotNow("signing.changed_since_drawn_up")
    stage = await papers.sign(
        paper_id,
        signer_id=signer_id,
        shown_hash=shown_hash,
        mark=mark,
        actor=actor,
        now=now,
        circumstances=circumstances,
    )
    if stage is PaperStage.SIGNED:
        await _take_effect(matter, paper, kind, actor=actor, now=now)
    return stage


def must_still_hold(kind: PaperKind, matter: Matter) -> None:
    """An agreement or a list of facts is signed while the talks last, not after they failed."""
    if kind in rules.BINDING and matter.stage is not Stage.UNDER_WAY:
        raise NotNow(f"signing.{kind.value}_not_at_this_stage")


async def _take_effect(
    matter: Matter, paper: PaperView, kind: PaperKind, *, actor: Actor, now: datetime
) -> None:
    if kind is PaperKind.AGREEMENT:
        # Online Mediation Rules art. 19: effective once all parties have signed.
        await conclude_agreed(matter.id, effective_at=now, actor=actor, now=now)
    elif kind is PaperKind.FACTS:
        shown = await content_shown(paper.id)
        ids = [UUID(one) for one in cast("Sequence[str]", shown["fact_ids"])]
        await fix_facts(matter.id, ids, paper.id, now, actor=actor)
