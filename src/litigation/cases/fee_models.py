"""What is remembered of the court fee: notices, payments, relief asked for, and refunds."""

from datetime import datetime
from typing import Any
from uuid import UUID

from tortoise import fields
from tortoise.indexes import Index

from commons.db import Row, SealedTextField, UtcDatetimeField
from litigation.cases.charging import (
    NoticeFacts,
    NoticeKind,
    NoticeStage,
    PaymentStage,
    PaymentWay,
    RefundGround,
    ReliefGround,
    ReliefKind,
    ReliefStage,
)

_CASE = "island.Case"
_NOTICE = "island.FeeNotice"


class FeeNotice(Row):
    """One demand for a fee: how much, why, until when, and what became of it."""

    case_id: UUID
    case: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        _CASE, related_name="fee_notices", on_delete=fields.OnDelete.RESTRICT
    )
    kind = fields.CharEnumField(NoticeKind, max_length=20)
    stage = fields.CharEnumField(NoticeStage, max_length=20)
    party_id = fields.UUIDField()  # who has to pay
    party_name = fields.CharField(max_length=100)
    whole_fen = fields.BigIntField()  # what the whole claim costs, before what was paid
    fee_fen = fields.BigIntField()  # what is asked for now
    fee_fen_max = fields.BigIntField()  # where the province has not fixed it
    lines = fields.JSONField[list[dict[str, Any]]](default=list)  # reason and facts of each step
    issued_on = fields.DateField()
    due_on = fields.DateField()
    provisional = fields.BooleanField(default=False)
    paid_fen = fields.BigIntField(default=0)
    waived_fen = fields.BigIntField(default=0)
    deferred_to_on = fields.DateField(null=True)
    settled_on = fields.DateField(null=True)
    place = fields.IntField()

    class Meta:
        table = "cases_fee_notice"
        ordering = ["place"]
        indexes = [Index(fields=("case_id",)), Index(fields=("stage", "due_on"))]

    def facts(self, *, has_open_relief: bool) -> NoticeFacts:
        return NoticeFacts(
            stage=self.stage,
            fee_fen=self.fee_fen,
            paid_fen=self.paid_fen,
            waived_fen=self.waived_fen,
            due_on=self.due_on,
            has_open_relief=has_open_relief,
        )


class FeePayment(Row):
    """One collection of money: asked for, and paid only when the bank was asked and said so."""

    notice_id: UUID
    notice: fields.ForeignKeyRelation[FeeNotice] = fields.ForeignKeyField(
        _NOTICE, related_name="payments", on_delete=fields.OnDelete.RESTRICT
    )
    key = fields.CharField(max_length=64, unique=True)
    way = fields.CharEnumField(PaymentWay, max_length=20)
    stage = fields.CharEnumField(PaymentStage, max_length=20)
    amount_fen = fields.BigIntField()
    reference = fields.CharField(max_length=200, default="")
    pay_url = fields.CharField(max_length=500, default="")
    receipt_number = fields.CharField(max_length=60, default="")
    place_of = fields.CharField(max_length=100, default="")  # where it was taken on the spot
    taken_by = fields.UUIDField(null=True)
    asked_at = UtcDatetimeField[datetime]()
    bank_asked_at = UtcDatetimeField[datetime | None](null=True)
    verified_at = UtcDatetimeField[datetime | None](null=True)
    words = fields.CharField(max_length=200, default="")  # the provider's, when it failed

    class Meta:
        table = "cases_fee_payment"
        indexes = [Index(fields=("notice_id",)), Index(fields=("reference",))]


class FeeRelief(Row):
    """Somebody asked to pay later, less or nothing; while it is open no fee lapses."""

    notice_id: UUID
    notice: fields.ForeignKeyRelation[FeeNotice] = fields.ForeignKeyField(
        _NOTICE, related_name="reliefs", on_delete=fields.OnDelete.RESTRICT
    )
    kind = fields.CharEnumField(ReliefKind, max_length=20)
    ground = fields.CharEnumField(ReliefGround, max_length=30)
    stage = fields.CharEnumField(ReliefStage, max_length=20)
    words = SealedTextField[str](default="")
    asked_on = fields.DateField()
    asked_by = fields.UUIDField(null=True)
    granted_fen = fields.BigIntField(default=0)
    until_on = fields.DateField(null=True)
    decided_on = fields.DateField(null=True)
    decided_by = fields.UUIDField(null=True)
    reason = SealedTextField[str](default="")

    class Meta:
        table = "cases_fee_relief"
        indexes = [Index(fields=("notice_id",))]


class FeeRefund(Row):
    """Money the court owes back, until when, and the bank's number once it went."""

    case_id: UUID
    case: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        _CASE, related_name="fee_refunds", on_delete=fields.OnDelete.RESTRICT
    )
    ground = fields.CharEnumField(RefundGround, max_length=30)
    party_name = fields.CharField(max_length=100)
    amount_fen = fields.BigIntField()
    lines = fields.JSONField[list[dict[str, Any]]](default=list)
    owed_on = fields.DateField()
    due_on = fields.DateField()
    provisional = fields.BooleanField(default=False)
    paid_on = fields.DateField(null=True)
    reference = fields.CharField(max_length=200, default="")
    form_key = fields.UUIDField(unique=True)

    class Meta:
        table = "cases_fee_refund"
        indexes = [Index(fields=("case_id",))]
