"""Reads the exchange: claims with replies, exhibits with views, issues; and the fixed facts."""

from collections import defaultdict
from collections.abc import Mapping
from uuid import UUID

from commons.uploads.kinds import Removed
from litigation.record.entries import (
    ClaimEntry,
    Exchange,
    ExhibitEntry,
    FileEntry,
    FixedFact,
    IssueEntry,
    Person,
    Reply,
    View,
)
from litigation.record.models import (
    AgreedFact,
    Claim,
    ClaimReply,
    Exhibit,
    ExhibitFile,
    ExhibitView,
    Issue,
)
from litigation.record.rules import FactStage

People = Mapping[UUID, Person]


async def exchange_of(matter_id: UUID, people: People) -> Exchange:
    return Exchange(
        claims=await _claims(matter_id, people),
        exhibits=await _exhibits(matter_id, people),
        issues=await _issues(matter_id),
    )


async def _claims(matter_id: UUID, people: People) -> tuple[ClaimEntry, ...]:
    latest: dict[UUID, dict[UUID, Reply]] = defaultdict(dict)
    for row in await ClaimReply.filter(matter_id=matter_id).order_by("number"):
        reply = Reply(people[row.party_id], row.text, row.written_at)
        latest[row.claim_id][row.party_id] = reply
    return tuple(
        ClaimEntry(
            id=row.id,
            number=row.number,
            party=people[row.party_id],
            item=row.item,
            amount_fen=row.amount_fen,
            basis=row.basis,
            stage=row.stage,
            dropped_reason=row.dropped_reason,
            replies=tuple(latest[row.id].values()),
        )
        for row in await Claim.filter(matter_id=matter_id).order_by("number")
    )


async def _exhibits(matter_id: UUID, people: People) -> tuple[ExhibitEntry, ...]:
    views: dict[UUID, dict[UUID, View]] = defaultdict(dict)
    for row in await ExhibitView.filter(matter_id=matter_id).order_by("number"):
        view = View(people[row.party_id], row.genuine, row.lawful, row.relevant, row.reason)
        views[row.exhibit_id][row.party_id] = view
    files: dict[UUID, list[FileEntry]] = defaultdict(list)
    for file in await ExhibitFile.filter(matter_id=matter_id).order_by("position"):
        files[file.exhibit_id].append(file_entry(file))
    return tuple(
        ExhibitEntry(
            id=row.id,
            number=row.number,
            party=people[row.party_id],
            name=row.name,
            source=row.source,
            purpose=row.purpose,
            kind=row.kind,
            withdrawn_reason=row.withdrawn_reason,
            files=tuple(files[row.id]),
            views=tuple(views[row.id].values()),
        )
        for row in await Exhibit.filter(matter_id=matter_id).order_by("number")
    )


def file_entry(row: ExhibitFile) -> FileEntry:
    return FileEntry(
        id=row.id,
        name=row.name,
        media_type=row.media_type,
        original_sha256=row.original_sha256,
        clean_sha256=row.clean_sha256,
        bytes=row.clean_bytes,
        is_picture=row.media_type.startswith("image/"),
        removed=tuple(map(Removed, row.removed)),
    )


async def _issues(matter_id: UUID) -> tuple[IssueEntry, ...]:
    return tuple(
        IssueEntry(
            id=row.id,
            number=row.number,
            text=row.text,
            claim_ids=frozenset(map(UUID, row.claim_ids)),
            fact_ids=frozenset(map(UUID, row.fact_ids)),
            exhibit_ids=frozenset(map(UUID, row.exhibit_ids)),
            settled_reason=row.settled_reason,
            version=row.version,
        )
        for row in await Issue.filter(matter_id=matter_id).order_by("number")
    )


async def fixed_facts(matter_id: UUID) -> tuple[FixedFact, ...]:
    """Only what both sides have signed, and nobody has opened again since."""
    rows = AgreedFact.filter(matter_id=matter_id, stage=FactStage.FIXED).order_by("number")
    return tuple(
        FixedFact(row.id, row.number, row.text, row.paper_id, row.fixed_at)
        for row in await rows
        if row.paper_id is not None and row.fixed_at is not None
    )
