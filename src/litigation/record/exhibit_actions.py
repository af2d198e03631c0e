"""What is done to exhibits: handed in with their files, looked at by the other side, withdrawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from commons.access.actor import Actor
from commons.db import Plain, atomic
from commons.errors import NotFound, NotNow, NotValid, Problem
from commons.evidence_log.leaves import Json
from commons.evidence_log.log import record
from commons.uploads.accept import Accepted
from litigation.mediation.models import Matter, party_of
from litigation.record import rules
from litigation.record.entry_actions import Pen, Shelf, add, confided, writable
from litigation.record.models import Exhibit, ExhibitContent, ExhibitFile, ExhibitView
from litigation.record.rules import ExhibitKind, Opinion


@dataclass(frozen=True, slots=True)
class HandedIn:
    """One exhibit as a party hands it in."""

    party_id: UUID
    name: str
    kind: ExhibitKind
    source: str = ""
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class HandedFile:
    """A file after the room apart: the original bytes, and what may be shown of them."""

    original: bytes
    accepted: Accepted


@atomic
async def hand_in(
    actor: Actor,
    matter_id: UUID,
    handed: HandedIn,
    files: Sequence[HandedFile],
    *,
    form_key: UUID,
    now: datetime,
) -> UUID:
    """Number an exhibit and keep its files: the original sealed, a clean copy for showing."""
    matter = await writable(actor, matter_id)
    _check(handed, files)
    await party_of(matter, handed.party_id)
    content: dict[str, Json] = {
        "party": str(handed.party_id),
        "name": handed.name,
        "kind": handed.kind.value,
        "source": handed.source,
        "purpose": handed.purpose,
        "files": [each.accepted.original_sha256 for each in files],
    }
    pen = Pen(actor, matter, form_key, now)
    row, is_new = await add(
        pen,
        Exhibit,
        "record.exhibit_handed_in",
        content,
        Shelf(Exhibit.filter(matter_id=matter.id), "exhibits", rules.EXHIBITS_MAX),
        party_id=handed.party_id,
        name=handed.name,
        kind=handed.kind,
        source=handed.source,
        purpose=handed.purpose,
    )
    if is_new:
        await _keep_files(pen, row, files)
    return row.id


def _check(handed: HandedIn, files: Sequence[HandedFile]) -> None:
    rules.check_text("name", handed.name, rules.ITEM_MAX)
    for field, text in (("source", handed.source), ("purpose", handed.purpose)):
        if len(text) > rules.TEXT_MAX:
            facts = {"max": rules.TEXT_MAX, "length": len(text)}
            raise NotValid(fields={field: Problem("record.text_too_long", facts)})
    if len(files) > rules.FILES_PER_EXHIBIT_MAX:
        facts = {"max": rules.FILES_PER_EXHIBIT_MAX}
        raise NotValid(fields={"files": Problem("record.too_many_files", facts)})


async def _keep_files(pen: Pen, exhibit: Exhibit, files: Sequence[HandedFile]) -> None:
    await _check_quota(pen.matter, files)
    for position, handed in enumerate(files, start=1):
        accepted = handed.accepted
        row = await ExhibitFile.create(
            matter_id=pen.matter.id,
            exhibit_id=exhibit.id,
            position=position,
            name=accepted.name,
            media_type=accepted.media_type,
            original_sha256=accepted.original_sha256,
            original_bytes=accepted.original_bytes,
            clean_sha256=accepted.clean_sha256,
            clean_bytes=len(accepted.clean),
            removed=[each.value for each in accepted.removed],
        )
        await ExhibitContent.create(
            file_id=row.id,
            original=Plain(handed.original),
            clean=Plain(accepted.clean),
            preview=Plain(accepted.preview),
        )
        facts: dict[str, Json] = {
            "exhibit": str(exhibit.id),
            "file": str(row.id),
            "original_sha256": accepted.original_sha256,
            "clean_sha256": accepted.clean_sha256,
        }
        await pen.log("record.file_kept", facts)


async def _check_quota(matter: Matter, files: Sequence[HandedFile]) -> None:
    kept = await ExhibitFile.filter(matter_id=matter.id).values_list(
        "original_bytes", "clean_bytes"
    )
    more = sum(each.accepted.original_bytes + len(each.accepted.clean) for each in files)
    if sum(map(sum, kept)) + more > rules.FILES_BYTES_MAX:
        most = rules.FILES_BYTES_MAX // 1024 // 1024
        raise NotValid(fields={"files": Problem("record.files_full", {"most": most})})


@dataclass(frozen=True, slots=True)
class Looked:
    """What a party says of an exhibit of another party."""

    party_id: UUID
    genuine: Opinion
    lawful: Opinion
    relevant: Opinion
    reason: str = ""


@atomic
async def give_view(
    actor: Actor,
    matter_id: UUID,
    exhibit_id: UUID,
    looked: Looked,
    *,
    form_key: UUID,
    now: datetime,
) -> UUID:
    """Write down what the other side says of an exhibit; earlier views stay, the latest counts."""
    matter = await writable(actor, matter_id)
    exhibit = await _exhibit(matter, exhibit_id)
    await party_of(matter, looked.party_id)
    if looked.party_id == exhibit.party_id:
        raise NotValid(fields={"party_id": Problem("record.view_on_own")})
    opinions = {"genuine": looked.genuine, "lawful": looked.lawful, "relevant": looked.relevant}
    rules.check_opinions(**opinions, reason=looked.reason)
    if len(looked.reason) > rules.TEXT_MAX:
        facts = {"max": rules.TEXT_MAX, "length": len(looked.reason)}
        raise NotValid(fields={"reason": Problem("record.text_too_long", facts)})
    content: dict[str, Json] = {
        "exhibit": str(exhibit_id),
        "party": str(looked.party_id),
        "reason": looked.reason,
        **{name: opinion.value for name, opinion in opinions.items()},
    }
    views = ExhibitView.filter(matter_id=matter.id)
    row, _ = await add(
        Pen(actor, matter, form_key, now),
        ExhibitView,
        "record.view_given",
        content,
        Shelf(views, "views", rules.VIEWS_MAX),
        exhibit_id=exhibit.id,
        party_id=looked.party_id,
        reason=looked.reason,
        **opinions,
    )
    return row.id


@atomic
async def withdraw_exhibit(
    actor: Actor, matter_id: UUID, exhibit_id: UUID, *, reason: str, now: datetime
) -> None:
    """Take an exhibit back: its number stays taken and its bytes stay sealed."""
    matter = await writable(actor, matter_id)
    row = await _exhibit(matter, exhibit_id)
    rules.check_text("reason", reason, rules.TEXT_MAX)
    if row.withdrawn_reason is not None:
        raise NotNow("record.exhibit_is_withdrawn")
    await row.keep(withdrawn_reason=reason)
    facts: dict[str, Json] = {"exhibit": str(row.id)}
    await record(matter.subject, "record.exhibit_withdrawn", facts, actor=actor, at=now)


@atomic
async def take_original(
    actor: Actor, matter_id: UUID, file_id: UUID, *, now: datetime
) -> tuple[str, bytes]:
    """Open the seal of an original: for its own mediator only, and written down each time."""
    matter = await confided(actor, matter_id)
    row = await ExhibitFile.get_or_none(id=file_id, matter_id=matter.id)
    if row is None:
        raise NotFound("record.file_not_found")
    content = await ExhibitContent.get(file_id=row.id)
    facts: dict[str, Json] = {"file": str(row.id), "original_sha256": row.original_sha256}
    await record(matter.subject, "record.original_taken", facts, actor=actor, at=now)
    return row.name, bytes(content.original)


async def _exhibit(matter: Matter, exhibit_id: UUID) -> Exhibit:
    row = await Exhibit.get_or_none(id=exhibit_id, matter_id=matter.id)
    if row is None:
        raise NotFound("record.exhibit_not_found")
    return row
