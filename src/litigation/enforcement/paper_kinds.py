"""The papers of an enforcement: what they are called, and whom each of them is sent to."""

from collections.abc import Mapping
from enum import StrEnum

from litigation.enforcement.rules import Closing, EnforcementSide, EnforcementStage


class EnforcementPaper(StrEnum):
    """In the order in which they come up."""

    APPLICATION = "enforcement_application"
    NOTICE = "enforcement_notice"
    REPORT = "enforcement_report"
    SHARING = "enforcement_sharing"
    CLOSING = "enforcement_closing"


TITLES: Mapping[EnforcementPaper, str] = {
    EnforcementPaper.APPLICATION: "强制执行申请书",
    EnforcementPaper.NOTICE: "执行通知书",
    EnforcementPaper.REPORT: "报告财产令",
    EnforcementPaper.SHARING: "财产分配方案",
    EnforcementPaper.CLOSING: "执行结案通知书",
}
TEMPLATES: Mapping[EnforcementPaper, str] = {
    kind: f"enforcement/{kind.value.removeprefix('enforcement_')}.html" for kind in EnforcementPaper
}
# Whom a finished paper is sent to; an application lies in the file.
SENT_TO: Mapping[EnforcementPaper, frozenset[EnforcementSide]] = {
    EnforcementPaper.NOTICE: frozenset({EnforcementSide.DEBTOR}),
    EnforcementPaper.REPORT: frozenset({EnforcementSide.DEBTOR}),
    # Interpretation art. 509: the plan is served on every creditor and on the debtor.
    EnforcementPaper.SHARING: frozenset(EnforcementSide),
    EnforcementPaper.CLOSING: frozenset(EnforcementSide),
}


def drawable(
    stage: EnforcementStage, closing: Closing | None, *, has_plan: bool
) -> tuple[EnforcementPaper, ...]:
    """List what may be drawn up now: a notice needs a number, an end needs to have come."""
    kinds = [EnforcementPaper.APPLICATION]
    if stage in {EnforcementStage.RUNNING, EnforcementStage.PAUSED, EnforcementStage.SETTLED}:
        kinds += [EnforcementPaper.NOTICE, EnforcementPaper.REPORT]
    if has_plan:
        kinds.append(EnforcementPaper.SHARING)
    if closing in {Closing.SATISFIED, Closing.TERMINATED}:
        kinds.append(EnforcementPaper.CLOSING)
    return tuple(kinds)
