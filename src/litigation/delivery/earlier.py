"""What was served before a case came here: by which way, and whether it arrived."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from commons.errors import NotValid, Problem

TITLE_MAX = 200
WORDS_MAX = 200


class Way(StrEnum):
    """Civil Procedure Law art. 88 to 95: the ways of service."""

    DIRECT = "direct"
    LEFT = "left"
    ELECTRONIC = "electronic"
    ENTRUSTED = "entrusted"
    MAIL = "mail"
    FORWARDED = "forwarded"
    ANNOUNCEMENT = "announcement"


class Outcome(StrEnum):
    """What became of it, as far as it was known when the case came."""

    FAILED = "failed"
    UNDER_WAY = "under_way"
    SERVED = "served"


@dataclass(frozen=True, slots=True)
class EarlierService:
    """One paper that was sent to one recipient; `key` is its number at its former keeper."""

    key: str
    digest: str
    case_id: UUID
    organisation_id: UUID
    case_name: str
    title: str
    recipient: str
    way: Way
    outcome: Outcome
    sent_on: date
    served_on: date | None = None
    party_id: UUID | None = None
    words: str = ""


def check_service(*, outcome: Outcome, sent_on: date, served_on: date | None, today: date) -> None:
    """Let what arrived have its day, between the sending and today, and nothing else one."""
    problems: dict[str, Problem] = {}
    if sent_on > today:
        problems["sent_on"] = Problem("delivery.earlier.day_to_come")
    if outcome is Outcome.SERVED and served_on is None:
        problems["served_on"] = Problem("form.missing")
    if outcome is not Outcome.SERVED and served_on is not None:
        problems["served_on"] = Problem("delivery.earlier.not_served")
    if served_on is not None and not sent_on <= served_on <= today:
        problems["served_on"] = Problem("delivery.earlier.day_out_of_order")
    if problems:
        raise NotValid(fields=problems)
