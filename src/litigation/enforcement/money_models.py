"""What is remembered of an enforcement's course: measures, money, instalments, shares."""

from datetime import datetime
from typing import Any
from uuid import UUID

from tortoise import fields
from tortoise.indexes import Index

from commons.db import Row, SealedTextField, UtcDatetimeField
from litigation.enforcement.rules import Came, Measure
from litigation.enforcement.sharing import Method

_ENFORCEMENT, _SHARING = "island.Enforcement", "island.MoneySharing"


class EnforcementStep(Row):
    """One measure of the court. Rows are only ever added; lifting one is another row."""

    enforcement_id: UUID
    enforcement: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        _ENFORCEMENT, related_name="steps", on_delete=fields.OnDelete.RESTRICT
    )
    measure = fields.CharEnumField(Measure, max_length=20)
    on = fields.DateField()
    until_on = fields.DateField(null=True)
    target = SealedTextField[str](default="")
    words = SealedTextField[str](default="")
    lifts_id = fields.UUIDField(null=True, unique=True)  # the measure that this row ends
    noted_by = fields.CharField(max_length=100)
    noted_at = UtcDatetimeField[datetime]()
    form_key = fields.UUIDField(unique=True)

    class Meta:
        table = "enforcement_step"
        ordering = ["on", "noted_at", "id"]
        indexes = [Index(fields=("enforcement_id", "on"))]


class EnforcementMoney(Row):
    """Money that came in. Rows are only ever added; a mistake is taken back by another row."""

    enforcement_id: UUID
    enforcement: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        _ENFORCEMENT, related_name="money", on_delete=fields.OnDelete.RESTRICT
    )
    amount_fen = fields.BigIntField()  # negative in the row that takes another one back
    received_on = fields.DateField()
    came = fields.CharEnumField(Came, max_length=20)
    words = SealedTextField[str](default="")
    reverses_id = fields.UUIDField(null=True, unique=True)
    noted_by = fields.CharField(max_length=100)
    noted_at = UtcDatetimeField[datetime]()
    form_key = fields.UUIDField(unique=True)

    class Meta:
        table = "enforcement_money"
        ordering = ["received_on", "noted_at", "id"]
        indexes = [Index(fields=("enforcement_id", "received_on"))]


class SettlementPart(Row):
    """One part of a settlement: how much until when."""

    enforcement_id: UUID
    enforcement: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        _ENFORCEMENT, related_name="settlement_parts", on_delete=fields.OnDelete.RESTRICT
    )
    plan = fields.IntField()  # a second settlement makes a second plan
    due_on = fields.DateField()
    amount_fen = fields.BigIntField()

    class Meta:
        table = "enforcement_settlement_part"
        ordering = ["plan", "due_on"]
        unique_together = (("enforcement_id", "plan", "due_on"),)


class MoneySharing(Row):
    """A plan that shares one debtor's money among the creditors of several enforcements."""

    organisation_id = fields.UUIDField()
    host: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        _ENFORCEMENT, related_name="sharings", on_delete=fields.OnDelete.RESTRICT
    )
    host_id: UUID
    debtor = fields.CharField(max_length=100)
    method = fields.CharEnumField(Method, max_length=20)
    available_fen = fields.BigIntField()
    costs_fen = fields.BigIntField(default=0)
    received_on = fields.DateField()
    object_until_on = fields.DateField()
    objection = SealedTextField[str](default="")
    final_on = fields.DateField(null=True)
    dropped_on = fields.DateField(null=True)
    # One plan under way for one host: empty again when it is final or dropped.
    open_key = fields.CharField(max_length=60, null=True, unique=True)
    made_by = fields.CharField(max_length=100)
    made_at = UtcDatetimeField[datetime]()

    class Meta:
        table = "enforcement_sharing"
        ordering = ["-made_at", "id"]
        indexes = [Index(fields=("host_id",))]


class MoneyShare(Row):
    """What one enforcement gets of a sharing."""

    sharing_id: UUID
    sharing: fields.ForeignKeyRelation[MoneySharing] = fields.ForeignKeyField(
        _SHARING, related_name="shares", on_delete=fields.OnDelete.RESTRICT
    )
    enforcement_id: UUID
    enforcement: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        _ENFORCEMENT, related_name="shares", on_delete=fields.OnDelete.RESTRICT
    )
    name = fields.CharField(max_length=300)
    is_preferred = fields.BooleanField(default=False)
    place = fields.IntField()
    debt_fen = fields.BigIntField()
    late_fen = fields.BigIntField()
    gets_fen = fields.BigIntField()

    class Meta:
        table = "enforcement_share"
        ordering = ["place", "id"]
        unique_together = (("sharing_id", "enforcement_id"),)
