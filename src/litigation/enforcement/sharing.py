"""Sharing one debtor's money among several creditors: rank, proportion, and every last fen.

Interpretation of the Civil Procedure Law art. 506 to 510 (a person's or another organisation's
property that does not suffice) and art. 514 (an enterprise that is not bankrupt: who seized first
is served first); 2014 Interpretation art. 4: all money debts before any doubled interest.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from uuid import UUID

from commons.money import split

CLAIMS_MAX = 200


class Method(StrEnum):
    PROPORTION = "proportion"
    SEIZURE = "seizure"


@dataclass(frozen=True, slots=True)
class Claim:
    """One creditor's claim. `place`: the order in which the property was seized, from 1 on."""

    id: UUID
    debt_fen: int
    late_fen: int = 0
    is_preferred: bool = False  # a lien or another right to be paid first, Interpretation art. 506
    place: int = 1


@dataclass(frozen=True, slots=True)
class Share:
    id: UUID
    debt_fen: int
    late_fen: int

    @property
    def sum_fen(self) -> int:
        return self.debt_fen + self.late_fen


def share_out(available_fen: int, claims: Sequence[Claim], method: Method) -> tuple[Share, ...]:
    """Give each claim its part; together exactly what is there, or exactly what is owed.

    Costs of the enforcement are taken off `available_fen` before (Interpretation art. 508).
    """
    assert available_fen >= 0
    left = available_fen
    debts: dict[UUID, int] = {}
    lates: dict[UUID, int] = {}
    for tier in _tiers(claims, method):
        left -= _serve(left, {one.id: one.debt_fen for one in tier}, debts)
    for tier in _tiers(claims, method):
        left -= _serve(left, {one.id: one.late_fen for one in tier}, lates)
    return tuple(Share(one.id, debts[one.id], lates[one.id]) for one in claims)


def _tiers(claims: Sequence[Claim], method: Method) -> list[list[Claim]]:
    """Put in one tier whoever is served together: the preferred, then the others."""

    def rank(one: Claim) -> tuple[bool, int]:
        by_place = method is Method.SEIZURE and not one.is_preferred
        return not one.is_preferred, one.place if by_place else 0

    return [list(tier) for _, tier in groupby(sorted(claims, key=rank), key=rank)]


def _serve(left: int, owed: dict[UUID, int], into: dict[UUID, int]) -> int:
    """Pay one tier in full or in proportion; `split` gives the odd fen to the largest rest."""
    whole = sum(owed.values())
    paid = min(left, whole)
    weights = list(owed.values())
    parts = split(paid, weights) if whole else (0,) * len(owed)
    into |= dict(zip(owed, parts, strict=True))
    return paid
