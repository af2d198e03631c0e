"""Who could take a case, and in which courts one may be filed."""

from datetime import date
from uuid import UUID

from commons.access.actor import Role
from commons.access.models import Grant, Organisation, Under
from commons.access.places import OrganisationKind

CHOICES_MAX = 200
COURTS = (OrganisationKind.COURT, OrganisationKind.TRIBUNAL)

Choices = tuple[tuple[UUID, str], ...]


async def judges_of(organisation_id: UUID, today: date) -> Choices:
    return await _people(organisation_id, Role.JUDGE, today)


async def clerks_of(organisation_id: UUID, today: date) -> Choices:
    return await _people(organisation_id, Role.CLERK, today)


async def _people(organisation_id: UUID, role: Role, today: date) -> Choices:
    """List who holds a role at a court or above it today."""
    above = await Under.filter(below_id=organisation_id).values_list("above_id", flat=True)
    grants = (
        await Grant.filter(organisation_id__in=list(above), role=role, ended_at=None)
        .select_related("account__person")
        .limit(CHOICES_MAX)
    )
    found = {
        grant.account_id: grant.account.person.name
        for grant in grants
        if grant.from_on <= today and not grant.is_over(today)
    }
    return tuple(sorted(found.items(), key=lambda pair: (pair[1], str(pair[0]))))


async def courts() -> Choices:
    """List where a complaint may be handed in."""
    rows = Organisation.filter(kind__in=COURTS).order_by("title", "id").limit(CHOICES_MAX)
    return tuple([(row.id, row.title) for row in await rows])


async def court_title(organisation_id: UUID) -> str:
    row = await Organisation.get_or_none(id=organisation_id)
    return row.title if row else ""
