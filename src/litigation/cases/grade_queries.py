"""What a grade rests on, read from the rows: counts, ticked circumstances, wages and points."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from litigation.cases.fee_scale import Kind
from litigation.cases.gates import GateFacts, Gates, Wage, gates
from litigation.cases.grading import Counts, Factor, Grading, grade
from litigation.cases.models import (
    Case,
    CaseClaim,
    CaseExhibit,
    CaseFact,
    CaseParty,
    GradePoint,
    WageBase,
)
from litigation.cases.pleading import ClaimStage, Domicile
from litigation.cases.ways import CourtWays

WAGES_MAX = 200
POINTS_MAX = 500
# What a person ticks; the rest is read from parties and claims.
TICKED = (
    "public_interest",
    "group",
    "wide_attention",
    "new_or_hard",
    "statute_panel",
    "remanded",
    "many_on_one_side",
    "retrial",
    "third_party_revocation",
    "title_dispute",
    "appraisal",
    "unsuitable",
    "agreed_small",
    "announcement",
    "test_case",
)
_GATE_FLAGS = frozenset(one.name for one in fields(GateFacts))
_NOT_MONEY = frozenset({Kind.DIVORCE, Kind.PERSONALITY, Kind.OTHER})


@dataclass(frozen=True, slots=True)
class Graded:
    """The advice for a case, and the gates by which an override is measured."""

    advice: Grading
    gates: Gates


async def graded(case: Case, ways: CourtWays, *, on: date) -> Graded:
    """Grade a case as it stands."""
    ticked = {name: bool(case.grade_facts.get(name)) for name in TICKED}
    parties = await CaseParty.filter(case_id=case.id)
    claims = await CaseClaim.filter(case_id=case.id, stage=ClaimStage.STANDING)
    facts = {
        "foreign": any(one.domicile is Domicile.ABROAD for one in parties),
        "taiwan": any(one.domicile is Domicile.TAIWAN for one in parties),
        "counterclaim": any(one.is_counter for one in claims),
    }
    found = gates(
        GateFacts(
            fee_kind=case.fee_kind,
            amount_fen=case.amount_fen,
            all_money=case.fee_kind not in _NOT_MONEY
            and all(one.amount_fen is not None for one in claims),
            missing=any(one.is_missing for one in parties),
            taiwan_may_be_small=ways.taiwan_may_be_small,
            **facts,
            **{name: held for name, held in ticked.items() if name in _GATE_FLAGS},
        ),
        await wages_of(ways.province),
        on=on,
    )
    counts = Counts(
        parties=len(parties),
        exhibits=await CaseExhibit.filter(case_id=case.id).count(),
        agreed_facts=await CaseFact.filter(case_id=case.id).count(),
        issues=_number(case.grade_facts, "issues"),
        appraisal=ticked["appraisal"],
        announcement=ticked["announcement"],
        test_case=ticked["test_case"],
        **facts,
    )
    return Graded(grade(counts, found, await points_on(on)), found)


def _number(facts: Mapping[str, Any], name: str) -> int:
    value = facts.get(name, 0)
    return value if isinstance(value, int) else 0


async def wages_of(province: str) -> tuple[Wage, ...]:
    rows = WageBase.filter(province=province).order_by("-year").limit(WAGES_MAX)
    return tuple(
        Wage(row.year, row.province, row.amount_fen, row.published_on, row.source)
        for row in await rows
    )


async def points_on(day: date) -> dict[Factor, int]:
    """Read the points in force on a day: the latest row of each factor."""
    rows = GradePoint.filter(from_on__lte=day).order_by("from_on", "entered_at").limit(POINTS_MAX)
    return {Factor(row.key): row.points for row in await rows}
