"""Handing a large file in: begun, part after part in any order, checked as a whole, or dropped."""

from datetime import datetime
from hashlib import sha256
from uuid import UUID

from commons.access.actor import Actor, Permission
from commons.db import Plain, atomic
from commons.errors import NotFound, NotNow, NotValid
from commons.evidence_log.leaves import Json
from commons.evidence_log.log import record
from commons.uploads.accept import plain_name
from litigation.cases.models import Case, access_case
from litigation.large_files import rules
from litigation.large_files.models import LargeFile, LargePart
from litigation.large_files.queries import bytes_of, may_hand_in
from litigation.large_files.rules import (
    FLOW,
    HEAD_BYTES,
    LIFE,
    NAME_MAX,
    PART_BYTES,
    TITLE_MAX,
    LargeAct,
    LargeStage,
    media_of,
    parts_of,
)

SEE = Permission.CASE_SEE
SWEEP_MAX = 200


@atomic
async def begin(
    actor: Actor,
    case_id: UUID,
    *,
    title: str,
    name: str,
    size: int,
    form_key: UUID,
    now: datetime,
) -> UUID:
    """Open a file for its parts. Pressing twice, or coming back, finds the one that is open."""
    case = await access_case(actor, case_id, lock=True)
    _must_hand_in(actor, case)
    known = await LargeFile.get_or_none(form_key=form_key)
    if known is not None:
        if known.case_id != case.id or known.handed_by != actor.account_id:
            raise NotFound("large_files.not_found")
        return known.id
    mine = LargeFile.filter(handed_by=actor.account_id, stage=LargeStage.OPEN)
    rules.check_beginning(
        title=title,
        size=size,
        open_now=await mine.count(),
        in_case=await LargeFile.filter(case_id=case.id, stage=LargeStage.WHOLE).count(),
    )
    row = await LargeFile.create(
        case_id=case.id,
        title=title[:TITLE_MAX],
        name=plain_name(name)[:NAME_MAX],
        size=size,
        stage=FLOW.start,
        handed_by=actor.account_id,
        handed_by_name=actor.name[:100],
        began_at=now,
        expires_at=now + LIFE,
        form_key=form_key,
    )
    return row.id


def _must_hand_in(actor: Actor, case: Case) -> None:
    if not may_hand_in(actor, case):
        actor.must(Permission.CASE_WRITE, case.organisation_id)
        raise NotNow("large_files.case_refused")


async def _mine(actor: Actor, case_id: UUID, file_id: UUID, *, lock: bool = False) -> LargeFile:
    """Find a file that this person is handing in; another's is not there."""
    case = await access_case(actor, case_id)
    rows = LargeFile.filter(id=file_id, case_id=case.id, handed_by=actor.account_id)
    row = await (rows.select_for_update() if lock else rows).first()
    if row is None:
        raise NotFound("large_files.not_found")
    return row


@atomic
async def put_part(
    actor: Actor,
    case_id: UUID,
    file_id: UUID,
    place: int,
    content: bytes,
    *,
    digest: str,
    now: datetime,
) -> None:
    """Keep one part. The same part again changes nothing; another in its place is refused."""
    row = await _mine(actor, case_id, file_id, lock=True)
    rules.check_place(place, row.size)
    if row.stage is not LargeStage.OPEN:
        raise NotNow("large_files.not_open")
    rules.check_part(place=place, length=len(content), size=row.size)
    if sha256(content).hexdigest() != digest.lower():
        raise NotValid("large_files.part_broken", place=place)
    known = await LargePart.get_or_none(file_id=row.id, place=place)
    if known is not None:
        if known.sha256 != digest.lower():
            raise NotNow("large_files.another_file")
        return
    await LargePart.create(
        file_id=row.id, place=place, sha256=digest.lower(), content=Plain(content)
    )
    await row.keep(expires_at=now + LIFE)


@atomic
async def finish(actor: Actor, case_id: UUID, file_id: UUID, *, now: datetime) -> None:
    """Count the file as handed in when every part is there; finishing twice finishes once."""
    row = await _mine(actor, case_id, file_id, lock=True)
    if row.stage is LargeStage.WHOLE:
        return
    stage = FLOW.step(row.stage, LargeAct.FINISH)
    there = await LargePart.filter(file_id=row.id).count()
    if there != parts_of(row.size):
        raise NotNow("large_files.parts_missing", missing=parts_of(row.size) - there)
    digest, media = sha256(), None
    async for content in bytes_of(row):
        media = media or media_of(content[:HEAD_BYTES])
        digest.update(content)
    await row.keep(stage=stage, media=media, sha256=digest.hexdigest(), whole_at=now)
    facts: dict[str, Json] = {"file": str(row.id), "sha256": row.sha256, "size": row.size}
    await record(f"case:{row.case_id}", "large_files.handed_in", facts, actor=actor, at=now)


@atomic
async def hand_in(
    actor: Actor,
    case_id: UUID,
    content: bytes,
    *,
    title: str,
    name: str,
    form_key: UUID,
    now: datetime,
) -> None:
    """Hand a file of the usual size in at one go, as a form without a script does."""
    file_id = await begin(
        actor, case_id, title=title, name=name, size=len(content), form_key=form_key, now=now
    )
    row = await _mine(actor, case_id, file_id)
    if row.stage is LargeStage.WHOLE:
        return
    for place in range(1, parts_of(len(content)) + 1):
        part = content[PART_BYTES * (place - 1) : PART_BYTES * place]
        digest = sha256(part).hexdigest()
        await put_part(actor, case_id, file_id, place, part, digest=digest, now=now)
    await finish(actor, case_id, file_id, now=now)


@atomic
async def drop(actor: Actor, case_id: UUID, file_id: UUID) -> None:
    """Give up what has not arrived; what was handed in stays."""
    row = await _mine(actor, case_id, file_id, lock=True)
    if row.stage is LargeStage.DROPPED:
        return
    await _drop(row)


async def _drop(row: LargeFile) -> None:
    await row.keep(stage=FLOW.step(row.stage, LargeAct.DROP))
    await LargePart.filter(file_id=row.id).delete()


@atomic
async def sweep(now: datetime) -> int:
    """Forget what nobody went on with for a week: a chore of every day."""
    rows = LargeFile.filter(stage=LargeStage.OPEN, expires_at__lte=now)
    found = await rows.limit(SWEEP_MAX).select_for_update(skip_locked=True)
    for row in found:
        await _drop(row)
    return len(found)
