"""What the statute decides about procedure and bench before any point is counted.

Civil Procedure Law art. 40 to 43 and 160 to 169; Interpretation art. 256 to 281.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from commons.deadlines import Why
from commons.errors import Fact
from commons.money import yuan
from litigation.cases.fee_scale import Kind

LAW = "《民事诉讼法》"
READING = "《最高人民法院关于适用〈中华人民共和国民事诉讼法〉的解释》"
# Half of any average wage of a year that is thinkable: below it the exact figure cannot matter.
SURELY_SMALL_FEN = 10_000_00
HALF, DOUBLE = 2, 2
_PERSONAL = frozenset({Kind.DIVORCE, Kind.PERSONALITY})


@dataclass(frozen=True, slots=True)
class Wage:
    """The average wage of one year in one province, when and where it was published."""

    year: int
    province: str
    amount_fen: int
    published_on: date
    source: str


@dataclass(frozen=True, slots=True)
class GateFacts:
    """What the gates look at; flags are what a person has ticked."""

    fee_kind: Kind = Kind.PROPERTY
    amount_fen: int | None = None
    all_money: bool = True
    # Art. 42
    public_interest: bool = False
    group: bool = False
    wide_attention: bool = False
    new_or_hard: bool = False
    statute_panel: bool = False
    # Interpretation art. 257
    missing: bool = False
    remanded: bool = False
    many_on_one_side: bool = False
    retrial: bool = False
    third_party_revocation: bool = False
    # Art. 166
    title_dispute: bool = False
    foreign: bool = False
    appraisal: bool = False
    counterclaim: bool = False
    unsuitable: bool = False
    # Interpretation art. 549: no clear rule; a judge decides unless the court has decided.
    taiwan: bool = False
    taiwan_may_be_small: bool = False
    agreed_small: bool = False  # both sides, between half and twice the wage


@dataclass(frozen=True, slots=True)
class Gates:
    """What the statute says, each with its article."""

    needs_panel: bool
    not_summary: bool
    may_be_small: bool
    small_claims: bool
    why: tuple[Why, ...] = field(default_factory=tuple)


PANEL = ("public_interest", "group", "wide_attention", "new_or_hard", "statute_panel")
NO_SUMMARY = (
    "missing",
    "remanded",
    "many_on_one_side",
    "retrial",
    "public_interest",
    "third_party_revocation",
)
NO_SMALL = ("title_dispute", "foreign", "appraisal", "missing", "counterclaim", "unsuitable")


def gates(facts: GateFacts, wages: Sequence[Wage], *, on: date) -> Gates:
    """Pass every gate in turn and keep what each one said."""
    panel = _named(facts, PANEL, "panel", f"{LAW}第42条")
    ordinary = _named(facts, NO_SUMMARY, "not_summary", f"{READING}第257条")
    excluded = _excluded(facts)
    by_amount, amount_why = _amount(facts, wages, on)
    may_be_small = not (panel or ordinary or excluded) and by_amount is not None
    why = (*panel, *ordinary)
    if not why:
        why = (*excluded, *amount_why)
    return Gates(
        needs_panel=bool(panel),
        not_summary=bool(ordinary),
        may_be_small=may_be_small,
        small_claims=may_be_small and bool(by_amount),
        why=why,
    )


def _named(facts: GateFacts, names: Sequence[str], gate: str, law: str) -> tuple[Why, ...]:
    return tuple(
        Why(f"cases.gate.{gate}_{name}", {"law": law}) for name in names if getattr(facts, name)
    )


def _excluded(facts: GateFacts) -> tuple[Why, ...]:
    named = _named(facts, NO_SMALL, "not_small", f"{LAW}第166条")
    if facts.fee_kind in _PERSONAL:
        personal = Why("cases.gate.not_small_personal_status", {"law": f"{LAW}第166条"})
        named = (personal, *named)
    if not facts.all_money:
        named = (*named, Why("cases.gate.not_only_money", {"law": f"{LAW}第165条"}))
    if facts.taiwan and not facts.taiwan_may_be_small:
        named = (*named, Why("cases.gate.taiwan_judge_decides", {"law": f"{READING}第549条"}))
    return named


def wage_for(wages: Sequence[Wage], on: date) -> Wage | None:
    """Pick the base of the year before, or until it is published the latest that is."""
    # Interpretation art. 272: the last published figure counts until the new one is out.
    known = [one for one in wages if one.published_on <= on and one.year < on.year]
    return max(known, key=lambda one: (one.year, one.published_on)) if known else None


def _amount(
    facts: GateFacts, wages: Sequence[Wage], on: date
) -> tuple[bool | None, tuple[Why, ...]]:
    """Say True: must be small; False: may be by agreement; None: cannot be, or nobody knows."""
    if facts.amount_fen is None:
        return None, (Why("cases.gate.no_amount", {"law": f"{LAW}第165条"}),)
    wage = wage_for(wages, on)
    if wage is None:
        if facts.amount_fen <= SURELY_SMALL_FEN:
            surely = {"limit": yuan(SURELY_SMALL_FEN), "law": f"{LAW}第165条"}
            return True, (Why("cases.gate.surely_small", surely),)
        return None, (Why("cases.gate.wage_unknown", {"law": f"{LAW}第165条"}),)
    half, double = wage.amount_fen // HALF, wage.amount_fen * DOUBLE
    known: dict[str, Fact] = {
        "year": wage.year,
        "province": wage.province,
        "wage": yuan(wage.amount_fen),
        "source": wage.source,
        "law": f"{LAW}第165条",
    }
    if facts.amount_fen <= half:
        return True, (Why("cases.gate.below_half", {**known, "limit": yuan(half)}),)
    if facts.amount_fen <= double:
        agreed = facts.agreed_small
        reason = "cases.gate.agreed_small" if agreed else "cases.gate.by_agreement"
        return agreed, (Why(reason, {**known, "limit": yuan(double)}),)
    return None, (Why("cases.gate.above_double", {**known, "limit": yuan(double)}),)
