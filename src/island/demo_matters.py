"""Invented matters in every stage, made by the same deeds as real ones."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from commons.access.actor import Actor
from commons.almanac import day_of
from commons.papers.marks import Strokes
from commons.papers.models import view_paper
from commons.papers.rules import Circumstances
from commons.providers.ports import Outside
from island.demo_island import MARK, Staff
from litigation.mediation import actions, asking_actions, end_actions, opening_actions
from litigation.mediation.ending import EndReason
from litigation.mediation.models import Party
from litigation.mediation.opening import Opening
from litigation.mediation.particulars import Checked, check_particulars
from litigation.mediation.parties import (
    CheckedFor,
    CheckedHow,
    ConsentAnswer,
    ConsentHow,
    ConsentStep,
    EServiceBasis,
    Level,
    PartyKind,
    Side,
)
from litigation.mediation.party_actions import EService, correct_party
from litigation.mediation.rules import ConflictKind, OrganisationKind, Origin, Procedure
from litigation.record import actions as record_actions
from litigation.record import claim_actions, fact_actions
from litigation.record.actions import ForTheCourt, Saying
from litigation.record.claim_actions import Around, Asked
from litigation.record.rules import Compartment, Grade, LineKind
from litigation.signing import actions as signing
from litigation.signing import term_actions
from litigation.signing.rules import PaperKind, Term

WAVE = Strokes(
    300, 120, (tuple((10 + 7 * at, 60 + (at * 37 % 41) - 20) for at in range(40)),)
)  # nobody's handwriting


@dataclass(frozen=True, slots=True)
class Play:
    """One invented matter while it is being played."""

    actor: Actor
    matter_id: UUID
    sides: Mapping[Side, UUID]
    outside: Outside
    now: datetime

    @property
    def applicant(self) -> UUID:
        return self.sides[Side.APPLICANT]

    @property
    def respondent(self) -> UUID:
        return self.sides[Side.RESPONDENT]


async def play(staff: Staff, outside: Outside, now: datetime) -> None:
    """Play five matters: just registered, accepted, under way, agreed, and ended."""
    day = timedelta(days=1)
    await _open(staff, "相邻通行纠纷", "屿南岛", outside, now - day)
    await _accepted(await _open(staff, "海上养殖损害责任纠纷", "长礁岛", outside, now - 4 * day))
    await _under_way(
        await _open(staff, "租赁合同纠纷", "屿南岛", outside, now - 9 * day), now - 2 * day
    )
    agreed = await _open(staff, "旅游合同纠纷", "屿南岛", outside, now - 12 * day)
    await _agreed(await _under_way(agreed, now - 3 * day), now - 2 * day)
    failed = await _open(
        staff, "民间借贷纠纷", "小练岛", outside, now - 14 * day, origin=Origin.COURT_REFERRAL
    )
    await _failed(await _under_way(failed, now - 6 * day), now - day)


async def _open(
    staff: Staff,
    cause: str,
    island: str,
    outside: Outside,
    at: datetime,
    *,
    origin: Origin = Origin.ISLAND_VISIT,
) -> Play:
    filed = origin is Origin.COURT_REFERRAL
    opening = Opening(
        origin=origin,
        organisation_id=staff.studio_id,
        organisation_kind=OrganisationKind.PEOPLES,
        island=island,
        cause=cause,
        summary=f"双方因{cause}发生争议，请求调解。（虚构）",
        applicant=_applicant(at),
        respondent=_respondent(at),
        case_number="（2026）闽0128民初9001号" if filed else "",
        procedure=Procedure.SUMMARY if filed else None,
    )
    matter_id = await opening_actions.open_matter(staff.mediator, opening, now=at)
    sides = {row.side: row.id for row in await Party.filter(matter_id=matter_id)}
    return Play(staff.mediator, matter_id, sides, outside, at)


def _applicant(at: datetime) -> Checked:
    return check_particulars(
        kind=PartyKind.PERSON,
        name="陈𠮷·虚构",
        number="830000199001010012",
        phone="13900000001",
        address="岚岛县屿南岛码头路1号（虚构）",
        today=day_of(at),
    )


def _respondent(at: datetime) -> Checked:
    return check_particulars(
        kind=PartyKind.ORGANISATION,
        name="岚岛海风租车行" + MARK,
        number="91350100M000100Y43",
        phone="13900000002",
        address="岚岛县澳前码头2号（虚构）",
        today=day_of(at),
    )


async def _accepted(play: Play) -> Play:
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
    return play


async def _under_way(play: Play, at: datetime) -> Play:
    await _accepted(play)
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
    for side, who in ((Side.APPLICANT, _applicant(at)), (Side.RESPONDENT, _respondent(at))):
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
    asked = Asked(play.applicant, "退还押金", 68_000, "租期届满，车辆完好交还，押金未退")
    claim_id = await claim_actions.claim(actor, matter, asked, form_key=uuid4(), now=at)
    answer = "车身有划痕，愿意退还一部分"
    await claim_actions.reply(
        actor,
        matter,
        claim_id,
        party_id=play.respondent,
        text=answer,
        form_key=uuid4(),
        now=at,
    )
    for text in ("双方于2026年11月1日订立租车合同，押金680元。", "车辆已于次日交还。"):
        await fact_actions.propose_fact(actor, matter, text, form_key=uuid4(), now=at)
    around = Around(claim_ids=frozenset({claim_id}))
    await claim_actions.raise_issue(
        actor, matter, "划痕是否发生在租用期间", around, form_key=uuid4(), now=at
    )
    for at_line, (party_id, speaker, text) in enumerate(
        (
            (None, actor.name, "现在开始调解，已告知双方权利义务，双方是否听清？"),
            (play.applicant, "", "听清了。押金680元至今没有退。"),
            (play.respondent, "", "听清了。车身有划痕，需要扣一部分。"),
        )
    ):
        said_at = at + timedelta(seconds=at_line)
        saying = Saying(LineKind.STATEMENT, text, said_at, party_id, speaker)
        await record_actions.say(
            actor, matter, Compartment.JOINT, saying, form_key=uuid4(), now=said_at
        )
    told = Saying(LineKind.STATEMENT, "单独谈话：可以接受退500元。（虚构）", at, play.applicant)
    await record_actions.say(actor, matter, Compartment.CAUCUS_A, told, form_key=uuid4(), now=at)


async def _agreed(play: Play, at: datetime) -> None:
    await _draw_and_sign(play, PaperKind.FACTS, at)
    term = Term(
        debtor="岚岛海风租车行" + MARK,
        creditor="陈𠮷·虚构",
        what="退还租车押金",
        amount_fen=60_000,
        due_on=day_of(at) + timedelta(days=10),
        method="转账至申请人尾号0001的银行账户（虚构）",
    )
    await term_actions.add_term(play.actor, play.matter_id, term, version=0, now=at)
    await _draw_and_sign(play, PaperKind.TRANSCRIPT, at)
    await _draw_and_sign(play, PaperKind.AGREEMENT, at)


async def _failed(play: Play, at: datetime) -> None:
    words = ForTheCourt("调解员主持两次面谈，双方对还款数额分歧较大。", "", Grade.SIMPLE, 60)
    await record_actions.write_for_the_court(
        play.actor, play.matter_id, words, form_key=uuid4(), now=at
    )
    await end_actions.end(
        play.actor,
        play.matter_id,
        reason=EndReason.TOO_FAR_APART,
        who=None,
        explanation="双方各自坚持，差距较大。",
        version=None,
        now=at,
    )
    for kind in (PaperKind.REPORT, PaperKind.ENDING):
        await _draw_and_sign(play, kind, at)


async def _draw_and_sign(play: Play, kind: PaperKind, at: datetime) -> UUID:
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
