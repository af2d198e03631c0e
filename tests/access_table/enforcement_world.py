"""An enforcement with everything in it, and a bound file, for the access table; all invented."""

from typing import Any
from uuid import uuid4

from commons.access.actor import Actor
from commons.almanac import day_of
from commons.db import Plain
from litigation.bundle.models import BundleContent, BundleEdition
from litigation.bundle.rules import Scope
from litigation.cases.models import Case
from litigation.enforcement import paper_actions
from litigation.enforcement.models import (
    Enforcement,
    EnforcementMoney,
    EnforcementParty,
    EnforcementStep,
    MoneySharing,
)
from litigation.enforcement.paper_kinds import EnforcementPaper
from litigation.enforcement.rules import Came, EnforcementSide, EnforcementStage, Measure
from litigation.enforcement.sharing import Method
from litigation.large_files.models import LargeFile, LargePart
from litigation.large_files.rules import LargeStage, Media
from litigation.mediation.parties import PartyKind
from tests.litigation.mediation.builders import NOW


async def give_enforcement(case: Case, clerk: Actor, owner: Actor) -> dict[str, Any]:
    """Count the owner as the creditor of a run with a measure, some money and a plan."""
    today = day_of(NOW)
    row = await Enforcement.create(
        number=f"（2026）虚0000执{uuid4().hex[:8]}号",
        organisation_id=case.organisation_id,
        case_id=case.id,
        basis="虚构民事判决书",
        effective_on=today,
        title="虚构甲 申请执行 虚构乙",
        stage=EnforcementStage.RUNNING,
        principal_fen=100_00,
        due_on=today,
        asked_on=today,
        accepted_on=today,
        filed_by=owner.account_id,
    )
    for place, side in enumerate(EnforcementSide, start=1):
        await EnforcementParty.create(
            enforcement_id=row.id, side=side, kind=PartyKind.PERSON, name=f"虚构{side}", place=place
        )
    noted: dict[str, Any] = {
        "enforcement_id": row.id,
        "noted_by": "虚构人",
        "noted_at": NOW,
    }
    step = await EnforcementStep.create(measure=Measure.SEARCH, on=today, form_key=uuid4(), **noted)
    money = await EnforcementMoney.create(
        amount_fen=100, received_on=today, came=Came.HANDED, form_key=uuid4(), **noted
    )
    sharing = await MoneySharing.create(
        organisation_id=case.organisation_id,
        host_id=row.id,
        debtor="虚构乙",
        method=Method.PROPORTION,
        available_fen=100,
        received_on=today,
        object_until_on=today,
        open_key=row.subject,
        made_by="虚构人",
        made_at=NOW,
    )
    paper_id = await paper_actions.draw_up(
        clerk, row.id, EnforcementPaper.NOTICE, court="虚构县人民法院", now=NOW
    )
    return {
        "enforcement_id": row.id,
        "enforcement": await Enforcement.get(id=row.id),
        "step_id": step.id,
        "money_id": money.id,
        "sharing_id": sharing.id,
        "enforcement_paper_id": paper_id,
    }


async def give_file(case: Case) -> dict[str, Any]:
    """Bind nothing into an edition that the parties may read, too."""
    edition = await BundleEdition.create(
        case_id=case.id,
        scope=Scope.PARTIES,
        content_key="0" * 64,
        place=1,
        pages=1,
        size=1,
        sha256="0" * 64,
        list_sha256="0" * 64,
        items=[],
        made_at=NOW,
    )
    await BundleContent.create(edition_id=edition.id, pdf=Plain(b"%PDF-1.7"))
    return {"edition_id": edition.id}


async def give_large_file(case: Case, owner: Actor) -> dict[str, Any]:
    """Count a film of one byte as handed in by this person."""
    row = await LargeFile.create(
        case_id=case.id,
        title="虚构录像",
        name="a.mp4",
        size=1,
        stage=LargeStage.WHOLE,
        media=Media.MP4,
        sha256="0" * 64,
        handed_by=owner.account_id,
        handed_by_name="虚构人",
        began_at=NOW,
        expires_at=NOW,
        whole_at=NOW,
        form_key=uuid4(),
    )
    await LargePart.create(file_id=row.id, place=1, sha256="0" * 64, content=Plain(b"x"))
    return {"large_file_id": row.id}
