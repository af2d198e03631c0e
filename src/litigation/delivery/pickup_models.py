"""What is remembered while a recipient picks up a paper: the visit, the codes, what was spent."""

from datetime import datetime

from tortoise import fields
from tortoise.indexes import Index

from commons.db import Plain, Row, SealedBytesField, SealedTextField, UtcDatetimeField


class Pickup(Row):
    """One browser at the counter, from the code to the file. The token is kept as a fingerprint."""

    token_fingerprint = fields.CharField(max_length=64, unique=True)
    code_fingerprint = fields.CharField(max_length=64)
    is_careful = fields.BooleanField(default=False)  # the whole phone number is asked
    delivery_id = fields.UUIDField(null=True)  # known once the second factor was right
    needs_identity = fields.BooleanField(default=False)
    verified_at = UtcDatetimeField[datetime | None](null=True)
    downloads = fields.IntField(default=0)
    began_at = UtcDatetimeField[datetime]()
    expires_at = UtcDatetimeField[datetime]()

    class Meta:
        table = "delivery_pickup"
        indexes = [Index(fields=("expires_at",))]


class Otp(Row):
    """Six digits for one visit and one recipient. Without a recipient it is a decoy."""

    pickup_id = fields.UUIDField()
    delivery_id = fields.UUIDField(null=True)
    digits = SealedTextField[str | None](null=True)  # forgotten as soon as they were sent
    fingerprint = fields.CharField(max_length=64)
    tries_left = fields.IntField()
    made_at = UtcDatetimeField[datetime]()
    expires_at = UtcDatetimeField[datetime]()
    used_at = UtcDatetimeField[datetime | None](null=True)
    sent_at = UtcDatetimeField[datetime | None](null=True)

    class Meta:
        table = "delivery_otp"
        indexes = [Index(fields=("pickup_id", "expires_at")), Index(fields=("expires_at",))]


class Spending(Row):
    """How much of one budget one key has used in one window of time."""

    key = fields.CharField(max_length=120)
    window = fields.BigIntField()
    spent = fields.IntField(default=0)
    last_at = UtcDatetimeField[datetime]()

    class Meta:
        table = "delivery_spending"
        unique_together = (("key", "window"),)
        indexes = [Index(fields=("last_at",))]


class CallbackNote(Row):
    """What a provider posted to us, word for word: written down at once, understood later."""

    provider = fields.CharField(max_length=40)
    received_at = UtcDatetimeField[datetime]()
    body = SealedBytesField[Plain]()
    done_at = UtcDatetimeField[datetime | None](null=True)

    class Meta:
        table = "delivery_callback"
