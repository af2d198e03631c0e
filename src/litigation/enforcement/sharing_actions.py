"""Sharing a debtor's money among the creditors of several enforcements: planned, told, paid out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid5

from tortoise.exceptions import IntegrityError

from commons.access.actor import Actor, Permission
from commons.almanac import day_of
from commons.db import atomic
from commons.deadlines import days
from commons.errors import NotFound, NotNow, NotValid, Problem
from commons.evidence_log.leaves import Json
from commons.evidence_log.log import record
from commons.holidays.models import current_almanac
from litigation.enforcement.course_actions import add_money
from litigation.enforcement.models import (
    Enforcement,
    EnforcementStep,
    MoneyShare,
    MoneySharing,
    access_enforcement,
)
from litigation.enforcement.reckoning_queries import account_of
from litigation.enforcement.rules import (
    AMOUNT_MAX_FEN,
    OBJECTION_DAYS,
    TAKES_MONEY,
    WORDS_MAX,
    Came,
    Measure,
)
from litigation.enforcement.sharing import CLAIMS_MAX, Claim, Method, share_out

WRITE, DECIDE = Permission.CASE_WRITE, Permission.CASE_DECIDE


@dataclass(frozen=True, slots=True)
class Planned:
    """What is to be shared, how, and who is served first or in which order."""

    method: Method
    available_fen: int
    costs_fen: int
    received_on: date
    taking_part: Sequence[UUID]
    preferred: frozenset[UUID] = frozenset()


@atomic
async def plan(actor: Actor, host_id: UUID, planned: Planned, *, now: datetime) -> UUID:
    """Reckon the shares of everybody who takes part and give them days to object."""
    host = await access_enforcement(actor, host_id, WRITE)
    _check(planned, today=day_of(now))
    rows = await _taking_part(host, planned.taking_part)
    known = await MoneySharing.get_or_none(open_key=host.subject)
    if known is not None:
        raise NotNow("enforcement.sharing_under_way")
    if not planned.preferred <= {row.id for row in rows}:
        raise NotValid(fields={"preferred": Problem("form.not_a_choice")})
    places = await _places(rows)
    claims = [await _claim(row, planned, places[row.id]) for row in rows]
    shares = share_out(planned.available_fen - planned.costs_fen, claims, planned.method)
    until = days(day_of(now), OBJECTION_DAYS, await current_almanac()).due_on
    try:
        sharing = await MoneySharing.create(
            organisation_id=host.organisation_id,
            host_id=host.id,
            debtor=await _debtor_of(host),
            method=planned.method,
            available_fen=planned.available_fen,
            costs_fen=planned.costs_fen,
            received_on=planned.received_on,
            object_until_on=until,
            open_key=host.subject,
            made_by=actor.name,
            made_at=now,
        )
    except IntegrityError:
        raise NotNow("enforcement.sharing_under_way") from None
    for row, claim, share in zip(rows, claims, shares, strict=True):
        await MoneyShare.create(
            sharing_id=sharing.id,
            enforcement_id=row.id,
            name=f"{row.name} {row.title}"[:300],
            is_preferred=claim.is_preferred,
            place=claim.place,
            debt_fen=claim.debt_fen,
            late_fen=claim.late_fen,
            gets_fen=share.sum_fen,
        )
    facts: dict[str, Json] = {"available_fen": planned.available_fen, "shares": len(rows)}
    await record(host.subject, "enforcement.sharing_planned", facts, actor=actor, at=now)
    return sharing.id


def _check(planned: Planned, *, today: date) -> None:
    problems: dict[str, Problem] = {}
    if not 0 < planned.available_fen <= AMOUNT_MAX_FEN:
        problems["available"] = Problem("form.too_small", {"limit": 0})
    if not 0 <= planned.costs_fen <= planned.available_fen:
        problems["costs"] = Problem("enforcement.costs_exceed_money")
    if planned.received_on > today:
        problems["received_on"] = Problem("enforcement.day_lies_ahead")
    if len(set(planned.taking_part)) > CLAIMS_MAX:
        problems["taking_part"] = Problem("enforcement.too_many", {"max": CLAIMS_MAX})
    if problems:
        raise NotValid(fields=problems)


async def _taking_part(host: Enforcement, ids: Sequence[UUID]) -> list[Enforcement]:
    """Lock the host and its companions; a foreign or closed one does not take part."""
    rows = await _locked({*ids, host.id})
    fit = [
        row
        for row in rows
        if row.organisation_id == host.organisation_id and row.stage in TAKES_MONEY
    ]
    if len(fit) != len({*ids, host.id}):
        raise NotValid(fields={"taking_part": Problem("form.not_a_choice")})
    return fit


async def _locked(ids: Iterable[UUID]) -> list[Enforcement]:
    """Lock all of them in one order: two plans of the same creditors never wait in a circle."""
    rows = Enforcement.filter(id__in=sorted(ids)).order_by("id")
    return await rows.select_for_update()


async def _claim(row: Enforcement, planned: Planned, place: int) -> Claim:
    account = await account_of(row, on=planned.received_on)
    return Claim(
        id=row.id,
        debt_fen=account.principal_fen + account.interest_fen,
        late_fen=account.late_fen,
        is_preferred=row.id in planned.preferred,
        place=place,
    )


async def _places(rows: Sequence[Enforcement]) -> Mapping[UUID, int]:
    """Put in order who seized first; who seized nothing stands behind all (art. 514)."""
    ids = [row.id for row in rows]
    steps = await EnforcementStep.filter(
        enforcement_id__in=ids, measure__in=[Measure.FREEZE, Measure.SEAL], lifts_id=None
    )
    first = {
        one: min((s.on for s in steps if s.enforcement_id == one), default=date.max) for one in ids
    }
    order = sorted(set(first.values()))
    return {one: order.index(first[one]) + 1 for one in ids}


async def _debtor_of(host: Enforcement) -> str:
    return host.title.rpartition(" 申请执行 ")[2][:100]


@atomic
async def object_to(
    actor: Actor, host_id: UUID, sharing_id: UUID, *, words: str, now: datetime
) -> None:
    """Take in an objection; until a person has decided, nothing is paid out (art. 509, 510)."""
    host, sharing = await _open(actor, host_id, sharing_id, WRITE)
    if not words.strip():
        raise NotValid(fields={"words": Problem("form.missing")})
    if day_of(now) > sharing.object_until_on:
        raise NotNow("enforcement.objection_too_late", until=sharing.object_until_on.isoformat())
    await sharing.keep(objection=f"{sharing.objection}\n{words}".strip()[:WORDS_MAX])
    await record(host.subject, "enforcement.sharing_objected", {}, actor=actor, at=now)


@atomic
async def drop(actor: Actor, host_id: UUID, sharing_id: UUID, *, now: datetime) -> None:
    """Give a plan up, because of an objection or a mistake; another one may be made."""
    host, sharing = await _open(actor, host_id, sharing_id, DECIDE)
    await sharing.keep(dropped_on=day_of(now), open_key=None)
    await record(host.subject, "enforcement.sharing_dropped", {}, actor=actor, at=now)


@atomic
async def pay_out(
    actor: Actor, host_id: UUID, sharing_id: UUID, *, in_spite: bool, now: datetime
) -> None:
    """Carry the plan out when the days to object are over; to the fen, and once."""
    host, sharing = await _open(actor, host_id, sharing_id, DECIDE)
    if day_of(now) <= sharing.object_until_on:
        raise NotNow("enforcement.days_to_object", until=sharing.object_until_on.isoformat())
    if sharing.objection and not in_spite:
        raise NotNow("enforcement.objection_undecided")
    shares = await MoneyShare.filter(sharing_id=sharing.id)
    by_id = {row.id: row for row in await _locked({one.enforcement_id for one in shares})}
    for share in shares:
        row = by_id[share.enforcement_id]
        if share.gets_fen:
            await add_money(
                row,
                amount_fen=share.gets_fen,
                received_on=sharing.received_on,
                came=Came.SHARED,
                words=f"{host.name} 财产分配",
                form_key=uuid5(sharing.id, str(row.id)),
                actor=actor,
                now=now,
            )
    await sharing.keep(final_on=day_of(now), open_key=None)
    await record(host.subject, "enforcement.sharing_paid", {}, actor=actor, at=now)


async def _open(
    actor: Actor, host_id: UUID, sharing_id: UUID, permission: Permission
) -> tuple[Enforcement, MoneySharing]:
    host = await access_enforcement(actor, host_id, permission)
    shares = MoneyShare.filter(sharing_id=sharing_id)
    ids = await shares.values_list("enforcement_id", flat=True)
    await _locked({host.id, *(UUID(str(one)) for one in ids)})
    sharing = await MoneySharing.filter(id=sharing_id, host_id=host.id).select_for_update().first()
    if sharing is None:
        raise NotFound("enforcement.not_found")
    if sharing.open_key is None:
        raise NotNow("enforcement.sharing_is_over")
    return host, sharing
