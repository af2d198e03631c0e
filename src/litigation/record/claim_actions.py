"""What is done to claims, replies and issues: asked, answered, dropped, linked, settled."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from commons.access.actor import Actor
from commons.db import atomic
from commons.errors import NotFound, NotNow, NotValid, Problem
from commons.evidence_log.leaves import Json
from commons.evidence_log.log import record
from litigation.mediation.models import Matter, party_of
from litigation.record import rules
from litigation.record.bargaining import AMOUNT_MAX_FEN
from litigation.record.entry_actions import Pen, Shelf, add, writable
from litigation.record.models import AgreedFact, Claim, ClaimReply, Exhibit, Issue
from litigation.record.rules import ClaimStage


@dataclass(frozen=True, slots=True)
class Asked:
    """One claim: who asks for what, how much, and on what ground."""

    party_id: UUID
    item: str
    amount_fen: int | None = None
    basis: str = ""


@atomic
async def claim(
    actor: Actor, matter_id: UUID, asked: Asked, *, form_key: UUID, now: datetime
) -> UUID:
    matter = await writable(actor, matter_id)
    rules.check_text("item", asked.item, rules.ITEM_MAX)
    if len(asked.basis) > rules.TEXT_MAX:
        facts = {"max": rules.TEXT_MAX, "length": len(asked.basis)}
        raise NotValid(fields={"basis": Problem("record.text_too_long", facts)})
    if asked.amount_fen is not None and not 0 < asked.amount_fen <= AMOUNT_MAX_FEN:
        raise NotValid(fields={"amount": Problem("record.amount_out_of_range")})
    await party_of(matter, asked.party_id)
    content: dict[str, Json] = {
        "party_id": str(asked.party_id),
        "item": asked.item,
        "amount_fen": asked.amount_fen,
        "basis": asked.basis,
    }
    row, _ = await add(
        Pen(actor, matter, form_key, now),
        Claim,
        "record.claimed",
        content,
        Shelf(Claim.filter(matter_id=matter.id), "claims", rules.CLAIMS_MAX),
        party_id=asked.party_id,
        item=asked.item,
        amount_fen=asked.amount_fen,
        basis=asked.basis,
        stage=ClaimStage.STANDING,
    )
    return row.id


@atomic
async def reply(
    actor: Actor,
    matter_id: UUID,
    claim_id: UUID,
    *,
    party_id: UUID,
    text: str,
    form_key: UUID,
    now: datetime,
) -> UUID:
    """Write down what another party answers; earlier answers stay, the latest counts."""
    matter = await writable(actor, matter_id)
    asked = await _claim(matter, claim_id)
    await party_of(matter, party_id)
    if party_id == asked.party_id:
        raise NotValid(fields={"party_id": Problem("record.reply_to_oneself")})
    rules.check_text("text", text, rules.TEXT_MAX)
    content: dict[str, Json] = {"claim": str(claim_id), "party": str(party_id), "text": text}
    replies = ClaimReply.filter(matter_id=matter.id)
    row, _ = await add(
        Pen(actor, matter, form_key, now),
        ClaimReply,
        "record.replied",
        content,
        Shelf(replies, "replies", rules.REPLIES_MAX),
        claim_id=asked.id,
        party_id=party_id,
        text=text,
    )
    return row.id


@atomic
async def drop_claim(
    actor: Actor, matter_id: UUID, claim_id: UUID, *, reason: str, now: datetime
) -> None:
    matter = await writable(actor, matter_id)
    row = await _claim(matter, claim_id)
    rules.check_text("reason", reason, rules.TEXT_MAX)
    if row.stage is ClaimStage.DROPPED:
        raise NotNow("record.claim_is_dropped")
    await row.keep(stage=ClaimStage.DROPPED, dropped_reason=reason)
    logged: dict[str, Json] = {"claim": str(row.id)}
    await record(matter.subject, "record.claim_dropped", logged, actor=actor, at=now)


async def _claim(matter: Matter, claim_id: UUID) -> Claim:
    row = await Claim.get_or_none(id=claim_id, matter_id=matter.id)
    if row is None:
        raise NotFound("record.claim_not_found")
    return row


@dataclass(frozen=True, slots=True)
class Around:
    """What lies around an issue; without an exhibit it has no evidence yet."""

    claim_ids: frozenset[UUID] = frozenset()
    fact_ids: frozenset[UUID] = frozenset()
    exhibit_ids: frozenset[UUID] = frozenset()


@atomic
async def raise_issue(
    actor: Actor, matter_id: UUID, text: str, around: Around, *, form_key: UUID, now: datetime
) -> UUID:
    matter = await writable(actor, matter_id)
    rules.check_text("text", text, rules.TEXT_MAX)
    await _check_around(matter, around)
    row, _ = await add(
        Pen(actor, matter, form_key, now),
        Issue,
        "record.issue_raised",
        {"text": text, **_listed(around)},
        Shelf(Issue.filter(matter_id=matter.id), "issues", rules.ISSUES_MAX),
        text=text,
        claim_ids=_texts(around.claim_ids),
        fact_ids=_texts(around.fact_ids),
        exhibit_ids=_texts(around.exhibit_ids),
    )
    return row.id


@atomic
async def link_issue(
    actor: Actor, matter_id: UUID, issue_id: UUID, around: Around, *, version: int, now: datetime
) -> None:
    """Say anew what lies around an issue; two writers at once do not overwrite each other."""
    matter = await writable(actor, matter_id)
    row = await _issue(matter, issue_id, version)
    await _check_around(matter, around)
    await row.keep(
        claim_ids=_texts(around.claim_ids),
        fact_ids=_texts(around.fact_ids),
        exhibit_ids=_texts(around.exhibit_ids),
    )
    logged: dict[str, Json] = {"issue": str(row.id), **_listed(around)}
    await record(matter.subject, "record.issue_linked", logged, actor=actor, at=now)


@atomic
async def settle_issue(
    actor: Actor, matter_id: UUID, issue_id: UUID, *, reason: str, version: int, now: datetime
) -> None:
    """Take an issue off the list because the parties no longer disagree on it."""
    matter = await writable(actor, matter_id)
    row = await _issue(matter, issue_id, version)
    await row.keep(settled_reason=rules.check_text("reason", reason, rules.TEXT_MAX))
    logged: dict[str, Json] = {"issue": str(row.id)}
    await record(matter.subject, "record.issue_settled", logged, actor=actor, at=now)


async def _issue(matter: Matter, issue_id: UUID, version: int) -> Issue:
    row = await Issue.get_or_none(id=issue_id, matter_id=matter.id)
    if row is None:
        raise NotFound("record.issue_not_found")
    if row.version != version:
        raise NotNow("db.changed_meanwhile")
    return row


def _texts(ids: Iterable[UUID]) -> list[str]:
    return sorted(map(str, ids))


def _listed(around: Around) -> dict[str, Json]:
    return {
        "claims": _texts(around.claim_ids),
        "facts": _texts(around.fact_ids),
        "exhibits": _texts(around.exhibit_ids),
    }


async def _check_around(matter: Matter, around: Around) -> None:
    for kind, ids in (
        (Claim, around.claim_ids),
        (AgreedFact, around.fact_ids),
        (Exhibit, around.exhibit_ids),
    ):
        if await _count(kind, matter, ids) != len(ids):
            raise NotValid(fields={"around": Problem("record.not_in_this_matter")})


async def _count(
    kind: type[Claim] | type[AgreedFact] | type[Exhibit], matter: Matter, ids: Iterable[UUID]
) -> int:
    return await kind.filter(matter_id=matter.id, id__in=list(ids)).count()
