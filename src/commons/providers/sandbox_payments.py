"""A bank in memory, for demonstrations and tests: it takes no money and obeys the next fault."""

from collections import deque

from commons.almanac import Clock
from commons.providers.answers import REPORTS_MAX, read_json
from commons.providers.faults import KEPT_MAX, Fault
from commons.providers.ports import (
    Callback,
    Collection,
    Money,
    Opened,
    Opening,
    Refused,
    Settlement,
    Standing,
    Unknown,
)

PAY_PATH = "/admin/outbox-sandbox/pay/"


class SandboxPayments:
    """A bank in memory: opens collections, takes no money, and says paid when told so."""

    name = "sandbox-payments"

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.kept: dict[str, Collection] = {}
        self._paid: dict[str, Money] = {}
        self._closed: set[str] = set()
        self._faults: deque[Fault] = deque(maxlen=KEPT_MAX)
        self.calls = 0

    def fail(self, *faults: Fault) -> None:
        """Fail the next calls in this order; afterwards work again."""
        self._faults.extend(faults)

    async def open(self, collection: Collection) -> Opening:
        self.calls += 1
        match self._faults.popleft() if self._faults else None:
            case Fault.REFUSE:
                return Refused(permanent=True, reason="sandbox: this payer cannot pay here")
            case Fault.BUSY:
                return Refused(permanent=False, reason="sandbox: busy, try later")
            case Fault.SILENT | Fault.UNREACHABLE:
                return Unknown("sandbox: no answer within 10 s")
            case Fault.LOST_ANSWER:
                self._take(collection)
                return Unknown("sandbox: connection reset after the request")
            case None:
                self._take(collection)
                return Opened(self._reference(collection.key), f"{PAY_PATH}{collection.key}")

    async def ask(self, key: str) -> Standing:
        self.calls += 1
        if self._faults and self._faults[0] is Fault.UNREACHABLE:
            self._faults.popleft()
            return Unknown("sandbox: cannot be asked")
        known = self.kept.get(key)
        if known is None:
            return Refused(permanent=False, reason="never seen")
        if key in self._paid:
            return self._paid[key]
        settlement = Settlement.CLOSED if key in self._closed else Settlement.WAITING
        return Money(settlement, self._reference(key), known.amount_fen)

    def read_keys(self, callback: Callback) -> tuple[str, ...]:
        keys = read_json(callback.body).get("keys")
        listed = keys if isinstance(keys, list) else []
        return tuple(key for key in listed[:REPORTS_MAX] if isinstance(key, str))

    def pay(self, key: str, amount_fen: int | None = None) -> bool:
        """Be the payer: pay what was asked, or another amount. False: there is nothing to pay."""
        known = self.kept.get(key)
        if known is None or not self.is_open(key):
            return False
        paid = known.amount_fen if amount_fen is None else amount_fen
        now = self._clock.now()
        self._paid[key] = Money(Settlement.PAID, self._reference(key), paid, now)
        return True

    def is_open(self, key: str) -> bool:
        return key in self.kept and key not in self._closed and key not in self._paid

    def close(self, key: str) -> None:
        """Let a collection expire."""
        self._closed.add(key)

    def _take(self, collection: Collection) -> None:
        if len(self.kept) >= KEPT_MAX:
            self.kept.pop(next(iter(self.kept)))
        self.kept.setdefault(collection.key, collection)

    def _reference(self, key: str) -> str:
        return f"sandbox-{key}"
