"""Counting what was tried, in the database: shared by all processes, exact under any race."""

from collections.abc import Iterable, Sequence
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
    return await spend_all([(budget, text)], now)


async def spend_all(budgets: Sequence[tuple[Budget, str]], now: datetime) -> bool:
    """Take one from each in this order; stops at the first that is empty."""
    must_be_inside_deed()
    asked = [(LIMITS[budget], key_of(budget, text)) for budget, text in budgets]
    windows = [(key, window_of(limit, now)) for limit, key in asked]
    near = {window - back for _, window in windows for back in (0, 1)}
    rows = await Spending.filter(key__in=[key for _, key in asked], window__in=near)
    spent = {(row.key, row.window): row.spent for row in rows}
    await _make([one for one in windows if one not in spent], now)
    for (limit, key), (_, window) in zip(asked, windows, strict=True):
        room = room_in(limit, spent.get((key, window - 1), 0), now)
        left = Spending.filter(key=key, window=window, spent__lt=room)
        # One conditional update: of two at once for the last place, one gets none.
        if await left.update(spent=F("spent") + 1, last_at=now) != 1:
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
    await _make([(key, COOL_WINDOW)], EPOCH)
    waited = await Spending.filter(key=key, window=COOL_WINDOW, last_at__lte=now - pause).update(
        last_at=now
    )
    return waited == 1


async def forget_old(now: datetime) -> None:
    must_be_inside_deed()
    await Spending.filter(last_at__lt=now - KEEP).delete()


async def _make(places: Sequence[tuple[str, int]], at: datetime) -> None:
    # Not get_or_create: on PostgreSQL a lost race would break the whole deed.
    rows = [Spending(key=key, window=window, last_at=at) for key, window in places]
    if rows:
        await Spending.bulk_create(rows, ignore_conflicts=True)
