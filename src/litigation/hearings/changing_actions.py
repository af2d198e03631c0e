"""Moving a hearing online or into the room while its slot stays, and telling everybody so."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from commons.access.actor import Actor, Permission
from commons.almanac import day_of
from commons.db import atomic
from commons.errors import NotNow, NotValid, Problem
from commons.evidence_log.leaves import Json
from commons.evidence_log.log import record
from litigation.cases.models import Case
from litigation.hearings import online, papers, wording
from litigation.hearings.actions import must_be_fresh
from litigation.hearings.drafting import called_of, head_of, slot_words
from litigation.hearings.listing_actions import set_mode
from litigation.hearings.models import (
    Adjournment,
    Hearing,
    HearingChange,
    HearingPerson,
    access_hearing,
    people_of,
)
from litigation.hearings.online import Apart, Bar, Mode
from litigation.hearings.paper_actions import put_down
from litigation.hearings.paper_rules import PaperKind
from litigation.hearings.rules import FLOW, OVER, SUMMONED_PARTS, WORDS_MAX, Act, Stage, Switch
from litigation.hearings.sheets import Head, Moved

WRITE = Permission.CASE_WRITE


@atomic
async def switch(
    actor: Actor,
    hearing_id: UUID,
    *,
    why: Switch,
    bar: Bar | None,
    words: str,
    court: str,
    version: int | None,
    now: datetime,
) -> None:
    """Move a hearing online or into the room; the slot stays (row 2.24).

    With a bar of art. 21 everybody comes in person; without one those who agreed take part online.
    """
    case, row = await access_hearing(actor, hearing_id, WRITE, lock=True)
    must_be_fresh(row, version)
    stage = FLOW.step(row.stage, Act.SWITCH)
    if not words.strip():
        raise NotValid(fields={"words": Problem("form.missing")})
    before = _state(row, await people_of(row.id))
    await set_mode(case, row, bar=bar, actor=actor, now=now)
    people = await people_of(row.id)
    after = _state(row, people)
    if before == after:
        raise NotNow("hearings.nothing_changes")
    await row.keep(stage=stage)
    await HearingChange.create(
        hearing_id=row.id,
        why=why,
        words=words[:WORDS_MAX],
        before=before,
        after=after,
        changed_at=now,
        changed_by=actor.account_id,
    )
    facts: dict[str, Json] = {"why": why.value, "mode": row.mode.value}
    await record(row.subject, "hearings.switched", facts, actor=actor, at=now)
    if row.stage is Stage.SUMMONED:
        head = await head_of(case, court=court, today=day_of(now))
        await tell_changes(case, row, people, head, actor=actor, now=now)


@atomic
async def hold_apart(
    actor: Actor,
    hearing_id: UUID,
    *,
    hard: bool,
    asked_in_writing: bool,
    disputed: bool,
    version: int | None,
    now: datetime,
) -> None:
    """Allow the parties to take part at different times (Online Litigation Rules art. 20)."""
    _, row = await access_hearing(actor, hearing_id, Permission.CASE_DECIDE, lock=True)
    must_be_fresh(row, version)
    if row.stage in OVER:
        raise NotNow("hearings.is_over")
    voices = [one.voice() for one in await people_of(row.id) if one.part in SUMMONED_PARTS]
    facts = Apart(row.procedure, hard, asked_in_writing, tuple(voices), disputed)
    online.check_apart(facts)
    await row.keep(is_apart=True)
    await record(row.subject, "hearings.apart_allowed", {}, actor=actor, at=now)


def _state(row: Hearing, people: Iterable[HearingPerson]) -> dict[str, object]:
    online_ids = sorted(str(one.id) for one in people if one.is_online)
    return {"mode": row.mode.value, "online": online_ids}


async def tell_changes(
    case: Case,
    row: Hearing,
    people: list[HearingPerson],
    head: Head,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    """Tell everybody what is different from what they were told before."""
    moved = await _moved(row)
    if moved is None:
        return
    called = await called_of(case, people)
    for one in people:
        view = papers.change(head, called[one.id], moved)
        await put_down(case, PaperKind.CHANGE, one.id, view, actor=actor, now=now)


async def _moved(row: Hearing) -> Moved | None:
    """Find what is new: another way of taking part, or another day after an adjournment."""
    change = await HearingChange.filter(hearing_id=row.id).order_by("-changed_at", "-id").first()
    if change is not None:
        before = wording.MODES[Mode(change.before["mode"])]
        why = wording.SWITCHES[change.why]
        return Moved(f"{before}参加", slot_words(row), why, change.words)
    if row.follows_id is None:
        return None
    earlier = await Hearing.get(id=row.follows_id)
    asked = await Adjournment.filter(hearing_id=earlier.id, is_granted=True).first()
    why = wording.REASONS[asked.reason] if asked else ""
    return Moved(slot_words(earlier), slot_words(row), why, asked.words if asked else "")
