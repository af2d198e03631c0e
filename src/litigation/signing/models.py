"""What is remembered before a signature: the terms of an agreement, and what was read out."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from tortoise import fields
from tortoise.indexes import Index

from commons.db import Row, SealedJsonField, SealedTextField, UtcDatetimeField
from litigation.mediation.models import Matter
from litigation.signing.rules import Heard, Term

_MATTER = "island.Matter"
HEARD_MAX = 20_000


class AgreementTerms(Row):
    """The promises of one matter as they will stand in the agreement."""

    matter_id: UUID
    matter: fields.OneToOneRelation[Matter] = fields.OneToOneField(
        _MATTER, related_name="agreement_terms", on_delete=fields.OnDelete.RESTRICT
    )
    terms = SealedJsonField[list[dict[str, Any]]]()
    facts = SealedTextField[str](default="")
    default_clause = SealedTextField[str](default="")
    costs = SealedTextField[str](default="")
    wants_confirmation = fields.BooleanField(default=True)
    written_at = UtcDatetimeField[datetime]()

    class Meta:
        table = "signing_terms"

    def term_list(self) -> tuple[Term, ...]:
        return tuple(
            Term(
                debtor=one["debtor"],
                creditor=one["creditor"],
                what=one["what"],
                amount_fen=one["amount_fen"],
                due_on=date.fromisoformat(one["due_on"]) if one["due_on"] else None,
                method=one["method"],
            )
            for one in self.terms
        )


def term_json(term: Term) -> dict[str, Any]:
    return {
        "debtor": term.debtor,
        "creditor": term.creditor,
        "what": term.what,
        "amount_fen": term.amount_fen,
        "due_on": term.due_on.isoformat() if term.due_on else None,
        "method": term.method,
    }


class HeardTick(Row):
    """A party's tick under one paragraph that was read out. Rows are only ever added."""

    matter_id: UUID
    matter: fields.ForeignKeyRelation[Matter] = fields.ForeignKeyField(
        _MATTER, related_name="heard_ticks", on_delete=fields.OnDelete.RESTRICT
    )
    party_id = fields.UUIDField()
    paragraph = fields.IntField()
    content_sha256 = fields.CharField(max_length=64)
    heard_at = UtcDatetimeField[datetime]()

    class Meta:
        table = "signing_heard_tick"
        unique_together = (("matter_id", "party_id", "paragraph", "content_sha256"),)
        indexes = [Index(fields=("matter_id",))]


async def terms_of(matter_id: UUID) -> AgreementTerms | None:
    return await AgreementTerms.get_or_none(matter_id=matter_id)


async def heard_in(matter_id: UUID) -> tuple[Heard, ...]:
    rows = await HeardTick.filter(matter_id=matter_id).order_by("paragraph").limit(HEARD_MAX)
    return tuple(Heard(str(row.party_id), row.paragraph, row.content_sha256) for row in rows)
