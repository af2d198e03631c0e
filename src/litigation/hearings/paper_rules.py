"""The papers of a hearing and of its decision: who signs them and who gets them."""

from collections.abc import Mapping
from enum import StrEnum
from uuid import UUID

from litigation.hearings.rules import SUMMONED_PARTS, Part, Purpose, Stage

WORDS_MAX = 4_000


class PaperKind(StrEnum):
    """In the order in which they come up."""

    EXPLANATION = "explanation"  # 排期说明书
    SUMMONS = "summons"  # 传票
    NOTICE = "notice"  # 出庭通知书
    ANNOUNCEMENT = "announcement"  # 开庭公告
    CHANGE = "change"  # 变更开庭通知书
    APPROVAL = "approval"  # 延期开庭审批表
    PROCEDURE = "procedure"  # 转程序裁定书
    TERM = "term"  # 延长审限审批表
    EXCHANGE = "exchange"  # 证据交换笔录
    RECORD = "record"  # 庭审笔录
    CIRCUIT = "circuit"  # 巡回审理记录
    JUDGMENT = "judgment"  # 民事判决书
    ORDER = "order"  # 民事调解书
    RULING = "ruling"  # 民事裁定书
    PRONOUNCEMENT = "pronouncement"  # 宣判笔录


TEMPLATES: Mapping[PaperKind, str] = {kind: f"hearings/{kind.value}.html" for kind in PaperKind}
TITLES: Mapping[PaperKind, str] = {
    PaperKind.EXPLANATION: "排期说明书",
    PaperKind.SUMMONS: "传票",
    PaperKind.NOTICE: "出庭通知书",
    PaperKind.ANNOUNCEMENT: "开庭公告",
    PaperKind.CHANGE: "变更开庭通知书",
    PaperKind.APPROVAL: "延期开庭审批表",
    PaperKind.PROCEDURE: "民事裁定书",
    PaperKind.TERM: "延长审理期限审批表",
    PaperKind.EXCHANGE: "证据交换笔录",
    PaperKind.RECORD: "庭审笔录",
    PaperKind.CIRCUIT: "巡回审理记录",
    PaperKind.JUDGMENT: "民事判决书",
    PaperKind.ORDER: "民事调解书",
    PaperKind.RULING: "民事裁定书",
    PaperKind.PRONOUNCEMENT: "宣判笔录",
}
# One paper for each person; all others are one for the hearing or the decision.
ONE_FOR_EACH = frozenset({PaperKind.SUMMONS, PaperKind.NOTICE, PaperKind.CHANGE})
# Civil Procedure Law art. 150: judge, clerk and everybody who took part sign the record.
SIGNED_BY_PRESENT = frozenset(
    {PaperKind.EXCHANGE, PaperKind.RECORD, PaperKind.CIRCUIT, PaperKind.PRONOUNCEMENT}
)
DECISIONS = frozenset({PaperKind.JUDGMENT, PaperKind.ORDER, PaperKind.RULING})
SIGNED_BY_COURT = SIGNED_BY_PRESENT | DECISIONS | {PaperKind.PROCEDURE}
SENT_TO_PARTIES = DECISIONS | {PaperKind.PROCEDURE, PaperKind.EXPLANATION}
SENT = ONE_FOR_EACH | SENT_TO_PARTIES
# Drawn up by a press of a button on the hearing's page; the others follow from deeds.
BY_HAND = (
    PaperKind.EXPLANATION,
    PaperKind.PROCEDURE,
    PaperKind.TERM,
    PaperKind.EXCHANGE,
    PaperKind.RECORD,
    PaperKind.CIRCUIT,
)
SAT = frozenset({Stage.OPENED, Stage.HELD})
NEEDS_WORDS = frozenset({PaperKind.PROCEDURE, PaperKind.TERM, PaperKind.CIRCUIT})


def call_kind(part: Part) -> PaperKind:
    """Interpretation art. 227: a summons for parties, a notice for everybody else."""
    return PaperKind.SUMMONS if part in SUMMONED_PARTS else PaperKind.NOTICE


def record_kind(purpose: Purpose) -> PaperKind:
    return PaperKind.EXCHANGE if purpose is Purpose.EXCHANGE else PaperKind.RECORD


def drawable(purpose: Purpose, stage: Stage) -> tuple[PaperKind, ...]:
    """List what a clerk may draw up by hand now: a record needs a sitting, all else a listing."""
    if stage in SAT:
        return (record_kind(purpose), PaperKind.CIRCUIT, PaperKind.PROCEDURE, PaperKind.TERM)
    if stage in {Stage.LISTED, Stage.SUMMONED}:
        return (PaperKind.EXPLANATION, PaperKind.PROCEDURE, PaperKind.TERM)
    return ()


def paper_subject(case_subject: str, thing_id: UUID) -> str:
    """Name a paper's place: the case first, so that whoever may see the case may see it."""
    return f"{case_subject}:{thing_id}"
