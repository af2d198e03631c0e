"""Entries of a record for tests, made by their real deeds; everything in them is invented."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from commons.access.actor import Actor
from commons.uploads.accept import accept_upload
from litigation.mediation.models import Matter, Party
from litigation.mediation.parties import Side
from litigation.mediation.rules import Stage
from litigation.record import (
    actions,
    claim_actions,
    exhibit_actions,
    fact_actions,
    offer_actions,
)
from litigation.record.actions import Saying
from litigation.record.bargaining import OfferKind, Terms
from litigation.record.claim_actions import Around, Asked
from litigation.record.exhibit_actions import HandedFile, HandedIn, Looked
from litigation.record.rules import Compartment, ExhibitKind, LineKind, Opinion
from tests.commons.uploads.files import photo_with_place
from tests.litigation.mediation.builders import MEDIATOR, NOW, a_matter, side_of

TODAY = date(2026, 11, 23)


@dataclass(frozen=True, slots=True)
class Scene:
    """A matter under way with both its parties."""

    matter: Matter
    applicant: Party
    respondent: Party

    @property
    def id(self) -> UUID:
        return self.matter.id


async def a_scene(stage: Stage = Stage.UNDER_WAY, actor: Actor = MEDIATOR) -> Scene:
    matter = await a_matter(stage=stage, actor=actor)
    return Scene(
        matter,
        await side_of(matter.id, Side.APPLICANT),
        await side_of(matter.id, Side.RESPONDENT),
    )


def a_saying(text: str = "虚构：请对方付清租金。", **changes: object) -> Saying:
    facts: dict[str, object] = {"kind": LineKind.STATEMENT, "said_at": NOW, "text": text}
    return Saying(**{**facts, **changes})  # type: ignore[arg-type]


async def a_line(
    scene: Scene,
    text: str = "虚构：请对方付清租金。",
    *,
    compartment: Compartment = Compartment.JOINT,
    actor: Actor = MEDIATOR,
    key: UUID | None = None,
    now: datetime = NOW,
    **changes: object,
) -> UUID:
    saying = a_saying(text, **{"said_at": now, **changes})
    key = key or uuid4()
    return await actions.say(actor, scene.id, compartment, saying, form_key=key, now=now)


async def a_claim(scene: Scene, item: str = "支付租金", amount_fen: int | None = 680_00) -> UUID:
    asked = Asked(scene.applicant.id, item, amount_fen, "虚构的租赁合同第三条")
    return await claim_actions.claim(MEDIATOR, scene.id, asked, form_key=uuid4(), now=NOW)


async def a_reply(scene: Scene, claim_id: UUID, text: str = "虚构：租金已付一半。") -> UUID:
    return await claim_actions.reply(
        MEDIATOR,
        scene.id,
        claim_id,
        party_id=scene.respondent.id,
        text=text,
        form_key=uuid4(),
        now=NOW,
    )


def a_file(content: bytes = b"", name: str = "海边.jpg") -> HandedFile:
    content = content or photo_with_place()
    return HandedFile(content, accept_upload(content, name))


async def an_exhibit(
    scene: Scene, name: str = "虚构收据", files: tuple[HandedFile, ...] = ()
) -> UUID:
    handed = HandedIn(scene.applicant.id, name, ExhibitKind.PICTURE, "当事人手机", "证明已交付")
    return await exhibit_actions.hand_in(
        MEDIATOR, scene.id, handed, files, form_key=uuid4(), now=NOW
    )


async def a_view(scene: Scene, exhibit_id: UUID, reason: str = "虚构：不是本人签字。") -> UUID:
    looked = Looked(scene.respondent.id, Opinion.DENIED, Opinion.ACCEPTED, Opinion.NO_VIEW, reason)
    return await exhibit_actions.give_view(
        MEDIATOR, scene.id, exhibit_id, looked, form_key=uuid4(), now=NOW
    )


async def an_issue(scene: Scene, text: str = "虚构：租金是否已付", **around: object) -> UUID:
    return await claim_actions.raise_issue(
        MEDIATOR,
        scene.id,
        text,
        Around(**around),  # type: ignore[arg-type]
        form_key=uuid4(),
        now=NOW,
    )


async def a_fact(scene: Scene, text: str = "虚构：双方于2026年1月1日签订合同。") -> UUID:
    return await fact_actions.propose_fact(MEDIATOR, scene.id, text, form_key=uuid4(), now=NOW)


def some_terms(amount_fen: int = 500_00, words: str = "", closes_in: int = 3) -> Terms:
    return Terms(
        kind=OfferKind.PAY_NOW,
        amount_fen=amount_fen,
        closes_on=TODAY + timedelta(days=closes_in),
        words=words,
    )


async def an_offer(
    scene: Scene,
    terms: Terms | None = None,
    *,
    compartment: Compartment = Compartment.JOINT,
    party: Party | None = None,
    now: datetime = NOW,
) -> UUID:
    return await offer_actions.make_offer(
        MEDIATOR,
        scene.id,
        (party or scene.respondent).id,
        terms or some_terms(),
        compartment=compartment,
        form_key=uuid4(),
        now=now,
    )
