"""The scale of court fees: brackets of the Measures, and dated rows for what provinces fix.

Measures on Payment of Litigation Costs (State Council order 481, in force 2007-04-01).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction


class Kind(StrEnum):
    PROPERTY = "property"
    DIVORCE = "divorce"
    PERSONALITY = "personality"
    IP = "ip"
    LABOUR = "labour"
    PAYMENT_ORDER = "payment-order"
    PRESERVATION = "preservation"
    ENFORCEMENT = "enforcement"
    CONFIRMATION = "confirmation"
    OTHER = "other"


# A bracket: up to this many fen (None: without end), so many thousandths of what lies within.
Brackets = Sequence[tuple[int | None, Fraction]]


def _brackets(*rows: tuple[int | None, str]) -> Brackets:
    return tuple(
        (None if yuan_max is None else yuan_max * 100, Fraction(percent) / 100)
        for yuan_max, percent in rows
    )


# Art. 13(1)1: property cases.
PROPERTY = _brackets(
    (10_000, "0"),
    (100_000, "2.5"),
    (200_000, "2"),
    (500_000, "1.5"),
    (1_000_000, "1"),
    (2_000_000, "0.9"),
    (5_000_000, "0.8"),
    (10_000_000, "0.7"),
    (20_000_000, "0.6"),
    (None, "0.5"),
)
# Art. 13(1)2: what is added for property in a divorce, for damages in a personality case.
DIVORCE = _brackets((200_000, "0"), (None, "0.5"))
PERSONALITY = _brackets((50_000, "0"), (100_000, "1"), (None, "0.5"))
# Art. 14(1): enforcement. Art. 14(2): preservation.
ENFORCEMENT = _brackets(
    (10_000, "0"), (500_000, "1.5"), (5_000_000, "1"), (10_000_000, "0.5"), (None, "0.1")
)
PRESERVATION = _brackets((1_000, "0"), (100_000, "1"), (None, "0.5"))

PROPERTY_BASE_FEN = 50_00
ENFORCEMENT_BASE_FEN = 50_00
PRESERVATION_BASE_FEN = 30_00
PRESERVATION_FEN_MAX = 5_000_00
LABOUR_FEN = 10_00


@dataclass(frozen=True, slots=True)
class RangeRow:
    """A fee the Measures leave to the province: between low and high, from a day on.

    `chosen_fen` is what the province fixed; None means that nobody has told us, and then the
    lowest is named, openly, as not fixed.
    """

    kind: Kind
    low_fen: int
    high_fen: int
    from_on: date
    source: str
    chosen_fen: int | None = None


MEASURES = "《诉讼费用交纳办法》"
PROPERTY_LAW = f"{MEASURES}第13条第1款第1项"
STATUS_LAW = f"{MEASURES}第13条第1款第2项"
IP_LAW = f"{MEASURES}第13条第1款第3项"
LABOUR_LAW = f"{MEASURES}第13条第1款第4项"
ENFORCEMENT_LAW = f"{MEASURES}第14条第1项"
PRESERVATION_LAW = f"{MEASURES}第14条第2项"
PAYMENT_ORDER_LAW = f"{MEASURES}第14条第3项"
FREE_LAW = f"{MEASURES}第8条第1项"
AFTER_LAW = f"{MEASURES}第20条、第38条"
ONCE_LAW = "《最高人民法院关于适用〈中华人民共和国民事诉讼法〉的解释》第206条"
IN_FORCE_ON = date(2007, 4, 1)

# Values of Fujian within these ranges were not found: rows to replace, not facts.
STATUTE: tuple[RangeRow, ...] = (
    RangeRow(Kind.DIVORCE, 50_00, 300_00, IN_FORCE_ON, STATUS_LAW),
    RangeRow(Kind.PERSONALITY, 100_00, 500_00, IN_FORCE_ON, STATUS_LAW),
    RangeRow(Kind.OTHER, 50_00, 100_00, IN_FORCE_ON, STATUS_LAW),
    RangeRow(Kind.IP, 500_00, 1_000_00, IN_FORCE_ON, IP_LAW),
    RangeRow(Kind.ENFORCEMENT, 50_00, 500_00, IN_FORCE_ON, ENFORCEMENT_LAW),
)
