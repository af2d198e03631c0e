"""How an invented matter is brought forward: by the same deeds as a real one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from commons.access.actor import Actor
from commons.almanac import day_of
from commons.papers.marks import Strokes
from commons.papers.models import view_paper
from commons.papers.rules import Circumstances
from commons.providers.ports import Outside
from litigation.mediation import actions, asking_actions
from litigation.mediation.particulars import Checked, check_particulars
from litigation.mediation.parties import (
    Channel,
    CheckedFor,
    CheckedHow,
    ConsentAnswer,
    ConsentHow,
    ConsentStep,
    EServiceBasis,
    Level,
    Outcome,
    PartyKind,
    Side,
)
from litigation.mediation.party_actions import EService, correct_party
from litigation.mediation.rules import ConflictKind
from litigation.record import actions as record_actions
from litigation.record import claim_actions, fact_actions
from litigation.record.actions import Saying
from litigation.record.claim_actions import Around, Asked
from litigation.record.rules import Compartment, LineKind
from litigation.signing import actions as signing
from litigation.signing.rules import PaperKind

WAVE = Strokes(
    300, 120, (tuple((10 + 7 * at, 60 + (at * 37 % 41) - 20) for at in range(40)),)
)  # nobody's handwriting


@dataclass(frozen=True, slots=True)
class Cast:
    """The two invented sides of one matter: name, number and phone of each."""

    cause: str
    island: str
    applicant: tuple[str, str, str]
    respondent: tuple[str, str, str]

    def who(self, side: Side, today: date) -> Checked:
        name, number, phone = self.applicant if side is Side.APPLICANT else self.respondent
        is_company = number.startswith("9")
        return check_particulars(
            kind=PartyKind.ORGANISATION if is_company else PartyKind.PERSON,
            name=name,
            number=number,
            phone=phone,
            address=f"岚岛县{self.island}码头路1号（虚构）",
            today=today,
        )


@dataclass(frozen=True, slots=True)
class Play:
    """One invented matter while it is being played."""

    actor: Actor
    matter_id: UUID
    sides: Mapping[Side, UUID]
    cast: Cast
    outside: Outside
    now: datetime

    @property
    def applicant(self) -> UUID:
        return self.sides[Side.APPLICANT]

    @property
    def respondent(self) -> UUID:
        return self.sides[Side.RESPONDENT]


async def accepted(play: Play) -> Play:
    await actions.declare(
        play.actor,
        play.matter_id,
        kind=ConflictKind.NONE,
        words="",
        agreed_by=(),
        version=None,
        now=play.now,
    )
    await actions.accept(play.actor, play.matter_id, version=None, now=play.now)
    await asking_actions.note_attempt(
        play.actor,
        play.matter_id,
        play.respondent,
        channel=Channel.PHONE,
        outcome=Outcome.REACHED,
        note="约好到岛上面谈",
        now=play.now,
    )
    return play


async def under_way(play: Play, at: datetime) -> Play:
    await accepted(play)
    for party_id in play.sides.values():
        await _make_ready(play, party_id, at)
    await _confirm_address(play, at)
    await actions.begin(play.actor, play.matter_id, warned=True, version=None, now=at)
    await _fill_record(play, at)
    return play


async def _make_ready(play: Play, party_id: UUID, at: datetime) -> None:
    for step in (ConsentStep.MEDIATION, ConsentStep.E_SERVICE, ConsentStep.CONFIRMATION):
        await asking_actions.take_consent(
            play.actor,
            play.matter_id,
            party_id,
            step=step,
            answer=ConsentAnswer.GIVEN,
            how=ConsentHow.SPOKEN,
            spoken_by="",
            now=at,
        )
    await asking_actions.check_identity(
        play.actor,
        play.matter_id,
        party_id,
        representative_id=None,
        checked_for=CheckedFor.MEDIATION,
        how=CheckedHow.ORIGINAL_CARD,
        level=Level.MATCHED,
        now=at,
    )


async def _confirm_address(play: Play, at: datetime) -> None:
    for side in (Side.APPLICANT, Side.RESPONDENT):
        who = play.cast.who(side, day_of(at))
        await correct_party(
            play.actor,
            play.matter_id,
            play.sides[side],
            side=side,
            who=who,
            e_service=EService(address=who.phone, basis=EServiceBasis.EXPLICIT),
            version=None,
            now=at,
        )


async def _fill_record(play: Play, at: datetime) -> None:
    actor, matter = play.actor, play.matter_id
    asked = Asked(play.applicant, "退还押金", 68_000, "已经按约交还，押金没有退")
    claim_id = await claim_actions.claim(actor, matter, asked, form_key=uuid4(), now=at)
    answer = "有损坏，愿意退还一部分"
    await claim_actions.reply(
        actor,
        matter,
        claim_id,
        party_id=play.respondent,
        text=answer,
        form_key=uuid4(),
        now=at,
    )
    for text in ("双方于2026年11月1日订立合同，押金680元。", "已于次日交还。"):
        await fact_actions.propose_fact(actor, matter, text, form_key=uuid4(), now=at)
    around = Around(claim_ids=frozenset({claim_id}))
    await claim_actions.raise_issue(
        actor, matter, "损坏是否发生在使用期间", around, form_key=uuid4(), now=at
    )
    for at_line, (party_id, speaker, text) in enumerate(
        (
            (None, actor.name, "现在开始调解，已告知双方权利义务，双方是否听清？"),
            (play.applicant, "", "听清了。押金680元至今没有退。"),
            (play.respondent, "", "听清了。有损坏，需要扣一部分。"),
        )
    ):
        said_at = at + timedelta(seconds=at_line)
        saying = Saying(LineKind.STATEMENT, text, said_at, party_id, speaker)
        await record_actions.say(
            actor, matter, Compartment.JOINT, saying, form_key=uuid4(), now=said_at
        )
    told = Saying(LineKind.STATEMENT, "单独谈话：可以接受退500元。（虚构）", at, play.applicant)
    await record_actions.say(actor, matter, Compartment.CAUCUS_A, told, form_key=uuid4(), now=at)


async def draw_and_sign(play: Play, kind: PaperKind, at: datetime) -> UUID:
    court = play.outside.settings.court_name
    paper_id = await signing.draw_up(
        play.actor, play.matter_id, kind, by_agent={}, court=court, now=at
    )
    paper = await view_paper(paper_id)
    for signer in paper.signers:
        await signing.sign(
            play.actor,
            play.matter_id,
            paper_id,
            signer_id=signer.id,
            shown_hash=paper.content_hash,
            mark=WAVE,
            circumstances=Circumstances(device="演示", factors=("虚构",)),
            now=at,
        )
    return paper_id
