"""What a case is made of: its parties, claims, agreed facts, exhibits, and what was moved."""

from datetime import datetime
from typing import Any
from uuid import UUID

from tortoise import fields
from tortoise.indexes import Index

from commons import vault
from commons.db import Row, SealedJsonField, SealedTextField, UtcDatetimeField
from litigation.cases.motions import MotionKind, MotionStage
from litigation.cases.pleading import ClaimStage, Domicile
from litigation.cases.rules import Side
from litigation.mediation.parties import EServiceBasis, PartyKind

_CASE = "island.Case"
TAIL = 4


def print_tail(phone: str) -> str:
    """Take the print under which the end of a telephone number is found."""
    return vault.fingerprint("person-phone-tail", phone[-TAIL:])


class CaseParty(Row):
    """One party of a case, and who speaks for it; numbers, phones and addresses are sealed."""

    case_id: UUID
    case: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        _CASE, related_name="parties", on_delete=fields.OnDelete.RESTRICT
    )
    side = fields.CharEnumField(Side, max_length=20)
    kind = fields.CharEnumField(PartyKind, max_length=20)
    name = fields.CharField(max_length=100)
    account_id = fields.UUIDField(null=True)
    number = SealedTextField[str | None](null=True)
    number_kind = fields.CharField(max_length=40, default="")
    number_masked = fields.CharField(max_length=40, default="")
    number_fingerprint = fields.CharField(max_length=64, default="")
    phone = SealedTextField[str | None](null=True)
    phone_masked = fields.CharField(max_length=40, default="")
    phone_fingerprint = fields.CharField(max_length=64, default="")
    phone_tail_fingerprint = fields.CharField(max_length=64, default="")  # of its last four digits
    address = SealedTextField[str | None](null=True)
    e_address = SealedTextField[str | None](null=True)
    e_basis = fields.CharEnumField(EServiceBasis, max_length=20, null=True)
    domicile = fields.CharEnumField(Domicile, max_length=20, default=Domicile.MAINLAND)
    is_missing = fields.BooleanField(default=False)  # whereabouts unknown
    agent_name = fields.CharField(max_length=100, default="")
    agent_account_id = fields.UUIDField(null=True)
    copies_on = fields.DateField(null=True)  # when the copy of the complaint reached it
    mediation_party_id = fields.UUIDField(null=True)
    place = fields.IntField()  # in the order in which they were written down

    class Meta:
        table = "cases_party"
        ordering = ["place"]
        indexes = [
            Index(fields=("case_id",)),
            Index(fields=("account_id",)),
            Index(fields=("name",)),
            Index(fields=("number_fingerprint",)),
            Index(fields=("phone_fingerprint",)),
            Index(fields=("phone_tail_fingerprint",)),
        ]


class NamePart(Row):
    """Two neighbouring letters of a party's name: a part of a name is found without reading all."""

    case_id = fields.UUIDField()
    party_id = fields.UUIDField()
    part = fields.CharField(max_length=2)

    class Meta:
        table = "cases_name_part"
        indexes = [Index(fields=("part", "case_id", "party_id"))]


class CaseClaim(Row):
    """What one party asks of the other; a change leaves the old claim on record."""

    case_id: UUID
    case: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        _CASE, related_name="claims", on_delete=fields.OnDelete.RESTRICT
    )
    side = fields.CharEnumField(Side, max_length=20)
    item = fields.CharField(max_length=300)
    amount_fen = fields.BigIntField(null=True)
    basis = SealedTextField[str](default="")
    is_counter = fields.BooleanField(default=False)
    stage = fields.CharEnumField(ClaimStage, max_length=20, default=ClaimStage.STANDING)
    motion_id = fields.UUIDField(null=True)  # by which it came or went
    made_on = fields.DateField()
    ended_on = fields.DateField(null=True)
    place = fields.IntField()

    class Meta:
        table = "cases_claim"
        ordering = ["place"]
        indexes = [Index(fields=("case_id",))]


class CaseFact(Row):
    """A fact that both sides had fixed in writing before; nothing else crosses over."""

    case_id: UUID
    case: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        _CASE, related_name="agreed_facts", on_delete=fields.OnDelete.RESTRICT
    )
    text = SealedTextField[str]()
    paper_id = fields.UUIDField()  # the signed paper on which it stands
    mediation_fact_id = fields.UUIDField()
    place = fields.IntField()

    class Meta:
        table = "cases_fact"
        ordering = ["place"]
        indexes = [Index(fields=("case_id",))]


class CaseExhibit(Row):
    """One piece of evidence as it is listed: what it is, whence, and what it shall show."""

    case_id: UUID
    case: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        _CASE, related_name="exhibits", on_delete=fields.OnDelete.RESTRICT
    )
    side = fields.CharEnumField(Side, max_length=20)
    name = fields.CharField(max_length=300)
    source = fields.CharField(max_length=300, default="")
    purpose = SealedTextField[str](default="")
    mediation_exhibit_id = fields.UUIDField(null=True)
    listed_on = fields.DateField()
    place = fields.IntField()

    class Meta:
        table = "cases_exhibit"
        ordering = ["place"]
        indexes = [Index(fields=("case_id",))]


class Motion(Row):
    """What a party did or asked for in a case, and what the court decided about it."""

    case_id: UUID
    case: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        _CASE, related_name="motions", on_delete=fields.OnDelete.RESTRICT
    )
    kind = fields.CharEnumField(MotionKind, max_length=30)
    stage = fields.CharEnumField(MotionStage, max_length=20)
    party_id = fields.UUIDField(null=True)
    party_name = fields.CharField(max_length=100, default="")
    words = SealedTextField[str](default="")
    asked = SealedJsonField[dict[str, Any]](default=dict)  # e.g. the claims it would bring
    made_on = fields.DateField()
    made_at = UtcDatetimeField[datetime]()
    made_by = fields.UUIDField(null=True)
    form_key = fields.UUIDField(unique=True)  # pressing twice makes one motion
    decided_on = fields.DateField(null=True)
    decided_by = fields.UUIDField(null=True)
    decision = SealedTextField[str](default="")
    place = fields.IntField()

    class Meta:
        table = "cases_motion"
        ordering = ["place"]
        indexes = [Index(fields=("case_id",))]
