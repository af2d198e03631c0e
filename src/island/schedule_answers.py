"""What `island schedule solve` and `repair` say of the plan that they made, in Chinese or JSON."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict

from island.schedule_speech import plain
from island.schedule_words import ENDINGS, REASONS, RULES, WISHES
from scheduling.solving.answers import Planned, Repaired
from scheduling.solving.checker import Report
from scheduling.solving.moves import MADE_ROOM, Move, Reason
from scheduling.solving.outcomes import Budget, Progress
from scheduling.solving.problem import Assignment, Problem
from scheduling.solving.timetable import clock

LINES_MAX = 40


def solved_json(problem: Problem, answer: Planned, budget: Budget) -> dict[str, object]:
    outcome = answer.outcome
    return {
        **_report_json(problem, answer.report),
        "bound": outcome.bound,
        "gap": outcome.gap,
        "first_plan_seconds": outcome.first_plan_seconds,
        "seconds": outcome.seconds,
        "mode": _mode(budget),
        "ending": answer.ending.value,
        "unplaced": [asdict(one) for one in outcome.unplaced],
    }


def mended_json(problem: Problem, answer: Repaired) -> dict[str, object]:
    repair = answer.repair
    return {
        **_report_json(problem, answer.report),
        "hit": repair.hit,
        "seconds": repair.seconds,
        "ending": answer.ending.value,
        "moves": [asdict(one) for one in repair.moves],
        "restaffed": [asdict(one) for one in repair.restaffed],
        "unplaced": [
            {**asdict(one), "reasons": [asdict(reason) for reason in reasons]}
            for one, reasons in repair.unplaced
        ],
    }


def _report_json(problem: Problem, report: Report) -> dict[str, object]:
    return {
        "instance": problem.name,
        "feasible": report.allowed,
        "violations": [asdict(one) for one in report.breaches],
        "objective": report.objective,
        "terms": dict(report.terms),
        "hearings": len(problem.hearings),
        "scheduled": report.scheduled,
        "published": report.published,
        "moved": report.moved,
    }


def solved_lines(problem: Problem, answer: Planned, budget: Budget) -> Iterator[str]:
    outcome, report = answer.outcome, answer.report
    yield _verdict(problem, report)
    mode = "按时间" if budget.steps is None else f"按步数 {budget.steps}，同一种子结果相同"
    yield f"  {ENDINGS[answer.ending]}；{mode}；用时 {outcome.seconds:.1f} 秒"
    yield f"  第一份排期在 {outcome.first_plan_seconds:.1f} 秒时得到"
    yield f"  目标 {report.objective:,}，下界 {outcome.bound:,.0f}，差距至多 {outcome.gap:.1%}"
    yield from _terms(report.terms)
    left = [f"  没有排上 {plain(one.hearing)}：{REASONS[one.reason]}" for one in outcome.unplaced]
    yield from _at_most(left)
    yield from _broken(report)


def mended_lines(problem: Problem, answer: Repaired) -> Iterator[str]:
    repair, report = answer.repair, answer.report
    yield _verdict(problem, report)
    kept = len(repair.restaffed)
    yield f"  受影响 {repair.hit} 件，改期 {repair.moved} 件，只换法庭或人员 {kept} 件"
    yield f"  {ENDINGS[answer.ending]}；用时 {repair.seconds:.1f} 秒"
    yield from _at_most([_move_line(problem, "改期", one) for one in repair.moves])
    yield from _at_most([_move_line(problem, "换人", one) for one in repair.restaffed])
    yield from _at_most(
        [
            f"  没有排上 {plain(one.hearing)}：{REASONS[one.reason]}；{_reasons(reasons)}"
            for one, reasons in repair.unplaced
        ]
    )
    yield from _terms(report.terms)
    yield from _broken(report)


def progress_line(progress: Progress) -> str:
    left = f"，{progress.unscheduled} 件没有排上" if progress.unscheduled else ""
    return f"{progress.seconds:6.1f} 秒  {progress.objective:,}（下界 {progress.bound:,.0f}）{left}"


def _mode(budget: Budget) -> str:
    return "time" if budget.steps is None else "steps"


def _verdict(problem: Problem, report: Report) -> str:
    verdict = "排期允许" if report.allowed else f"排期不允许，违反 {len(report.breaches)} 处"
    return f"{plain(problem.name)}：{verdict}；已排 {report.scheduled}/{len(problem.hearings)} 件"


def _terms(terms: Mapping[str, int]) -> Iterator[str]:
    for term, cost in terms.items():
        yield f"  {cost:>9,}  {WISHES[term]} {term}"


def _broken(report: Report) -> Iterator[str]:
    yield from _at_most(
        [
            plain(f"  {one.code} {'、'.join(one.hearings)}：{RULES[one.code]}（{one.detail}）")
            for one in report.breaches
        ]
    )


def _at_most(lines: list[str]) -> Iterator[str]:
    yield from lines[:LINES_MAX]
    if len(lines) > LINES_MAX:
        yield f"  另有 {len(lines) - LINES_MAX} 条，用 --json 查看全部"


def _move_line(problem: Problem, kind: str, move: Move) -> str:
    before, after = _place(problem, move.published), _place(problem, move.now)
    return f"  {kind} {plain(move.hearing)}：{before} → {after}；{_reasons(move.reasons)}"


def _place(problem: Problem, place: Assignment) -> str:
    judges = "、".join(place.presiding)
    return plain(f"{problem.days[place.day]} {clock(place.start)} {place.room} {judges}")


def _reasons(reasons: tuple[Reason, ...]) -> str:
    return "；".join(map(_reason, reasons)) or "此前没有公布"


def _reason(reason: Reason) -> str:
    if reason.code == MADE_ROOM:
        return plain(f"给 {'、'.join(reason.others)} 让位（{reason.facts}）")
    return plain(f"{reason.code} {RULES[reason.code]}（{reason.facts}）")
