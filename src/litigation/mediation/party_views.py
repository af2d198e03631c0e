"""The people of a matter as a page or a paper shows them: frozen, numbers masked."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from litigation.mediation.authority import (
    Authority,
    AuthorityKind,
    AuthorityPaper,
    Power,
    Scope,
    may,
)
from litigation.mediation.parties import (
    ConsentAnswer,
    ConsentHow,
    ConsentStep,
    EServiceBasis,
    PartyKind,
    Said,
    Side,
    consenting,
)
from litigation.mediation.party_models import Consent, Party, Representative


@dataclass(frozen=True, slots=True)
class RepresentativeView:
    """Somebody who speaks for a party."""

    id: UUID
    name: str
    kind: AuthorityKind
    paper: AuthorityPaper
    scope: Scope
    powers: tuple[Power, ...]
    wording: str
    ends_on: date | None
    number_masked: str
    phone_masked: str
    version: int

    def may(self, power: Power, *, on: date) -> bool:
        return may(self.authority(), power, on=on)

    def authority(self) -> Authority:
        return Authority(
            kind=self.kind,
            paper=self.paper,
            scope=self.scope,
            powers=frozenset(self.powers),
            ends_on=self.ends_on,
            wording=self.wording,
        )


@dataclass(frozen=True, slots=True)
class ConsentView:
    """The answer that holds now for one step."""

    step: ConsentStep
    answer: ConsentAnswer
    how: ConsentHow
    spoken_by: str
    given_at: datetime


@dataclass(frozen=True, slots=True)
class PartyView:
    """One party with representatives and the answers that hold now."""

    id: UUID
    side: Side
    kind: PartyKind
    name: str
    number_kind: str
    number_masked: str
    phone_masked: str
    address: str
    e_address: str
    e_basis: EServiceBasis | None
    born_on: date | None
    version: int
    representatives: tuple[RepresentativeView, ...]
    consents: tuple[ConsentView, ...]

    def consents_to(self, step: ConsentStep) -> bool:
        return any((c.step, c.answer) == (step, ConsentAnswer.GIVEN) for c in self.consents)

    def representative_for(self, power: Power, *, on: date) -> RepresentativeView | None:
        """Name the first representative who may do this in the party's name."""
        return next((each for each in self.representatives if each.may(power, on=on)), None)


@dataclass(frozen=True, slots=True)
class Particulars:
    """What a court paper prints in full; never for lists, pages or logs."""

    party_id: UUID
    side: Side
    kind: PartyKind
    name: str
    number: str
    phone: str
    address: str
    e_address: str


async def parties_of(matter_id: UUID) -> tuple[PartyView, ...]:
    """List the parties of a matter that the caller was already allowed to see."""
    rows = await Party.filter(matter_id=matter_id)
    ids = [row.id for row in rows]
    representatives = await Representative.filter(party_id__in=ids, ended_at=None)
    consents = await Consent.filter(party_id__in=ids)
    return tuple(
        _party(
            row,
            tuple(_representative(each) for each in representatives if each.party_id == row.id),
            _standing([each for each in consents if each.party_id == row.id]),
        )
        for row in rows
    )


async def particulars_of(matter_id: UUID) -> tuple[Particulars, ...]:
    """Unseal what is printed on a paper, for a matter the caller was allowed to see."""
    rows = await Party.filter(matter_id=matter_id)
    return tuple(
        Particulars(
            party_id=row.id,
            side=row.side,
            kind=row.kind,
            name=row.name,
            number=row.number or "",
            phone=row.phone or "",
            address=row.address or "",
            e_address=row.e_address or "",
        )
        for row in rows
    )


async def said_in(matter_id: UUID) -> tuple[Said, ...]:
    """Every answer to every step, in the order in which they were given."""
    rows = await Consent.filter(party__matter_id=matter_id)
    return tuple(Said(row.party_id, row.step, row.answer) for row in rows)


async def who_consents(matter_id: UUID, step: ConsentStep) -> frozenset[UUID]:
    return consenting(await said_in(matter_id), step)


def _party(
    row: Party,
    representatives: tuple[RepresentativeView, ...],
    consents: tuple[ConsentView, ...],
) -> PartyView:
    return PartyView(
        id=row.id,
        side=row.side,
        kind=row.kind,
        name=row.name,
        number_kind=row.number_kind,
        number_masked=row.number_masked,
        phone_masked=row.phone_masked,
        address=row.address or "",
        e_address=row.e_address or "",
        e_basis=row.e_basis,
        born_on=row.born_on,
        version=row.version,
        representatives=representatives,
        consents=consents,
    )


def _representative(row: Representative) -> RepresentativeView:
    return RepresentativeView(
        id=row.id,
        name=row.name,
        kind=row.kind,
        paper=row.paper,
        scope=row.scope,
        powers=tuple(Power(each) for each in row.powers),
        wording=row.wording,
        ends_on=row.ends_on,
        number_masked=row.number_masked,
        phone_masked=row.phone_masked,
        version=row.version,
    )


def _standing(rows: list[Consent]) -> tuple[ConsentView, ...]:
    latest = {row.step: row for row in rows}
    return tuple(
        ConsentView(row.step, row.answer, row.how, row.spoken_by, row.given_at)
        for row in latest.values()
    )
