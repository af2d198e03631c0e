"""`island law`: the last day of a period, a court fee, the kind of a number - without a server."""

import json
import sys
from argparse import ArgumentParser, Namespace, _SubParsersAction
from collections.abc import Callable, Mapping
from datetime import date

from commons import deadlines
from commons.almanac import OFFICIAL, Almanac
from commons.deadlines import Due, Why
from commons.errors import NotValid, Problem
from commons.i18n import Words, read_words
from commons.money import read_yuan, yuan
from commons.persons import Identity, identify
from commons.web.site import find_root
from litigation.cases.fee_scale import Kind
from litigation.cases.fees import Fee, Outcome, Procedure, Question, court_fee

YES, NO, UNREADABLE = 0, 1, 2

Parsers = _SubParsersAction  # the type argparse gives to what add_subparsers returns

UNITS: Mapping[str, Callable[[date, int, Almanac], Due]] = {
    "days": deadlines.days,
    "workdays": deadlines.workdays,
    "months": deadlines.months,
    "years": deadlines.years,
}


def add_parsers(subparsers: "Parsers[ArgumentParser]") -> None:
    """Put `law` with its three questions beside the other commands; each sets `run`."""
    law = subparsers.add_parser("law", help="deadlines, court fees, identity numbers")
    questions = law.add_subparsers(dest="question", required=True, metavar="{due,fee,person}")
    _add_due(questions.add_parser("due", help="the last day of a period"))
    _add_fee(questions.add_parser("fee", help="a court fee"))
    _add_person(questions.add_parser("person", help="is this number valid"))


def _add_due(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--from",
        dest="event_on",
        required=True,
        metavar="DATE",
        help="the day of the event, e.g. 2026-09-10",
    )
    units = parser.add_mutually_exclusive_group(required=True)
    for unit in UNITS:
        units.add_argument(f"--{unit}", type=int, metavar="N")
    _finish(parser, run_due)


def _add_fee(parser: ArgumentParser) -> None:
    parser.add_argument("--kind", required=True, choices=[kind.value for kind in Kind])
    parser.add_argument("--amount", metavar="YUAN", help="the amount in dispute, e.g. 30000.00")
    parser.add_argument(
        "--procedure", default=Procedure.ORDINARY.value, choices=[item.value for item in Procedure]
    )
    parser.add_argument(
        "--outcome", default=Outcome.JUDGMENT.value, choices=[item.value for item in Outcome]
    )
    _finish(parser, run_fee)


def _add_person(parser: ArgumentParser) -> None:
    parser.add_argument("number", help="of an identity document, or a credit code")
    _finish(parser, run_person)


def _finish(parser: ArgumentParser, run: Callable[[Namespace], int]) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=run)


def run_due(args: Namespace) -> int:
    unit = next(unit for unit in UNITS if getattr(args, unit) is not None)
    try:
        event_on = date.fromisoformat(args.event_on)
    except ValueError:
        return _unreadable(f"不是日期：{args.event_on[:40]!r}，请写成 2026-09-10")
    try:
        due = UNITS[unit](event_on, getattr(args, unit), OFFICIAL)
    except NotValid as refusal:
        return _unreadable(_words().refusal(refusal))
    return _answer_due(due, as_json=args.json)


def _answer_due(due: Due, *, as_json: bool) -> int:
    why = _sentences(due.why)
    if as_json:
        return _write_json(
            {"due_on": due.due_on.isoformat(), "provisional": due.provisional, "why": why}
        )
    mark = "（暂定）" if due.provisional else ""
    return _write_lines(f"{due.due_on.isoformat()}{mark}", *why)


def run_fee(args: Namespace) -> int:
    try:
        amount_fen = None if args.amount is None else read_yuan(args.amount)
        fee = court_fee(
            Question(
                kind=Kind(args.kind),
                amount_fen=amount_fen,
                procedure=Procedure(args.procedure),
                outcome=Outcome(args.outcome),
            )
        )
    except NotValid as refusal:
        return _unreadable(_words().refusal(refusal))
    return _answer_fee(fee, as_json=args.json)


def _answer_fee(fee: Fee, *, as_json: bool) -> int:
    why = _sentences(fee.why)
    if as_json:
        # Where the province has not fixed the fee, a reader must not take the least for the fee.
        most = {} if fee.is_fixed else {"fee_fen_max": fee.fee_fen_max}
        return _write_json({"fee_fen": fee.fee_fen, **most, "why": why})
    most_text = "" if fee.is_fixed else f" 至 {yuan(fee.fee_fen_max)} 元"
    return _write_lines(f"{yuan(fee.fee_fen)} 元{most_text}", *why)


def run_person(args: Namespace) -> int:
    identity = identify(args.number)
    if args.json:
        _write_json(_identity_json(identity))
    else:
        kind = _words().label(identity.kind)
        verdict = "有效" if identity.valid else f"无效：{_reason(identity)}"
        _write_lines(f"{kind} {identity.masked} {verdict}")
    return YES if identity.valid else NO


def _identity_json(identity: Identity) -> dict[str, object]:
    found: dict[str, object] = {
        "kind": identity.kind.value,
        "valid": identity.valid,
        "masked": identity.masked,
    }
    return found if identity.valid else {**found, "why": [_reason(identity)]}


def _reason(identity: Identity) -> str:
    return _words().refusal(Problem(identity.reason))


def _words() -> Words:
    return read_words(find_root() / "locale")


def _sentences(why: tuple[Why, ...]) -> list[str]:
    words = _words()
    return [words.refusal(Problem(step.reason, step.facts)) for step in why]


def _write_json(answer: Mapping[str, object]) -> int:
    return _write_lines(json.dumps(answer, ensure_ascii=False))


def _write_lines(*lines: str) -> int:
    sys.stdout.write("\n".join(lines) + "\n")
    return YES


def _unreadable(sentence: str) -> int:
    sys.stderr.write(f"{sentence}\n")
    return UNREADABLE
