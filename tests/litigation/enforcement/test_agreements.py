"""An agreement that the court confirmed is enforced with one press; others are sued on."""

from datetime import date
from uuid import UUID, uuid4

import pytest

from commons.access.models import Organisation
from commons.access.places import OrganisationKind
from commons.db import atomic
from commons.errors import NotAllowed, NotFound, NotNow, NotValid
from litigation.enforcement import asking_actions
from litigation.enforcement.asking_actions import AskedFor
from litigation.enforcement.models import Enforcement, EnforcementParty
from litigation.enforcement.rules import EnforcementSide
from litigation.mediation.models import Matter, Party
from litigation.mediation.parties import Side
from litigation.mediation.rules import Stage
from litigation.signing.models import AgreementTerms
from tests.commons.access.builders import an_organisation
from tests.litigation.enforcement.builders import LATE_AT, a_side
from tests.litigation.mediation.builders import MEDIATOR, NOW, a_matter

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("db")]


@atomic
async def broken(matter: Matter, debtor: Party, *, promised: str | None = None) -> None:
    """Put down what was promised and that it was not done."""
    term = {
        "debtor": promised or debtor.name,
        "creditor": "虚构",
        "what": "返还押金（虚构）",
        "amount_fen": 600_00,
        "due_on": "2026-12-01",
        "method": "",
    }
    row = AgreementTerms(matter_id=matter.id, terms=[term], written_at=NOW)
    await row.save(force_create=True)
    await matter.keep(
        effective_at=NOW,
        ruling_number="（2026）虚0000民特1号",
        broken_on=date(2026, 12, 5),
        broken_by_id=debtor.id,
        performance_due_on=date(2026, 12, 1),
        broken_words="虚构",
    )


async def an_agreement(
    stage: Stage = Stage.CONFIRMED, *, promised: str | None = None
) -> tuple[Matter, Organisation]:
    court = await an_organisation(OrganisationKind.COURT, title="虚构法院")
    matter = await a_matter(stage=stage)
    debtor = await Party.get(matter_id=matter.id, side=Side.RESPONDENT)
    await broken(matter, debtor, promised=promised)
    return matter, court


async def asked(matter: Matter, court: UUID, who=MEDIATOR) -> UUID:
    wish = AskedFor(organisation_id=court)
    return await asking_actions.ask_on_matter(who, matter.id, wish, now=LATE_AT)


async def test_a_confirmed_agreement_brings_its_own_sum_sides_and_days():
    matter, court = await an_agreement()
    made = await asked(matter, court.id)
    row = await Enforcement.get(id=made)
    assert (row.principal_fen, row.due_on, row.organisation_id) == (
        600_00,
        date(2026, 12, 1),
        court.id,
    )
    assert row.basis.startswith("（2026）虚0000民特1号民事裁定书")
    sides = {one.side: one.name for one in await EnforcementParty.filter(enforcement_id=made)}
    names = {one.side: one.name for one in await Party.filter(matter_id=matter.id)}
    assert sides == {
        EnforcementSide.CREDITOR: names[Side.APPLICANT],
        EnforcementSide.DEBTOR: names[Side.RESPONDENT],
    }
    assert await asked(matter, court.id) == made


async def test_an_agreement_that_no_court_confirmed_is_not_enforced():
    matter, court = await an_agreement(Stage.AGREED)
    with pytest.raises(NotNow, match="not_confirmed"):
        await asked(matter, court.id)
    assert await Enforcement.all().count() == 0


async def test_a_promise_without_money_is_not_enforced_here():
    matter, court = await an_agreement(promised="虚构别人")
    with pytest.raises(NotNow, match="orders_no_money"):
        await asked(matter, court.id)


async def test_the_court_has_to_be_one_and_the_asker_to_be_let_in():
    matter, court = await an_agreement()
    with pytest.raises(NotValid) as refused:
        await asked(matter, uuid4())
    assert list(refused.value.fields) == ["organisation_id"]
    with pytest.raises((NotFound, NotAllowed)):
        await asked(matter, court.id, a_side(uuid4()))
    assert await Enforcement.all().count() == 0
