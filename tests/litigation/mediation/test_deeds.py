"""From the offer to the end: rows, events, evidence; and nothing changed after a refusal."""

from datetime import UTC, date, datetime

import pytest

from commons.access.actor import SYSTEM, Permission
from commons.almanac import OFFICIAL, year_table
from commons.errors import NotAllowed, NotFound, NotNow
from commons.evidence_log.models import Leaf
from litigation.mediation import actions, party_actions, time_actions
from litigation.mediation.authority import Authority, AuthorityKind, AuthorityPaper, Scope
from litigation.mediation.models import Consent, Matter, access_mediation, parties_of
from litigation.mediation.parties import (
    ConsentAnswer,
    ConsentStep,
    Side,
)
from litigation.mediation.queries import list_matters
from litigation.mediation.rules import ConflictKind, Origin, Stage
from tests.litigation.mediation.builders import (
    CLERK,
    MEDIATOR,
    NOW,
    OTHER_MEDIATOR,
    STRANGER,
    STUDIO_HEAD,
    a_matter,
    a_party,
    consent,
    ready,
    side_of,
    somebody,
)
from tests.litigation.mediation.deeds import acts, everything, told

SEE, WRITE = Permission.MEDIATION_SEE, Permission.MEDIATION_WRITE
CONFIDENCES = Permission.MEDIATION_CONFIDENCES


async def test_who_may_see_and_who_may_touch(db) -> None:
    matter = await a_matter()
    for actor, allowed in (
        (MEDIATOR, {SEE, WRITE, CONFIDENCES}),
        (STUDIO_HEAD, {SEE}),
        (CLERK, {SEE}),
        (SYSTEM, {SEE, WRITE}),
    ):
        for permission in (SEE, WRITE, CONFIDENCES):
            if permission in allowed:
                assert (await access_mediation(actor, matter.id, permission)).id == matter.id
            else:
                with pytest.raises(NotAllowed):
                    await access_mediation(actor, matter.id, permission)
    for actor in (STRANGER, OTHER_MEDIATOR):
        for permission in (SEE, WRITE, CONFIDENCES):
            with pytest.raises(NotFound):
                await access_mediation(actor, matter.id, permission)


async def test_the_list_shows_exactly_what_may_be_seen(db) -> None:
    matter = await a_matter()
    for actor, seen in (
        (MEDIATOR, 1),
        (STUDIO_HEAD, 1),
        (CLERK, 1),
        (OTHER_MEDIATOR, 0),
        (STRANGER, 0),
    ):
        lines = (await list_matters(actor, now=NOW, search=matter.number)).lines
        assert len(lines) == seen


async def test_accepting_starts_the_term_and_takes_back_the_timer(db) -> None:
    matter = await a_matter(stage=Stage.ACCEPTED)
    assert (matter.accepted_on, matter.term_due_on) == (date(2026, 11, 23), date(2026, 12, 23))
    assert (await told("acceptance_due"), await told("accepted")) == (0, 1)
    assert await acts() == ["mediation.accepted", "mediation.declared", "mediation.opened"]


async def test_a_conflict_needs_both_parties_and_is_recorded(db) -> None:
    matter = await a_matter()
    both = [party.id for party in await parties_of(matter.id)]

    async def declare(agreed_by) -> None:
        await actions.declare(
            MEDIATOR,
            matter.id,
            kind=ConflictKind.RELATIVE,
            words="虚构：表亲。",
            agreed_by=agreed_by,
            version=None,
            now=NOW,
        )

    await declare(both[:1])
    with pytest.raises(NotNow, match="conflict_needs_all_parties"):
        await actions.accept(MEDIATOR, matter.id, version=None, now=NOW)
    await declare(both)
    await actions.accept(MEDIATOR, matter.id, version=None, now=NOW)
    leaf = await Leaf.filter(act="mediation.declared").order_by("-id").first()
    assert "表亲" not in str(leaf.facts)


async def test_whoever_declines_is_not_picked_again_and_sees_it_no_more(db) -> None:
    matter = await a_matter(actor=STUDIO_HEAD)
    await actions.decline(STUDIO_HEAD, matter.id, version=matter.version, now=NOW)
    row = await Matter.get(id=matter.id)
    assert (row.mediator_id, row.offered_on, row.stage) == (None, None, Stage.REGISTERED)
    assert row.former_mediators == [str(STUDIO_HEAD.account_id)]
    with pytest.raises(NotNow, match="was_changed_before"):
        await actions.pick(
            STUDIO_HEAD, matter.id, mediator_id=STUDIO_HEAD.account_id, version=None, now=NOW
        )


async def test_silence_for_three_working_days_frees_the_matter_once(db) -> None:
    matter = await a_matter()
    for _ in range(2):
        await actions.free_when_silent(matter.id, MEDIATOR.account_id, actor=SYSTEM, now=NOW)
    row = await Matter.get(id=matter.id)
    assert row.mediator_id is None
    assert (await acts()).count("mediation.silent") == 1


async def test_silence_after_acceptance_changes_nothing(db) -> None:
    matter = await a_matter(stage=Stage.ACCEPTED)
    before = await everything()
    await actions.free_when_silent(matter.id, MEDIATOR.account_id, actor=SYSTEM, now=NOW)
    assert await everything() == before


async def test_a_party_may_ask_for_another_and_the_term_goes_on(db) -> None:
    matter = await a_matter(stage=Stage.UNDER_WAY)
    party = await side_of(matter.id, Side.RESPONDENT)
    await actions.ask_for_another(
        MEDIATOR, matter.id, party_id=party.id, version=matter.version, now=NOW
    )
    row = await Matter.get(id=matter.id)
    assert (row.stage, row.mediator_id) == (Stage.REGISTERED, None)
    assert (row.accepted_on, row.term_due_on) == (date(2026, 11, 23), date(2026, 12, 23))


async def test_a_minor_needs_a_guardian_before_the_sitting(db) -> None:
    matter = await a_matter(stage=Stage.ACCEPTED)
    child = await a_party(matter, name="虚构小丙", number="110105201501010017")
    assert child.born_on == date(2015, 1, 1)
    for party in await parties_of(matter.id):
        await ready(MEDIATOR, matter.id, party.id)
    with pytest.raises(NotNow, match="guardian_missing"):
        await actions.begin(MEDIATOR, matter.id, warned=True, version=None, now=NOW)
    guardian = Authority(AuthorityKind.GUARDIAN, AuthorityPaper.GUARDIANSHIP_PROOF, Scope.GENERAL)
    await party_actions.add_representative(
        MEDIATOR, matter.id, child.id, who=somebody("虚构监护人"), authority=guardian, now=NOW
    )
    await actions.begin(MEDIATOR, matter.id, warned=True, version=None, now=NOW)
    assert (await Matter.get(id=matter.id)).stage is Stage.UNDER_WAY


async def test_consent_to_one_step_is_no_consent_to_another(db) -> None:
    matter = await a_matter(stage=Stage.UNDER_WAY)
    party = await side_of(matter.id, Side.APPLICANT)
    await consent(MEDIATOR, matter.id, party.id, ConsentStep.ONLINE)
    await consent(MEDIATOR, matter.id, party.id, ConsentStep.ONLINE, ConsentAnswer.WITHDRAWN)
    view = next(each for each in await parties_of(matter.id) if each.id == party.id)
    assert {step for step in ConsentStep if view.consents_to(step)} == {ConsentStep.MEDIATION}
    assert await Consent.filter(party_id=party.id).count() == 3
    with pytest.raises(NotNow, match="nothing_to_withdraw"):
        await consent(MEDIATOR, matter.id, party.id, ConsentStep.RECORDING, ConsentAnswer.WITHDRAWN)


async def test_the_term_is_lengthened_only_when_everybody_agreed(db) -> None:
    matter = await a_matter(stage=Stage.UNDER_WAY)
    before = await everything()
    with pytest.raises(NotNow, match="extension_needs_all"):
        await time_actions.extend(MEDIATOR, matter.id, days=10, version=None, now=NOW)
    assert await everything() == before
    for party in await parties_of(matter.id):
        await consent(MEDIATOR, matter.id, party.id, ConsentStep.EXTENSION)
    await time_actions.extend(MEDIATOR, matter.id, days=10, version=None, now=NOW)
    row = await Matter.get(id=matter.id)
    # 23 December and ten days is 2 January 2027, a Saturday of a year not yet announced.
    assert (row.term_due_on, row.term_provisional) == (date(2027, 1, 4), True)


async def test_a_new_holiday_table_moves_days_and_blanks_none(db) -> None:
    filed = {"origin": Origin.COURT_REFERRAL}
    certain = await a_matter(stage=Stage.UNDER_WAY, **filed)
    late = datetime(2026, 12, 10, 2, 0, tzinfo=UTC)
    moved = await a_matter(stage=Stage.ACCEPTED, now=late)
    waiting = await a_matter(now=late)
    assert (moved.term_due_on, moved.term_provisional) == (date(2027, 1, 11), True)
    almanac = OFFICIAL.with_year(
        year_table(2027, (("虚构长假", "01-09", "01-12"),), (), "虚构通知")
    )
    assert await time_actions.reckon_all(almanac, now=late) == 1
    assert await time_actions.reckon_all(almanac, now=late) == 0
    after = {row.id: row for row in await Matter.all()}
    assert (after[moved.id].term_due_on, after[moved.id].term_provisional) == (
        date(2027, 1, 13),
        False,
    )
    assert after[certain.id].term_due_on == certain.term_due_on == date(2026, 11, 30)
    assert after[waiting.id].next_due_on == waiting.next_due_on
    leaf = await Leaf.get(act="mediation.term_reckoned_anew")
    assert leaf.facts == {"from": "2027-01-11", "to": "2027-01-13"}
