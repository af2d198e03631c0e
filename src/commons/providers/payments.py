"""Where fees cannot be paid online: the payer is sent to the bank or the counter, openly."""

from dataclasses import dataclass

from commons.providers.ports import Callback, Collection, Opening, Refused, Standing

NOT_SET_UP = "online payment is not set up"


@dataclass(frozen=True, slots=True)
class NoPayments:
    """The adapter of a site without a contract for online collection."""

    name: str = "no-payments"

    async def open(self, collection: Collection) -> Opening:
        assert collection
        return Refused(permanent=True, reason=NOT_SET_UP)

    async def ask(self, key: str) -> Standing:
        assert key
        return Refused(permanent=True, reason=NOT_SET_UP)

    def read_keys(self, callback: Callback) -> tuple[str, ...]:
        assert callback
        return ()
