"""The course of a sitting: its phases, who may be written down, and what makes a record whole."""

from enum import StrEnum

from commons.errors import NotNow, NotValid, Problem
from litigation.hearings.rules import Purpose, Stage

LINES_MAX = 2_000
LINE_MAX = 8_000
SPEAKER_MAX = 100


class Phase(StrEnum):
    """The parts of a hearing as the law orders them (Civil Procedure Law art. 140 to 145)."""

    OPENING = "opening"  # 宣布开庭、核对身份、告知权利
    INQUIRY = "inquiry"  # 法庭调查
    DEBATE = "debate"  # 法庭辩论
    LAST_WORDS = "last_words"  # 最后意见
    MEDIATION = "mediation"  # 法庭调解
    PRONOUNCEMENT = "pronouncement"  # 宣判


# Interpretation art. 107, Mediation Rules: what is said for a settlement stays out of evidence.
WITHOUT_PREJUDICE = frozenset({Phase.MEDIATION})
NEEDED: dict[Purpose, frozenset[Phase]] = {
    # Art. 141 to 144: inquiry, debate, and the last words of both sides.
    Purpose.TRIAL: frozenset({Phase.OPENING, Phase.INQUIRY, Phase.DEBATE, Phase.LAST_WORDS}),
    Purpose.EXCHANGE: frozenset({Phase.OPENING, Phase.INQUIRY}),
    Purpose.PRONOUNCEMENT: frozenset({Phase.PRONOUNCEMENT}),
}
WRITABLE = frozenset({Stage.OPENED, Stage.HELD})


def check_line(*, stage: Stage, speaker: str, text: str, count: int) -> None:
    """A line is written while the court sits, or afterwards to correct the record."""
    if stage not in WRITABLE:
        raise NotNow("hearings.not_sitting")
    if count >= LINES_MAX:
        raise NotNow("hearings.too_many_lines", max=LINES_MAX)
    problems = {
        name: Problem("form.missing")
        for name, value in (("speaker", speaker), ("text", text))
        if not value.strip()
    }
    if len(text) > LINE_MAX:
        problems["text"] = Problem("form.too_long", {"max": LINE_MAX, "length": len(text)})
    if problems:
        raise NotValid(fields=problems)


def check_correction(*, stage: Stage, corrects: int | None, known: frozenset[int]) -> None:
    """Art. 150: whoever finds an omission asks for a correction; nothing is struck out."""
    if corrects is None:
        # After the sitting nothing new is said, only mended.
        if stage is Stage.HELD:
            raise NotNow("hearings.only_corrections_now")
        return
    if corrects not in known:
        raise NotValid(fields={"corrects": Problem("hearings.no_such_line")})


def missing_phases(
    purpose: Purpose, written: frozenset[Phase], *, is_short: bool
) -> tuple[Phase, ...]:
    """Name the phases that a whole record still lacks.

    Simplified and small-claims hearings need not keep to the order of the phases (Civil Procedure
    Law art. 163): there the opening and the inquiry are enough.
    """
    needed = NEEDED[purpose]
    if is_short and purpose is Purpose.TRIAL:
        needed = frozenset({Phase.OPENING, Phase.INQUIRY})
    return tuple(phase for phase in Phase if phase in needed - written)
