"""What is done with papers: drawn up, signed, and stopped when they were wrong."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from tortoise.exceptions import IntegrityError

from commons.access.actor import Actor
from commons.codes import new_code
from commons.db import atomic
from commons.errors import NotNow
from commons.evidence_log.log import record
from commons.outbox import emit
from commons.papers import marks, rules, templates
from commons.papers.events import PaperSigned, PaperStopped
from commons.papers.glyphs import check_view
from commons.papers.marks import Mark
from commons.papers.models import CODE_PURPOSE, Paper, Signature, load_paper, signatures_of
from commons.papers.places import TEMPLATES
from commons.papers.rules import FLOW, Act, Circumstances, Json, Signer, Stage
from commons.vault import fingerprint


@atomic
async def draw_up(
    *,
    kind: str,
    subject: str,
    title: str,
    template: str,
    view: Mapping[str, Json],
    signers: Sequence[Signer],
    actor: Actor,
    now: datetime,
    number: str = "",
    folder: Path = TEMPLATES,
) -> UUID:
    """Freeze the content of a paper and open it for signatures; without signers it is done.

    Safe to repeat: the same content for the same signers finds the paper that is there. Another
    content takes the place of what is not issued yet, and voids the signatures under it.
    """
    rules.must_be_signers(signers)
    listed = [_signer_json(one) for one in signers]
    check_view({"view": view, "title": title, "number": number, "signers": listed})
    version = templates.version_of(template, folder)
    hashed = rules.content_hash(template, version, view)
    paper = Paper(
        kind=kind,
        subject=subject,
        current_key=f"{kind}|{subject}",
        number=number,
        title=title,
        template=template,
        template_version=version,
        edition=templates.edition(folder),
        view=dict(view),
        content_hash=hashed,
        signers=listed,
        drawn_up_at=now,
    )
    return await _put_in_place(paper, actor, now)


async def _put_in_place(paper: Paper, actor: Actor, now: datetime) -> UUID:
    before = await Paper.filter(current_key=paper.current_key).select_for_update().first()
    if before is not None:
        same = before.content_hash == paper.content_hash and before.signers == paper.signers
        if same and before.stage in rules.CURRENT:
            return before.id
        await _make_room(before, actor, now)
    try:
        await paper.save(force_create=True)
    except IntegrityError:  # somebody drew up the same kind for the same subject just now
        raise NotNow("db.changed_meanwhile") from None
    named = {"content_hash": paper.content_hash, "template": paper.template}
    await note(paper, "drawn_up", actor, now, **named)
    if not paper.signers:
        await _complete(paper, actor, now)
    return paper.id


async def _make_room(before: Paper, actor: Actor, now: datetime) -> None:
    """Void what was not issued; what was issued stays valid beside the new paper."""
    if before.stage not in rules.SUPERSEDED:
        await before.keep(current_key=None)
        return
    stage = FLOW.step(before.stage, Act.SUPERSEDE)
    await before.keep(stage=stage, current_key=None)
    await Signature.filter(paper_id=before.id).update(void=True)
    await note(before, "voided", actor, now)


@atomic
async def sign(
    paper_id: UUID,
    *,
    signer_id: UUID,
    shown_hash: str,
    mark: Mark,
    actor: Actor,
    now: datetime,
    circumstances: Circumstances | None = None,
) -> Stage:
    """Keep one person's mark; the last one gives the paper effect and its code."""
    marks.check_mark(mark)
    # The lock makes forty simultaneous signers wait for each other instead of losing one.
    paper = await load_paper(paper_id, lock=True)
    signed = frozenset(one.signer_id for one in await signatures_of(paper_id))
    after = rules.sign(paper.facts(signed), signer_id=signer_id, shown_hash=shown_hash)
    left = marks.to_json(mark)
    check_view(left)
    how = _circumstances_json(circumstances or Circumstances())
    check_view(how)
    await Signature.create(
        paper=paper,
        signer_id=signer_id,
        mark=left,
        circumstances=how,
        shown_hash=shown_hash,
        signed_at=now,
    )
    await note(
        paper,
        "signed",
        actor,
        now,
        signer_id=str(signer_id),
        shown_hash=shown_hash,
        way=str(left["way"]),
        mark_sha256=sha256(rules.canonical(left).encode()).hexdigest(),
    )
    if after.stage is Stage.SIGNED:
        await _complete(paper, actor, now)
    return after.stage


async def _complete(paper: Paper, actor: Actor, now: datetime) -> None:
    code = new_code()
    await paper.keep(
        stage=FLOW.step(paper.stage, Act.COMPLETE),
        effective_at=now,
        code=code,
        code_fingerprint=fingerprint(CODE_PURPOSE, code),
    )
    await note(paper, "completed", actor, now, content_hash=paper.content_hash)
    await emit(PaperSigned(paper_id=paper.id, kind=paper.kind, subject=paper.subject))


@atomic
async def block(paper_id: UUID, *, reason: str, actor: Actor, now: datetime) -> None:
    """Stop a paper that went to the wrong person, at once; it can be released again."""
    await _stop(await load_paper(paper_id, lock=True), Act.BLOCK, reason, actor, now)


@atomic
async def release(paper_id: UUID, *, actor: Actor, now: datetime) -> None:
    """Let a blocked paper be fetched again."""
    paper = await load_paper(paper_id, lock=True)
    stage = FLOW.step(paper.stage, Act.RELEASE)
    await paper.keep(stage=stage, stop_reason=None, stopped_at=None)
    await note(paper, "released", actor, now)


@atomic
async def withdraw(paper_id: UUID, *, reason: str, actor: Actor, now: datetime) -> None:
    """Take a paper back for good; its code then says withdrawn."""
    await _stop(await load_paper(paper_id, lock=True), Act.WITHDRAW, reason, actor, now)


@atomic
async def replace(
    paper_id: UUID, *, by_paper_id: UUID, reason: str, actor: Actor, now: datetime
) -> None:
    """Say that another paper now stands for this one; its code then leads there."""
    paper = await load_paper(paper_id, lock=True)
    other = await load_paper(by_paper_id)
    if other.id == paper.id or other.subject != paper.subject:
        raise NotNow("papers.not_a_replacement")
    await paper.keep(replaced_by_id=other.id)
    await _stop(paper, Act.REPLACE, reason, actor, now)


async def _stop(paper: Paper, act: Act, reason: str, actor: Actor, now: datetime) -> None:
    stage = FLOW.step(paper.stage, act)
    await paper.keep(stage=stage, current_key=None, stop_reason=reason.strip(), stopped_at=now)
    await note(paper, stage.value, actor, now)
    await emit(
        PaperStopped(paper_id=paper.id, kind=paper.kind, subject=paper.subject, stage=stage.value)
    )


async def note(paper: Paper, act: str, actor: Actor, now: datetime, **facts: Json) -> None:
    known: dict[str, Json] = {"kind": paper.kind, "subject": paper.subject, **facts}
    await record(f"paper:{paper.id}", f"paper.{act}", known, actor=actor, at=now)


def _signer_json(one: Signer) -> dict[str, Json]:
    return {"id": str(one.id), "name": one.name, "capacity": one.capacity, "order": one.order}


def _circumstances_json(one: Circumstances) -> dict[str, Json]:
    claimed = one.claimed_at.isoformat() if one.claimed_at else ""
    return {"device": one.device, "factors": list(one.factors), "claimed_at": claimed}
