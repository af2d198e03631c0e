"""What an import refers to: courts by their title, judges by their name, cases by their key."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from commons.access.actor import Role
from commons.access.models import Account, Grant, Organisation, Under
from commons.access.places import OrganisationKind
from commons.confusables import spelled
from commons.errors import NotValid
from commons.imports import Sheet, imported
from litigation.cases.earlier import Person
from litigation.cases.models import Case, CaseParty
from litigation.cases.numbering import CaseNumber, read_case_number

PLACES_MAX = 2000
PEOPLE_MAX = 5000
COURTS = (OrganisationKind.COURT, OrganisationKind.TRIBUNAL)


@dataclass(frozen=True, slots=True)
class KnownCase:
    """A case to which services are added."""

    id: UUID
    organisation_id: UUID
    name: str
    parties: dict[str, UUID]


@dataclass(slots=True)
class Known:
    """Reads once what every line would ask for; a trial run adds what it would have made."""

    places: dict[str, list[tuple[UUID, OrganisationKind]]] = field(default_factory=dict)
    _above: dict[UUID, frozenset[UUID]] = field(default_factory=dict)
    _people: dict[tuple[UUID, Role], dict[str, set[Person]]] = field(default_factory=dict)
    _expected: defaultdict[tuple[UUID, Role], set[tuple[str, Person]]] = field(
        default_factory=lambda: defaultdict(set)
    )
    would_be: dict[str, KnownCase] = field(default_factory=dict)  # in a trial run, by key
    would_have: dict[str, str] = field(default_factory=dict)  # and from number to key

    def place(self, title: str, kinds: Iterable[OrganisationKind] = OrganisationKind) -> UUID:
        found = [key for key, kind in self.places.get(spelled(title), []) if kind in set(kinds)]
        if not found:
            raise NotValid("imports.no_such_place")
        if len(found) > 1:
            raise NotValid("imports.several_such_places")
        return found[0]

    def kind_of(self, place: UUID) -> OrganisationKind:
        return next(kind for rows in self.places.values() for key, kind in rows if key == place)

    def person(self, organisation_id: UUID, role: Role, said: str) -> Person:
        """Find who holds or held the role there, by login or by name."""
        found = self._people[organisation_id, role].get(spelled(said), set())
        if not found:
            raise NotValid("imports.no_such_person")
        if len(found) > 1:
            raise NotValid("imports.several_such_persons")
        return next(iter(found))

    def expect(self, organisation_id: UUID, role: Role, login: str, name: str) -> None:
        """Let the cases of a trial run name somebody whose line was right."""
        self._expected[organisation_id, role].add((login, (uuid4(), name)))

    async def learn_people(self, organisation_id: UUID) -> None:
        """Read the judges and clerks of a court once, those of the past too."""
        for role in (Role.JUDGE, Role.CLERK):
            if (organisation_id, role) not in self._people:
                self._people[organisation_id, role] = await self._holders(organisation_id, role)

    async def _holders(self, organisation_id: UUID, role: Role) -> dict[str, set[Person]]:
        above = [row.above_id for row in await Under.filter(below_id=organisation_id)]
        grants = (
            await Grant.filter(organisation_id__in=above, role=role)
            .select_related("account__person")
            .limit(PEOPLE_MAX)
        )
        found: defaultdict[str, set[Person]] = defaultdict(set)
        for grant in grants:
            person = (grant.account_id, grant.account.person.name)
            found[grant.account.login].add(person)
            found[spelled(person[1])].add(person)
        for place in above:
            for login, person in self._expected[place, role]:
                found[login].add(person)
                found[spelled(person[1])].add(person)
        return dict(found)


async def know() -> Known:
    known = Known()
    for row in await Organisation.all().limit(PLACES_MAX):
        known.places.setdefault(spelled(row.title), []).append((row.id, row.kind))
    return known


async def cases_for(
    known: Known, keys: Iterable[str], numbers: Iterable[str]
) -> dict[str, KnownCase]:
    """Find cases by their keys at the source and by their numbers, a batch in three questions."""
    wanted, called = {key for key in keys if key}, {number for number in numbers if number}
    by_key = {k: i for k, (_, i) in (await imported(Sheet.MATTERS, sorted(wanted))).items()}
    # No more than these: what a case pleads is sealed, and opening it costs most of the time.
    columns = ("id", "organisation_id", "number", "receipt_number")
    rows = await Case.filter(id__in=list(by_key.values())).only(*columns)
    rows += await Case.filter(number__in=sorted(called)).only(*columns)
    parties: defaultdict[UUID, dict[str, UUID]] = defaultdict(dict)
    for one in await CaseParty.filter(case_id__in=[row.id for row in rows]).only(
        "id", "case_id", "name"
    ):
        parties[one.case_id][spelled(one.name)] = one.id
    known_rows = {
        row.id: KnownCase(row.id, row.organisation_id, row.name, parties[row.id]) for row in rows
    }
    found = {key: known_rows[i] for key, i in by_key.items() if i in known_rows}
    found |= {row.number: known_rows[row.id] for row in rows if row.number is not None}
    for key in wanted & known.would_be.keys():
        found.setdefault(key, known.would_be[key])
    for number in called & known.would_have.keys():
        found.setdefault(number, known.would_be[known.would_have[number]])
    return found


async def logins_taken(logins: Iterable[str]) -> frozenset[str]:
    """Say which of these names an account has already."""
    rows = await Account.filter(login__in=sorted(set(logins))).only("id", "login")
    return frozenset(row.login for row in rows)


async def numbers_taken(numbers: Iterable[str]) -> frozenset[str]:
    """Say which of these numbers a case here has already."""
    rows = await Case.filter(number__in=sorted(set(numbers))).only("id", "number")
    return frozenset(row.number for row in rows if row.number is not None)


@dataclass(frozen=True, slots=True)
class Series:
    """How far the numbers of one year, court and kind go, and how many of them are missing."""

    title: str
    last: int
    missing: int


async def series_of(numbers: Iterable[str]) -> tuple[Series, ...]:
    """Count what there is in the series of these numbers."""
    found: dict[str, CaseNumber] = {}
    for each in filter(None, map(read_case_number, numbers)):
        found.setdefault(str(each)[: -len(f"{each.count}号")], each)
    told = []
    for title, one in sorted(found.items()):
        rows = Case.filter(number__startswith=title)
        read = [read_case_number(row.number or "") for row in await rows.only("id", "number")]
        counts = {each.count for each in read if each is not None and each.code == one.code}
        if counts:
            told.append(Series(title, max(counts), max(counts) - len(counts)))
    return tuple(told)
