"""The two judges of a plan side by side: ours, and the benchmark's own."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bench.scheduling.outside.check import Checker

from scheduling.solving.checker import check
from scheduling.solving.files import plan_from_json, problem_from_json
from scheduling.solving.problem import Problem

Found = Counter[tuple[str, tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one judge says. The last two are None where he lost his tongue: see `theirs`."""

    breaches: Found
    terms: Mapping[str, int] | None
    counts: tuple[int, ...] | None


def theirs(instance: dict[str, Any], schedule: dict[str, Any]) -> Verdict:
    """Ask the benchmark's checker.

    It reckons the overload of whoever presides, and stops with a KeyError at a person who is
    unknown or is no judge. Its breaches are known by then; its costs are not.
    """
    judge = Checker(instance)
    try:
        report = judge.run(schedule)
    except KeyError:
        return Verdict(_found(judge.violations), None, None)
    counts = [report[name] for name in ("objective", "scheduled", "published", "moved")]
    return Verdict(_found(report["violations"]), report["terms"], tuple(counts))


def _found(violations: list[dict[str, Any]]) -> Found:
    return Counter((one["code"], tuple(sorted(one["hearings"]))) for one in violations)


def ours(problem: Problem, schedule: dict[str, Any]) -> Verdict:
    report = check(problem, plan_from_json(json.dumps(schedule)))
    return Verdict(
        breaches=Counter((one.code, tuple(sorted(one.hearings))) for one in report.breaches),
        terms=report.terms,
        counts=(report.objective, report.scheduled, report.published, report.moved),
    )


def agreed(instance: dict[str, Any], problem: Problem, schedule: dict[str, Any]) -> Found:
    """See that both judges say the same, and give the breaches they found."""
    our, their = ours(problem, schedule), theirs(instance, schedule)
    assert our.breaches == their.breaches
    if their.terms is None:
        assert any(code == "H5-eligible" for code, _ in our.breaches)
    else:
        assert (our.terms, our.counts) == (their.terms, their.counts)
    return our.breaches


def as_problem(instance: dict[str, Any]) -> Problem:
    return problem_from_json(json.dumps(instance))
