"""What is remembered of the people in a matter: who they are, who speaks for them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from tortoise import fields
from tortoise.indexes import Index

from commons.db import Row, SealedJsonField, SealedTextField, UtcDatetimeField
from litigation.mediation.authority import AuthorityKind, AuthorityPaper, Scope
from litigation.mediation.parties import (
    Channel,
    CheckedFor,
    CheckedHow,
    ConsentAnswer,
    ConsentHow,
    ConsentStep,
    EServiceBasis,
    Level,
    Outcome,
    PartyKind,
    Side,
)

# Under these names equal numbers, phones and addresses are found without being readable.
NUMBER = "person-number"
PHONE = "person-phone"
ADDRESS = "person-address"

_MATTER = "island.Matter"
_PARTY = "island.Party"


class Party(Row):
    """One party. The name is readable for search; number, phone and address are sealed."""

    matter_id: UUID
    matter: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        _MATTER, related_name="parties", on_delete=fields.OnDelete.RESTRICT
    )
    side = fields.CharEnumField(Side, max_length=20)
    kind = fields.CharEnumField(PartyKind, max_length=20)
    name = fields.CharField(max_length=100)
    number = SealedTextField[str | None](null=True)
    number_kind = fields.CharField(max_length=40, default="")
    number_masked = fields.CharField(max_length=40, default="")
    number_fingerprint = fields.CharField(max_length=64, default="")
    phone = SealedTextField[str | None](null=True)
    phone_masked = fields.CharField(max_length=40, default="")
    phone_fingerprint = fields.CharField(max_length=64, default="")
    address = SealedTextField[str | None](null=True)
    address_fingerprint = fields.CharField(max_length=64, default="")
    born_on = fields.DateField(null=True)
    e_address = SealedTextField[str | None](null=True)
    e_basis = fields.CharEnumField(EServiceBasis, max_length=20, null=True)
    added_at = UtcDatetimeField[datetime]()
    place = fields.IntField()  # in the order in which they were written down

    class Meta:
        table = "mediation_party"
        ordering = ["place"]
        indexes = [
            Index(fields=("matter_id",)),
            Index(fields=("name",)),
            Index(fields=("number_fingerprint",)),
            Index(fields=("phone_fingerprint",)),
        ]


class Representative(Row):
    """Somebody who speaks for a party, and the paper that shows it."""

    party_id: UUID
    party: fields.ForeignKeyRelation[Party] = fields.ForeignKeyField(
        _PARTY, related_name="representatives", on_delete=fields.OnDelete.RESTRICT
    )
    name = fields.CharField(max_length=100)
    number = SealedTextField[str | None](null=True)
    number_masked = fields.CharField(max_length=40, default="")
    number_fingerprint = fields.CharField(max_length=64, default="")
    phone = SealedTextField[str | None](null=True)
    phone_masked = fields.CharField(max_length=40, default="")
    phone_fingerprint = fields.CharField(max_length=64, default="")
    kind = fields.CharEnumField(AuthorityKind, max_length=30)
    paper = fields.CharEnumField(AuthorityPaper, max_length=40)
    scope = fields.CharEnumField(Scope, max_length=20)
    powers = fields.JSONField[list[str]](default=list)
    wording = fields.CharField(max_length=500, default="")
    ends_on = fields.DateField(null=True)
    ended_at = UtcDatetimeField[datetime | None](null=True)
    added_at = UtcDatetimeField[datetime]()
    place = fields.IntField()  # in the order in which they were written down

    class Meta:
        table = "mediation_representative"
        ordering = ["place"]
        indexes = [
            Index(fields=("party_id",)),
            Index(fields=("number_fingerprint",)),
            Index(fields=("phone_fingerprint",)),
            Index(fields=("name",)),
        ]


class Consent(Row):
    """One answer to one step. Rows are only ever added."""

    party_id: UUID
    party: fields.ForeignKeyRelation[Party] = fields.ForeignKeyField(
        _PARTY, related_name="consents", on_delete=fields.OnDelete.RESTRICT
    )
    step = fields.CharEnumField(ConsentStep, max_length=20)
    answer = fields.CharEnumField(ConsentAnswer, max_length=20)
    how = fields.CharEnumField(ConsentHow, max_length=20)
    spoken_by = fields.CharField(max_length=100, default="")
    given_at = UtcDatetimeField[datetime]()
    taken_by = fields.UUIDField()
    place = fields.IntField()  # in the order in which they were written down

    class Meta:
        table = "mediation_consent"
        ordering = ["place"]
        indexes = [Index(fields=("party_id",))]


class IdentityCheck(Row):
    """How and by whom somebody's identity was checked before a step."""

    party_id: UUID
    party: fields.ForeignKeyRelation[Party] = fields.ForeignKeyField(
        _PARTY, related_name="checks", on_delete=fields.OnDelete.RESTRICT
    )
    representative_id = fields.UUIDField(null=True)
    checked_for = fields.CharEnumField(CheckedFor, max_length=20)
    how = fields.CharEnumField(CheckedHow, max_length=20)
    level = fields.CharEnumField(Level, max_length=20)
    checked_at = UtcDatetimeField[datetime]()
    checked_by = fields.UUIDField()
    checked_by_name = fields.CharField(max_length=100)
    place = fields.IntField()  # in the order in which they were written down

    class Meta:
        table = "mediation_identity_check"
        ordering = ["place"]
        indexes = [Index(fields=("party_id",))]


class ContactAttempt(Row):
    """One try to reach a party, and what came of it."""

    party_id: UUID
    party: fields.ForeignKeyRelation[Party] = fields.ForeignKeyField(
        _PARTY, related_name="attempts", on_delete=fields.OnDelete.RESTRICT
    )
    channel = fields.CharEnumField(Channel, max_length=20)
    outcome = fields.CharEnumField(Outcome, max_length=20)
    tried_at = UtcDatetimeField[datetime]()
    note = SealedTextField[str | None](null=True)
    recorded_by = fields.UUIDField()
    place = fields.IntField()  # in the order in which they were written down

    class Meta:
        table = "mediation_contact_attempt"
        ordering = ["place"]
        indexes = [Index(fields=("party_id",))]


class Questionnaire(Row):
    """What a side was asked before a day is fixed; or why it could not be asked."""

    party_id: UUID
    party: fields.OneToOneRelation[Party] = fields.OneToOneField(
        _PARTY, related_name="questionnaire", on_delete=fields.OnDelete.RESTRICT
    )
    impossible_days = fields.JSONField[list[str]](default=list)
    second_contact = SealedJsonField[dict[str, str]](default=dict)
    support = fields.JSONField[list[str]](default=list)
    interpreter = fields.CharField(max_length=60, default="")
    reached = fields.BooleanField(default=True)
    unreached_reason = fields.CharField(max_length=500, default="")
    asked_at = UtcDatetimeField[datetime]()

    class Meta:
        table = "mediation_questionnaire"
