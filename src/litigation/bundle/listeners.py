"""Binding files: gathers, prints cover, index and hashes, and binds all of it in a thread."""

import asyncio
from collections.abc import Sequence
from uuid import UUID

from commons.errors import NotNow, NotValid
from commons.papers.events import PaperIssued
from commons.papers.extras import Extras
from commons.papers.models import archived_pdf_of
from commons.providers.ports import Outside
from commons.worker import TryLater
from litigation.bundle import actions, sheets
from litigation.bundle.binding import Bound, Part, bind, count_pages, page_of_picture
from litigation.bundle.events import BundleWanted
from litigation.bundle.gathering_queries import Sheets, gather
from litigation.bundle.rules import ITEMS_MAX, Body, Item, Scope, key_of, readable
from litigation.bundle.sheets import Entry, Volume
from litigation.cases.models import Case
from litigation.events import MotionDecided
from litigation.hearings.wording import PROCEDURES
from litigation.large_files.models import LargeFile
from litigation.large_files.queries import bytes_of
from litigation.record.exchange_models import ExhibitContent

BUSY = "papers.busy"
# A longer film or scan is not bound in: its slip says where it lies.
BOUND_BYTES_MAX = 20 * 1024 * 1024
BOUND_TOTAL_MAX = 60 * 1024 * 1024  # of handed-in files in one volume: binding holds them all
TRIES_MAX = 4  # until the index has found out how many pages it has itself


async def on_bundle_wanted(event: BundleWanted, outside: Outside) -> None:
    """Bind the file as it stands now. Repeating binds nothing twice."""
    case = await Case.get_or_none(id=event.case_id)
    if case is None:
        return
    scope, now = Scope(event.scope), outside.clock.now()
    gathered, facts = await gather(case)
    items = readable(gathered, scope)
    if await actions.is_bound(case.id, scope, key_of(items)):
        return
    if len(items) > ITEMS_MAX:
        await actions.give_up(case.id, scope, trouble="bundle.too_large")
        return
    try:
        bound, entries = await _bound(case, scope, items, facts, outside)
        await actions.keep(case.id, scope, key_of(items), bound, entries, now=now)
    except (NotNow, NotValid) as refusal:
        if refusal.reason == BUSY:
            raise TryLater(refusal.reason) from None
        await actions.give_up(case.id, scope, trouble=refusal.reason)
    except Exception:
        # The page must not say "being made" for ever; the errand is tried again all the same.
        await actions.give_up(case.id, scope, trouble="bundle.broken")
        raise


async def on_case_paper_issued(event: PaperIssued, outside: Outside) -> None:
    """Bind anew what was bound before: the case has one paper more."""
    parts = event.subject.split(":")
    if parts[0] == "case":
        await actions.want_again(UUID(parts[1]), now=outside.clock.now())


async def on_motion_decided(event: MotionDecided, outside: Outside) -> None:
    await actions.want_again(event.case_id, now=outside.clock.now())


async def _bound(
    case: Case, scope: Scope, items: Sequence[Item], facts: Sheets, outside: Outside
) -> tuple[Bound, list[Entry]]:
    extras = _extras(case, outside)
    room, parts = BOUND_TOTAL_MAX, list[Part]()
    for one in items:
        fits = one.size <= min(BOUND_BYTES_MAX, room)
        room -= one.size if fits else 0
        parts.append(await _part(one, facts, extras, outside, fits=fits))
    counts = [await asyncio.to_thread(count_pages, part.pdf) for part in parts]
    volume = _volume(case, scope, outside.settings.court_name)
    own = 1
    for _ in range(TRIES_MAX):
        entries = _entries(items, counts, own)
        front = await outside.renderer.pdf(
            sheets.FRONT, sheets.front(volume, entries), extras=extras
        )
        if front.pages == own:
            break
        own = front.pages
    back = await outside.renderer.pdf(sheets.BACK, sheets.back(entries), extras=extras)
    every = [Part("封面和目录", front.pdf), *parts, Part("哈希清单", back.pdf)]
    title = f"{case.name} {sheets.SCOPES[scope]}"
    return await asyncio.to_thread(bind, every, title=title), entries


def _extras(case: Case, outside: Outside) -> Extras:
    return Extras(title="电子卷宗", number=case.name, court=outside.settings.court_name)


def _volume(case: Case, scope: Scope, court: str) -> Volume:
    return Volume(
        court=court,
        number=case.name,
        cause=case.cause,
        title=case.title,
        procedure=PROCEDURES[case.procedure],
        judge=case.judge_name,
        clerk=case.clerk_name,
        filed=case.filed_on.isoformat() if case.filed_on else "",
        closed=case.closed_on.isoformat() if case.closed_on else "",
        scope=scope,
    )


def _entries(items: Sequence[Item], counts: Sequence[int], own: int) -> list[Entry]:
    """Count the pages on, from behind the cover and the index."""
    entries: list[Entry] = []
    first = own + 1
    for one, count in zip(items, counts, strict=True):
        last = first + count - 1
        entries.append(Entry(one.section, one.title, one.on, first, last, one.sha256))
        first = last + 1
    return entries


async def _part(one: Item, facts: Sheets, extras: Extras, outside: Outside, *, fits: bool) -> Part:
    """Fetch or print the pages of one item; what cannot be bound is stood in for by a slip."""
    if one.body is Body.SHEET:
        view = facts[one.source.partition(":")[2]]
        return Part(one.title, (await outside.renderer.pdf(sheets.SHEET, view, extras=extras)).pdf)
    content = await _content(one) if fits else b""
    if content and one.media_type.startswith("image/"):
        content = await asyncio.to_thread(page_of_picture, content)
    if not await asyncio.to_thread(count_pages, content):
        view = sheets.slip(one.title, one.media_type, one.size, one.sha256)
        content = (await outside.renderer.pdf(sheets.SLIP, view, extras=extras)).pdf
    return Part(one.title, content)


async def _content(one: Item) -> bytes:
    source = UUID(one.source.partition(":")[2])
    if one.body is Body.LARGE:
        return b"".join([part async for part in bytes_of(await LargeFile.get(id=source))])
    if one.body is Body.PAPER:
        return await archived_pdf_of(source)
    return bytes((await ExhibitContent.get(file_id=source)).clean)
