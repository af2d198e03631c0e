"""Whether a step is held online, in person or mixed: by each person's own answer to this step."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from commons.errors import NotNow, NotValid, Problem
from litigation.cases.fees import Procedure
from litigation.hearings.rules import FREE_OF_NOTICE


class Answer(StrEnum):
    """What one person said about taking part online in one step; the latest answer counts."""

    CHOSEN = "chosen"  # asked for it: needs no second consent (art. 4 (1))
    AGREED = "agreed"
    REFUSED = "refused"
    REFUSED_WITH_REASON = "refused_with_reason"
    WITHDRAWN = "withdrawn"
    SILENT = "silent"


YES = frozenset({Answer.CHOSEN, Answer.AGREED})
NEEDS_WORDS = frozenset({Answer.REFUSED_WITH_REASON, Answer.WITHDRAWN})


class Mode(StrEnum):
    IN_PERSON = "in_person"
    ONLINE = "online"
    MIXED = "mixed"


class Bar(StrEnum):
    """Online Litigation Rules art. 21: why a hearing may not be held online."""

    ALL_REFUSE = "all_refuse"  # (1)
    ONE_REFUSES_WITH_REASON = "one_refuses_with_reason"  # (1)
    NO_MEANS = "no_means"  # (2)
    ON_SITE = "on_site"  # (3)
    COMPLEX = "complex"  # (4)
    SECURITY = "security"  # (5) state security, state secrets
    PUBLIC_INTEREST = "public_interest"  # (6)
    OTHER = "other"  # (7)


@dataclass(frozen=True, slots=True)
class Voice:
    """One person's standing answer for one step."""

    person_id: UUID
    answer: Answer


def bar_of(voices: Iterable[Voice]) -> Bar | None:
    """Read out of the answers whether art. 21 (1) forbids it."""
    answers = [voice.answer for voice in voices]
    if any(answer in NEEDS_WORDS for answer in answers):
        return Bar.ONE_REFUSES_WITH_REASON
    if answers and not any(answer in YES for answer in answers):
        return Bar.ALL_REFUSE
    return None


def mode_of(voices: Iterable[Voice], *, bar: Bar | None = None) -> Mode:
    """All agree: online. Some agree: those online, the others in person (art. 4)."""
    known = tuple(voices)
    if bar is not None or bar_of(known) is not None or not known:
        return Mode.IN_PERSON
    return Mode.ONLINE if all(one.answer in YES for one in known) else Mode.MIXED


def online_people(voices: Iterable[Voice], mode: Mode) -> frozenset[UUID]:
    """Name who takes part by video: only those who said yes to this very step."""
    if mode is Mode.IN_PERSON:
        return frozenset()
    return frozenset(voice.person_id for voice in voices if voice.answer in YES)


def check_answer(before: Answer, new: Answer, *, words: str, is_begun: bool) -> Answer:
    """Art. 5: who regrets says so in reasonable time before the step, and says why."""
    if new in NEEDS_WORDS and not words.strip():
        raise NotValid(fields={"words": Problem("hearings.regret_needs_words")})
    if new is Answer.WITHDRAWN:
        if before not in YES:
            raise NotNow("hearings.nothing_to_withdraw")
        if is_begun:
            raise NotNow("hearings.regret_too_late")
    return new


@dataclass(frozen=True, slots=True)
class Apart:
    """What has to be known before a hearing is held at different times (art. 20)."""

    procedure: Procedure
    joint_time_truly_hard: bool
    asked_in_writing: bool
    voices: tuple[Voice, ...]
    main_facts_disputed: bool


def missing_for_apart(facts: Apart) -> tuple[str, ...]:
    """List what art. 20 still wants; empty means that it is allowed."""
    everyone = bool(facts.voices) and all(voice.answer in YES for voice in facts.voices)
    checks = (
        (facts.procedure in FREE_OF_NOTICE, "hearings.apart_only_in_simple_procedures"),
        (facts.joint_time_truly_hard, "hearings.apart_needs_hardship"),
        (facts.asked_in_writing and everyone, "hearings.apart_needs_all"),
        (not facts.main_facts_disputed, "hearings.apart_needs_undisputed_facts"),
    )
    return tuple(reason for passed, reason in checks if not passed)


def check_apart(facts: Apart) -> None:
    missing = missing_for_apart(facts)
    if missing:
        raise NotNow(missing[0])
