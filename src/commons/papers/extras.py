"""What is printed on a paper besides its content: code, signatures, certificate, watermark."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from commons.papers.rules import Json


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """One signer as printed: how the person signed, or that the person has not signed yet.

    `way` is empty, "strokes" (then `path` in a box of `width` by `height`) or "thumb_print".
    """

    name: str
    capacity: str
    way: str = ""
    width: int = 1
    height: int = 1
    path: str = ""
    witness: str = ""
    witness_capacity: str = ""
    reason: str = ""
    signed_at: str = ""
    claimed_at: str = ""
    device: str = ""
    factors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Certificate:
    """The signing certificate at the end: what was shown, and that all signed just that."""

    content_hash: str
    drawn_up_at: str
    effective_at: str
    template: str
    template_version: int


@dataclass(frozen=True, slots=True)
class CourtSeal:
    """The court's key and certificate, both as PEM."""

    key: bytes
    certificate: bytes


@dataclass(frozen=True, slots=True)
class Extras:
    """Everything but the view. `dated_at` dates the PDF: never the moment of printing."""

    title: str = ""
    number: str = ""
    court: str = ""
    dated_at: datetime = datetime(2026, 1, 1, tzinfo=UTC)
    code: str = ""
    verify_url: str = ""
    draft: bool = False
    signatures: tuple[SignatureLine, ...] = ()
    certificate: Certificate | None = None
    seal: CourtSeal | None = None
    language: str = "zh-Hans"
    styles_url: str = ""  # for the whole page on a screen: where its style sheet lies

    def to_json(self) -> dict[str, Json]:
        """Everything but the seal: keys travel beside, never in a text."""
        plain = asdict(self) | {"dated_at": self.dated_at.isoformat()}
        plain.pop("seal")
        return plain


def extras_from_json(stored: Mapping[str, Any]) -> Extras:
    lines = tuple(
        SignatureLine(**{**line, "factors": tuple(line["factors"])})
        for line in stored["signatures"]
    )
    certificate = Certificate(**stored["certificate"]) if stored["certificate"] else None
    return Extras(
        **{
            **stored,
            "signatures": lines,
            "certificate": certificate,
            "dated_at": datetime.fromisoformat(stored["dated_at"]),
        }
    )
