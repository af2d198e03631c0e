"""One invented island for the access table: a person of every role, and matters to look into."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from commons.access.actor import ROLES, SYSTEM, Actor, Permission, Role
from commons.access.arranging import put_on_duty
from commons.access.models import Account, Grant, Organisation
from commons.access.places import OrganisationKind
from commons.access.rules import HowSignedIn
from commons.access.sessions import begin_session
from commons.db import atomic
from commons.outbox import Errand, Standing
from commons.papers.issuing_actions import archive
from commons.papers.models import view_paper
from commons.papers.render import Rendered
from commons.papers.rules import Circumstances
from commons.papers.shapes import PaperView
from commons.uploads.accept import accept_upload
from litigation.delivery.actions import prepare
from litigation.delivery.models import Delivery
from litigation.delivery.rules import Recipient
from litigation.mediation.authority import Authority, AuthorityKind, AuthorityPaper, Scope
from litigation.mediation.models import Matter, Party
from litigation.mediation.opening_actions import start_draft
from litigation.mediation.parties import EServiceBasis, Side
from litigation.mediation.party_actions import add_representative
from litigation.mediation.rules import Stage
from litigation.record import actions as record_actions
from litigation.record import claim_actions, exhibit_actions, fact_actions, offer_actions
from litigation.record.claim_actions import Around, Asked
from litigation.record.exhibit_actions import HandedFile, HandedIn
from litigation.record.models import ExhibitFile
from litigation.record.rules import Compartment, ExhibitKind
from litigation.signing import actions as signing
from litigation.signing.rules import PaperKind
from tests.access_table.case_world import give_case
from tests.commons.access.builders import a_grant, actor_for, an_account, an_organisation
from tests.commons.uploads.files import photo_with_place
from tests.litigation.mediation.builders import NOW, a_matter, somebody
from tests.litigation.record.builders import a_saying, some_terms
from tests.litigation.signing.builders import STROKES

LATER = timedelta(hours=2)
# What an address may say that is not the id of anything.
NAMES_NOTHING = frozenset(
    {
        "question",
        "place",
        "kind",
        "screen",
        "case_paper",
        "hearing_paper",
        "enforcement_paper",
        "part",
        "pay_key",
    }
)
AT_COURT = frozenset({Role.CLERK, Role.JUDGE, Role.TAIWAN_OFFICER})
FILERS = frozenset(role for role, may in ROLES.items() if Permission.CASE_FILE in may)


@dataclass(frozen=True, slots=True)
class Someone:
    """One person who is signed in, and the ids of what is theirs."""

    actor: Actor
    token: str
    own: Mapping[str, Any] = field(default_factory=dict)

    def has(self, names: Iterable[str]) -> bool:
        """Say whether everything that an address names can be this person's own."""
        return set(names) <= set(self.own) | NAMES_NOTHING


@dataclass(frozen=True, slots=True)
class World:
    """The people by role, two neighbours of theirs, and what an address may name."""

    people: Mapping[Role, Someone]
    colleague: Someone  # a mediator of the same studio
    outsider: Someone  # a mediator of another tribunal's studio
    common: Mapping[str, Any]  # what belongs to no matter and to no place


async def settle() -> World:
    """Found two tribunals with a studio each, employ everybody, and open four matters."""
    island = await an_organisation()
    court = await an_organisation(OrganisationKind.COURT, island)
    east, west = [
        await an_organisation(OrganisationKind.TRIBUNAL, court, f"虚构{name}庭")
        for name in ("东", "西")
    ]
    here, there = [
        await an_organisation(OrganisationKind.STUDIO, tribunal, f"虚构{tribunal.title}工作室")
        for tribunal in (east, west)
    ]
    people = {
        role: await _employ(role.value, role, east if role in AT_COURT else here) for role in Role
    }
    for role in (Role.MEDIATOR, Role.STUDIO_HEAD):
        people[role] = await _give_work(people[role], here)
    for role, one in people.items():
        if role in AT_COURT | FILERS:
            people[role] = replace(one, own={**one.own, **await give_case(one.actor, east)})
    errand = await Errand.create(
        fact_id=uuid4(), listener="nobody", topic="invented", body="{}", due_at=NOW,
        standing=Standing.GIVEN_UP,
    )  # fmt: skip
    return World(
        people=people,
        colleague=await _neighbour("colleague", here, east),
        outsider=await _neighbour("outsider", there, west),
        common={"errand_id": errand.id, "court": court},
    )


async def _neighbour(login: str, studio: Organisation, tribunal: Organisation) -> Someone:
    one = await _give_work(await _employ(login, Role.MEDIATOR, studio), studio)
    return replace(one, own={**one.own, **await give_case(one.actor, tribunal)})


async def _employ(login: str, role: Role, place: Organisation) -> Someone:
    account = await an_account(login.replace("_", "-"), "虚构" + login, enrolled=False)
    grant = await a_grant(account, role, place)
    own = {
        "account_id": account.id,
        "grant_id": grant.id,
        "organisation_id": place.id,
        "session_id": await _session_id(account, NOW),
    }
    return Someone(await actor_for(account), await _session(account, NOW), own)


@atomic
async def _session(account: Account, now: datetime) -> str:
    return await begin_session(account.id, how=HowSignedIn.DEMO_LINK, device="", now=now)


async def _session_id(account: Account, now: datetime) -> UUID:
    await _session(account, now)
    return (await account.sessions.all().first()).id  # type: ignore[attr-defined]


async def _give_work(person: Someone, place: Organisation) -> Someone:
    actor = person.actor
    assert actor.account_id
    turn_id = await put_on_duty(
        SYSTEM,
        account_id=actor.account_id,
        organisation_id=place.id,
        from_at=NOW + LATER,
        until_at=NOW + 2 * LATER,
        now=NOW,
    )
    matter = await a_matter(stage=Stage.UNDER_WAY, actor=actor, organisation_id=place.id)
    own = {
        **person.own,
        "turn_id": turn_id,
        "draft_id": await start_draft(actor, now=NOW),
        "matter_id": matter.id,
        "matter": matter,
        **await _fill(actor, matter),
    }
    return Someone(actor, person.token, own)


async def _fill(actor: Actor, matter: Matter) -> dict[str, Any]:
    """Put one of everything into a matter."""
    one = await Party.get(matter_id=matter.id, side=Side.APPLICANT)
    two = await Party.get(matter_id=matter.id, side=Side.RESPONDENT)
    authority = Authority(
        kind=AuthorityKind.CLOSE_RELATIVE,
        paper=AuthorityPaper.POWER_OF_ATTORNEY,
        scope=Scope.GENERAL,
    )
    representative_id = await add_representative(
        actor, matter.id, one.id, who=somebody("虚构代理人"), authority=authority, now=NOW
    )
    return {
        "party_id": one.id,
        "other_party_id": two.id,
        "representative_id": representative_id,
        **await _fill_record(actor, matter.id, one, two),
        **await _fill_papers(actor, matter),
    }


async def _fill_record(actor: Actor, matter_id: UUID, one: Party, two: Party) -> dict[str, Any]:
    def keys() -> dict[str, Any]:
        return {"form_key": uuid4(), "now": NOW}

    line_id = await record_actions.say(actor, matter_id, Compartment.JOINT, a_saying(), **keys())
    asked = Asked(one.id, "虚构：支付租金", 680_00, "虚构的合同")
    claim_id = await claim_actions.claim(actor, matter_id, asked, **keys())
    issue_id = await claim_actions.raise_issue(
        actor, matter_id, "虚构：租金是否已付", Around(), **keys()
    )
    fact_id = await fact_actions.propose_fact(actor, matter_id, "虚构：双方签订合同。", **keys())
    offer_id = await offer_actions.make_offer(
        actor, matter_id, two.id, some_terms(), compartment=Compartment.JOINT, **keys()
    )
    content = photo_with_place()
    file = HandedFile(content, accept_upload(content, "海边.jpg"))
    handed = HandedIn(one.id, "虚构收据", ExhibitKind.PICTURE)
    exhibit_id = await exhibit_actions.hand_in(actor, matter_id, handed, (file,), **keys())
    return {
        "line_id": line_id,
        "claim_id": claim_id,
        "issue_id": issue_id,
        "fact_id": fact_id,
        "offer_id": offer_id,
        "exhibit_id": exhibit_id,
        "file_id": (await ExhibitFile.get(exhibit_id=exhibit_id)).id,
    }


async def _fill_papers(actor: Actor, matter: Matter) -> dict[str, Any]:
    """Leave one paper open for signatures; sign, archive and deliver another."""
    notice = await _drawn(actor, matter, PaperKind.NOTICE)
    for signer in notice.signers:
        await _sign(actor, matter, notice, signer.id)
    content = b"%PDF-1.7 invented " + notice.id.bytes
    rendered = Rendered(content, sha256(content).hexdigest(), "0" * 64, 1, 1)
    await archive(notice.id, rendered, actor=SYSTEM, now=NOW)
    reader = Recipient(
        person_id=uuid4(),
        name="虚构收件人",
        phone="+8613800000001",
        consent=EServiceBasis.EXPLICIT,
    )
    [delivery_id] = await prepare(notice.id, (reader,), actor=SYSTEM, now=NOW)
    facts = await _drawn(actor, matter, PaperKind.FACTS)
    return {
        "paper_id": facts.id,
        "paper": facts,
        "signer_id": facts.signers[0].id,
        "issued_id": notice.id,
        "delivery_id": (await Delivery.get(id=delivery_id)).id,
    }


async def _drawn(actor: Actor, matter: Matter, kind: PaperKind) -> PaperView:
    paper_id = await signing.draw_up(
        actor, matter.id, kind, by_agent={}, court="虚构县人民法院", now=NOW
    )
    return await view_paper(paper_id)


async def _sign(actor: Actor, matter: Matter, paper: PaperView, signer_id: UUID) -> None:
    await signing.sign(
        actor,
        matter.id,
        paper.id,
        signer_id=signer_id,
        shown_hash=paper.content_hash,
        mark=STROKES,
        circumstances=Circumstances(),
        now=NOW,
    )


TODAY = date(2026, 11, 23)
__all__ = ["NOW", "TODAY", "Grant", "Someone", "World", "settle"]
