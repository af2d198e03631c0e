"""Planning apart from the service: in children with limits, called back at any moment.

Whatever happens to a child, the caller gets an answer: a plan that was checked here again, or why
there is none. No plan is believed because a child says that it is good.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from queue import Empty, SimpleQueue
from time import monotonic

from scheduling.solving.answers import Ending, Failed, Planned, Repaired
from scheduling.solving.checker import check
from scheduling.solving.child import OUT_OF_MEMORY
from scheduling.solving.errand import CHILD_LOST, Errand
from scheduling.solving.files import plan_to_json, problem_to_json
from scheduling.solving.orders import Limits, Task, Trouble
from scheduling.solving.outcomes import Budget, Listener, Outcome, Progress, Unplaced
from scheduling.solving.problem import Plan, Problem
from scheduling.solving.repairing import Repair

Mail = SimpleQueue[tuple[int, object]]
"""The number of a child and its word."""

WORKERS_MAX = 8
SEED_STEP = 1000
LISTEN_SECONDS = 0.1
STOPPED_EARLY = "scheduling.stopped_before_a_plan"
TOO_LATE = "scheduling.no_plan_in_time"


@dataclass(slots=True)
class _Told:
    """What one child has told so far."""

    plan: Plan | None = None
    progress: Progress | None = None
    result: Outcome | Repair | None = None
    reason: str = CHILD_LOST
    has_ended: bool = False


@dataclass(slots=True)
class _Best:
    """Where all children together stand; only what is new goes on to the listener."""

    listen: Listener
    began: float = field(default_factory=monotonic)
    objective: int | None = None
    unscheduled: int = 0
    bound: float = 0.0

    def hear(self, progress: Progress) -> None:
        better = self.objective is None or progress.objective < self.objective
        if better:
            self.objective, self.unscheduled = progress.objective, progress.unscheduled
        if better or progress.bound > self.bound:
            self.bound = max(self.bound, progress.bound)
            assert self.objective is not None
            seconds = monotonic() - self.began
            self.listen(Progress(seconds, self.objective, self.bound, self.unscheduled))


def _never() -> bool:
    return False


def run(
    problem: Problem,
    budget: Budget,
    *,
    seed: int = 1,
    start: Plan | None = None,
    workers: int = 1,
    limits: Limits = Limits(),  # noqa: B008 - frozen
    listen: Listener = lambda _: None,
    stop: Callable[[], bool] = _never,
    started: Callable[[int], None] = lambda _: None,
) -> Planned | Failed:
    """Plan in `workers` children with seeds of their own; the better checked plan is the answer."""
    assert 1 <= workers <= WORKERS_MAX
    began = monotonic()
    # The first child works out the bound, the others only search: two ways see more than one.
    only_search = replace(budget, program=0.0)
    tasks = [
        _task("solve", only_search if one else budget, seed + SEED_STEP * one, limits)
        for one in range(workers)
    ]
    watch = _Watch(limits.seconds_for(budget), limits.grace_seconds, stop, started)
    told = watch.attend(tasks, problem, start, _Best(listen))
    bound = max((_bound(one) for one in told), default=0.0)
    found = [
        Planned(
            replace(outcome, objective=report.objective, bound=bound), report, watch.ending(one)
        )
        for one in told
        if (outcome := _outcome(problem, one, monotonic() - began)) is not None
        for report in [check(problem, outcome.plan)]
    ]
    if not found:
        return Failed(watch.reason(told))
    return min(found, key=lambda one: (len(one.report.breaches), one.report.objective))


def run_repair(
    problem: Problem,
    budget: Budget,
    *,
    seed: int = 1,
    limits: Limits = Limits(),  # noqa: B008 - frozen
    listen: Listener = lambda _: None,
    stop: Callable[[], bool] = _never,
    started: Callable[[int], None] = lambda _: None,
) -> Repaired | Failed:
    """Find the nearest allowed plan to the published one in a child."""
    watch = _Watch(limits.seconds_for(budget), limits.grace_seconds, stop, started)
    (told,) = watch.attend([_task("repair", budget, seed, limits)], problem, None, _Best(listen))
    if not isinstance(told.result, Repair):
        return Failed(watch.reason([told]))
    return Repaired(told.result, check(problem, told.result.plan), watch.ending(told))


class _Watch:
    """Looks after children until the last one has ended; none of them outlives `attend`."""

    def __init__(
        self, seconds: float, grace: float, stop: Callable[[], bool], started: Callable[[int], None]
    ) -> None:
        self.until = monotonic() + seconds
        self.grace = grace
        self.stop = stop
        self.started = started
        self.is_stopped = False
        self.is_late = False

    def attend(
        self, tasks: list[Task], problem: Problem, start: Plan | None, best: _Best
    ) -> list[_Told]:
        mail: Mail = SimpleQueue()
        told = [_Told() for _ in tasks]
        text = problem_to_json(problem)
        given = b"" if start is None else plan_to_json(start).encode()
        children: list[Errand] = []
        try:
            for number, task in enumerate(tasks):
                children.append(Errand(task, text, given, partial(_post, mail, number)))
                self.started(children[-1].pid)
            while not all(one.has_ended for one in told):
                try:
                    at, word = mail.get(timeout=LISTEN_SECONDS)
                except Empty:
                    pass
                else:
                    _note(told[at], word, best)
                self._call_back_in_time(children)
        finally:
            for child in children:
                child.close()
        return told

    def _call_back_in_time(self, children: list[Errand]) -> None:
        """Ask once when somebody says stop or the time is over; after the grace, end them."""
        now = monotonic()
        if not self.is_stopped and not self.is_late:
            self.is_stopped = self.stop()
            self.is_late = not self.is_stopped and now >= self.until
            if self.is_stopped or self.is_late:
                self.until = now + self.grace
                for child in children:
                    child.call_back()
        elif now >= self.until:
            for child in children:
                child.end()

    def ending(self, told: _Told) -> Ending:
        if told.result is None:
            return Ending.STOPPED if self.is_stopped else Ending.LOST
        return Ending.STOPPED if self.is_stopped else Ending.FINISHED

    def reason(self, told: list[_Told]) -> str:
        if self.is_stopped:
            return STOPPED_EARLY
        known = {one.reason for one in told}
        if OUT_OF_MEMORY in known:
            return OUT_OF_MEMORY
        return TOO_LATE if self.is_late else CHILD_LOST


def _post(mail: Mail, number: int, word: object) -> None:
    mail.put((number, word))


def _task(what: str, budget: Budget, seed: int, limits: Limits) -> Task:
    return Task(
        what="repair" if what == "repair" else "solve",
        budget=budget,
        seed=seed,
        memory_bytes_max=limits.memory_bytes_max,
        cpu_seconds_max=limits.cpu_seconds_for(budget),
    )


def _note(told: _Told, word: object, best: _Best) -> None:
    match word:
        case Progress():
            told.progress = word
            best.hear(word)
        case Plan():
            told.plan = word
        case Outcome() | Repair():
            told.result = word
        case Trouble(reason):
            told.reason = reason
        case _:
            told.has_ended = True


def _bound(told: _Told) -> float:
    said = [told.progress.bound] if told.progress else []
    if isinstance(told.result, Outcome):
        said.append(told.result.bound)
    return max(said, default=0.0)


def _outcome(problem: Problem, told: _Told, seconds: float) -> Outcome | None:
    """Take what the child handed over, or else the last plan that it had told on its way."""
    if isinstance(told.result, Outcome):
        return told.result
    if told.plan is None:
        return None
    left = [one.id for one in problem.hearings if one.id not in told.plan.assignments]
    return Outcome(
        plan=told.plan,
        objective=0,
        bound=0.0,
        first_plan_seconds=seconds,
        seconds=seconds,
        unplaced=tuple(Unplaced(one, "scheduling.no_place_found") for one in left),
    )
