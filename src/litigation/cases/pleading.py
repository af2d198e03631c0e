"""The screens of a complaint, element by element, and the complaint that they add up to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from commons.errors import NotValid, Problem
from commons.money import FEN_MAX
from litigation.cases.fee_scale import Kind
from litigation.cases.rules import CLAIMS_MAX, FiledAs
from litigation.mediation.opening import QuestionState
from litigation.mediation.particulars import Checked, check_particulars
from litigation.mediation.parties import PartyKind
from litigation.mediation.rules import Track

FILINGS_MAX = 20
CLAIM_LINES = 6
EVIDENCE_PARTS = 3
EVIDENCE_LINES_MAX = 40
PARTS = ("kind", "name", "number", "phone", "address", "domicile")


class Domicile(StrEnum):
    """Where a party has its domicile; it decides periods and small claims."""

    MAINLAND = "mainland"
    HONG_KONG_MACAO = "hong_kong_macao"
    TAIWAN = "taiwan"
    ABROAD = "abroad"


class ClaimStage(StrEnum):
    STANDING = "standing"
    CHANGED = "changed"
    DROPPED = "dropped"
    SETTLED = "settled"


class Screen(StrEnum):
    """One screen of the complaint; the order of an element-style form (法〔2025〕82号)."""

    COURT = "court"
    PLAINTIFF = "plaintiff"
    DEFENDANT = "defendant"
    CLAIMS = "claims"
    STORY = "story"
    EVIDENCE = "evidence"
    SERVICE = "service"
    WISHES = "wishes"


ELEMENTS = ("agreement", "performance", "breach", "loss", "law")
CLAIM_NAMES = tuple(f"{part}_{n}" for n in range(1, CLAIM_LINES + 1) for part in ("item", "amount"))
REQUIRED: Mapping[Screen, tuple[str, ...]] = {
    Screen.COURT: ("organisation_id", "filed_as"),
    Screen.PLAINTIFF: ("plaintiff_kind", "plaintiff_name"),
    Screen.DEFENDANT: ("defendant_kind", "defendant_name"),
    Screen.CLAIMS: ("cause", "fee_kind", "item_1"),
    Screen.STORY: ("agreement", "breach"),
    Screen.EVIDENCE: ("evidence_seen",),
    Screen.SERVICE: ("service_address", "e_consent"),
    Screen.WISHES: ("wants_mediation", "wants_online"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """One claim as it is typed: what, how much, or no sum."""

    item: str
    amount_fen: int | None


@dataclass(frozen=True, slots=True)
class Listed:
    """One piece of evidence as it is typed."""

    name: str
    source: str = ""
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """One party of the complaint: who it is, where it lives, whether it can be found."""

    who: Checked
    domicile: Domicile = Domicile.MAINLAND
    is_missing: bool = False


@dataclass(frozen=True, slots=True)
class Service:
    """Where papers reach the plaintiff; e-service includes judgments only by consent (art. 90)."""

    address: str
    e_address: str = ""
    e_consent: bool = False
    receiver: str = ""


@dataclass(frozen=True, slots=True)
class Complaint:
    """Everything that is handed in at once."""

    organisation_id: UUID
    filed_as: FiledAs
    island: str
    plaintiff: Standing
    defendant: Standing
    cause: str
    fee_kind: Kind
    claims: tuple[Asked, ...]
    story: Mapping[str, str]
    evidence: tuple[Listed, ...]
    service: Service
    track: Track
    wants_online: bool
    preservation: str = ""
    leaves_on: date | None = None

    @property
    def amount_fen(self) -> int | None:
        return total(self.claims)


def total(claims: tuple[Asked, ...]) -> int | None:
    """Add up the sums; None when no claim names one (Interpretation art. 201: all are summed)."""
    sums = [one.amount_fen for one in claims if one.amount_fen is not None]
    if not sums:
        return None
    if sum(sums) > FEN_MAX:
        raise NotValid(fields={"amount_1": Problem("cases.sum_too_large")})
    return sum(sums)


def is_answered(screen: Screen, answers: Mapping[str, str]) -> bool:
    return all(answers.get(name, "") for name in REQUIRED[screen])


def first_open(answers: Mapping[str, str]) -> Screen | None:
    return next((each for each in Screen if not is_answered(each, answers)), None)


def states(answers: Mapping[str, str]) -> tuple[tuple[Screen, QuestionState], ...]:
    """Make the task list: what is done, what comes next, what waits."""
    open_one = first_open(answers)

    def state(screen: Screen) -> QuestionState:
        if is_answered(screen, answers):
            return QuestionState.DONE
        return QuestionState.NEXT if screen is open_one else QuestionState.LATER

    return tuple((each, state(each)) for each in Screen)


def claims_in(answers: Mapping[str, str]) -> tuple[Asked, ...]:
    """Read the lines of claims; a sum without a claim is named as a fault."""
    found: list[Asked] = []
    problems: dict[str, Problem] = {}
    for n in range(1, CLAIM_LINES + 1):
        item, amount = answers.get(f"item_{n}", ""), answers.get(f"amount_{n}", "")
        if amount and not item:
            problems[f"item_{n}"] = Problem("cases.sum_without_claim")
        if item:
            found.append(Asked(item, int(amount) if amount else None))
    if problems:
        raise NotValid(fields=problems)
    assert len(found) <= CLAIMS_MAX
    return tuple(found)


def evidence_in(text: str) -> tuple[Listed, ...]:
    """Read one piece a line: name; source; what it shows."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > EVIDENCE_LINES_MAX:
        raise NotValid(fields={"evidence": Problem("cases.too_many", {"max": EVIDENCE_LINES_MAX})})
    parts = [line.replace(";", "；").split("；", EVIDENCE_PARTS - 1) for line in lines]
    return tuple(Listed(*(part.strip() for part in found)) for found in parts)


def track_of(answers: Mapping[str, str]) -> Track:
    """Choose the track: mediation failed before, is wanted after filing, or is refused."""
    if answers.get("matter_id", ""):
        return Track.NOT_FILED
    return Track.FILED if answers.get("wants_mediation") == "yes" else Track.REFUSED


def read_complaint(answers: Mapping[str, str], today: date) -> Complaint:
    """Make one complaint of the answers; what is missing or wrong is named by its screen."""
    missing = [each for each in Screen if not is_answered(each, answers)]
    if missing:
        problem = Problem("mediation.screen_unanswered")
        raise NotValid(fields={each.value: problem for each in missing})
    claims = claims_in(answers)
    fee_kind = Kind(answers["fee_kind"])
    check_claims(fee_kind, claims)
    leaves = answers.get("leaves_on", "")
    return Complaint(
        organisation_id=UUID(answers["organisation_id"]),
        filed_as=FiledAs(answers["filed_as"]),
        island=answers.get("island", ""),
        plaintiff=_standing(answers, "plaintiff", today),
        defendant=_standing(answers, "defendant", today),
        cause=answers["cause"],
        fee_kind=fee_kind,
        claims=claims,
        story={name: answers.get(name, "") for name in ELEMENTS},
        evidence=evidence_in(answers.get("evidence", "")),
        service=Service(
            address=answers["service_address"],
            e_address=answers.get("e_address", ""),
            e_consent=answers["e_consent"] == "yes",
            receiver=answers.get("receiver", ""),
        ),
        track=track_of(answers),
        wants_online=answers["wants_online"] == "yes",
        preservation=answers.get("preservation", ""),
        leaves_on=date.fromisoformat(leaves) if leaves else None,
    )


def check_claims(fee_kind: Kind, claims: tuple[Asked, ...]) -> None:
    """A case about money needs a sum, or no fee can be reckoned (Measures art. 13)."""
    if fee_kind in {Kind.PROPERTY, Kind.PAYMENT_ORDER} and total(claims) is None:
        raise NotValid(fields={"amount_1": Problem("fees.amount_missing")})


def _standing(answers: Mapping[str, str], side: str, today: date) -> Standing:
    def said(part: str) -> str:
        return answers.get(f"{side}_{part}", "")

    who = check_particulars(
        kind=PartyKind(said("kind")),
        name=said("name"),
        number=said("number"),
        phone=said("phone"),
        address=said("address"),
        today=today,
    )
    domicile = Domicile(said("domicile") or Domicile.MAINLAND)
    return Standing(who, domicile, is_missing=said("is_missing") == "yes")
