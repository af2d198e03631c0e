"""Matters and parties for tests: one builder per row, everything in it invented."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

from commons.access.actor import ROLES, Actor, Permission, Role
from commons.db import atomic
from litigation.mediation import actions, asking_actions, party_actions
from litigation.mediation.models import Matter, Party, access_mediation
from litigation.mediation.opening import Opening
from litigation.mediation.opening_actions import open_matter
from litigation.mediation.particulars import Checked, check_particulars
from litigation.mediation.parties import (
    CheckedFor,
    CheckedHow,
    ConsentAnswer,
    ConsentHow,
    ConsentStep,
    Level,
    PartyKind,
    Side,
)
from litigation.mediation.party_actions import EService
from litigation.mediation.rules import ConflictKind, OrganisationKind, Origin, Procedure, Stage

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # Monday, 10:00 in Shanghai
STUDIO = UUID("00000000-0000-4000-8000-00000000a001")
OTHER_STUDIO = UUID("00000000-0000-4000-8000-00000000a002")
APPLICANT_NUMBER = "11010519491231002X"
RESPONDENT_NUMBER = "830000199001010012"
COMPANY_NUMBER = "91350100M000100Y43"


def an_actor(
    role: Role, *organisations: UUID, name: str = "虚构调解员", account: UUID | None = None
) -> Actor:
    places = frozenset(organisations or (STUDIO,))
    return Actor(
        account_id=account or uuid4(),
        person_id=uuid4(),
        name=name,
        reach=dict.fromkeys(ROLES[role], places),
    )


MEDIATOR = an_actor(Role.MEDIATOR, account=UUID("00000000-0000-4000-8000-00000000b001"))
OTHER_MEDIATOR = an_actor(
    Role.MEDIATOR, name="虚构另一位", account=UUID("00000000-0000-4000-8000-00000000b002")
)
STRANGER = an_actor(Role.MEDIATOR, OTHER_STUDIO, name="虚构外人")
STUDIO_HEAD = an_actor(Role.STUDIO_HEAD, name="虚构负责人")
CLERK = an_actor(Role.CLERK, name="虚构书记员")


def somebody(name: str = "虚构甲", **changes: str | PartyKind) -> Checked:
    words: dict[str, str] = {"number": "", "phone": "", "address": ""}
    kind = PartyKind.PERSON
    for key, value in changes.items():
        if isinstance(value, PartyKind):
            kind = value
        else:
            words[key] = value
    return check_particulars(kind=kind, name=name, today=NOW.date(), **words)


def an_opening(**changes: object) -> Opening:
    facts: dict[str, object] = {
        "origin": Origin.WALK_IN,
        "organisation_id": STUDIO,
        "organisation_kind": OrganisationKind.PEOPLES,
        "island": "虚构屿",
        "cause": "租赁合同纠纷",
        "summary": "虚构：渔排租金未付。",
        "applicant": somebody(
            "虚构甲", number=APPLICANT_NUMBER, phone="13805010001", address="虚构屿东路1号"
        ),
        "respondent": somebody(
            "虚构乙", number=RESPONDENT_NUMBER, phone="13805010002", address="虚构屿西路2号"
        ),
    }
    if changes.get("origin") in {Origin.COURT_REFERRAL, Origin.REFUSAL}:
        facts |= {"case_number": "（2026）虚构民初1号", "procedure": Procedure.SUMMARY}
    return Opening(**{**facts, **changes})  # type: ignore[arg-type]


async def a_matter(
    *,
    stage: Stage = Stage.REGISTERED,
    actor: Actor = MEDIATOR,
    now: datetime = NOW,
    **opening: object,
) -> Matter:
    """Open a matter and bring it to a stage by its real deeds; two parties are in it."""
    matter_id = await open_matter(actor, an_opening(**opening), now=now)
    steps = (Stage.ACCEPTED, Stage.UNDER_WAY)
    if stage in steps:
        await actions.declare(
            actor,
            matter_id,
            kind=ConflictKind.NONE,
            words="",
            agreed_by=(),
            version=None,
            now=now,
        )
        await actions.accept(actor, matter_id, version=None, now=now)
    if stage is Stage.UNDER_WAY:
        for party in await Party.filter(matter_id=matter_id):
            await ready(actor, matter_id, party.id, now=now)
        await actions.begin(actor, matter_id, warned=True, version=None, now=now)
    if stage not in {Stage.REGISTERED, Stage.FEE_NOTICE, *steps}:
        await put_in_stage(matter_id, stage)
    return await access_mediation(actor, matter_id, Permission.MEDIATION_SEE)


async def ready(actor: Actor, matter_id: UUID, party_id: UUID, *, now: datetime = NOW) -> None:
    """Let a party consent to mediation and show who it is."""
    await consent(actor, matter_id, party_id, ConsentStep.MEDIATION, now=now)
    await asking_actions.check_identity(
        actor,
        matter_id,
        party_id,
        representative_id=None,
        checked_for=CheckedFor.MEDIATION,
        how=CheckedHow.ORIGINAL_CARD,
        level=Level.MATCHED,
        now=now,
    )


async def consent(
    actor: Actor,
    matter_id: UUID,
    party_id: UUID,
    step: ConsentStep,
    answer: ConsentAnswer = ConsentAnswer.GIVEN,
    *,
    now: datetime = NOW,
) -> None:
    await asking_actions.take_consent(
        actor,
        matter_id,
        party_id,
        step=step,
        answer=answer,
        how=ConsentHow.SPOKEN,
        spoken_by="",
        now=now,
    )


async def a_party(
    matter: Matter,
    *,
    side: Side = Side.RESPONDENT,
    actor: Actor = MEDIATOR,
    now: datetime = NOW,
    name: str = "虚构丙",
    **who: str | PartyKind,
) -> Party:
    party_id = await party_actions.add_party(
        actor, matter.id, side=side, who=somebody(name, **who), e_service=EService(), now=now
    )
    return await Party.get(id=party_id)


async def side_of(matter_id: UUID, side: Side) -> Party:
    return await Party.get(matter_id=matter_id, side=side)


@atomic
async def put_in_stage(matter_id: UUID, stage: Stage) -> None:
    """Put a row where only other rooms' deeds can bring it."""
    row = await Matter.get(id=matter_id)
    await row.keep(stage=stage)
