"""A case that was kept elsewhere before it came here: what is known of it, and what cannot be."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from commons.errors import NotValid, Problem
from litigation.cases.fee_scale import Kind
from litigation.cases.fees import Procedure
from litigation.cases.numbering import NO_CHOICE, CaseNumber, type_code
from litigation.cases.pleading import Asked, Standing, check_claims
from litigation.cases.rules import PARTIES_MAX, CaseKind, Ending, Side, Stage

# What a case may be when it comes: a fee that is still asked for, or a hearing that is already
# fixed, lives in papers and plans that stayed behind.
COMES_IN = (
    Stage.SUBMITTED,
    Stage.MEDIATING,
    Stage.POOL,
    Stage.HEARD,
    Stage.STAYED,
    Stage.DECIDED,
    Stage.CLOSED,
)
# A case that came from elsewhere was handed in by nobody who has an account here.
BY_NOBODY = UUID(int=0)
Person = tuple[UUID, str]


@dataclass(frozen=True, slots=True)
class EarlierParty:
    side: Side
    standing: Standing
    copies_on: date | None = None


@dataclass(frozen=True, slots=True)
class EarlierCase:
    """One case as its former keeper tells it; `key` is its number there."""

    key: str
    digest: str
    organisation_id: UUID
    kind: CaseKind
    stage: Stage
    cause: str
    fee_kind: Kind
    procedure: Procedure
    parties: tuple[EarlierParty, ...]
    submitted_on: date
    number: CaseNumber | None = None
    item: str = ""
    amount_fen: int | None = None
    filed_on: date | None = None
    stayed_on: date | None = None
    closed_on: date | None = None
    ending: Ending | None = None
    judge: Person | None = None
    clerk: Person | None = None
    island: str = ""

    @property
    def title(self) -> str:
        names = {
            side: "、".join(one.standing.who.name for one in self.parties if one.side is side)
            for side in (Side.PLAINTIFF, Side.DEFENDANT)
        }
        return " 诉 ".join(filter(None, names.values()))


def check_earlier(
    case: EarlierCase, *, today: date, court_code: str, chosen: Mapping[str, str] = NO_CHOICE
) -> EarlierCase:
    """Refuse what contradicts itself; every fault is named by its field."""
    problems = dict(
        [*_of_days(case, today), *_of_number(case, court_code, chosen), *_of_course(case)]
    )
    if case.stage is not Stage.CLOSED:
        try:
            check_claims(case.fee_kind, (Asked(case.item, case.amount_fen),))
        except NotValid as refusal:
            problems["amount"] = next(iter(refusal.fields.values()))
    sides = [one.side for one in case.parties]
    if Side.PLAINTIFF not in sides:
        problems.setdefault("plaintiff", Problem("form.missing"))
    if Side.DEFENDANT not in sides and case.kind is not CaseKind.SPECIAL:
        problems.setdefault("defendant", Problem("form.missing"))
    if len(sides) > PARTIES_MAX:
        problems["plaintiff"] = Problem("cases.too_many_parties", {"max": PARTIES_MAX})
    if problems:
        raise NotValid(fields=problems)
    return case


def _of_days(case: EarlierCase, today: date) -> Iterator[tuple[str, Problem]]:
    """Let every day lie between the one before it in the course of a case and today."""
    before = date(1990, 1, 1)
    copies = [one.copies_on for one in case.parties if one.copies_on is not None]
    for name, day in (
        ("submitted_on", case.submitted_on),
        ("filed_on", case.filed_on),
        ("copies_on", min(copies, default=None)),
        ("stayed_on", case.stayed_on),
        ("closed_on", case.closed_on),
    ):
        if day is None:
            continue
        if not before <= day <= today:
            facts = {"earliest": before.isoformat(), "latest": today.isoformat()}
            yield name, Problem("cases.day_out_of_range", facts)
        elif name in {"submitted_on", "filed_on"}:
            before = day
    if max(copies, default=today) > today:
        yield "copies_on", Problem("cases.earlier.day_to_come")


def _of_number(
    case: EarlierCase, court_code: str, chosen: Mapping[str, str]
) -> Iterator[tuple[str, Problem]]:
    number = case.number
    if case.stage is Stage.SUBMITTED:
        if number is not None:
            yield "number", Problem("cases.earlier.not_filed_yet")
        return
    if number is None:
        yield "number", Problem("form.missing")
        return
    if case.filed_on is None:
        return
    # Rules on case numbers art. 2 and 3: the year of receipt, the court, the kind of case.
    right = type_code(case.kind, case.filed_on, chosen=chosen)
    if number.court_code != court_code:
        yield "number", Problem("cases.earlier.other_court", {"code": court_code})
    elif number.code != right:
        yield "number", Problem("cases.earlier.other_type", {"code": right})
    elif not case.submitted_on.year <= number.year <= case.filed_on.year:
        yield "number", Problem("cases.earlier.other_year", {"year": case.filed_on.year})


def _of_course(case: EarlierCase) -> Iterator[tuple[str, Problem]]:
    """Ask for what a stage brings with it, and refuse what it has not reached."""
    if case.stage not in COMES_IN:
        yield "stage", Problem("cases.earlier.cannot_come_so")
    for name, given, wanted in (
        ("filed_on", case.filed_on, case.stage is not Stage.SUBMITTED),
        ("stayed_on", case.stayed_on, case.stage is Stage.STAYED),
        ("closed_on", case.closed_on, case.stage is Stage.CLOSED),
        ("ending", case.ending, case.stage is Stage.CLOSED),
    ):
        if wanted and given is None:
            yield name, Problem("form.missing")
        if given is not None and not wanted:
            yield name, Problem("cases.earlier.not_at_this_stage")
