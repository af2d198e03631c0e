"""When a mediation may be opened, accepted, begun and ended, and what each step requires."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from commons.errors import NotNow, NotValid, Problem
from commons.flow import Flow

# Online Mediation Rules art. 15 gives no count; two tries on record is this house's own measure.
UNREACHED_TRIES_MIN = 2
WORDS_MAX = 4000
SUMMARY_MAX = 4000
# A statement that is far too long is read, refused by name and given back, not cut off.
TEXT_BYTES_MAX = 4 * 1024 * 1024


class Origin(StrEnum):
    """Where the matter comes from; it decides the track."""

    WALK_IN = "walk_in"
    ISLAND_VISIT = "island_visit"
    VILLAGE = "village"
    BUREAU = "bureau"
    COURT_REFERRAL = "court_referral"
    REFUSAL = "refusal"


class Track(StrEnum):
    """The three tracks since the opinion in force on 2025-01-01."""

    NOT_FILED = "not_filed"  # T1: no complaint lodged
    FILED = "filed"  # T2: filed first, then mediated
    REFUSED = "refused"  # T3: filed, mediation refused


TRACK_OF: Mapping[Origin, Track] = {
    Origin.WALK_IN: Track.NOT_FILED,
    Origin.ISLAND_VISIT: Track.NOT_FILED,
    Origin.VILLAGE: Track.NOT_FILED,
    Origin.BUREAU: Track.NOT_FILED,
    Origin.COURT_REFERRAL: Track.FILED,
    Origin.REFUSAL: Track.REFUSED,
}


class Procedure(StrEnum):
    """How the filed case is tried; it sets the length of track T2."""

    ORDINARY = "ordinary"
    SUMMARY = "summary"


class OrganisationKind(StrEnum):
    """What sort of organisation mediates."""

    PEOPLES = "peoples"
    INDUSTRY = "industry"
    COMMERCIAL = "commercial"
    INVITED = "invited"
    ADMINISTRATIVE = "administrative"


# Civil Procedure Law art. 205 speaks of mediation organisations set up by law; a bureau that
# mediates a complaint is none, so a people's or invited organisation has to co-sign.
STATUTORY = frozenset(OrganisationKind) - {OrganisationKind.ADMINISTRATIVE}


class Stage(StrEnum):
    """Where a matter stands."""

    REGISTERED = "registered"
    ACCEPTED = "accepted"
    UNDER_WAY = "under_way"
    AGREED = "agreed"
    CONFIRMED = "confirmed"
    NOT_CONFIRMED = "not_confirmed"
    ENDED = "ended"
    FEE_NOTICE = "fee_notice"


class Act(StrEnum):
    """What may be done to a matter."""

    PICK = "pick"
    ACCEPT = "accept"
    BEGIN = "begin"
    EXTEND = "extend"
    AGREE = "agree"
    END = "end"
    RECORD_REFUSAL = "record_refusal"
    CONFIRM = "confirm"
    REFUSE_CONFIRMATION = "refuse_confirmation"
    RECORD_BREACH = "record_breach"


FLOW: Flow[Stage, Act] = Flow(
    name="mediation",
    start=Stage.REGISTERED,
    moves={
        (Stage.REGISTERED, Act.PICK): Stage.REGISTERED,
        (Stage.REGISTERED, Act.ACCEPT): Stage.ACCEPTED,
        (Stage.REGISTERED, Act.END): Stage.ENDED,
        (Stage.REGISTERED, Act.RECORD_REFUSAL): Stage.FEE_NOTICE,
        # Online Mediation Rules art. 14: a party may ask for another mediator; he must accept anew.
        (Stage.ACCEPTED, Act.PICK): Stage.REGISTERED,
        (Stage.ACCEPTED, Act.BEGIN): Stage.UNDER_WAY,
        (Stage.ACCEPTED, Act.EXTEND): Stage.ACCEPTED,
        (Stage.ACCEPTED, Act.END): Stage.ENDED,
        (Stage.UNDER_WAY, Act.PICK): Stage.REGISTERED,
        (Stage.UNDER_WAY, Act.EXTEND): Stage.UNDER_WAY,
        (Stage.UNDER_WAY, Act.AGREE): Stage.AGREED,
        (Stage.UNDER_WAY, Act.END): Stage.ENDED,
        (Stage.AGREED, Act.CONFIRM): Stage.CONFIRMED,
        (Stage.AGREED, Act.REFUSE_CONFIRMATION): Stage.NOT_CONFIRMED,
        (Stage.AGREED, Act.RECORD_BREACH): Stage.AGREED,
        (Stage.CONFIRMED, Act.RECORD_BREACH): Stage.CONFIRMED,
        (Stage.NOT_CONFIRMED, Act.RECORD_BREACH): Stage.NOT_CONFIRMED,
    },
)
OPEN_STAGES = frozenset({Stage.REGISTERED, Stage.ACCEPTED, Stage.UNDER_WAY})


class ConflictKind(StrEnum):
    """Online Mediation Rules art. 13: what a mediator has to disclose."""

    NONE = "none"
    RELATIVE = "relative"
    INTEREST = "interest"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Declaration:
    """What the mediator disclosed and whether the parties, knowing it, agree to go on."""

    mediator_id: UUID
    kind: ConflictKind
    agreed_by: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Readiness:
    """Who stands for each side and what each of them has said and shown."""

    applicants: frozenset[UUID]
    respondents: frozenset[UUID]
    consenting: frozenset[UUID] = frozenset()
    identified: frozenset[UUID] = frozenset()
    without_guardian: frozenset[UUID] = frozenset()

    @property
    def parties(self) -> frozenset[UUID]:
        return self.applicants | self.respondents


@dataclass(frozen=True, slots=True)
class Facts:
    """What decides the next step of one matter."""

    track: Track
    stage: Stage
    mediator_id: UUID | None
    declaration: Declaration | None
    readiness: Readiness


def accept(facts: Facts, *, by: UUID) -> Stage:
    """Accept only what was offered to you and only after declaring."""
    # Art. 12 and 13 of the Online Mediation Rules: disclosure comes before acceptance.
    if facts.track is Track.REFUSED:
        raise NotNow("mediation.refused_track_goes_to_fee_notice")
    if facts.mediator_id != by:
        raise NotNow("mediation.offered_to_someone_else")
    declaration = facts.declaration
    if declaration is None or declaration.mediator_id != by:
        raise NotNow("mediation.declare_first")
    if declaration.kind is not ConflictKind.NONE and not (
        facts.readiness.parties and declaration.agreed_by >= facts.readiness.parties
    ):
        raise NotNow("mediation.conflict_needs_all_parties")
    return FLOW.step(facts.stage, Act.ACCEPT)


def missing_to_begin(facts: Facts, *, warned: bool) -> tuple[str, ...]:
    """Everything that still stands in the way of the first sitting, as reason keys."""
    ready = facts.readiness
    # Online Mediation Rules art. 4 consent, art. 17 identity and warning against sham mediation.
    checks = (
        (bool(ready.applicants and ready.respondents), "mediation.both_sides_needed"),
        (ready.consenting >= ready.parties, "mediation.consent_missing"),
        (ready.identified >= ready.parties, "mediation.identity_missing"),
        (not ready.without_guardian, "mediation.guardian_missing"),
        (warned, "mediation.warning_missing"),
    )
    return tuple(reason for passed, reason in checks if not passed)


def begin(facts: Facts, *, warned: bool) -> Stage:
    stage = FLOW.step(facts.stage, Act.BEGIN)
    missing = missing_to_begin(facts, warned=warned)
    if missing:
        raise NotNow(missing[0])
    return stage


def record_refusal(facts: Facts) -> Stage:
    """Track T3: filed and mediation refused, so the fee notice goes out at once."""
    if facts.track is not Track.REFUSED:
        raise NotNow("mediation.not_a_refused_track")
    return FLOW.step(facts.stage, Act.RECORD_REFUSAL)


class Remedy(StrEnum):
    """What an unkept agreement allows."""

    ENFORCE = "enforce"
    SUE = "sue"


def remedy(stage: Stage) -> Remedy:
    # Civil Procedure Law art. 206: only a confirmed agreement can be enforced directly.
    return Remedy.ENFORCE if stage is Stage.CONFIRMED else Remedy.SUE


def check_day(field: str, day: date, *, earliest: date, latest: date) -> date:
    """Refuse a day that cannot be: before the matter began or after today."""
    if not earliest <= day <= latest:
        problem = Problem(
            "mediation.day_out_of_range",
            {"earliest": earliest.isoformat(), "latest": latest.isoformat()},
        )
        raise NotValid(fields={field: problem})
    return day


def check_version(kept: int, seen: int | None) -> None:
    """Two people wrote at once: the one whose page is older hears of it."""
    if seen is not None and kept != seen:
        raise NotNow("db.changed_meanwhile")
