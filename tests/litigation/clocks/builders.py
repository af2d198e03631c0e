"""Cases with clocks for tests: everything in them is invented."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

from tortoise.queryset import QuerySet

from commons.access.actor import Role
from commons.evidence_log.models import Leaf
from commons.outbox import Fact
from litigation.clocks.actions import start_clock
from litigation.clocks.keys import ClockKey
from litigation.clocks.models import Clock, ClockChange, ClockExtension, ClockSpan
from litigation.clocks.rules import Change, Subject
from litigation.events import ClockAlarm
from tests.litigation.mediation.builders import OTHER_STUDIO, STUDIO, an_actor

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)  # Monday, 10:00 in Shanghai
TODAY = date(2026, 3, 2)
CLERK = an_actor(Role.CLERK, name="虚构书记员")
JUDGE = an_actor(Role.JUDGE, name="虚构法官")
STRANGER = an_actor(Role.CLERK, OTHER_STUDIO, name="虚构外院书记员")
ADMINISTRATOR = an_actor(Role.ADMINISTRATOR, name="虚构管理员")


def a_subject(**changes: object) -> Subject:
    facts: dict[str, object] = {
        "id": uuid4(),
        "organisation_id": STUDIO,
        "title": "（2026）虚构民初1号",
        "holder_id": CLERK.account_id,
        "holder_name": CLERK.name,
    }
    return Subject(**{**facts, **changes})  # type: ignore[arg-type]


async def a_clock(
    key: ClockKey = ClockKey.FEE,
    event_on: date = TODAY,
    *,
    subject: Subject | None = None,
    now: datetime = NOW,
    **more: object,
) -> Clock:
    subject = subject or a_subject()
    await start_clock(subject, key, event_on, actor=CLERK, now=now, **more)  # type: ignore[arg-type]
    return await Clock.get(case_id=subject.id, key=key, part=more.get("part", ""))


async def row_of(case_id: UUID, key: ClockKey, part: str = "") -> Clock:
    return await Clock.get(case_id=case_id, key=key, part=part)


def alarms() -> QuerySet[Fact]:
    """What clocks will say later; that they were changed is said at once and to other rooms."""
    return Fact.filter(topic=ClockAlarm.topic)


async def everything() -> tuple[object, ...]:
    """What a refusal, or a deed done a second time, must leave as it was."""
    return (
        await Clock.all().order_by("id").values(),
        await ClockChange.all().count(),
        await ClockSpan.all().order_by("id").values(),
        await ClockExtension.all().count(),
        await Leaf.all().count(),
        await Fact.all().order_by("id").values("id", "due_at", "is_told"),
    )


def moved(change: Change | None) -> tuple[str, str]:
    """Read a change as from-day and to-day."""
    assert change is not None
    return (change.from_on.isoformat() if change.from_on else ""), change.to_on.isoformat()
