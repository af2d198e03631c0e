"""For whom a representative may speak, how far, and by which paper."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from commons.errors import NotValid, Problem
from litigation.mediation.parties import PartyKind

WORDING_MAX = 500
ADULT_AGE = 18


class AuthorityKind(StrEnum):
    """By what right somebody speaks for a party (Civil Procedure Law art. 60 and 61)."""

    GUARDIAN = "guardian"
    LEGAL_REPRESENTATIVE = "legal_representative"
    LAWYER = "lawyer"
    CLOSE_RELATIVE = "close_relative"
    STAFF = "staff"
    COMMUNITY = "community"


class AuthorityPaper(StrEnum):
    """The paper that shows the authority."""

    POWER_OF_ATTORNEY = "power_of_attorney"
    NOTARISED_POWER = "notarised_power"
    WITNESSED_BY_VIDEO = "witnessed_by_video"
    LEGAL_REPRESENTATIVE_CERTIFICATE = "legal_representative_certificate"
    GUARDIANSHIP_PROOF = "guardianship_proof"


class Scope(StrEnum):
    """How far the authority goes."""

    GENERAL = "general"
    SPECIAL = "special"


class Power(StrEnum):
    """Interpretation of the Civil Procedure Law art. 89: powers that must be named one by one."""

    ADMIT = "admit"
    WAIVE_OR_CHANGE = "waive_or_change"
    SETTLE = "settle"
    COUNTERCLAIM = "counterclaim"
    CONFIRMATION = "confirmation"
    RECEIVE_PAPERS = "receive_papers"
    RECEIVE_MONEY = "receive_money"


# They act with the whole right of the party itself; no power has to be listed.
OF_THEIR_OWN_RIGHT = frozenset({AuthorityKind.GUARDIAN, AuthorityKind.LEGAL_REPRESENTATIVE})
PAPER_OF: Mapping[AuthorityKind, AuthorityPaper] = {
    AuthorityKind.GUARDIAN: AuthorityPaper.GUARDIANSHIP_PROOF,
    AuthorityKind.LEGAL_REPRESENTATIVE: AuthorityPaper.LEGAL_REPRESENTATIVE_CERTIFICATE,
}


@dataclass(frozen=True, slots=True)
class Authority:
    """What one representative was given."""

    kind: AuthorityKind
    paper: AuthorityPaper
    scope: Scope
    powers: frozenset[Power] = frozenset()
    ends_on: date | None = None
    wording: str = ""


def check_authority(authority: Authority, *, party: PartyKind, today: date) -> Authority:
    """Refuse an authority that would not hold in court, with every fault at once."""
    problems: dict[str, Problem] = {}
    own_right = authority.kind in OF_THEIR_OWN_RIGHT
    if authority.kind is AuthorityKind.GUARDIAN and party is PartyKind.ORGANISATION:
        problems["kind"] = Problem("mediation.guardian_only_for_persons")
    if authority.kind is AuthorityKind.LEGAL_REPRESENTATIVE and party is PartyKind.PERSON:
        problems["kind"] = Problem("mediation.legal_representative_only_for_organisations")
    if own_right != (authority.paper in PAPER_OF.values()) or (
        own_right and PAPER_OF[authority.kind] is not authority.paper
    ):
        problems["paper"] = Problem("mediation.paper_does_not_fit")
    # Interpretation art. 89: "全权代理" without named powers is a general authority only.
    if not own_right and authority.scope is Scope.SPECIAL and not authority.powers:
        problems["powers"] = Problem("mediation.name_the_powers")
    if not own_right and authority.scope is Scope.GENERAL and authority.powers:
        problems["scope"] = Problem("mediation.general_has_no_powers")
    if authority.ends_on is not None and authority.ends_on < today:
        problems["ends_on"] = Problem("mediation.authority_is_over")
    if problems:
        raise NotValid(fields=problems)
    return authority


def may(authority: Authority, power: Power, *, on: date) -> bool:
    """Whether this representative may do this, on this day, in the party's name."""
    if authority.ends_on is not None and authority.ends_on < on:
        return False
    if authority.kind in OF_THEIR_OWN_RIGHT:
        return True
    return authority.scope is Scope.SPECIAL and power in authority.powers


def is_minor(born_on: date | None, today: date) -> bool:
    # Civil Code art. 17: a person is of age on the day of the eighteenth birthday.
    if born_on is None:
        return False
    had_birthday = (today.month, today.day) >= (born_on.month, born_on.day)
    return today.year - born_on.year - (not had_birthday) < ADULT_AGE
