"""From the offer to the end: rows, events, evidence; and nothing changed after a refusal."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from commons.access.actor import SYSTEM, Permission
from commons.almanac import OFFICIAL, year_table
from commons.db import atomic
from commons.errors import NotAllowed, NotFound, NotNow, NotValid
from commons.evidence_log.models import Leaf
from commons.outbox import Fact
from litigation.mediation import actions, asking_actions, end_actions, party_actions, time_actions
from litigation.mediation.asking_actions import Answers
from litigation.mediation.authority import Authority, AuthorityKind, AuthorityPaper, Power, Scope
from litigation.mediation.ending import EndReason
from litigation.mediation.flags import Hint, RedFlag
from litigation.mediation.matter_queries import enforcement_request, view_mediation
from litigation.mediation.models import Consent, Matter, Questionnaire, access_mediation, parties_of
from litigation.mediation.parties import (
    Channel,
    ConsentAnswer,
    ConsentStep,
    Outcome,
    Side,
    Support,
)
from litigation.mediation.queries import list_matters
from litigation.mediation.rules import ConflictKind, OrganisationKind, Origin, Remedy, Stage
from litigation.mediation.staff_queries import conflict_hints_of
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

SEE, WRITE = Permission.MEDIATION_SEE, Permission.MEDIATION_WRITE
CONFIDENCES = Permission.MEDIATION_CONFIDENCES


async def acts() -> list[str]:
    return list(await Leaf.all().order_by("at", "id").values_list("act", flat=True))


async def told(topic: str) -> int:
    return await Fact.filter(topic=f"litigation.mediation.{topic}").count()


async def everything() -> tuple[object, ...]:
    """What a refusal must leave as it was."""
    return (
        await Matter.all().order_by("id").values(),
        await Leaf.all().count(),
        await Fact.all().count(),
    )


@atomic
async def concluded(matter_id, at=NOW):
    await end_actions.conclude_agreed(matter_id, effective_at=at, actor=MEDIATOR, now=at)


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
    assert await acts() == ["mediation.opened", "mediation.declared", "mediation.accepted"]


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


async def test_reaching_the_other_side_stops_the_three_day_clock(db) -> None:
    matter = await a_matter(stage=Stage.ACCEPTED)
    party = await side_of(matter.id, Side.RESPONDENT)
    assert matter.next_due_on == date(2026, 11, 26)
    await attempt(matter, party, Outcome.NO_ANSWER)
    assert (await Matter.get(id=matter.id)).contacted_on is None
    await attempt(matter, party, Outcome.REACHED)
    row = await Matter.get(id=matter.id)
    assert (row.contacted_on, row.next_due_on) == (date(2026, 11, 23), date(2026, 12, 23))


async def attempt(matter, party, outcome: Outcome) -> None:
    await asking_actions.note_attempt(
        MEDIATOR,
        matter.id,
        party.id,
        channel=Channel.PHONE,
        outcome=outcome,
        note="",
        now=NOW,
    )


async def end(matter, reason: EndReason, who=None, words: str = "") -> None:
    await end_actions.end(
        MEDIATOR, matter.id, reason=reason, who=who, explanation=words, version=None, now=NOW
    )


async def test_unreachable_has_to_be_shown_by_tries(db) -> None:
    matter = await a_matter(stage=Stage.ACCEPTED)
    party = await side_of(matter.id, Side.RESPONDENT)
    await attempt(matter, party, Outcome.NO_ANSWER)
    await attempt(matter, party, Outcome.REACHED)
    await attempt(matter, party, Outcome.SWITCHED_OFF)
    before = await everything()
    with pytest.raises(NotNow, match="end_needs_tries"):
        await end(matter, EndReason.UNREACHABLE, party.id)
    assert await everything() == before
    await attempt(matter, party, Outcome.AWAY)
    await end(matter, EndReason.UNREACHABLE, party.id)
    row = await Matter.get(id=matter.id)
    assert (row.stage, row.end_reason, row.closed_on) == (
        Stage.ENDED,
        EndReason.UNREACHABLE,
        date(2026, 11, 23),
    )
    fact = await Fact.get(topic="litigation.mediation.ended")
    assert '"reason":"unreachable"' in fact.body
    assert '"next_door":"file_complaint"' in fact.body


async def test_words_of_the_end_reach_neither_events_nor_the_evidence_log(db) -> None:
    canary = "金丝雀让步八千"
    matter = await a_matter(stage=Stage.UNDER_WAY)
    await end(matter, EndReason.TOO_FAR_APART, words=canary)
    for fact in await Fact.all():
        assert canary not in fact.body
    for leaf in await Leaf.all():
        assert canary not in str(leaf.facts)
    assert (await view_mediation(MEDIATOR, matter.id, now=NOW)).end.explanation == canary


async def test_after_the_end_nothing_can_be_added(db) -> None:
    matter = await a_matter(stage=Stage.UNDER_WAY)
    party = await side_of(matter.id, Side.RESPONDENT)
    await end(matter, EndReason.UNWILLING, party.id, "不愿意。")
    before = await everything()
    with pytest.raises(NotNow):
        await consent(MEDIATOR, matter.id, party.id, ConsentStep.ONLINE)
    with pytest.raises(NotNow):
        await a_party(matter)
    with pytest.raises(NotNow):
        await concluded(matter.id)
    assert await everything() == before


async def test_the_last_signature_agrees_and_starts_the_day_counter(db) -> None:
    matter = await a_matter(stage=Stage.UNDER_WAY)
    await concluded(matter.id)
    view = await view_mediation(MEDIATOR, matter.id, now=NOW)
    assert (view.stage, view.end.reason) == (Stage.AGREED, EndReason.AGREED)
    assert (view.afterwards.confirmable, view.afterwards.due_on, view.afterwards.days_left) == (
        True,
        date(2026, 12, 23),
        30,
    )
    late = await view_mediation(MEDIATOR, matter.id, now=NOW + timedelta(days=31))
    assert (late.afterwards.confirmable, late.afterwards.why) == (
        False,
        "mediation.confirm.too_late",
    )
    assert await told("agreed") == 1


async def test_an_agreement_before_a_bureau_is_not_confirmable_and_says_why(db) -> None:
    matter = await a_matter(
        stage=Stage.UNDER_WAY, organisation_kind=OrganisationKind.ADMINISTRATIVE
    )
    await concluded(matter.id)
    with pytest.raises(NotNow, match="organisation_not_statutory"):
        await ask(matter.id, NOW)


async def ask(matter_id, now) -> None:
    await end_actions.ask_for_confirmation(
        MEDIATOR, matter_id, on=now.date(), version=None, now=now
    )


async def broken(matter, by, due_on=date(2026, 11, 30), now=NOW + timedelta(days=10)) -> None:
    await end_actions.record_breach(
        MEDIATOR,
        matter.id,
        by=by,
        performance_due_on=due_on,
        words="虚构：未付租金。",
        version=None,
        now=now,
    )


@pytest.mark.parametrize(("confirmed", "remedy"), [(True, Remedy.ENFORCE), (False, Remedy.SUE)])
async def test_an_unkept_promise_is_enforced_if_confirmed_and_sued_on_otherwise(
    db, confirmed, remedy
) -> None:
    matter = await a_matter(stage=Stage.UNDER_WAY)
    debtor = await side_of(matter.id, Side.RESPONDENT)
    await concluded(matter.id)
    await ask(matter.id, NOW)
    if confirmed:
        await end_actions.record_confirmation(
            MEDIATOR,
            matter.id,
            confirmed=True,
            ruling_number="（2026）虚构民特1号",
            on=NOW.date(),
            version=None,
            now=NOW,
        )
    with pytest.raises(NotNow, match="not_due_yet"):
        await broken(matter, debtor.id, now=NOW)
    await broken(matter, debtor.id)
    request = await enforcement_request(MEDIATOR, matter.id)
    assert (request.remedy, request.debtor, request.creditors) == (remedy, "虚构乙", ("虚构甲",))
    # Two years from 2026-11-30.
    assert (request.apply_by, request.apply_by_provisional) == (date(2028, 11, 30), True)
    fact = await Fact.get(topic="litigation.mediation.broken")
    assert f'"remedy":"{remedy}"' in fact.body


async def test_questions_are_kept_and_not_reaching_somebody_blanks_no_answer(db) -> None:
    matter = await a_matter()
    party = await side_of(matter.id, Side.APPLICANT)

    async def keep(answers: Answers) -> None:
        await asking_actions.keep_questionnaire(MEDIATOR, matter.id, party.id, answers, now=NOW)

    await keep(
        Answers(
            reached=True,
            impossible_days=(date(2026, 12, 2), date(2026, 12, 1), date(2026, 12, 1)),
            second_name="虚构儿子",
            second_phone="13805010009",
            support=(Support.LARGE_PRINT,),
            interpreter="平潭话",
        )
    )
    with pytest.raises(NotValid) as refused:
        await keep(Answers(reached=False))
    assert set(refused.value.fields) == {"unreached_reason"}
    await keep(Answers(reached=False, unreached_reason="出海"))
    row = await Questionnaire.get(party_id=party.id)
    assert (row.reached, row.unreached_reason) == (False, "出海")
    assert row.impossible_days == ["2026-12-01", "2026-12-02"]
    assert row.second_contact == {"name": "虚构儿子", "phone": "+8613805010009"}
    assert (row.support, row.interpreter) == (["large_print"], "平潭话")


async def test_days_beyond_three_months_are_refused(db) -> None:
    matter = await a_matter()
    party = await side_of(matter.id, Side.APPLICANT)
    for day in (date(2026, 11, 22), date(2027, 2, 24)):
        with pytest.raises(NotValid) as refused:
            await asking_actions.keep_questionnaire(
                MEDIATOR,
                matter.id,
                party.id,
                Answers(reached=True, impossible_days=(day,)),
                now=NOW,
            )
        assert set(refused.value.fields) == {"impossible_days"}


async def test_signs_of_staging_and_forgotten_relations_are_read_from_the_rows(db) -> None:
    twin = {"phone": "13805010007", "address": "虚构屿 同路 9 号"}
    matter = await a_matter(
        applicant=somebody("虚构甲", **twin),
        respondent=somebody("虚构乙", **(twin | {"address": "虚构屿同路9号"})),
    )
    view = await view_mediation(MEDIATOR, matter.id, now=NOW)
    assert view.red_flags == (RedFlag.SAME_PHONE, RedFlag.SAME_ADDRESS)
    party = await side_of(matter.id, Side.APPLICANT)
    special = Authority(
        AuthorityKind.LAWYER,
        AuthorityPaper.POWER_OF_ATTORNEY,
        Scope.SPECIAL,
        frozenset({Power.SETTLE}),
    )
    first = await a_matter()
    known = await side_of(first.id, Side.APPLICANT)
    await party_actions.add_representative(
        MEDIATOR, first.id, known.id, who=somebody(MEDIATOR.name), authority=special, now=NOW
    )
    second = await a_matter()
    assert await conflict_hints_of(MEDIATOR, second.id) == (("虚构甲", Hint.EARLIER_AGENT),)
    assert await conflict_hints_of(MEDIATOR, matter.id) == ()
    assert party.name == "虚构甲"


async def test_two_who_write_at_once_one_is_told(db) -> None:
    matter = await a_matter(stage=Stage.UNDER_WAY)
    await time_actions.start_appraisal(
        MEDIATOR, matter.id, of="虚构渔排", on=NOW.date(), version=matter.version, now=NOW
    )
    before = await everything()
    with pytest.raises(NotNow, match=r"db\.changed_meanwhile"):
        await time_actions.finish_appraisal(
            MEDIATOR, matter.id, on=NOW.date(), version=matter.version, now=NOW
        )
    assert await everything() == before


async def test_a_party_of_another_matter_is_not_found_here(db) -> None:
    one, other = await a_matter(), await a_matter()
    elsewhere = await side_of(other.id, Side.APPLICANT)
    with pytest.raises(NotFound):
        await consent(MEDIATOR, one.id, elsewhere.id, ConsentStep.ONLINE)
    with pytest.raises(NotFound):
        await consent(MEDIATOR, one.id, uuid4(), ConsentStep.ONLINE)
