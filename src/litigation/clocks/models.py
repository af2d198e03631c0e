"""What is remembered of the clocks of a case, and who may look at them."""

from datetime import datetime
from uuid import UUID

from tortoise import fields
from tortoise.expressions import Q
from tortoise.indexes import Index

from commons.access.actor import Actor, Permission
from commons.db import Row, UtcDatetimeField
from commons.errors import NotAllowed, NotFound
from litigation.clocks.facts import ClockFacts, Longer, Span
from litigation.clocks.keys import ClockKey, Exclusion, Granter
from litigation.clocks.rules import (
    PART_MAX,
    TITLE_MAX,
    WORDS_MAX,
    Act,
    Queue,
    State,
    Subject,
)

_CLOCK = "island.Clock"
CLOCKS_OF_A_CASE_MAX = 500


class Clock(Row):
    """One clock of one case; `part` tells two of one kind apart, as two defendants' answers."""

    case_id = fields.UUIDField()
    key = fields.CharEnumField(ClockKey, max_length=40)
    part = fields.CharField(max_length=PART_MAX, default="")
    part_name = fields.CharField(max_length=100, default="")
    organisation_id = fields.UUIDField()
    title = fields.CharField(max_length=TITLE_MAX)
    holder_id = fields.UUIDField(null=True)
    holder_name = fields.CharField(max_length=100, default="")
    event_on = fields.DateField()
    event_at = UtcDatetimeField[datetime | None](null=True)
    since_on = fields.DateField()  # the event; where one counts back, the day it was set going
    facts = fields.JSONField[dict[str, int]](default=dict)
    state = fields.CharEnumField(State, max_length=20)
    queue = fields.CharEnumField(Queue, max_length=10)
    due_on = fields.DateField()
    ends_at = UtcDatetimeField[datetime]()
    amber_on = fields.DateField()
    near_on = fields.DateField()
    provisional = fields.BooleanField(default=False)
    still_since = fields.DateField(null=True)
    done_on = fields.DateField(null=True)  # met or stopped
    was_reminded = fields.BooleanField(default=False)
    alarm = fields.IntField(default=0)

    class Meta:
        table = "clock"
        unique_together = (("case_id", "key", "part"),)
        indexes = [
            # The inbox reads along one of these, past no row that it does not show: for one court,
            # for several, and for one holder. Measured with 100,000 clocks on both databases.
            Index(fields=("organisation_id", "queue", "ends_at", "id", "amber_on")),
            Index(fields=("queue", "ends_at", "id", "organisation_id", "amber_on")),
            Index(fields=("holder_id", "queue", "ends_at", "id", "organisation_id", "amber_on")),
            Index(fields=("key", "queue")),
        ]

    @property
    def subject(self) -> str:
        return f"case:{self.case_id}"

    def clock_facts(self, spans: tuple[Span, ...], longer: tuple[Longer, ...]) -> ClockFacts:
        return ClockFacts(
            key=self.key,
            event_on=self.event_on,
            event_at=self.event_at,
            length=self.facts.get("length"),
            travel_days=self.facts.get("travel_days", 0),
            spans=spans,
            longer=longer,
        )

    def of_case(self) -> Subject:
        return Subject(
            self.case_id, self.organisation_id, self.title, self.holder_id, self.holder_name
        )


class ClockSpan(Row):
    """Time of a case that does not count, for every clock whose law excludes this reason."""

    case_id = fields.UUIDField()
    reason = fields.CharEnumField(Exclusion, max_length=20)
    from_on = fields.DateField()
    to_on = fields.DateField(null=True)
    words = fields.CharField(max_length=WORDS_MAX, default="")

    class Meta:
        table = "clock_span"
        ordering = ["from_on", "id"]
        indexes = [Index(fields=("case_id",))]

    def span(self) -> Span:
        return Span(self.reason, self.from_on, self.to_on)


class ClockExtension(Row):
    """More time that somebody granted. Rows are only ever added."""

    clock_id: UUID
    clock: fields.ForeignKeyRelation[Clock] = fields.ForeignKeyField(
        _CLOCK, related_name="extensions", on_delete=fields.OnDelete.RESTRICT
    )
    granted_by = fields.CharEnumField(Granter, max_length=20)
    months = fields.IntField(default=0)
    days = fields.IntField(default=0)
    asked_on = fields.DateField()
    granted_on = fields.DateField()
    was_late = fields.BooleanField(default=False)
    words = fields.CharField(max_length=WORDS_MAX, default="")

    class Meta:
        table = "clock_extension"
        ordering = ["granted_on", "id"]
        indexes = [Index(fields=("clock_id",))]

    def longer(self) -> Longer:
        return Longer(
            self.granted_by, self.granted_on, self.months, self.days, was_late=self.was_late
        )


class ClockChange(Row):
    """One line of a clock's history. Rows are only ever added."""

    clock_id: UUID
    clock: fields.ForeignKeyRelation[Clock] = fields.ForeignKeyField(
        _CLOCK, related_name="changes", on_delete=fields.OnDelete.RESTRICT
    )
    act = fields.CharEnumField(Act, max_length=20)
    at = UtcDatetimeField[datetime]()
    place = fields.IntField()
    by_name = fields.CharField(max_length=100, default="")
    from_on = fields.DateField(null=True)
    to_on = fields.DateField()
    on = fields.DateField(null=True)  # the day it was met or stopped
    words = fields.CharField(max_length=WORDS_MAX, default="")

    class Meta:
        table = "clock_change"
        ordering = ["place"]
        unique_together = (("clock_id", "place"),)


class ClockReminder(Row):
    """How many days before its end people want to hear of one kind of clock."""

    key = fields.CharEnumField(ClockKey, max_length=40, unique=True)
    near_days = fields.IntField()

    class Meta:
        table = "clock_reminder"


async def access_clocks(
    actor: Actor, case_id: UUID, permission: Permission, *, lock: bool = False
) -> tuple[Clock, ...]:
    """Hand out the clocks of one case, the only way to them: strangers learn nothing."""
    rows = Clock.filter(case_id=case_id).order_by("id").limit(CLOCKS_OF_A_CASE_MAX)
    found = [
        row
        for row in await (rows.select_for_update() if lock else rows)
        if actor.may(Permission.CLOCKS_SEE, row.organisation_id)
    ]
    found.sort(key=lambda row: (row.ends_at, row.id))
    if not found:
        raise NotFound("clocks.not_found")
    if not all(actor.may(permission, row.organisation_id) for row in found):
        raise NotAllowed("access.not_yours", permission=permission.value)
    return tuple(found)


async def has_clocks(case_id: UUID) -> bool:
    """Say whether a case has any: one that came here when it was over has none."""
    return await Clock.filter(case_id=case_id).exists()


def visible_to(actor: Actor) -> Q:
    """Put the rule of `access_clocks` as a filter, for lists."""
    if actor.is_service:
        return Q()
    return Q(organisation_id__in=sorted(actor.reach.get(Permission.CLOCKS_SEE, frozenset())))


async def near_days_kept() -> dict[ClockKey, int]:
    return {row.key: row.near_days for row in await ClockReminder.all()}
