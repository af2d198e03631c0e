"""When money may be taken by hand, on a circuit day among the islands (Measures art. 52)."""

from dataclasses import dataclass

from commons.errors import NotValid, Problem
from commons.money import yuan
from litigation.cases.charging import NoticeFacts, check_collection


@dataclass(frozen=True, slots=True)
class OnTheSpot:
    """Money taken at a circuit hearing, and the provincial receipt that was handed out."""

    amount_fen: int
    receipt_number: str
    place: str
    is_circuit: bool
    asked_by_party: bool


def check_on_the_spot(taken: OnTheSpot, facts: NoticeFacts) -> int:
    """Allow taking money by hand only where art. 52(3) does, and only against a receipt."""
    open_fen = check_collection(facts)
    problems: dict[str, Problem] = {}
    if not taken.is_circuit:
        problems["is_circuit"] = Problem("cases.fee.only_on_circuit")
    if not taken.asked_by_party:
        problems["asked_by_party"] = Problem("cases.fee.only_when_asked")
    # A party may refuse to pay without the receipt of the provincial treasury.
    if not taken.receipt_number.strip():
        problems["receipt_number"] = Problem("cases.fee.receipt_needed")
    if not taken.place.strip():
        problems["place"] = Problem("form.missing")
    if taken.amount_fen != open_fen:
        problems["amount"] = Problem("cases.fee.whole_sum_only", {"fee": yuan(open_fen)})
    if problems:
        raise NotValid(fields=problems)
    return open_fen
