"""The room that a paper keeps for its own proof, and the places a log leaf must promise.

The leaf promises the hash of the paper with both rooms blank: so the proof of that leaf can be put
into the paper that it proves, and the seal over both. Every byte outside the two rooms is fixed by
the log before the seal is made (docs/decisions/0017).
"""

from dataclasses import asdict, dataclass
from hashlib import sha256

from commons.papers.stamping import find_room

PROOF_NAME = "proof.json"
PROOF_BYTES = 8 * 1024
PROOF_BLANK = b" "


@dataclass(frozen=True, slots=True)
class Blank:
    """A paper with both rooms blank: its hash, its length, and where the rooms are."""

    blank_sha256: str
    size: int
    proof_at: int
    proof_bytes: int
    seal_at: int
    seal_bytes: int

    def to_json(self) -> dict[str, str | int]:
        return asdict(self)


def measure(prepared_pdf: bytes) -> Blank:
    """Find both rooms in a paper that was prepared and not filled yet."""
    room = PROOF_BLANK * PROOF_BYTES
    assert prepared_pdf.count(room) == 1, "one blank room for the proof"
    seal = find_room(prepared_pdf)
    assert not prepared_pdf[seal.start : seal.end].strip(b"0"), "the seal is not made yet"
    return Blank(
        blank_sha256=sha256(prepared_pdf).hexdigest(),
        size=len(prepared_pdf),
        proof_at=prepared_pdf.index(room),
        proof_bytes=PROOF_BYTES,
        seal_at=seal.start,
        seal_bytes=seal.end - seal.start,
    )


def with_proof(prepared_pdf: bytes, proof: str) -> bytes:
    """Write the proof into its room; the rest of the room stays blank."""
    places, written = measure(prepared_pdf), proof.encode()
    assert len(written) <= PROOF_BYTES, "the proof is longer than its room"
    end = places.proof_at + PROOF_BYTES
    filled = written.ljust(PROOF_BYTES, PROOF_BLANK)
    return prepared_pdf[: places.proof_at] + filled + prepared_pdf[end:]
