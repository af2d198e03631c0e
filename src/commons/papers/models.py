"""What is remembered of a paper: its frozen content, its signatures, and its archived bytes."""

from datetime import datetime
from typing import Any
from uuid import UUID

from tortoise import fields

from commons.codes import check_code, grouped
from commons.db import (
    Plain,
    Row,
    SealedBytesField,
    SealedJsonField,
    SealedTextField,
    UtcDatetimeField,
)
from commons.errors import NotFound, NotNow
from commons.papers.rules import SIGNERS_MAX, Facts, Json, Signer, Stage
from commons.papers.shapes import PaperView, SignerView
from commons.signed_data import NAME_MAX
from commons.vault import fingerprint

TITLE_MAX = 200
SUBJECT_PAPERS_MAX = 200
CODE_PURPOSE = "paper-code"


class Blob(Row):
    """Bytes by their hash, sealed at rest; never changed."""

    sha256 = fields.CharField(max_length=64, unique=True)
    content = SealedBytesField[Plain]()
    size = fields.IntField()
    kept_at = UtcDatetimeField[datetime]()

    class Meta:
        table = "papers_blob"


class Paper(Row):
    """One paper. Its content never changes: a change is another paper."""

    kind = fields.CharField(max_length=60)
    subject = fields.CharField(max_length=80)
    # The one paper of this kind and subject that counts; empty once another took its place.
    current_key = fields.CharField(max_length=150, null=True, unique=True)
    number = fields.CharField(max_length=80, default="")
    title = SealedTextField[str]()
    template = fields.CharField(max_length=120)
    template_version = fields.IntField()
    edition = fields.CharField(max_length=16)
    view = SealedJsonField[dict[str, Json]]()
    content_hash = fields.CharField(max_length=64)
    stage = fields.CharEnumField(Stage, max_length=20, default=Stage.OPEN)
    signers = SealedJsonField[list[dict[str, Any]]]()
    drawn_up_at = UtcDatetimeField[datetime]()
    effective_at = UtcDatetimeField[datetime | None](null=True)
    issued_at = UtcDatetimeField[datetime | None](null=True)
    code = SealedTextField[str | None](null=True)
    code_fingerprint = fields.CharField(max_length=64, null=True, unique=True)
    printed_at = UtcDatetimeField[datetime | None](null=True)
    printed_sha256 = fields.CharField(max_length=64, null=True)  # with proof and seal left blank
    unsealed_sha256 = fields.CharField(max_length=64, null=True)
    pdf_sha256 = fields.CharField(max_length=64, null=True)
    pages = fields.IntField(default=0)
    stamped_at = UtcDatetimeField[datetime | None](null=True)
    stamped_by = fields.CharField(max_length=NAME_MAX, default="")
    stop_reason = SealedTextField[str | None](null=True)
    stopped_at = UtcDatetimeField[datetime | None](null=True)
    replaced_by_id = fields.UUIDField(null=True)

    class Meta:
        table = "papers_paper"
        indexes = (("subject", "kind"), ("pdf_sha256",))

    def signer_list(self) -> tuple[Signer, ...]:
        return tuple(
            Signer(UUID(one["id"]), one["name"], one["capacity"], one["order"])
            for one in self.signers
        )

    def facts(self, signed: frozenset[UUID]) -> Facts:
        return Facts(self.stage, self.signer_list(), signed, self.content_hash)


class Signature(Row):
    """One person's mark under one paper; void when the paper lost its place to another."""

    paper: fields.ForeignKeyRelation[Paper] = fields.ForeignKeyField(
        "island.Paper", related_name="signatures", on_delete=fields.OnDelete.RESTRICT
    )
    signer_id = fields.UUIDField()
    mark = SealedJsonField[dict[str, Json]]()
    circumstances = SealedJsonField[dict[str, Json]]()
    shown_hash = fields.CharField(max_length=64)
    signed_at = UtcDatetimeField[datetime]()
    void = fields.BooleanField(default=False)

    class Meta:
        table = "papers_signature"
        unique_together = (("paper", "signer_id"),)


async def view_paper(paper_id: UUID) -> PaperView:
    return (await _views([await load_paper(paper_id)]))[0]


async def papers_of(*subjects: str) -> tuple[PaperView, ...]:
    """All papers of these subjects, oldest first, void ones too."""
    rows = Paper.filter(subject__in=subjects).order_by("drawn_up_at", "id")
    return await _views(await rows.limit(SUBJECT_PAPERS_MAX))


async def find_by_code(code: str) -> PaperView | None:
    """Find a paper by its code as typed; NotValid when it cannot be a code at all."""
    looked_up = fingerprint(CODE_PURPOSE, check_code(code))
    row = await Paper.get_or_none(code_fingerprint=looked_up)
    return (await _views([row]))[0] if row else None


async def find_by_sha256(sha256: str) -> PaperView | None:
    """Find the paper whose archived bytes have this hash: "is this the court's file?"."""
    row = await Paper.filter(pdf_sha256=sha256).first()
    return (await _views([row]))[0] if row else None


async def count_unstamped(*, since: datetime) -> int:
    """Count the papers that were issued without a time stamp."""
    return await Paper.filter(issued_at__gte=since, stamped_at=None).count()


async def content_of(paper_id: UUID) -> dict[str, Json]:
    """Return the frozen facts printed on the paper."""
    return (await load_paper(paper_id)).view


async def pdf_of(paper_id: UUID) -> bytes:
    """Return the archived PDF of a paper that may be handed out; says why it may not."""
    row = await load_paper(paper_id)
    if row.stage is not Stage.ISSUED:
        raise NotNow(f"papers.is_{row.stage.value}")
    return await _bytes_of(row)


async def archived_pdf_of(paper_id: UUID) -> bytes:
    """Return the archived PDF whatever became of the paper: for staff and as evidence."""
    return await _bytes_of(await load_paper(paper_id))


async def _bytes_of(row: Paper) -> bytes:
    blob = await Blob.get_or_none(sha256=row.pdf_sha256) if row.pdf_sha256 else None
    if blob is None:
        raise NotNow("papers.not_printed_yet")
    return bytes(blob.content)


async def load_paper(paper_id: UUID, *, lock: bool = False) -> Paper:
    rows = Paper.filter(id=paper_id)
    row = await (rows.select_for_update() if lock else rows).first()
    if row is None:
        raise NotFound("papers.no_such_paper")
    return row


async def signatures_of(paper_id: UUID) -> list[Signature]:
    rows = Signature.filter(paper_id=paper_id).order_by("signed_at", "id")
    return await rows.limit(SIGNERS_MAX)


async def _views(rows: list[Paper]) -> tuple[PaperView, ...]:
    """Two queries, however many papers."""
    kept = await Signature.filter(paper_id__in=[row.id for row in rows])
    by_signer = {(one.paper_id, one.signer_id): one for one in kept}  # type: ignore[attr-defined]
    return tuple(_view(row, by_signer) for row in rows)


def _view(row: Paper, kept: dict[tuple[UUID, UUID], Signature]) -> PaperView:
    signers = tuple(_signer(one, kept.get((row.id, one.id))) for one in row.signer_list())
    return PaperView(
        id=row.id,
        kind=row.kind,
        subject=row.subject,
        number=row.number,
        title=row.title,
        template=row.template,
        template_version=row.template_version,
        edition=row.edition,
        stage=row.stage,
        content_hash=row.content_hash,
        signers=signers,
        drawn_up_at=row.drawn_up_at,
        effective_at=row.effective_at,
        issued_at=row.issued_at,
        code=grouped(row.code) if row.code else "",
        pdf_sha256=row.pdf_sha256 or "",
        unsealed_sha256=row.unsealed_sha256 or "",
        pages=row.pages,
        stop_reason=row.stop_reason or "",
        stopped_at=row.stopped_at,
        replaced_by_id=row.replaced_by_id,
        stamped_at=row.stamped_at,
        stamped_by=row.stamped_by,
    )


def _signer(signer: Signer, kept: Signature | None) -> SignerView:
    return SignerView(
        id=signer.id,
        name=signer.name,
        capacity=signer.capacity,
        order=signer.order,
        signed_at=kept.signed_at if kept else None,
        way=str(kept.mark["way"]) if kept else "",
    )
