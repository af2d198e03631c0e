"""Who takes part, what each person has agreed to, and how each was sought and checked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from commons.errors import NotNow, NotValid, Problem

NAME_MAX = 100
ADDRESS_MAX = 300
PARTIES_MAX = 40
REPRESENTATIVES_MAX = 5
IMPOSSIBLE_DAYS_MAX = 92
ATTEMPTS_MAX = 200
E_ADDRESS_MAX = 200


class Side(StrEnum):
    """On which side a party stands."""

    APPLICANT = "applicant"
    RESPONDENT = "respondent"
    THIRD = "third"


class PartyKind(StrEnum):
    """A person of flesh, or an organisation."""

    PERSON = "person"
    ORGANISATION = "organisation"


class ConsentStep(StrEnum):
    """Online Litigation Rules art. 4: consent to one step is not consent to another."""

    MEDIATION = "mediation"
    ONLINE = "online"
    E_SERVICE = "e_service"
    RECORDING = "recording"
    EXTENSION = "extension"
    CONFIRMATION = "confirmation"


class ConsentAnswer(StrEnum):
    GIVEN = "given"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class ConsentHow(StrEnum):
    """In which way the answer was given."""

    PAPER = "paper"
    SCREEN = "screen"
    SPOKEN = "spoken"
    PHONE = "phone"
    MESSAGE = "message"


class EServiceBasis(StrEnum):
    """Online Litigation Rules art. 29: by what an electronic address may be served."""

    EXPLICIT = "explicit"
    EARLIER_PROMISE = "earlier_promise"
    GIVEN_IN_PAPERS = "given_in_papers"
    ACCEPTED_EARLIER = "accepted_earlier"


@dataclass(frozen=True, slots=True)
class Said:
    """One answer to one step; the latest one counts, the earlier ones stay on record."""

    party_id: UUID
    step: ConsentStep
    answer: ConsentAnswer


def standing(said: Iterable[Said]) -> Mapping[tuple[UUID, ConsentStep], ConsentAnswer]:
    """Say what holds now, from answers in the order in which they were given."""
    return {(each.party_id, each.step): each.answer for each in said}


def consenting(said: Iterable[Said], step: ConsentStep) -> frozenset[UUID]:
    now = standing(said)
    return frozenset(
        party for (party, each), answer in now.items() if (each, answer) == (step, "given")
    )


def check_answer(earlier: Iterable[Said], new: Said) -> Said:
    """Only what was given can be withdrawn."""
    now = standing(earlier).get((new.party_id, new.step))
    if new.answer is ConsentAnswer.WITHDRAWN and now is not ConsentAnswer.GIVEN:
        raise NotNow("mediation.nothing_to_withdraw")
    return new


class CheckedFor(StrEnum):
    """Online Litigation Rules art. 7: identity is verified anew before each of these."""

    OPENING = "opening"
    MEDIATION = "mediation"
    EXCHANGE = "exchange"
    SIGNING = "signing"


class CheckedHow(StrEnum):
    """By what means; a face is never the only way."""

    ORIGINAL_CARD = "original_card"
    REGISTER = "register"
    PHONE_CODE = "phone_code"
    VIDEO = "video"
    KNOWN_LOCALLY = "known_locally"


class Level(StrEnum):
    """What the check came to."""

    MATCHED = "matched"
    PARTIAL = "partial"
    FAILED = "failed"


class Channel(StrEnum):
    """How somebody was sought."""

    PHONE = "phone"
    SMS = "sms"
    WECHAT = "wechat"
    VISIT = "visit"
    VILLAGE = "village"
    POST = "post"


class Outcome(StrEnum):
    """What came of one try to reach somebody."""

    REACHED = "reached"
    NO_ANSWER = "no_answer"
    WRONG_NUMBER = "wrong_number"
    SWITCHED_OFF = "switched_off"
    AWAY = "away"
    REFUSED = "refused"


# Refusing to mediate is an answer: the person was reached.
IN_VAIN = frozenset({Outcome.NO_ANSWER, Outcome.WRONG_NUMBER, Outcome.SWITCHED_OFF, Outcome.AWAY})


class Support(StrEnum):
    """What somebody needs to take part on equal terms."""

    LARGE_PRINT = "large_print"
    READ_ALOUD = "read_aloud"
    SIGN_LANGUAGE = "sign_language"
    STEP_FREE = "step_free"
    COMPANION = "companion"
    DEVICE = "device"


def check_impossible_days(found: Iterable[date], *, today: date) -> tuple[date, ...]:
    """Days within the next three months, each once, in order."""
    kept = tuple(sorted(set(found)))
    outside = [each for each in kept if not 0 <= (each - today).days <= IMPOSSIBLE_DAYS_MAX]
    if outside:
        problem = Problem("mediation.day_beyond_three_months", {"day": outside[0].isoformat()})
        raise NotValid(fields={"impossible_days": problem})
    return kept
