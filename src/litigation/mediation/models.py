"""What is remembered of a mediation, and who may look at it."""

from datetime import date, datetime
from uuid import UUID

from tortoise import fields
from tortoise.expressions import Q
from tortoise.indexes import Index

from commons.access.actor import Actor, Permission
from commons.almanac import SHANGHAI
from commons.db import Row, SealedTextField, UtcDatetimeField
from commons.errors import NotAllowed, NotFound
from litigation.mediation.clocks import ClockFacts, Pause
from litigation.mediation.ending import EndReason
from litigation.mediation.opening_models import Draft, MatterCount
from litigation.mediation.party_models import (
    Consent,
    ContactAttempt,
    IdentityCheck,
    Party,
    Questionnaire,
    Representative,
)
from litigation.mediation.party_views import (
    Particulars,
    PartyView,
    RepresentativeView,
    particulars_of,
    parties_of,
)
from litigation.mediation.rules import (
    ConflictKind,
    OrganisationKind,
    Origin,
    Procedure,
    Stage,
    Track,
)

__all__ = [
    "Appraisal",
    "Consent",
    "ContactAttempt",
    "Declaration",
    "Draft",
    "Extension",
    "IdentityCheck",
    "Matter",
    "MatterCount",
    "Particulars",
    "Party",
    "PartyView",
    "Questionnaire",
    "Representative",
    "RepresentativeView",
    "access_mediation",
    "is_own",
    "particulars_of",
    "parties_of",
    "party_of",
    "visible_to",
]

_MATTER = "island.Matter"
# What only the matter's own mediator may do, whatever else somebody's role allows.
OWN_ONLY = frozenset({Permission.MEDIATION_CONFIDENCES, Permission.MEDIATION_WRITE})


class Matter(Row):
    """One mediation, from registration to its end and what followed."""

    number = fields.CharField(max_length=40, unique=True)
    origin = fields.CharEnumField(Origin, max_length=20)
    track = fields.CharEnumField(Track, max_length=20)
    procedure = fields.CharEnumField(Procedure, max_length=20, null=True)
    case_number = fields.CharField(max_length=60, default="")
    organisation_id = fields.UUIDField()
    organisation_kind = fields.CharEnumField(OrganisationKind, max_length=20)
    mediator_id = fields.UUIDField(null=True)
    mediator_name = fields.CharField(max_length=100, default="")
    former_mediators = fields.JSONField[list[str]](default=list)
    island = fields.CharField(max_length=60)
    cause = fields.CharField(max_length=100)
    summary = SealedTextField[str](default="")
    stage = fields.CharEnumField(Stage, max_length=20)
    opened_by = fields.UUIDField()
    opened_at = UtcDatetimeField[datetime]()
    registered_on = fields.DateField()
    offered_on = fields.DateField(null=True)
    taken_on = fields.DateField(null=True)  # by the present mediator
    accepted_on = fields.DateField(null=True)
    materials_on = fields.DateField(null=True)
    contacted_on = fields.DateField(null=True)
    warned_at = UtcDatetimeField[datetime | None](null=True)
    begun_at = UtcDatetimeField[datetime | None](null=True)
    term_due_on = fields.DateField(null=True)
    next_due_on = fields.DateField()
    term_provisional = fields.BooleanField(default=False)
    closed_on = fields.DateField(null=True)
    end_reason = fields.CharEnumField(EndReason, max_length=20, null=True)
    end_party_id = fields.UUIDField(null=True)
    explanation = SealedTextField[str](default="")
    costly_conduct = SealedTextField[str](default="")
    court_hints = SealedTextField[str](default="")
    effective_at = UtcDatetimeField[datetime | None](null=True)
    asked_confirmation_on = fields.DateField(null=True)
    decided_confirmation_on = fields.DateField(null=True)
    ruling_number = fields.CharField(max_length=60, default="")
    broken_on = fields.DateField(null=True)
    broken_by_id = fields.UUIDField(null=True)
    broken_words = SealedTextField[str](default="")
    performance_due_on = fields.DateField(null=True)

    class Meta:
        table = "mediation_matter"
        indexes = [
            Index(fields=("organisation_id", "stage", "next_due_on")),
            Index(fields=("mediator_id", "stage", "next_due_on")),
        ]

    def clock_facts(self, *, extension_days: int, pauses: tuple[Pause, ...]) -> ClockFacts:
        return ClockFacts(
            track=self.track,
            procedure=self.procedure,
            registered_on=self.registered_on,
            offered_on=self.offered_on,
            taken_on=self.taken_on,
            accepted_on=self.accepted_on,
            materials_on=self.materials_on,
            contacted_on=self.contacted_on,
            extension_days=extension_days,
            pauses=pauses,
            closed_on=self.closed_on,
            effective_on=self.effective_on,
            asked_confirmation_on=self.asked_confirmation_on,
        )

    @property
    def effective_on(self) -> date | None:
        """The Shanghai day of the last signature."""
        return self.effective_at.astimezone(SHANGHAI).date() if self.effective_at else None

    @property
    def subject(self) -> str:
        return f"mediation:{self.id}"


class Declaration(Row):
    """What a mediator disclosed before accepting. Rows are only ever added."""

    matter_id: UUID
    matter: fields.ForeignKeyRelation[Matter] = fields.ForeignKeyField(
        _MATTER, related_name="declarations", on_delete=fields.OnDelete.RESTRICT
    )
    mediator_id = fields.UUIDField()
    kind = fields.CharEnumField(ConflictKind, max_length=20)
    words = SealedTextField[str](default="")
    agreed_by = fields.JSONField[list[str]](default=list)
    declared_at = UtcDatetimeField[datetime]()
    place = fields.IntField()

    class Meta:
        table = "mediation_declaration"
        ordering = ["place"]
        indexes = [Index(fields=("matter_id",))]


class Extension(Row):
    """A longer term, and the parties who agreed to it."""

    matter_id: UUID
    matter: fields.ForeignKeyRelation[Matter] = fields.ForeignKeyField(
        _MATTER, related_name="extensions", on_delete=fields.OnDelete.RESTRICT
    )
    days = fields.IntField()
    agreed_by = fields.JSONField[list[str]](default=list)
    agreed_on = fields.DateField()

    class Meta:
        table = "mediation_extension"
        ordering = ["agreed_on", "id"]
        indexes = [Index(fields=("matter_id",))]


class Appraisal(Row):
    """An appraisal; while it runs the term stands still."""

    matter_id: UUID
    matter: fields.ForeignKeyRelation[Matter] = fields.ForeignKeyField(
        _MATTER, related_name="appraisals", on_delete=fields.OnDelete.RESTRICT
    )
    subject_of = fields.CharField(max_length=200)
    from_on = fields.DateField()
    to_on = fields.DateField(null=True)

    class Meta:
        table = "mediation_appraisal"
        ordering = ["from_on", "id"]
        indexes = [Index(fields=("matter_id",))]


async def access_mediation(
    actor: Actor, matter_id: UUID, permission: Permission, *, lock: bool = False
) -> Matter:
    """Hand out a matter, the only way to one: strangers learn nothing, onlookers may not touch."""
    rows = Matter.filter(id=matter_id)
    row = await (rows.select_for_update() if lock else rows).first()
    if row is None or not _may_see(actor, row):
        raise NotFound("mediation.not_found")
    if not _may(actor, row, permission):
        raise NotAllowed("access.not_yours", permission=permission.value)
    return row


async def party_of(matter: Matter, party_id: UUID, *, lock: bool = False) -> Party:
    rows = Party.filter(id=party_id, matter_id=matter.id)
    row = await (rows.select_for_update() if lock else rows).first()
    if row is None:
        raise NotFound("mediation.party_not_found")
    return row


def visible_to(actor: Actor) -> Q:
    """Put the rule of `access_mediation` as a filter, for lists."""
    if actor.is_service:
        return Q()
    see = actor.reach.get(Permission.MEDIATION_SEE, frozenset())
    see_all = actor.reach.get(Permission.MEDIATION_SEE_ALL, frozenset()) & see
    own = Q(mediator_id=actor.account_id) | Q(mediator_id=None, opened_by=actor.account_id)
    return Q(organisation_id__in=sorted(see_all)) | (own & Q(organisation_id__in=sorted(see)))


def _may_see(actor: Actor, row: Matter) -> bool:
    if not actor.may(Permission.MEDIATION_SEE, row.organisation_id):
        return False
    return is_own(actor, row) or actor.may(Permission.MEDIATION_SEE_ALL, row.organisation_id)


def _may(actor: Actor, row: Matter, permission: Permission) -> bool:
    if permission in OWN_ONLY and not is_own(actor, row):
        return actor.is_service and permission is not Permission.MEDIATION_CONFIDENCES
    return actor.may(permission, row.organisation_id)


def is_own(actor: Actor, row: Matter) -> bool:
    # Until a mediator is picked, the matter is in the hands of the one who wrote it down.
    holder = row.mediator_id or row.opened_by
    return actor.account_id is not None and holder == actor.account_id
