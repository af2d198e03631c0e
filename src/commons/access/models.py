"""What is remembered about people, their accounts and roles, and the one tree of organisations."""

from datetime import date, datetime
from uuid import UUID

from tortoise import fields

from commons.access.actor import Role
from commons.access.places import (
    REASON_CHARACTERS_MAX,
    TITLE_CHARACTERS_MAX,
    OrganisationKind,
)
from commons.access.rules import LOGIN_CHARACTERS_MAX, HowSignedIn
from commons.db import Row, SealedTextField, UtcDatetimeField

DEVICE_CHARACTERS_MAX = 200
DIGEST_CHARACTERS = 64
PASSWORD_HASH_CHARACTERS_MAX = 200


class Person(Row):
    """A human being. Two accounts of one person are still one pair of eyes."""

    name = SealedTextField[str]()
    number = SealedTextField[str | None](null=True)
    number_fingerprint = fields.CharField(max_length=DIGEST_CHARACTERS, null=True, unique=True)
    phone = SealedTextField[str | None](null=True)

    class Meta:
        table = "access_person"


class Account(Row):
    """A way in for one person. Without a password hash it has not been enrolled yet."""

    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "island.Person", related_name="accounts", on_delete=fields.OnDelete.RESTRICT
    )
    person_id: UUID
    login = fields.CharField(max_length=LOGIN_CHARACTERS_MAX, unique=True)
    password_hash = fields.CharField(max_length=PASSWORD_HASH_CHARACTERS_MAX, null=True)
    totp_secret = SealedTextField[str | None](null=True)
    totp_next = SealedTextField[str | None](null=True)
    # The time step of the last code that was believed: a code is good once.
    totp_step = fields.BigIntField(default=0)
    language = fields.CharField(max_length=10, null=True)
    opened_at = UtcDatetimeField[datetime]()
    closed_at = UtcDatetimeField[datetime | None](null=True)
    grants: fields.ReverseRelation["Grant"]

    class Meta:
        table = "access_account"


class RecoveryCode(Row):
    """One of the codes on paper for the day the telephone lies in the sea."""

    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "island.Account", related_name="recovery_codes", on_delete=fields.OnDelete.RESTRICT
    )
    account_id: UUID
    fingerprint = fields.CharField(max_length=DIGEST_CHARACTERS)
    used_at = UtcDatetimeField[datetime | None](null=True)

    class Meta:
        table = "access_recovery_code"
        unique_together = (("account", "fingerprint"),)


class Invitation(Row):
    """A link, good once and for a day, by which a person sets password and second factor."""

    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "island.Account", related_name="invitations", on_delete=fields.OnDelete.RESTRICT
    )
    account_id: UUID
    token_hash = fields.CharField(max_length=DIGEST_CHARACTERS, unique=True)
    totp_secret = SealedTextField[str]()
    made_at = UtcDatetimeField[datetime]()
    ended_at = UtcDatetimeField[datetime | None](null=True)

    class Meta:
        table = "access_invitation"


class SignInBudget(Row):
    """How often an account or an address was tried in vain, shared by all processes."""

    key = fields.CharField(max_length=DIGEST_CHARACTERS, unique=True)
    failures = fields.IntField(default=0)
    last_at = UtcDatetimeField[datetime | None](null=True)
    waits_until = UtcDatetimeField[datetime | None](null=True)

    class Meta:
        table = "access_sign_in_budget"


class CodeStep(Row):
    """A sign-in between the right password and the code: ten minutes, five tries."""

    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "island.Account", related_name="code_steps", on_delete=fields.OnDelete.RESTRICT
    )
    account_id: UUID
    token_hash = fields.CharField(max_length=DIGEST_CHARACTERS, unique=True)
    begun_at = UtcDatetimeField[datetime]()
    tries = fields.IntField(default=0)
    ended_at = UtcDatetimeField[datetime | None](null=True)

    class Meta:
        table = "access_code_step"


class Session(Row):
    """One browser of one account. Only the hash of its token is kept; ending it is at once."""

    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "island.Account", related_name="sessions", on_delete=fields.OnDelete.RESTRICT
    )
    account_id: UUID
    token_hash = fields.CharField(max_length=DIGEST_CHARACTERS, unique=True)
    how = fields.CharEnumField(HowSignedIn, max_length=40)
    device = fields.CharField(max_length=DEVICE_CHARACTERS_MAX, default="")
    begun_at = UtcDatetimeField[datetime]()
    seen_at = UtcDatetimeField[datetime]()
    verified_at = UtcDatetimeField[datetime | None](null=True)
    ended_at = UtcDatetimeField[datetime | None](null=True)

    class Meta:
        table = "access_session"
        indexes = (("account_id", "ended_at"),)


class RevokedToken(Row):
    """A signed token that is no longer believed, by its `jti`; kept until it has expired."""

    token_id = fields.UUIDField(unique=True)
    expires_at = UtcDatetimeField[datetime]()

    class Meta:
        table = "access_revoked_token"


class Organisation(Row):
    """A court, tribunal, studio, centre, point, bureau, association or bar."""

    kind = fields.CharEnumField(OrganisationKind, max_length=40)
    title = fields.CharField(max_length=TITLE_CHARACTERS_MAX)
    parent: fields.ForeignKeyNullableRelation["Organisation"] = fields.ForeignKeyField(
        "island.Organisation", related_name="parts", on_delete=fields.OnDelete.RESTRICT, null=True
    )
    parent_id: UUID | None
    founded_at = UtcDatetimeField[datetime]()

    class Meta:
        table = "access_organisation"
        unique_together = (("parent", "title"),)


class Under(Row):
    """That one organisation stands under another, itself included: rights are one join away."""

    above: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        "island.Organisation", related_name="under", on_delete=fields.OnDelete.RESTRICT
    )
    above_id: UUID
    below: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        "island.Organisation", related_name="over", on_delete=fields.OnDelete.RESTRICT
    )
    below_id: UUID

    class Meta:
        table = "access_under"
        unique_together = (("above", "below"),)


class OrganisationMove(Row):
    """That an organisation came under another one: never changed, never removed."""

    organisation: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        "island.Organisation", related_name="moves", on_delete=fields.OnDelete.RESTRICT
    )
    organisation_id: UUID
    from_parent_id = fields.UUIDField(null=True)
    to_parent_id = fields.UUIDField()
    reason = fields.CharField(max_length=REASON_CHARACTERS_MAX)
    moved_at = UtcDatetimeField[datetime]()
    moved_by_id = fields.UUIDField(null=True)

    class Meta:
        table = "access_organisation_move"
        indexes = (("organisation_id", "moved_at"),)


class Grant(Row):
    """A role of one account in one organisation and all below it, from one day to another."""

    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "island.Account", related_name="grants", on_delete=fields.OnDelete.RESTRICT
    )
    account_id: UUID
    role = fields.CharEnumField(Role, max_length=40)
    organisation: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        "island.Organisation", related_name="grants", on_delete=fields.OnDelete.RESTRICT
    )
    organisation_id: UUID
    from_on = fields.DateField()
    until_on = fields.DateField(null=True)
    granted_by_id = fields.UUIDField(null=True)
    granted_at = UtcDatetimeField[datetime]()
    # Taken back before its last day: at once, even on the day it was given.
    ended_at = UtcDatetimeField[datetime | None](null=True)

    class Meta:
        table = "access_grant"
        indexes = (("account_id", "ended_at"), ("organisation_id", "ended_at"))

    def is_over(self, day: date) -> bool:
        return self.ended_at is not None or (self.until_on is not None and self.until_on < day)


class DutyTurn(Row):
    """Who is on duty where, from when to when."""

    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "island.Account", related_name="turns", on_delete=fields.OnDelete.RESTRICT
    )
    account_id: UUID
    organisation: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        "island.Organisation", related_name="turns", on_delete=fields.OnDelete.RESTRICT
    )
    organisation_id: UUID
    from_at = UtcDatetimeField[datetime]()
    until_at = UtcDatetimeField[datetime]()
    arranged_by_id = fields.UUIDField(null=True)
    cancelled_at = UtcDatetimeField[datetime | None](null=True)

    class Meta:
        table = "access_duty_turn"
        indexes = (("organisation_id", "from_at"), ("account_id", "from_at"))
