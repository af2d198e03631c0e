"""Pages of the handbook about the law of the house: flows, roles, topics, papers and timers."""

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from commons.access.actor import ROLES, Permission, Role
from commons.events import Event, topics
from commons.flow import Flow
from commons.outbox import TRIES_MAX
from commons.papers.rules import FLOW as PAPER_FLOW
from commons.papers.templates import edition, version_of
from commons.worker import BACK_OFF_MAX, ERRAND_SECONDS_MAX, LEASE
from island.handbook_text import Lines, code, said, table
from island.wiring import hands
from litigation.cases.charging import NOTICE_FLOW
from litigation.cases.motions import MOTION_FLOW
from litigation.cases.rules import FLOW as CASE_FLOW
from litigation.clocks.rules import FLOW as CLOCK_FLOW
from litigation.clocks.shapes import ClockRule
from litigation.clocks.table import TABLE
from litigation.decisions.rules import FLOW as DECISION_FLOW
from litigation.delivery import pickup_rules
from litigation.delivery import rules as delivery
from litigation.enforcement.rules import FLOW as ENFORCEMENT_FLOW
from litigation.hearings.rules import FLOW as HEARING_FLOW
from litigation.large_files.rules import FLOW as LARGE_FLOW
from litigation.mediation import clocks
from litigation.mediation.rules import FLOW as MEDIATION_FLOW
from litigation.mediation.rules import Procedure, Stage
from litigation.record.bargaining import OFFER_FLOW
from litigation.record.rules import FACT_FLOW
from litigation.signing import rules as signing
from litigation.signing.wording import TITLES
from scheduling.rules import FLOW as REQUEST_FLOW

FLOWS: tuple[Flow[Any, Any], ...] = (
    CLOCK_FLOW,
    MEDIATION_FLOW,
    FACT_FLOW,
    OFFER_FLOW,
    CASE_FLOW,
    NOTICE_FLOW,
    MOTION_FLOW,
    PAPER_FLOW,
    delivery.FLOW,
    REQUEST_FLOW,
    HEARING_FLOW,
    DECISION_FLOW,
    ENFORCEMENT_FLOW,
    LARGE_FLOW,
)


def flows() -> Lines:
    yield "# Flows\n"
    yield "Every lifecycle is one table in a pure file. What is not in the table is refused.\n"
    for flow in FLOWS:
        yield f"## {flow.name}\n"
        yield f"Starts as `{flow.start.value}`.\n"
        yield from table(
            ("from", "act", "to"),
            ((code(a), code(act), code(b)) for (a, act), b in flow.moves.items()),
        )
        yield f"```mermaid\n{flow.mermaid()}\n```\n"


def permissions() -> Lines:
    yield "# Permissions\n"
    yield "A role holds in one organisation and those below it, for a period. Whether a matter"
    yield "is yours is asked again by the room, which tells strangers that nothing is there.\n"
    names = [role.value for role in Role]
    yield from table(
        ("permission", *names),
        (
            (code(one), *("yes" if one in ROLES[role] else "" for role in Role))
            for one in sorted(Permission, key=lambda one: one.value)
        ),
    )


def events() -> Lines:
    listeners = hands().listeners
    yield "# Events\n"
    yield "A fact is written in the deed's own transaction and told to each listener at least"
    yield f"once, {TRIES_MAX} tries at most; then a person sees it under /admin/errands.\n"
    for topic, kind in topics().items():
        yield f"## {topic}\n"
        if words := said(kind):
            yield f"{words}\n"
        yield f"Carries {', '.join(map(code, _carried(kind)))}.\n"
        heard = [f"`{one.__module__}.{one.__qualname__}`" for one in listeners.get(topic, ())]
        yield f"Heard by {', '.join(heard)}.\n" if heard else "Only written down.\n"


def papers() -> Lines:
    yield "# Papers\n"
    yield f"Layout, styles and fonts that all papers share: edition `{edition()}`.\n"
    yield from table(
        ("kind", "title", "template", "version", "signed by", "sent to parties", "at stage"),
        (
            (
                code(kind),
                TITLES[kind],
                code(signing.TEMPLATES[kind]),
                str(version_of(signing.TEMPLATES[kind])),
                ", ".join(_signers(kind)),
                "yes" if kind in signing.SENT_TO_PARTIES else "no",
                ", ".join(code(stage) for stage in Stage if _fits(kind, stage)),
            )
            for kind in signing.PaperKind
        ),
    )


def timers() -> Lines:
    yield "# Timers\n"
    yield "## Clocks of a case\n"
    yield "Whoever may extend is named with how much in all; `-` where the law sets no most.\n"
    yield from table(
        (
            "number",
            "clock",
            "length",
            "starts",
            "whose",
            "longer by",
            "excluded",
            "then",
            "articles",
        ),
        (_clock_line(rule) for rule in TABLE.values()),
    )
    yield "## Clocks of a mediation\n"
    lengths = {
        clocks.ClockKind.PICK: f"{clocks.PICK_WORKDAYS} workdays from registration",
        clocks.ClockKind.ACCEPT: f"{clocks.ACCEPT_WORKDAYS} workdays from the offer",
        clocks.ClockKind.CONTACT: f"{clocks.CONTACT_WORKDAYS} workdays from acceptance",
        clocks.ClockKind.TERM: f"{clocks.NOT_FILED_DAYS} days before filing; after filing "
        f"{clocks.FILED_DAYS[Procedure.ORDINARY]} (ordinary) or "
        f"{clocks.FILED_DAYS[Procedure.SUMMARY]} (summary)",
        clocks.ClockKind.CONFIRMATION: f"{clocks.CONFIRM_DAYS} days from the agreement's effect",
    }
    yield from table(
        ("clock", "length", "article"),
        ((code(kind), lengths[kind], code(clocks.ARTICLES[kind])) for kind in clocks.ClockKind),
    )
    yield "## Delivery\n"
    yield from table(
        ("channel", "next one is tried after"),
        ((code(channel), str(delivery.PATIENCE[channel])) for channel in delivery.LADDER),
    )
    yield f"A paper can be fetched for {delivery.PICKUP_DAYS} days; {delivery.ATTEMPTS_MAX}"
    yield f"messages at most for one recipient. A code by SMS holds {pickup_rules.OTP_LIFE}"
    yield f"and {pickup_rules.OTP_TRIES_MAX} tries; a visit {pickup_rules.SESSION_LIFE}.\n"
    yield from table(
        ("budget", "at most", "in"),
        ((code(one), str(lim.most), str(lim.per)) for one, lim in pickup_rules.LIMITS.items()),
    )
    yield from _background()


def _clock_line(rule: ClockRule) -> tuple[str, ...]:
    grants = (f"{one.by.value} {one.most or '-'} {one.unit.value}" for one in rule.grants)
    before = " before" if rule.is_backward else ""
    return (
        rule.number,
        code(rule.key),
        f"{rule.length} {rule.unit.value}{before}"
        + (" (fixed by the court)" if rule.bounds else ""),
        rule.start.value,
        rule.duty.value,
        ", ".join(grants),
        ", ".join(sorted(each.value for each in rule.excluded)),
        rule.effect.value,
        "; ".join(" ".join([one.law.value, *map(str, one.articles)]) for one in rule.sources),
    )


def _background() -> Lines:
    yield "## Background work\n"
    yield f"An errand holds {ERRAND_SECONDS_MAX} seconds at most under a lease of {LEASE}. The"
    yield f"pause before the next try doubles from four seconds to {BACK_OFF_MAX} at most; after"
    yield f"{TRIES_MAX} tries it is given up and shown to a person.\n"
    yield from table(("chore", "every"), ((one.name, str(one.every)) for one in hands().chores))


def _carried(kind: type[Event]) -> list[str]:
    return [one.name for one in fields(kind)]  # type: ignore[arg-type]


def _signers(kind: signing.PaperKind) -> Iterator[str]:
    if kind in signing.SIGNED_BY_PARTIES:
        yield "parties"
    if kind in signing.SIGNED_BY_MEDIATOR:
        yield "mediator"


def _fits(kind: signing.PaperKind, stage: Stage) -> bool:
    ready = signing.Readiness(stage, has_parties=True, has_proposed_facts=True, has_terms=True)
    return not signing.what_is_missing(kind, ready)
