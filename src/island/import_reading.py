"""One line of a spreadsheet becomes a fact that can be kept, or a refusal that names its cells."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import TypeVar

from pydantic import ValidationError

from commons.access.actor import Role
from commons.access.places import HELD_AT, Newcomer, Term, must_be_a_period
from commons.access.rules import is_login
from commons.confusables import spelled
from commons.errors import NotValid, Problem
from commons.persons import NumberKind, check_name, check_number, check_phone, identify
from commons.spreadsheets import Line
from commons.web.forms import Form, problems_of
from island.import_forms import Layout, MatterForm, ServiceForm, StaffForm, chosen
from island.import_known import COURTS, Known, KnownCase
from island.import_words import DOMICILES, PARTY_KINDS
from litigation.cases.earlier import EarlierCase, EarlierParty, Person
from litigation.cases.pleading import Domicile, Standing
from litigation.cases.rules import Side
from litigation.delivery.earlier import EarlierService, check_service
from litigation.mediation.particulars import check_particulars
from litigation.mediation.parties import PartyKind

T = TypeVar("T")
_BETWEEN = re.compile(r"[;；\n]")
SIDES = {"plaintiff": Side.PLAINTIFF, "defendant": Side.DEFENDANT, "third": Side.THIRD}


def read_form(layout: Layout, line: Line) -> Form:
    """Read the cells by the rules of the web's forms; every fault is named by its field."""
    if line.extra:
        raise NotValid(fields={layout.key: Problem("imports.cell_too_many", {"text": line.extra})})
    lost = [name for name, heading in layout.headings.items() if heading in line.lost]
    if lost:
        raise NotValid(fields=dict.fromkeys(lost, Problem("imports.digits_lost")))
    values = {
        name: text
        for name, heading in layout.headings.items()
        if (text := line.cells.get(heading, "").strip())
    }
    try:
        return layout.form.model_validate(values)
    except ValidationError as error:
        raise NotValid(fields=problems_of(error, layout.form)) from error


class Faults:
    """Collects what is wrong with a line, so that all of it is said at once."""

    def __init__(self) -> None:
        self.found: dict[str, Problem] = {}

    def read(self, field: str, check: Callable[[], T], empty: T) -> T:
        try:
            return check()
        except NotValid as refusal:
            self.found.setdefault(field, Problem(refusal.reason, refusal.facts))
            return empty

    def stop(self) -> None:
        if self.found:
            raise NotValid(fields=self.found)


def read_staff(
    form: StaffForm, known: Known, taken: frozenset[str], today: date
) -> tuple[Newcomer, Term]:
    faults = Faults()
    login = form.login.casefold()
    if login in taken:
        faults.found["login"] = Problem("access.login_taken")
    if not is_login(login):
        faults.found["login"] = Problem("access.login_not_valid")
    faults.read("name", lambda: check_name(form.name), "")
    if form.phone:
        faults.read("phone", lambda: check_phone(form.phone), "")
    if form.number:
        faults.read("number", lambda: check_number(form.number, today), None)
    place = faults.read("place", lambda: known.place(form.place), None)
    from_on = form.from_on or today
    if place is not None and known.kind_of(place) not in HELD_AT[form.role]:
        faults.found["role"] = Problem("access.role_not_held_there")
    faults.read("until_on", lambda: must_be_a_period(from_on, form.until_on), None)
    faults.stop()
    assert place is not None
    newcomer = Newcomer(login, form.name, form.number or None, form.phone or None)
    return newcomer, Term(form.role, place, from_on, form.until_on)


async def read_matter(form: MatterForm, digest: str, known: Known, today: date) -> EarlierCase:
    faults = Faults()
    place = faults.read("place", lambda: known.place(form.place, COURTS), None)
    judge: Person | None = None
    clerk: Person | None = None
    if place is not None:
        await known.learn_people(place)
        if form.judge:
            judge = faults.read("judge", lambda: known.person(place, Role.JUDGE, form.judge), None)
        if form.clerk:
            clerk = faults.read("clerk", lambda: known.person(place, Role.CLERK, form.clerk), None)
    parties = tuple(party for side in SIDES for party in _parties(side, form, faults, today))
    faults.stop()
    assert place is not None
    return EarlierCase(
        key=form.key,
        digest=digest,
        organisation_id=place,
        kind=form.kind,
        stage=form.stage,
        cause=form.cause,
        fee_kind=form.fee_kind,
        procedure=form.procedure,
        parties=parties,
        submitted_on=form.submitted_on,
        number=form.number,
        item=form.item,
        amount_fen=form.amount,
        filed_on=form.filed_on,
        stayed_on=form.stayed_on,
        closed_on=form.closed_on,
        ending=form.ending,
        judge=judge,
        clerk=clerk,
        island=form.island,
    )


def _parties(side: str, form: MatterForm, faults: Faults, today: date) -> Iterator[EarlierParty]:
    """Read the parties of one side; several stand in one cell with semicolons between them."""
    said = {part: getattr(form, f"{side}{part}") for part in PARTS}
    names = _split(said[""])
    columns: dict[str, list[str]] = {}
    for part, text in said.items():
        found = _split(text)
        columns[part] = found or [""] * len(names)
        if found and len(found) != len(names):
            facts = {"names": len(names), "found": len(found)}
            faults.found[f"{side}{part}"] = Problem("imports.not_as_many", facts)
    if any(len(column) != len(names) for column in columns.values()):
        return
    for at in range(len(names)):
        one = {part: column[at] for part, column in columns.items()}
        party = _party(side, one, faults, today)
        if party is not None:
            copies_on = form.copies_on if side == "defendant" else None
            yield EarlierParty(SIDES[side], party, copies_on)


PARTS = ("", "_kind", "_number", "_phone", "_address", "_domicile")


def _split(text: str) -> list[str]:
    return [part.strip() for part in _BETWEEN.split(text)] if text else []


def _party(side: str, one: Mapping[str, str], faults: Faults, today: date) -> Standing | None:
    kind = faults.read(f"{side}_kind", lambda: _kind(one, today), None)
    read_domicile = chosen(DOMICILES)
    said = one["_domicile"]
    domicile = faults.read(
        f"{side}_domicile",
        lambda: read_domicile(said) if said else Domicile.MAINLAND,
        Domicile.MAINLAND,
    )
    if kind is None:
        return None
    try:
        who = check_particulars(
            kind=kind,
            name=one[""],
            number=one["_number"],
            phone=one["_phone"],
            address=one["_address"],
            today=today,
        )
    except NotValid as refusal:
        for name, problem in refusal.fields.items():
            faults.found.setdefault(f"{side}_{name}" if name != "name" else side, problem)
        return None
    return Standing(who, domicile)


def _kind(one: Mapping[str, str], today: date) -> PartyKind:
    """Take what is said, else what the number is of; a name alone does not tell."""
    if one["_kind"]:
        return chosen(PARTY_KINDS)(one["_kind"])
    if not one["_number"]:
        raise NotValid("imports.person_or_organisation")
    found = identify(one["_number"], today).kind
    is_of_organisation = found is NumberKind.UNIFIED_SOCIAL_CREDIT_CODE
    return PartyKind.ORGANISATION if is_of_organisation else PartyKind.PERSON


def read_service(
    form: ServiceForm, digest: str, cases: Mapping[str, KnownCase], today: date
) -> EarlierService:
    faults = Faults()
    number = str(form.case_number) if form.case_number else ""
    by_key, by_number = cases.get(form.matter), cases.get(number)
    case = by_key or by_number
    if not form.matter and not number:
        faults.found["matter"] = Problem("form.missing")
    elif (form.matter and by_key is None) or (number and by_number is None):
        name = "matter" if form.matter and by_key is None else "case_number"
        faults.found[name] = Problem("imports.no_such_case")
    elif by_key and by_number and by_key.id != by_number.id:
        faults.found["case_number"] = Problem("imports.two_cases")
    try:
        check_service(
            outcome=form.outcome, sent_on=form.sent_on, served_on=form.served_on, today=today
        )
    except NotValid as refusal:
        faults.found |= refusal.fields
    faults.stop()
    assert case is not None
    return EarlierService(
        key=form.key,
        digest=digest,
        case_id=case.id,
        organisation_id=case.organisation_id,
        case_name=case.name,
        title=form.title,
        recipient=form.recipient,
        way=form.way,
        outcome=form.outcome,
        sent_on=form.sent_on,
        served_on=form.served_on,
        party_id=case.parties.get(spelled(form.recipient)),
        words=form.words,
    )
