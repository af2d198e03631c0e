"""How many tries are left: counted before anything is looked at, in a place all processes share."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from tortoise.exceptions import IntegrityError
from tortoise.expressions import F

from commons import vault
from commons.access import rules
from commons.access.actor import ANYONE
from commons.access.models import CodeStep, SignInBudget
from commons.access.rules import Budget
from commons.db import atomic
from commons.errors import NotNow
from commons.evidence_log.log import record

RACES_MAX = 20
KEPT_FOR = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Reserved:
    """One counted try: how a budget stood before it and stands after it."""

    key: str
    before: Budget
    after: Budget

    async def give_back(self) -> None:
        """Undo a counted try that was right; what others were counted for meanwhile stays."""
        row = SignInBudget.filter(key=self.key)
        same = row.filter(failures=self.after.failures, last_at=self.after.last_at)
        if not await same.update(**_columns(self.before), version=F("version") + 1):
            counted = row.filter(failures__gt=0)
            await counted.update(failures=F("failures") - 1, version=F("version") + 1)


@dataclass(frozen=True, slots=True)
class Tries:
    """The same try, counted against the address and against the account."""

    address: Reserved
    account: Reserved

    async def note_failure(self, now: datetime) -> None:
        """Write into the evidence log that a wait has begun, under a name without a person."""
        for tried in (self.address, self.account):
            if tried.after.waits_until is not None:
                await _note_wait(tried, now)

    async def give_back(self) -> None:
        await self.address.give_back()
        await self.account.give_back()

    async def forgive(self) -> None:
        """Begin anew for an account that was proved; an address only gets back its own try."""
        await self.address.give_back()
        proved = SignInBudget.filter(key=self.account.key)
        await proved.update(**_columns(Budget()), version=F("version") + 1)


async def count_try(account: str, address: str, now: datetime) -> Tries:
    """Count one try, committed before anybody looks at it; refuse while one of both waits."""
    network = rules.network_of(address)
    return Tries(
        address=await _reserve(vault.fingerprint("sign-in-address", network), now, is_address=True),
        account=await _reserve(vault.fingerprint("sign-in-account", account), now),
    )


@atomic
async def forget_old_tries(now: datetime) -> int:
    """Remove counts and half sign-ins that no longer decide anything; returns how many."""
    long_ago = now - KEPT_FOR
    budgets = await SignInBudget.filter(last_at__lt=long_ago).delete()
    return budgets + await CodeStep.filter(begun_at__lt=long_ago).delete()


async def _reserve(key: str, now: datetime, *, is_address: bool = False) -> Reserved:
    for _ in range(RACES_MAX):
        try:
            reserved = await _reserve_once(key, now, is_address=is_address)
        except IntegrityError:  # two first tries at once: the other one made the row
            continue
        if reserved is not None:
            return reserved
    raise NotNow("access.busy_signing_in")


@atomic
async def _reserve_once(key: str, now: datetime, *, is_address: bool) -> Reserved | None:
    row = await SignInBudget.get_or_none(key=key) or await SignInBudget.create(key=key)
    before = Budget(row.failures, row.last_at, row.waits_until)
    after = (rules.try_address if is_address else rules.try_account)(before, now)
    unchanged = SignInBudget.filter(id=row.id, version=row.version)
    if await unchanged.update(**_columns(after), version=row.version + 1) != 1:
        return None
    return Reserved(key, before, after)


@atomic
async def _note_wait(tried: Reserved, now: datetime) -> None:
    facts = {"failures": tried.after.failures}
    await record(f"sign-in:{tried.key}", "access.wait_began", facts, actor=ANYONE, at=now)


def _columns(budget: Budget) -> dict[str, int | datetime | None]:
    return {
        "failures": budget.failures,
        "last_at": budget.last_at,
        "waits_until": budget.waits_until,
    }
