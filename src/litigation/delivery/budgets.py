"""Counting what was tried, in the database: shared by all processes, exact under any race."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from tortoise.expressions import F

from commons import vault
from commons.db import must_be_inside_deed
from litigation.delivery.models import Spending
from litigation.delivery.pickup_rules import EPOCH, LIMITS, Budget, room_in, window_of

COOL_WINDOW = -1  # a row of its own that only remembers the last time
KEEP = timedelta(days=3)


def key_of(budget: Budget, text: str) -> str:
    """Name what is counted without writing down whose it is."""
    return f"{budget.value}:{vault.fingerprint('delivery.budget', text)}"


async def spend(budget: Budget, text: str, now: datetime) -> bool:
    """Take one from the budget; False, and nothing taken, when none is left."""
    must_be_inside_deed()
    limit, key = LIMITS[budget], key_of(budget, text)
    window = window_of(limit, now)
    await _make(key, window, now)
    before = await Spending.get_or_none(key=key, window=window - 1)
    room = room_in(limit, before.spent if before else 0, now)
    taken = await Spending.filter(key=key, window=window, spent__lt=room).update(
        spent=F("spent") + 1, last_at=now
    )
    return taken == 1


async def spend_all(budgets: Iterable[tuple[Budget, str]], now: datetime) -> bool:
    """Take one from each, cheapest to refuse first; stops at the first that is empty."""
    for budget, text in budgets:
        if not await spend(budget, text, now):
            return False
    return True


async def give_back(budgets: Iterable[tuple[Budget, str]], number: int, now: datetime) -> None:
    """Return what a right answer had taken. With 0 the same work is done for nothing."""
    must_be_inside_deed()
    for budget, text in budgets:
        window = window_of(LIMITS[budget], now)
        await Spending.filter(key=key_of(budget, text), window=window, spent__gte=number).update(
            spent=F("spent") - number
        )


async def has_cooled(budget: Budget, text: str, pause: timedelta, now: datetime) -> bool:
    """Tell whether the last time is long enough ago, and if so make this the last time."""
    must_be_inside_deed()
    key = key_of(budget, text)
    await _make(key, COOL_WINDOW, EPOCH)
    waited = await Spending.filter(key=key, window=COOL_WINDOW, last_at__lte=now - pause).update(
        last_at=now
    )
    return waited == 1


async def forget_old(now: datetime) -> None:
    must_be_inside_deed()
    await Spending.filter(last_at__lt=now - KEEP).delete()


async def _make(key: str, window: int, at: datetime) -> None:
    # Not get_or_create: on PostgreSQL a lost race would break the whole deed.
    row = Spending(key=key, window=window, last_at=at)
    await Spending.bulk_create([row], ignore_conflicts=True)
