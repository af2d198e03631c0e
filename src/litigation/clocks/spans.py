"""Time that does not count: which of it touches a clock, and each day of it only once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from commons import deadlines
from commons.deadlines import Why
from commons.errors import Fact
from litigation.clocks.facts import ClockFacts, Span
from litigation.clocks.keys import Exclusion
from litigation.clocks.shapes import ClockRule

# Interpretation art. 243 with the rules of 2000 art. 9: further evidence, one month at most.
NEW_EVIDENCE_MONTHS = 1


@dataclass(frozen=True, slots=True)
class Stretch:
    """Excluded spans that touch each other, as one."""

    from_on: date
    to_on: date  # of an open stretch: the day up to which it is certain
    spans: tuple[Span, ...]

    @property
    def days(self) -> int:
        return (self.to_on - self.from_on).days

    @property
    def open_since(self) -> date | None:
        """The day on which the clock stopped, while something still lasts."""
        return min((each.from_on for each in self.spans if each.to_on is None), default=None)


def stretches(facts: ClockFacts, rule: ClockRule) -> list[Stretch]:
    """Join what overlaps: a day that two reasons exclude is excluded once."""
    found: list[Stretch] = []
    for span in sorted(_admitted(facts, rule), key=lambda each: each.from_on):
        last = found[-1] if found else None
        ends = span.to_on or span.from_on
        if last is not None and (last.open_since is not None or span.from_on <= last.to_on):
            joined = (*last.spans, span)
            found[-1] = Stretch(last.from_on, max(last.to_on, ends), joined)
        else:
            found.append(Stretch(span.from_on, ends, (span,)))
    return found


def _admitted(facts: ClockFacts, rule: ClockRule) -> Iterable[Span]:
    """Keep what this clock excludes, cut to the time since its event and to its own limit."""
    for span in facts.spans:
        if span.reason not in rule.excluded:
            continue
        from_on, to_on = max(span.from_on, facts.event_on), span.to_on
        if to_on is not None and span.reason is Exclusion.NEW_EVIDENCE:
            to_on = min(to_on, deadlines.same_day(span.from_on, NEW_EVIDENCE_MONTHS))
        if to_on is None or to_on > from_on:
            yield Span(span.reason, from_on, to_on)


def said_of(stretch: Stretch) -> tuple[Why, ...]:
    """Put one stretch into steps, one for each reason."""
    steps = tuple(map(said_of_span, stretch.spans))
    if len(steps) == 1:
        return steps
    return (*steps, Why("clocks.overlap_counted_once", {"n": stretch.days}))


def said_of_span(span: Span) -> Why:
    facts: dict[str, Fact] = {"from_on": span.from_on.isoformat()}
    if span.to_on is None:
        return Why(f"clocks.still_{span.reason.value}", facts)
    facts |= {"to_on": span.to_on.isoformat(), "n": (span.to_on - span.from_on).days}
    return Why(f"clocks.excluded_{span.reason.value}", facts)
