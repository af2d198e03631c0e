"""What is written into the transcript: lines, supplements, unsent text, words for the court."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from commons.access.actor import Actor
from commons.db import atomic
from commons.errors import NotValid, Problem
from commons.evidence_log.leaves import Json
from litigation.mediation.models import party_of
from litigation.record import rules
from litigation.record.entry_actions import Pen, Shelf, add, confided, writable
from litigation.record.models import CourtNote, TranscriptLine, UnsentText
from litigation.record.rules import Compartment, Grade, LineKind


@dataclass(frozen=True, slots=True)
class Saying:
    """Who said what, of which kind, when."""

    kind: LineKind
    text: str
    said_at: datetime
    party_id: UUID | None = None
    speaker: str = ""
    without_prejudice: bool = False


@atomic
async def say(
    actor: Actor,
    matter_id: UUID,
    compartment: Compartment,
    saying: Saying,
    *,
    form_key: UUID,
    now: datetime,
) -> UUID:
    """Add one line to one compartment."""
    if saying.kind is LineKind.SUPPLEMENT:
        raise NotValid(fields={"kind": Problem("record.supplement_needs_line")})
    matter = await confided(actor, matter_id)
    rules.check_may_write(matter.stage)
    if compartment is not Compartment.MEDIATOR:
        rules.check_under_way(matter.stage)
    return await _add_line(Pen(actor, matter, form_key, now), compartment, saying, None)


@atomic
async def supplement(
    actor: Actor,
    matter_id: UUID,
    line_id: UUID,
    saying: Saying,
    *,
    form_key: UUID,
    now: datetime,
) -> UUID:
    """Correct a line by adding to it: the earlier words stay, also after the matter has ended."""
    matter = await confided(actor, matter_id)
    line = await TranscriptLine.get_or_none(id=line_id, matter_id=matter.id)
    if line is None:
        raise NotValid(fields={"line": Problem("record.line_not_found")})
    return await _add_line(Pen(actor, matter, form_key, now), line.compartment, saying, line)


async def _add_line(
    pen: Pen, compartment: Compartment, saying: Saying, corrected: TranscriptLine | None
) -> UUID:
    text = rules.check_text("text", saying.text, rules.STATEMENT_MAX)
    rules.check_said_at(saying.said_at, now=pen.now, opened_at=pen.matter.opened_at)
    kind = LineKind.SUPPLEMENT if corrected else saying.kind
    corrects = str(corrected.id) if corrected else None
    # A correction of words that may not be used later may not be used later either.
    said_so = saying.without_prejudice or (corrected is not None and corrected.without_prejudice)
    said: dict[str, Json] = {
        "compartment": compartment.value,
        "kind": kind.value,
        "corrects": corrects,
        "party": str(saying.party_id) if saying.party_id else None,
        "speaker": saying.speaker,
        "text": text,
    }
    lines = TranscriptLine.filter(matter_id=pen.matter.id, compartment=compartment)
    row, _ = await add(
        pen,
        TranscriptLine,
        "record.line_written",
        said,
        Shelf(lines, "lines", rules.LINES_MAX),
        compartment=compartment,
        kind=kind,
        party_id=saying.party_id,
        speaker=await _speaker(pen, saying),
        text=text,
        said_at=saying.said_at,
        without_prejudice=rules.is_without_prejudice(compartment, kind, said_so=said_so),
        corrects_id=corrects,
    )
    await UnsentText.filter(
        matter_id=pen.matter.id, compartment=compartment, account_id=pen.actor.account_id
    ).delete()
    return row.id


async def _speaker(pen: Pen, saying: Saying) -> str:
    if saying.party_id is None:
        return (saying.speaker or pen.actor.name)[: rules.NAME_MAX]
    party = await party_of(pen.matter, saying.party_id)
    return (saying.speaker or party.name)[: rules.NAME_MAX]


@atomic
async def keep_unsent(
    actor: Actor, matter_id: UUID, compartment: Compartment, text: str, *, now: datetime
) -> None:
    """Keep what is being typed. It is no deed yet: sealed, seen only by its writer, not logged."""
    matter = await confided(actor, matter_id)
    if len(text) > rules.STATEMENT_MAX:
        facts = {"max": rules.STATEMENT_MAX, "length": len(text)}
        raise NotValid(fields={"text": Problem("record.text_too_long", facts)})
    row = await UnsentText.get_or_none(
        matter_id=matter.id, compartment=compartment, account_id=actor.account_id
    )
    if row is not None:
        await row.keep(text=text, saved_at=now)
        return
    await UnsentText.create(
        matter_id=matter.id,
        compartment=compartment,
        account_id=actor.account_id,
        text=text,
        saved_at=now,
    )


@dataclass(frozen=True, slots=True)
class ForTheCourt:
    """What the mediator writes expressly for the court."""

    course: str
    appraisal_needs: str = ""
    grade: Grade | None = None
    minutes: int | None = None


@atomic
async def write_for_the_court(
    actor: Actor, matter_id: UUID, words: ForTheCourt, *, form_key: UUID, now: datetime
) -> UUID:
    """Write the course of the mediation for the report; what was said in confidence stays out."""
    matter = await writable(actor, matter_id)
    rules.check_text("course", words.course, rules.TEXT_MAX)
    if len(words.appraisal_needs) > rules.TEXT_MAX:
        facts = {"max": rules.TEXT_MAX, "length": len(words.appraisal_needs)}
        raise NotValid(fields={"appraisal_needs": Problem("record.text_too_long", facts)})
    if words.minutes is not None and not 0 < words.minutes <= rules.MINUTES_MAX:
        raise NotValid(fields={"minutes": Problem("record.minutes", {"max": rules.MINUTES_MAX})})
    content: dict[str, Json] = {
        "course": words.course,
        "appraisal_needs": words.appraisal_needs,
        "grade": words.grade.value if words.grade else None,
        "minutes": words.minutes,
    }
    row, _ = await add(
        Pen(actor, matter, form_key, now),
        CourtNote,
        "record.written_for_court",
        content,
        Shelf(CourtNote.filter(matter_id=matter.id), "notes", rules.NOTES_MAX),
        course=words.course,
        appraisal_needs=words.appraisal_needs,
        grade=words.grade,
        minutes=words.minutes,
    )
    return row.id
