"""The door before any account: a few questions that lead to the right place, and say why.

It warns and never blocks: whatever is answered, every door stays open, and the reasons that led
to the advice are printed with it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from commons.deadlines import Why
from commons.errors import NotValid
from commons.money import FEN_MAX
from litigation.cases.fee_scale import Kind
from litigation.cases.fees import Fee, Procedure, Question, Rounding, court_fee
from litigation.cases.gates import SURELY_SMALL_FEN


class Trouble(StrEnum):
    """What it is about, in a citizen's words."""

    SHOPPING = "shopping"
    TRAVEL = "travel"
    DEBT = "debt"
    RENT = "rent"
    WORK = "work"
    INJURY = "injury"
    NEIGHBOUR = "neighbour"
    FAMILY = "family"
    AUTHORITY = "authority"
    ONLY_ASKING = "only_asking"


class Door(StrEnum):
    """Where somebody is led."""

    MEDIATION = "mediation"
    FILING = "filing"
    COMPLAINT = "complaint"
    QUESTION = "question"


class Ask(StrEnum):
    """One question a screen."""

    TROUBLE = "trouble"
    AMOUNT = "amount"
    OTHER = "other"
    PLACE = "place"
    TRIED = "tried"
    TALK = "talk"
    WHEN = "when"


class Known(StrEnum):
    """What is known of the other side."""

    NAME_AND_PLACE = "name_and_place"
    NAME_ONLY = "name_only"
    NOTHING = "nothing"


class Tried(StrEnum):
    """What was done about it before."""

    NOTHING = "nothing"
    MEDIATED = "mediated"
    COMPLAINED = "complained"
    SUED = "sued"
    ARBITRATION_CLAUSE = "arbitration_clause"


class Place(StrEnum):
    HERE = "here"
    ELSEWHERE = "elsewhere"
    UNSURE = "unsure"


class When(StrEnum):
    WITHIN_YEAR = "within_year"
    WITHIN_THREE = "within_three"
    LONGER = "longer"


class YesNo(StrEnum):
    YES = "yes"
    NO = "no"


CHOICES: Mapping[Ask, tuple[StrEnum, ...]] = {
    Ask.TROUBLE: tuple(Trouble),
    Ask.OTHER: tuple(Known),
    Ask.PLACE: tuple(Place),
    Ask.TRIED: tuple(Tried),
    Ask.TALK: tuple(YesNo),
    Ask.WHEN: tuple(When),
}
BUYING = frozenset({Trouble.SHOPPING, Trouble.TRAVEL})
_FEE_KINDS: Mapping[Trouble, Kind] = {Trouble.FAMILY: Kind.DIVORCE, Trouble.WORK: Kind.LABOUR}


@dataclass(frozen=True, slots=True)
class Answers:
    """What was answered; nobody's name is among it, and nothing is kept."""

    trouble: Trouble
    amount_fen: int | None = None
    other: Known = Known.NAME_AND_PLACE
    place: Place = Place.HERE
    tried: Tried = Tried.NOTHING
    talk: bool = True
    when: When = When.WITHIN_YEAR


@dataclass(frozen=True, slots=True)
class Advice:
    """A door with its reasons; the others stay open. `ways` is how the court would try it."""

    door: Door
    why: tuple[Why, ...]
    warnings: tuple[Why, ...]
    bring: tuple[str, ...]
    fee: Fee | None
    procedure: Procedure | None
    others: tuple[Door, ...]


def asked(answers: Mapping[str, str]) -> tuple[Ask, ...]:
    """Say which questions there are: whoever only asks is asked nothing more."""
    if answers.get("trouble") in {Trouble.ONLY_ASKING, Trouble.AUTHORITY}:
        return (Ask.TROUBLE,)
    return tuple(Ask)


def first_open(answers: Mapping[str, str]) -> Ask | None:
    return next((one for one in asked(answers) if one.value not in answers), None)


def read_answers(answers: Mapping[str, str]) -> Answers:
    """Read what travelled in the address; what is no choice is refused by name."""
    try:
        amount = answers.get("amount", "")
        return Answers(
            trouble=Trouble(answers["trouble"]),
            amount_fen=min(int(amount), FEN_MAX) if amount else None,
            other=Known(answers.get("other", Known.NAME_AND_PLACE)),
            place=Place(answers.get("place", Place.HERE)),
            tried=Tried(answers.get("tried", Tried.NOTHING)),
            talk=answers.get("talk", YesNo.YES) == YesNo.YES,
            when=When(answers.get("when", When.WITHIN_YEAR)),
        )
    except (ValueError, KeyError):
        raise NotValid("cases.door.not_readable") from None


def advise(said: Answers, *, on: date, rounding: Rounding = Rounding.FEN) -> Advice:
    """Lead to a door, with every reason; the advice binds nobody."""
    door, why = _door(said)
    fee, procedure = _fee(said, on, rounding)
    return Advice(
        door=door,
        why=why,
        warnings=_warnings(said),
        bring=_bring(said, door),
        fee=fee,
        procedure=procedure,
        others=tuple(one for one in Door if one is not door),
    )


def _door(said: Answers) -> tuple[Door, tuple[Why, ...]]:
    if said.trouble is Trouble.ONLY_ASKING:
        return Door.QUESTION, (Why("cases.door.only_asking"),)
    if said.trouble is Trouble.AUTHORITY:
        return Door.QUESTION, (Why("cases.door.authority"),)
    if said.tried is Tried.MEDIATED:
        return Door.FILING, (Why("cases.door.mediated_before"),)
    if said.trouble in BUYING and said.tried is not Tried.COMPLAINED and said.talk:
        return Door.COMPLAINT, (Why("cases.door.buyer"),)
    if said.talk:
        return Door.MEDIATION, (Why("cases.door.ready_to_talk"),)
    # Opinion in force since 2025-01-01: who wants no mediation is filed for at once.
    return Door.FILING, (Why("cases.door.no_talk"),)


def _warnings(said: Answers) -> tuple[Why, ...]:
    checks = (
        (said.other is Known.NOTHING, Why("cases.door.warn_no_defendant")),
        (said.other is Known.NAME_ONLY, Why("cases.door.warn_no_address")),
        (said.place is Place.ELSEWHERE, Why("cases.door.warn_elsewhere")),
        (said.tried is Tried.SUED, Why("cases.door.warn_sued")),
        (said.tried is Tried.ARBITRATION_CLAUSE, Why("cases.door.warn_arbitration")),
        (said.trouble is Trouble.WORK, Why("cases.door.warn_labour")),
        (said.when is When.LONGER, Why("cases.door.warn_limitation")),
    )
    return tuple(why for holds, why in checks if holds)


def _bring(said: Answers, door: Door) -> tuple[str, ...]:
    if door is Door.QUESTION:
        return ()
    always = ("identity", "story", "proof")
    extra = {
        Trouble.SHOPPING: ("receipt",),
        Trouble.TRAVEL: ("travel_contract",),
        Trouble.DEBT: ("loan_paper",),
        Trouble.RENT: ("lease",),
        Trouble.WORK: ("labour_award",),
        Trouble.INJURY: ("medical",),
        Trouble.FAMILY: ("family_paper",),
    }.get(said.trouble, ())
    copies = ("copies", "other_identity") if door is Door.FILING else ("other_contact",)
    return (*always, *extra, *copies)


def _fee(said: Answers, on: date, rounding: Rounding) -> tuple[Fee | None, Procedure | None]:
    """Name the likely fee and way; both are settled only when the case is filed."""
    if said.trouble in {Trouble.ONLY_ASKING, Trouble.AUTHORITY}:
        return None, None
    kind = _FEE_KINDS.get(said.trouble, Kind.PROPERTY)
    if kind is Kind.PROPERTY and said.amount_fen is None:
        kind = Kind.OTHER
    amount = said.amount_fen
    is_small = kind is Kind.PROPERTY and amount is not None and amount <= SURELY_SMALL_FEN
    findable = said.other is not Known.NOTHING
    small = Procedure.SMALL_CLAIMS if is_small else Procedure.SUMMARY
    procedure = small if findable else Procedure.ORDINARY
    question = Question(kind=kind, amount_fen=amount, procedure=procedure)
    return court_fee(question, on=on, rounding=rounding), procedure
