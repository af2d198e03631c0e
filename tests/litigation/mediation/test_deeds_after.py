"""From the tries to reach somebody to the unkept promise: rows, events, evidence."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from commons.errors import NotFound, NotNow, NotValid
from commons.evidence_log.models import Leaf
from commons.outbox import Fact
from litigation.mediation import asking_actions, end_actions, party_actions, time_actions
from litigation.mediation.asking_actions import Answers
from litigation.mediation.authority import Authority, AuthorityKind, AuthorityPaper, Power, Scope
from litigation.mediation.ending import EndReason
from litigation.mediation.flags import Hint, RedFlag
from litigation.mediation.matter_queries import enforcement_request, view_mediation
from litigation.mediation.models import Matter, Questionnaire
from litigation.mediation.parties import (
    ConsentStep,
    Outcome,
    Side,
    Support,
)
from litigation.mediation.rules import OrganisationKind, Remedy, Stage
from litigation.mediation.staff_queries import conflict_hints_of
from tests.litigation.mediation.builders import (
    MEDIATOR,
    NOW,
    a_matter,
    a_party,
    consent,
    side_of,
    somebody,
)
from tests.litigation.mediation.deeds import ask, attempt, broken, concluded, end, everything, told


async def test_reaching_the_other_side_stops_the_three_day_clock(db) -> None:
    matter = await a_matter(stage=Stage.ACCEPTED)
    party = await side_of(matter.id, Side.RESPONDENT)
    assert matter.next_due_on == date(2026, 11, 26)
    await attempt(matter, party, Outcome.NO_ANSWER)
    assert (await Matter.get(id=matter.id)).contacted_on is None
    await attempt(matter, party, Outcome.REACHED)
    row = await Matter.get(id=matter.id)
    assert (row.contacted_on, row.next_due_on) == (date(2026, 11, 23), date(2026, 12, 23))


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
