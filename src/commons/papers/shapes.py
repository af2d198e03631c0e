"""A paper as those entitled to it see it: the shape of what is shown, without its content."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from commons.papers.rules import Stage


@dataclass(frozen=True, slots=True)
class SignerView:
    id: UUID
    name: str
    capacity: str
    order: int
    signed_at: datetime | None
    way: str  # "strokes", "thumb_print", or empty before signing


@dataclass(frozen=True, slots=True)
class PaperView:
    """A paper as those entitled to it see it. The caller has asked whether they are."""

    id: UUID
    kind: str
    subject: str
    number: str
    title: str
    template: str
    template_version: int
    edition: str
    stage: Stage
    content_hash: str
    signers: tuple[SignerView, ...]
    drawn_up_at: datetime
    effective_at: datetime | None
    issued_at: datetime | None
    code: str  # grouped for reading, empty before the last signature
    pdf_sha256: str
    unsealed_sha256: str
    pages: int
    stop_reason: str
    stopped_at: datetime | None
    replaced_by_id: UUID | None
    stamped_at: datetime | None  # by an authority outside; None when none answered
    stamped_by: str

    def waits_for(self) -> tuple[SignerView, ...]:
        return tuple(one for one in self.signers if one.signed_at is None)
