"""What the court says about a paper that somebody holds: genuine, stopped, or not known here."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from commons.db import atomic
from commons.errors import NotFound, NotNow
from commons.evidence_log.bundle import Bundle
from commons.evidence_log.models import last_entry
from commons.evidence_log.proving import prove
from commons.papers.models import find_by_code, find_by_sha256
from commons.papers.rules import Stage
from commons.papers.shapes import PaperView
from litigation.delivery.budgets import give_back, spend_all
from litigation.delivery.pickup_rules import GUESSES, Source

ISSUED = "paper.issued"


class Verdict(StrEnum):
    """The answer, in one word."""

    GENUINE = "genuine"
    BEING_PRINTED = "being_printed"
    BLOCKED = "blocked"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"
    UNKNOWN = "unknown"


VERDICTS = {
    Stage.ISSUED: Verdict.GENUINE,
    Stage.SIGNED: Verdict.BEING_PRINTED,
    Stage.BLOCKED: Verdict.BLOCKED,
    Stage.WITHDRAWN: Verdict.WITHDRAWN,
    Stage.REPLACED: Verdict.REPLACED,
    Stage.VOID: Verdict.REPLACED,
}


@dataclass(frozen=True, slots=True)
class Finding:
    """What a stranger may learn about a paper: never who the parties are."""

    verdict: Verdict
    sha256: str = ""
    title: str = ""
    issued_at: datetime | None = None
    stopped_at: datetime | None = None
    has_proof: bool = False
    stamped_at: datetime | None = None
    stamped_by: str = ""


async def about_file(sha256: str) -> Finding:
    """Answer for the bytes somebody holds; only their hash has come to us."""
    paper = await find_by_sha256(sha256)
    return await _about(paper) if paper else Finding(Verdict.UNKNOWN, sha256)


@atomic
async def about_code(code: str, source: Source, now: datetime) -> Finding:
    """Answer for a typed code, within the budget of guesses that the counter uses too."""
    keys = (source.address, source.network, "everybody")
    guesses = list(zip(GUESSES, keys, strict=True))
    if not await spend_all(guesses, now):
        raise NotNow("verification.later")
    paper = await find_by_code(code)
    await give_back(guesses, 1 if paper else 0, now)
    return await _about(paper) if paper else Finding(Verdict.UNKNOWN)


async def proof_of_file(sha256: str) -> Bundle:
    """Make the proof that whoever holds the file may take home."""
    paper = await find_by_sha256(sha256)
    entry = await last_entry(f"paper:{paper.id}", ISSUED) if paper else None
    if entry is None:
        raise NotFound("verification.no_such_file")
    return await prove(entry.id)


async def _about(paper: PaperView) -> Finding:
    entry = await last_entry(f"paper:{paper.id}", ISSUED)
    return Finding(
        verdict=VERDICTS.get(paper.stage, Verdict.UNKNOWN),
        sha256=paper.pdf_sha256,
        title=_title(paper),
        issued_at=paper.issued_at,
        stopped_at=paper.stopped_at,
        has_proof=entry is not None and entry.index is not None,
        stamped_at=paper.stamped_at,
        stamped_by=paper.stamped_by,
    )


def _title(paper: PaperView) -> str:
    """Keep a title that names a signer to those who hold the paper."""
    return "" if any(one.name in paper.title for one in paper.signers) else paper.title
