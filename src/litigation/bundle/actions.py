"""Wanting the file bound, keeping what was bound, and writing down who has read it."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from tortoise.exceptions import IntegrityError

from commons.access.actor import SYSTEM, Actor
from commons.db import Plain, atomic
from commons.errors import NotNow
from commons.evidence_log.leaves import Json
from commons.evidence_log.log import record
from commons.outbox import emit
from litigation.bundle.binding import Bound
from litigation.bundle.events import BundleWanted
from litigation.bundle.models import BundleContent, BundleEdition, BundleReading, BundleWish
from litigation.bundle.queries import find_edition, scope_for
from litigation.bundle.rules import EDITIONS_MAX, Scope
from litigation.bundle.sheets import Entry, hash_of_list
from litigation.cases.models import Case, access_case


@atomic
async def want(actor: Actor, case_id: UUID, *, now: datetime) -> None:
    """Ask for an edition of the file as it stands; asking again meanwhile changes nothing."""
    case = await access_case(actor, case_id, lock=True)
    await _want(case.id, scope_for(actor, case), now=now)


async def _want(case_id: UUID, scope: Scope, *, now: datetime) -> None:
    wish = await BundleWish.get_or_none(case_id=case_id, scope=scope)
    if wish is None:
        await BundleWish.create(case_id=case_id, scope=scope, wanted_at=now)
    elif wish.is_open:
        return
    else:
        await wish.keep(is_open=True, wanted_at=now, trouble="")
    await emit(BundleWanted(case_id=case_id, scope=scope.value))


@atomic
async def want_again(case_id: UUID, *, now: datetime) -> None:
    """Bind anew, for whom it was bound before: something of the case has changed."""
    if await Case.filter(id=case_id).select_for_update().first() is None:
        return
    rows = await BundleEdition.filter(case_id=case_id).only("id", "scope")
    for scope in sorted({row.scope for row in rows}):
        await _want(case_id, scope, now=now)


@atomic
async def is_bound(case_id: UUID, scope: Scope, content_key: str) -> bool:
    """Say whether the file is bound as it stands, and if so grant the wish."""
    known = BundleEdition.filter(case_id=case_id, scope=scope, content_key=content_key)
    if not await known.exists():
        return False
    await _grant(case_id, scope)
    return True


@atomic
async def keep(
    case_id: UUID,
    scope: Scope,
    content_key: str,
    bound: Bound,
    entries: Sequence[Entry],
    *,
    now: datetime,
) -> None:
    """Keep what was bound. Two workers that bound the same keep it once."""
    case = await Case.filter(id=case_id).select_for_update().get()
    await _grant(case_id, scope)
    if await BundleEdition.filter(case_id=case_id, scope=scope, content_key=content_key).exists():
        return
    place = await BundleEdition.filter(case_id=case_id, scope=scope).count() + 1
    if place > EDITIONS_MAX:
        raise NotNow("bundle.too_many")
    try:
        row = await BundleEdition.create(
            case_id=case_id,
            scope=scope,
            content_key=content_key,
            place=place,
            pages=bound.pages,
            size=len(bound.pdf),
            sha256=sha256(bound.pdf).hexdigest(),
            list_sha256=hash_of_list(entries),
            items=[
                {
                    "title": one.title,
                    "first": one.first,
                    "last": one.last,
                    "sha256": one.sha256,
                }
                for one in entries
            ],
            made_at=now,
        )
    except IntegrityError:  # pragma: no cover - the lock of the case keeps this from happening
        raise NotNow("db.changed_meanwhile") from None
    await BundleContent.create(edition_id=row.id, pdf=Plain(bound.pdf))
    facts: dict[str, Json] = {
        "scope": scope.value,
        "place": place,
        "sha256": row.sha256,
        "list_sha256": row.list_sha256,
    }
    await record(case.subject, "bundle.bound", facts, actor=SYSTEM, at=now)


async def _grant(case_id: UUID, scope: Scope, *, trouble: str = "") -> None:
    wish = await BundleWish.get_or_none(case_id=case_id, scope=scope)
    if wish is not None and (wish.is_open or wish.trouble != trouble):
        await wish.keep(is_open=False, trouble=trouble)


@atomic
async def give_up(case_id: UUID, scope: Scope, *, trouble: str) -> None:
    """Say on the page why the file could not be bound; pressing again tries again."""
    await _grant(case_id, scope, trouble=trouble[:200])


@atomic
async def note_reading(
    actor: Actor, case_id: UUID, edition_id: UUID, *, now: datetime
) -> BundleEdition:
    """Write down who takes an edition, before it is handed out."""
    row = await find_edition(actor, case_id, edition_id)
    await BundleReading.create(
        edition_id=row.id, account_id=actor.account_id, name=actor.name[:100], at=now
    )
    facts: dict[str, Json] = {"edition": str(row.id), "place": row.place}
    await record(row.subject, "bundle.read", facts, actor=actor, at=now)
    return row
