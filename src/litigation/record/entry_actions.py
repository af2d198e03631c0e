"""How an entry is added to a record: by whom it may be, once per form, numbered, and logged."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from tortoise.queryset import QuerySet

from commons import vault
from commons.access.actor import Actor, Permission
from commons.errors import NotNow
from commons.evidence_log.leaves import Json, canonical
from commons.evidence_log.log import record
from litigation.mediation.models import Matter, access_mediation
from litigation.record import rules
from litigation.record.rows import Entry

WRITE = Permission.MEDIATION_WRITE
CONFIDENCES = Permission.MEDIATION_CONFIDENCES

E = TypeVar("E", bound=Entry)


async def writable(actor: Actor, matter_id: UUID) -> Matter:
    """Take a matter in hand to add to its record; writers of one matter queue up here."""
    matter = await access_mediation(actor, matter_id, WRITE, lock=True)
    rules.check_may_write(matter.stage)
    return matter


async def confided(actor: Actor, matter_id: UUID) -> Matter:
    """Take a matter in hand for what only its own mediator may know."""
    await access_mediation(actor, matter_id, CONFIDENCES)
    return await access_mediation(actor, matter_id, WRITE, lock=True)


def print_of(content: Mapping[str, Json]) -> str:
    """Return a keyed print of what a form said: comparable here, guessable nowhere else."""
    return vault.fingerprint("record.form", canonical(content))


@dataclass(frozen=True, slots=True)
class Pen:
    """Who writes into which matter, with which form, at what moment."""

    actor: Actor
    matter: Matter
    form_key: UUID
    now: datetime

    async def log(self, act: str, facts: Mapping[str, Json]) -> None:
        await record(self.matter.subject, act, facts, actor=self.actor, at=self.now)


@dataclass(frozen=True, slots=True)
class Shelf:
    """Among which entries a new one is counted and numbered, and how many fit."""

    siblings: QuerySet[Any]
    what: str
    most: int


async def already(pen: Pen, kind: type[E], form_print: str) -> E | None:
    """Find the entry that this very form has already made, if the form was sent twice."""
    row = await kind.get_or_none(form_key=pen.form_key)
    if row is not None and (row.matter_id != pen.matter.id or row.form_print != form_print):
        # The same form with other words: neither silently dropped nor written over.
        raise NotNow("record.form_used")
    return row


async def add(
    pen: Pen,
    kind: type[E],
    act: str,
    content: Mapping[str, Json],
    shelf: Shelf,
    /,
    **columns: Any,  # noqa: ANN401 - the columns of whatever kind of entry it is
) -> tuple[E, bool]:
    """Add one entry and log it, or find the one this form has made; say whether it is new."""
    form_print = print_of(content)
    if known := await already(pen, kind, form_print):
        return known, False
    count = await shelf.siblings.count()
    rules.check_room(count, shelf.most, shelf.what)
    row = await kind.create(
        matter_id=pen.matter.id,
        form_key=pen.form_key,
        form_print=form_print,
        written_at=pen.now,
        written_by=pen.actor.account_id,
        number=count + 1,
        **columns,
    )
    await pen.log(act, {"entry": str(row.id), "print": form_print})
    return row, True
