"""Compartments, without prejudice, and when a record may be written: pure, as tables."""

from datetime import timedelta

import pytest

from commons.errors import NotNow, NotValid
from litigation.mediation.rules import OPEN_STAGES, Stage
from litigation.record import rules
from litigation.record.rules import (
    FACT_FLOW,
    Compartment,
    FactAct,
    FactStage,
    LineKind,
    Opinion,
    Reader,
    may_read,
)
from tests.litigation.mediation.builders import NOW

MAY_READ = {
    (Reader.MEDIATOR, Compartment.JOINT),
    (Reader.MEDIATOR, Compartment.CAUCUS_A),
    (Reader.MEDIATOR, Compartment.CAUCUS_B),
    (Reader.MEDIATOR, Compartment.MEDIATOR),
    (Reader.APPLICANT, Compartment.JOINT),
    (Reader.APPLICANT, Compartment.CAUCUS_A),
    (Reader.RESPONDENT, Compartment.JOINT),
    (Reader.RESPONDENT, Compartment.CAUCUS_B),
    (Reader.THIRD, Compartment.JOINT),
}


def test_who_may_read_which_compartment_is_exactly_this_table():
    found = {
        (reader, compartment)
        for reader in Reader
        for compartment in Compartment
        if may_read(reader, compartment)
    }
    assert found == MAY_READ


@pytest.mark.parametrize("kind", LineKind)
@pytest.mark.parametrize("compartment", sorted(rules.CONFIDENTIAL))
def test_whatever_is_said_in_confidence_is_without_prejudice(compartment, kind):
    assert rules.is_without_prejudice(compartment, kind, said_so=False)


@pytest.mark.parametrize("kind", LineKind)
def test_in_the_joint_part_only_proposals_are_without_prejudice_by_themselves(kind):
    by_itself = rules.is_without_prejudice(Compartment.JOINT, kind, said_so=False)
    assert by_itself is (kind is LineKind.PROPOSAL)
    assert rules.is_without_prejudice(Compartment.JOINT, kind, said_so=True)


@pytest.mark.parametrize("stage", Stage)
def test_a_record_is_written_only_until_the_matter_ends(stage):
    if stage in OPEN_STAGES:
        rules.check_may_write(stage)
        return
    with pytest.raises(NotNow) as refused:
        rules.check_may_write(stage)
    assert refused.value.reason == "record.matter_has_ended"


@pytest.mark.parametrize("stage", [Stage.REGISTERED, Stage.ACCEPTED])
def test_a_session_needs_a_mediation_that_has_begun(stage):
    with pytest.raises(NotNow) as refused:
        rules.check_under_way(stage)
    assert refused.value.reason == "record.not_begun"


@pytest.mark.parametrize(
    ("length", "reason"),
    [
        (0, "record.text_missing"),
        (20_001, "record.text_too_long"),
        (200_000, "record.text_too_long"),
    ],
)
def test_an_empty_or_endless_text_is_refused_by_its_field(length, reason):
    with pytest.raises(NotValid) as refused:
        rules.check_text("text", "字" * length, rules.STATEMENT_MAX)
    assert refused.value.fields["text"].reason == reason


def test_a_text_of_exactly_the_limit_is_kept_whole():
    text = "𠮷" * rules.STATEMENT_MAX
    assert rules.check_text("text", text, rules.STATEMENT_MAX) == text


@pytest.mark.parametrize("minutes", [-1, 6])
def test_a_line_is_said_neither_before_the_matter_nor_after_now(minutes):
    opened = NOW - timedelta(hours=1)
    at = opened - timedelta(minutes=1) if minutes < 0 else NOW + timedelta(minutes=minutes)
    with pytest.raises(NotValid) as refused:
        rules.check_said_at(at, now=NOW, opened_at=opened)
    assert refused.value.fields["said_at"].reason == "record.time_out_of_range"


@pytest.mark.parametrize("which", ["genuine", "lawful", "relevant"])
def test_whoever_denies_says_why(which):
    opinions = dict.fromkeys(["genuine", "lawful", "relevant"], Opinion.ACCEPTED)
    opinions[which] = Opinion.DENIED
    with pytest.raises(NotValid):
        rules.check_opinions(**opinions, reason=" ")
    rules.check_opinions(**opinions, reason="不是原件")


def test_a_fact_is_fixed_only_from_proposed_and_opened_only_from_fixed():
    assert {stage: FACT_FLOW.acts(stage) for stage in FactStage} == {
        FactStage.PROPOSED: (FactAct.FIX, FactAct.WITHDRAW),
        FactStage.FIXED: (FactAct.REOPEN, FactAct.UNFIX),
        FactStage.REOPENED: (),
        FactStage.WITHDRAWN: (),
    }
