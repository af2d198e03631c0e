"""Importing spreadsheets: batch after batch, each line wholly in or not, safe to run again."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, TypeVar
from uuid import uuid4

from tortoise.exceptions import IntegrityError

from commons.access.actions import take_over_account
from commons.access.actor import SYSTEM
from commons.access.places import Newcomer, Term
from commons.confusables import spelled
from commons.errors import NotNow, NotValid, Problem
from commons.imports import Sheet, imported, print_line
from commons.spreadsheets import Line, Unreadable
from island.import_desk import Desk, Item
from island.import_forms import MatterForm, ServiceForm, StaffForm
from island.import_known import KnownCase, cases_for, logins_taken, numbers_taken
from island.import_reading import read_form, read_matter, read_service, read_staff
from litigation.cases.earlier import EarlierCase, check_earlier
from litigation.cases.earlier_actions import take_over
from litigation.delivery.earlier import EarlierService
from litigation.delivery.earlier_actions import take_over_services

BATCH = 250
F = TypeVar("F")


async def bring_in(desks: Sequence[Desk]) -> None:
    """Bring the people in first, then their cases, then what was served in these."""
    for desk in desks:
        try:
            while batch := list(islice(desk.lines, BATCH)):
                await _bring_batch(desk, batch)
        except Unreadable as trouble:
            desk.report.broken(desk.name, trouble)


async def _bring_batch(desk: Desk, batch: Sequence[Line]) -> None:
    layout = desk.layout
    keyed = [(line, line.cells.get(layout.headings[layout.key], "").strip()) for line in batch]
    if desk.sheet is Sheet.STAFF:
        keyed = [(line, key.casefold()) for line, key in keyed]
    before = await imported(desk.sheet, [key for _, key in keyed if key])
    fresh: list[Item[Any]] = []
    for line, key in keyed:
        digest = print_line([line.cells.get(h, "").strip() for h in layout.headings.values()])
        if key in desk.seen:
            twice = Problem("imports.key_twice", {"line": desk.seen[key]})
            desk.wrong(line, {layout.key: twice})
        elif key in before:
            _again(desk, line, key, is_same=before[key][0] == digest)
        else:
            try:
                fresh.append(Item(line, key, digest, read_form(layout, line)))
            except NotValid as refusal:
                desk.wrong(line, refusal.fields)
        if key:
            desk.seen.setdefault(key, line.number)
    bring: Mapping[Sheet, Callable[[Desk, list[Item[Any]]], Awaitable[None]]] = {
        Sheet.STAFF: _bring_staff,
        Sheet.MATTERS: _bring_matters,
        Sheet.SERVICES: _bring_services,
    }
    await bring[desk.sheet](desk, fresh)


def _again(desk: Desk, line: Line, key: str, *, is_same: bool) -> None:
    if is_same:
        desk.report.tally(desk.sheet).again += 1
    else:
        desk.must_go_on()
        desk.report.changed(desk.sheet, desk.name, line, key)


async def _bring_staff(desk: Desk, items: list[Item[StaffForm]]) -> None:
    taken = await logins_taken(item.key for item in items)
    for item in items:
        try:
            newcomer, term = read_staff(item.fact, desk.known, taken, desk.job.today)
            if desk.job.is_trial:
                desk.known.expect(term.organisation_id, term.role, newcomer.login, newcomer.name)
            else:
                await _open_account(newcomer, term, item.digest, desk.job.now)
        except NotValid as refusal:
            desk.wrong(item.line, refusal.fields or {"login": Problem(refusal.reason)})
            continue
        desk.report.tally(desk.sheet).new += 1


async def _open_account(newcomer: Newcomer, term: Term, digest: str, now: datetime) -> None:
    try:
        await take_over_account(SYSTEM, newcomer, term, digest=digest, now=now)
    except IntegrityError:  # somebody else opened it in this second
        raise NotValid(fields={"login": Problem("access.login_taken")}) from None


async def _bring_matters(desk: Desk, items: list[Item[MatterForm]]) -> None:
    checked: list[Item[EarlierCase]] = []
    ways = desk.job.ways
    taken = await numbers_taken([str(i.fact.number) for i in items if i.fact.number is not None])
    for item in items:
        try:
            case = await read_matter(item.fact, item.digest, desk.known, desk.job.today)
            check_earlier(
                case, today=desk.job.today, court_code=ways.court_code, chosen=ways.case_types
            )
            _number_is_new(desk, case, item.line, taken)
        except NotValid as refusal:
            desk.wrong(item.line, refusal.fields)
            continue
        checked.append(Item(item.line, item.key, item.digest, case))
    if desk.job.is_trial:
        _would_be(desk, checked)
        return

    async def deed(cases: Sequence[EarlierCase]) -> Mapping[str, Problem]:
        return await take_over(SYSTEM, cases, now=desk.job.now)

    await _keep(desk, checked, deed, "number")
    desk.report.note_series(item.fact.number for item in checked)


def _number_is_new(desk: Desk, case: EarlierCase, line: Line, taken: frozenset[str]) -> None:
    if case.number is None:
        return
    if str(case.number) in taken:
        facts = {"number": str(case.number)}
        raise NotValid(fields={"number": Problem("cases.earlier.number_taken", facts)})
    first = desk.numbers.setdefault(str(case.number), line.number)
    if first != line.number:
        raise NotValid(fields={"number": Problem("imports.number_twice", {"line": first})})


def _would_be(desk: Desk, items: Sequence[Item[EarlierCase]]) -> None:
    """Let the services of a trial run find the cases that it does not keep."""
    for item in items:
        case = item.fact
        names = {spelled(one.standing.who.name): uuid4() for one in case.parties}
        name = str(case.number) if case.number is not None else item.key
        desk.known.would_be[item.key] = KnownCase(uuid4(), case.organisation_id, name, names)
        if case.number is not None:
            desk.known.would_have[name] = item.key
    desk.report.tally(desk.sheet).new += len(items)


async def _bring_services(desk: Desk, items: list[Item[ServiceForm]]) -> None:
    numbers = [str(item.fact.case_number) for item in items if item.fact.case_number]
    cases = await cases_for(desk.known, [item.fact.matter for item in items], numbers)
    checked: list[Item[EarlierService]] = []
    for item in items:
        try:
            service = read_service(item.fact, item.digest, cases, desk.job.today)
        except NotValid as refusal:
            desk.wrong(item.line, refusal.fields)
            continue
        checked.append(Item(item.line, item.key, item.digest, service))
    if desk.job.is_trial:
        desk.report.tally(desk.sheet).new += len(checked)
        return

    async def deed(services: Sequence[EarlierService]) -> Mapping[str, Problem]:
        await take_over_services(SYSTEM, services, now=desk.job.now)
        return {}

    await _keep(desk, checked, deed, "key")


async def _keep(
    desk: Desk,
    items: Sequence[Item[F]],
    deed: Callable[[Sequence[F]], Awaitable[Mapping[str, Problem]]],
    column: str,
) -> None:
    """Keep a batch in one deed; where another writer meets it, line by line."""
    if not items:
        return
    try:
        refused = await deed([item.fact for item in items])
    except IntegrityError:
        if desk.job.is_whole:  # what was checked a moment ago is no longer so
            raise NotNow("db.changed_meanwhile") from None
        if len(items) == 1:
            desk.wrong(items[0].line, {column: Problem("db.changed_meanwhile")})
            return
        for item in items:
            await _keep(desk, [item], deed, column)
        return
    for item in items:
        if item.key in refused:
            desk.wrong(item.line, {column: refused[item.key]})
    desk.report.tally(desk.sheet).new += len(items) - len(refused)
