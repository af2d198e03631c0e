"""The papers of an enforcement, and the exact facts printed on each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from commons.money import yuan
from commons.papers.rules import Json
from commons.papers.wording import day, sum_in_full
from litigation.enforcement.paper_kinds import EnforcementPaper
from litigation.enforcement.rules import Closing, EnforcementSide
from litigation.enforcement.shapes import SharingView, SideView
from litigation.enforcement.sums import Account

View: TypeAlias = dict[str, Json]
SIDES = {EnforcementSide.CREDITOR: "申请执行人", EnforcementSide.DEBTOR: "被执行人"}
CLOSINGS = {
    Closing.SATISFIED: "已经执行完毕",
    Closing.TERMINATED: "终结执行",
}


@dataclass(frozen=True, slots=True)
class Run:
    """An enforcement as its papers print it."""

    court: str
    drawn_on: date
    basis: str
    effective_on: date
    due_on: date
    ask_until_on: date | None
    principal_fen: int
    interest_fen: int
    rate_bp: int
    rate_from_on: date | None
    account: Account
    fee_fen: int
    sides: tuple[SideView, ...]
    clues: str
    judge: str
    accepted_on: date | None
    closing: Closing | None
    words: str
    paid_fen: int
    sharing: SharingView | None = None


def content(kind: EnforcementPaper, run: Run) -> View:
    more = {
        EnforcementPaper.APPLICATION: _application,
        EnforcementPaper.NOTICE: _notice,
        EnforcementPaper.REPORT: _report,
        EnforcementPaper.SHARING: _sharing,
        EnforcementPaper.CLOSING: _closing,
    }[kind]
    return {**_top(run), **more(run)}


def _top(run: Run) -> View:
    return {
        "court": run.court,
        "drawn_on": run.drawn_on.isoformat(),
        "basis": run.basis,
        "effective": day(run.effective_on),
        "parties": [
            {"role": SIDES[one.side], "name": one.name, "facts": list(_facts(one.address))}
            for one in run.sides
        ],
        "judge": run.judge,
    }


def _facts(address: str) -> Iterable[str]:
    return (f"住{address}",) if address else ()


def _sums(run: Run) -> list[Json]:
    """Say what is asked for, line by line; the doubled part goes on until the day it is paid."""
    account = run.account
    lines: list[Json] = [
        ["生效法律文书确定的金钱债务", yuan(account.principal_fen)],
    ]
    if account.interest_fen or run.rate_bp:
        how = "一般债务利息"
        if run.rate_bp and run.rate_from_on:
            how += f"（年利率{run.rate_bp / 100:.2f}%，自{day(run.rate_from_on)}起）"
        lines.append([how, yuan(account.interest_fen)])
    late = f"加倍部分债务利息（自{day(run.due_on)}届满起，按日万分之一点七五）"
    lines.append([late, yuan(account.late_fen)])
    lines.append([f"合计（算至{day(run.drawn_on)}）", yuan(account.left_fen)])
    return lines


def _application(run: Run) -> View:
    until = day(run.ask_until_on) if run.ask_until_on else ""
    return {
        "sums": _sums(run),
        "due": day(run.due_on),
        "until": until,
        "clues": run.clues or "请人民法院依法调查。",
    }


def _notice(run: Run) -> View:
    return {
        "sums": _sums(run),
        "in_full": sum_in_full(run.account.left_fen),
        "accepted": day(run.accepted_on) if run.accepted_on else "",
        "fee": yuan(run.fee_fen),
    }


def _report(run: Run) -> View:
    return {"accepted": day(run.accepted_on) if run.accepted_on else ""}


def _sharing(run: Run) -> View:
    plan = run.sharing
    assert plan is not None
    shares: list[Json] = [
        [
            one.name,
            "优先受偿" if one.is_preferred else "普通债权",
            yuan(one.owed_fen),
            yuan(one.gets_fen),
        ]
        for one in plan.shares
    ]
    return {
        "available": yuan(plan.available_fen),
        "costs": yuan(plan.costs_fen),
        "shared": yuan(sum(one.gets_fen for one in plan.shares)),
        "by_seizure": plan.method.value == "seizure",
        "shares": shares,
        "until": day(plan.object_until_on),
    }


def _closing(run: Run) -> View:
    assert run.closing is not None
    return {
        "how": CLOSINGS[run.closing],
        "paid": yuan(run.paid_fen),
        "left": yuan(run.account.left_fen),
        "words": run.words,
    }
