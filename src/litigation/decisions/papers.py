"""The decisions as papers: judgment, mediation order, ruling, and the record of pronouncing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from commons.papers.rules import Json
from commons.papers.wording import day
from litigation.cases.fees import Procedure
from litigation.decisions.rules import (
    APPEAL_DAYS_ABROAD,
    DecisionKind,
    DecisionText,
    Pronounced,
    appeal_days,
)
from litigation.hearings.paper_rules import PaperKind
from litigation.hearings.papers import View, top
from litigation.hearings.sheets import Head, Present

# 2014 interpretation art. 1: printed in every judgment that orders money (Supreme Court notice).
LATE = (
    "如果未按本判决指定的期间履行给付金钱义务，应当依照《中华人民共和国民事诉讼法》"
    "第二百六十四条规定，加倍支付迟延履行期间的债务利息。"
)


OF_DECISION: Mapping[DecisionKind, PaperKind] = {
    DecisionKind.JUDGMENT: PaperKind.JUDGMENT,
    DecisionKind.MEDIATION_ORDER: PaperKind.ORDER,
    DecisionKind.DISMISSAL: PaperKind.RULING,
    DecisionKind.DEEMED_WITHDRAWAL: PaperKind.RULING,
    DecisionKind.WITHDRAWAL: PaperKind.RULING,
}
DECISIONS: Mapping[DecisionKind, str] = {
    DecisionKind.JUDGMENT: "判决",
    DecisionKind.MEDIATION_ORDER: "调解",
    DecisionKind.DISMISSAL: "裁定驳回起诉",
    DecisionKind.DEEMED_WITHDRAWAL: "裁定按撤诉处理",
    DecisionKind.WITHDRAWAL: "裁定准许撤诉",
}


@dataclass(frozen=True, slots=True)
class Ruled:
    """A decision as it is printed."""

    draft: DecisionText
    by_default: bool
    pronounced_on: date | None
    pronounced_how: Pronounced | None
    amount_fen: int | None
    absent: tuple[str, ...] = ()

    @property
    def kind(self) -> DecisionKind:
        return self.draft.kind


def judgment(head: Head, ruled: Ruled) -> View:
    """Civil Procedure Law art. 155; a small-claims judgment may be short (Interpretation 280)."""
    is_small = head.procedure is Procedure.SMALL_CLAIMS
    return {
        **_body(head, ruled),
        "is_short": is_small and not ruled.draft.facts.strip(),
        "absent": "、".join(ruled.absent),
        "late": LATE if ruled.amount_fen else "",
        "appeal": _appeal(head, ruled),
    }


def order(head: Head, ruled: Ruled) -> View:
    # Art. 100; Interpretation art. 149: it binds with the last party's signature for it.
    effect = "本调解书经各方当事人签收后，以最后收到的当事人签收的日期为生效日期，即具有法律效力。"
    return {**_body(head, ruled), "effect": effect}


def ruling(head: Head, ruled: Ruled) -> View:
    return {
        **_body(head, ruled),
        "what": DECISIONS[ruled.kind],
        "absent": "、".join(ruled.absent),
        "appeal": _appeal(head, ruled),
    }


def pronouncement(head: Head, ruled: Ruled, roll: Iterable[Present]) -> View:
    how = "当庭宣判" if ruled.pronounced_how is Pronounced.AT_ONCE else "定期宣判"
    deliver = "十日内发送文书" if ruled.pronounced_how is Pronounced.AT_ONCE else "当场发给文书"
    rows: list[Json] = [{"role": one.role, "name": one.name, "how": one.how} for one in roll]
    return {
        **_body(head, ruled),
        "how": how,
        "on": day(ruled.pronounced_on) if ruled.pronounced_on else "",
        "deliver": deliver,
        "roll": rows,
        "appeal": _appeal(head, ruled),
    }


def _body(head: Head, ruled: Ruled) -> View:
    draft = ruled.draft
    return {
        **top(head),
        "claims": draft.claims,
        "facts": draft.facts,
        "law": draft.law,
        "result": draft.result,
        "costs": draft.costs,
    }


def _appeal(head: Head, ruled: Ruled) -> str:
    """Say what each party may still do, and where there is nothing (art. 155 item 4)."""
    kind, procedure = ruled.kind, head.procedure
    days_here = appeal_days(kind, procedure, is_abroad=False)
    if days_here == 0:
        if procedure is Procedure.SMALL_CLAIMS:
            return "本案适用小额诉讼程序，实行一审终审，本件送达后即发生法律效力。"
        return "本件送达后即发生法律效力。"
    name = "判决书" if kind is DecisionKind.JUDGMENT else "裁定书"
    return (
        f"如不服本件，可以在{name}送达之日起{days_here}日内（在中华人民共和国领域内没有住所的，"
        f"{APPEAL_DAYS_ABROAD}日内），向本院递交上诉状，并按照对方当事人的人数提出副本，"
        "上诉于上一级人民法院。"
    )
