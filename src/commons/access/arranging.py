"""Arranging places: founding and transferring organisations, putting people on duty."""

from datetime import datetime
from uuid import UUID

from commons.access import places
from commons.access.actor import Actor, Permission
from commons.access.models import Account, DutyTurn, Grant, Organisation, OrganisationMove, Under
from commons.access.places import OrganisationKind, Place
from commons.access.rules import must_be_fresh
from commons.almanac import day_of
from commons.db import atomic
from commons.errors import NotFound, NotNow, NotValid, Problem
from commons.evidence_log.log import record


@atomic
async def found_organisation(
    actor: Actor, *, kind: OrganisationKind, title: str, parent_id: UUID, now: datetime
) -> UUID:
    """Add an organisation under another one."""
    await _lock_tree()
    parent = await _place(actor, parent_id, Permission.ORGANISATION_ARRANGE)
    places.must_stand_under(kind, parent.kind)
    await _title_must_be_free(title, parent.id)
    made = await Organisation.create(kind=kind, title=title, parent=parent, founded_at=now)
    await Under.create(above=made, below=made)
    await _put_under(parent.id, [made.id])
    facts = {"kind": str(kind), "parent_id": str(parent.id)}
    await record(
        f"organisation:{made.id}", "access.organisation_founded", facts, actor=actor, at=now
    )
    return made.id


@atomic
async def transfer_organisation(
    actor: Actor, organisation_id: UUID, *, to_parent_id: UUID, reason: str, now: datetime
) -> None:
    """Bring an organisation and all below it under another one.

    Rights follow in the same transaction: whoever acts from above the old place can no longer
    reach it with the next request, whoever acts from above the new one can. What was stays written.
    """
    must_be_fresh(actor, now)
    await _lock_tree()
    moved = await _place(actor, organisation_id, Permission.ORGANISATION_ARRANGE)
    target = await _place(actor, to_parent_id, Permission.ORGANISATION_ARRANGE)
    below = await _below(moved.id)
    places.must_move(_facts(moved), _facts(target), frozenset(below))
    await _title_must_be_free(moved.title, target.id)
    old_parent_id = moved.parent_id
    await moved.keep(parent_id=target.id)
    await Under.filter(below_id__in=below).exclude(above_id__in=below).delete()
    await _put_under(target.id, below)
    await OrganisationMove.create(
        organisation=moved,
        from_parent_id=old_parent_id,
        to_parent_id=target.id,
        reason=reason,
        moved_at=now,
        moved_by_id=actor.account_id,
    )
    facts = {"from_parent_id": str(old_parent_id), "to_parent_id": str(target.id)}
    await record(
        f"organisation:{moved.id}", "access.organisation_moved", facts, actor=actor, at=now
    )


@atomic
async def put_on_duty(
    actor: Actor,
    *,
    account_id: UUID,
    organisation_id: UUID,
    from_at: datetime,
    until_at: datetime,
    now: datetime,
) -> UUID:
    """Put a person on duty in a place, who holds a role there and is nowhere else then."""
    place = await _place(actor, organisation_id, Permission.DUTY_ARRANGE)
    places.must_be_a_turn(from_at, until_at)
    account = await Account.get_or_none(id=account_id, closed_at=None)
    if account is None:
        raise NotFound("access.no_such_account")
    await _must_hold_a_role(account.id, place.id, from_at)
    await _must_be_free(account, from_at, until_at)
    row = await DutyTurn.create(
        account_id=account_id,
        organisation=place,
        from_at=from_at,
        until_at=until_at,
        arranged_by_id=actor.account_id,
    )
    facts = {
        "turn_id": str(row.id),
        "account_id": str(account_id),
        "from_at": from_at.isoformat(),
        "until_at": until_at.isoformat(),
    }
    await record(f"organisation:{place.id}", "access.put_on_duty", facts, actor=actor, at=now)
    return row.id


@atomic
async def cancel_turn(actor: Actor, turn_id: UUID, now: datetime) -> None:
    row = await DutyTurn.get_or_none(id=turn_id)
    if row is None or not actor.may(Permission.DUTY_ARRANGE, row.organisation_id):
        raise NotFound("access.no_such_turn")
    if row.cancelled_at is not None or row.until_at <= now:
        raise NotNow("access.turn_is_over")
    await row.keep(cancelled_at=now)
    facts = {"turn_id": str(row.id)}
    subject = f"organisation:{row.organisation_id}"
    await record(subject, "access.turn_cancelled", facts, actor=actor, at=now)


async def _place(actor: Actor, organisation_id: UUID, permission: Permission) -> Organisation:
    row = await Organisation.get_or_none(id=organisation_id)
    if row is None or not actor.may(permission, organisation_id):
        raise NotFound("access.no_such_organisation")
    return row


async def _title_must_be_free(title: str, parent_id: UUID) -> None:
    if await Organisation.exists(title=title, parent_id=parent_id):
        raise NotValid(fields={"title": Problem("access.title_taken")})


async def _lock_tree() -> None:
    """Let only one change at a time rewrite what stands under what."""
    root = await Organisation.get(parent_id=None)
    await root.keep(title=root.title)


async def _below(organisation_id: UUID) -> list[UUID]:
    return [row.below_id for row in await Under.filter(above_id=organisation_id)]


async def _put_under(parent_id: UUID, below: list[UUID]) -> None:
    above = await Under.filter(below_id=parent_id)
    await Under.bulk_create(
        [Under(above_id=upper.above_id, below_id=lower) for upper in above for lower in below]
    )


def _facts(row: Organisation) -> Place:
    return Place(row.id, row.kind, row.parent_id)


async def _must_hold_a_role(account_id: UUID, organisation_id: UUID, at: datetime) -> None:
    day = day_of(at)
    held = await Grant.filter(
        account_id=account_id,
        ended_at=None,
        from_on__lte=day,
        organisation__under__below_id=organisation_id,
    )
    if all(row.is_over(day) for row in held):
        raise NotValid(fields={"account": Problem("access.no_role_there")})


async def _must_be_free(account: Account, from_at: datetime, until_at: datetime) -> None:
    elsewhere = DutyTurn.filter(
        account_id=account.id, cancelled_at=None, from_at__lt=until_at, until_at__gt=from_at
    )
    if await elsewhere.exists():
        raise NotValid(fields={"account": Problem("access.on_duty_elsewhere")})
    # Two clerks who arrange the same person at once meet at the version read before looking.
    await account.keep(login=account.login)
