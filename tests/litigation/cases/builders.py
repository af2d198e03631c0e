"""Complaints, cases and people of a court for tests, made by their real deeds; all invented."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

from commons.access.actor import ROLES, Actor, Role
from commons.access.models import Organisation
from commons.access.places import OrganisationKind
from commons.evidence_log.models import Leaf
from commons.outbox import Fact
from litigation.cases import filing_actions, pay_actions, register_actions
from litigation.cases.collecting import OnTheSpot
from litigation.cases.fee_scale import Kind
from litigation.cases.models import Case, FeeNotice
from litigation.cases.pleading import Asked, Complaint, Listed, Service, Standing
from litigation.cases.rules import FiledAs
from litigation.cases.ways import CourtWays
from litigation.mediation.parties import PartyKind
from litigation.mediation.rules import Track
from tests.litigation.mediation.builders import somebody

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # Monday, 10:00 in Shanghai
TODAY = date(2026, 11, 23)
COURT = UUID("00000000-0000-4000-8000-00000000c001")
OTHER_COURT = UUID("00000000-0000-4000-8000-00000000c002")
WAYS = CourtWays("虚构县人民法院", "虚0000", province="虚构省", hotline="12368")


def an_actor(role: Role, *places: UUID, name: str = "虚构人") -> Actor:
    reach = dict.fromkeys(ROLES[role], frozenset(places or (COURT,)))
    return Actor(account_id=uuid4(), person_id=uuid4(), name=name, reach=reach)


CLERK = an_actor(Role.CLERK, name="虚构书记员")
JUDGE = an_actor(Role.JUDGE, name="虚构审判员")
TOURIST = an_actor(Role.TOURIST, uuid4(), name="虚构游客")
STRANGER = an_actor(Role.TOURIST, uuid4(), name="虚构路人")
OTHER_CLERK = an_actor(Role.CLERK, OTHER_COURT, name="虚构外院书记员")


async def a_court() -> None:
    """Found the court in which everything here happens."""
    for key, title in ((COURT, "虚构县人民法院"), (OTHER_COURT, "虚构邻县人民法院")):
        if not await Organisation.exists(id=key):
            await Organisation.create(
                id=key, kind=OrganisationKind.COURT, title=title, founded_at=NOW
            )


def a_complaint(**changes: object) -> Complaint:
    facts: dict[str, object] = {
        "organisation_id": COURT,
        "filed_as": FiledAs.PARTY,
        "island": "虚构屿",
        "plaintiff": Standing(somebody("虚构甲", phone="13805010001", address="虚构屿东路1号")),
        "defendant": Standing(
            somebody("虚构海风租车行", address="虚构屿西路2号", kind=PartyKind.ORGANISATION)
        ),
        "cause": "租赁合同纠纷",
        "fee_kind": Kind.PROPERTY,
        "claims": (Asked("退还押金", 30_000_00),),
        "story": {"agreement": "虚构：租车三天。", "breach": "虚构：不退押金。"},
        "evidence": (Listed("虚构合同", "本人保存", "证明约定"),),
        "service": Service("虚构屿东路1号", "", e_consent=True),
        "track": Track.REFUSED,
        "wants_online": False,
    }
    return Complaint(**{**facts, **changes})  # type: ignore[arg-type]


async def a_submitted(*, actor: Actor = TOURIST, now: datetime = NOW, **changes: object) -> Case:
    """Hand a complaint in."""
    await a_court()
    filing_id = await filing_actions.start_filing(actor, {}, now=now)
    case_id = await filing_actions.submit(
        actor, filing_id, a_complaint(**changes), version=None, now=now
    )
    return await Case.get(id=case_id)


async def a_case(*, actor: Actor = TOURIST, now: datetime = NOW, **changes: object) -> Case:
    """Hand a complaint in and file it."""
    case = await a_submitted(actor=actor, now=now, **changes)
    await register_actions.accept(CLERK, case.id, WAYS, version=None, now=now)
    return await Case.get(id=case.id)


async def notice_of(case: Case) -> FeeNotice:
    return await FeeNotice.filter(case_id=case.id).order_by("-place").first()  # type: ignore[return-value]


async def paid(case: Case) -> None:
    """Take on the spot whatever the last notice asks for."""
    notice = await notice_of(case)
    taken = OnTheSpot(notice.fee_fen, "闽财1", "虚构码头", is_circuit=True, asked_by_party=True)
    await pay_actions.take_on_the_spot(CLERK, case.id, notice.id, taken, now=NOW)


async def everything() -> tuple[object, ...]:
    """What a refusal must leave as it was."""
    return (
        await Case.all().order_by("id").values(),
        await FeeNotice.all().order_by("id").values(),
        await Leaf.all().count(),
        await Fact.all().count(),
    )


async def acts() -> list[str]:
    return sorted(await Leaf.filter(act__startswith="case.").values_list("act", flat=True))
