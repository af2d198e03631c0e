"""The wish that goes to the pool: a case in words that scheduling understands, no lawsuit."""

from collections.abc import Iterable, Mapping

from litigation.cases.models import Case
from litigation.cases.rules import Side
from litigation.hearings.models import Hearing, HearingPerson
from litigation.hearings.online import Mode
from litigation.hearings.rules import Part
from scheduling.requests import Attendee, Wish

PARTS: Mapping[Side, Part] = {
    Side.PLAINTIFF: Part.PLAINTIFF,
    Side.DEFENDANT: Part.DEFENDANT,
    Side.THIRD: Part.THIRD,
}
# House assumptions: an ordinary hearing, and what comes before it.
WEIGHT, PRIORITY = 100, 1_000
VIDEO = "视频"
BENCH_SEATS = 3
LABEL_MAX = 200


def wish_of(case: Case, row: Hearing, people: Iterable[HearingPerson]) -> Wish:
    known = tuple(people)
    coming = sum(not one.is_online for one in known)
    clerk = (Attendee(case.clerk_id, role="clerk"),) if case.clerk_id else ()
    return Wish(
        reference_id=row.id,
        organisation_id=case.organisation_id,
        label=f"{case.name} {case.cause} {case.title}"[:LABEL_MAX],
        island=case.island,
        earliest_on=row.earliest_on,
        latest_on=row.latest_on,
        minutes=row.minutes,
        grade=case.grade.value if case.grade else "",
        # Visible on the case: the green channel and those who leave the island come first.
        weight=WEIGHT + (PRIORITY if case.is_green or case.leaves_on else 0),
        judge_id=case.judge_id,
        seats=coming + BENCH_SEATS,
        features=frozenset() if row.mode is Mode.IN_PERSON else frozenset({VIDEO}),
        people=(*clerk, *map(_attendee, known)),
    )


def _attendee(person: HearingPerson) -> Attendee:
    return Attendee(
        id=person.person_id,
        island=person.island,
        is_remote=person.is_online,
        role=person.part.value,
    )
