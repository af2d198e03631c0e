"""The order of a file, who reads which part, and the twelve things of art. 263."""

from dataclasses import replace

import pytest

from litigation.bundle.rules import (
    COURT_ONLY,
    OF_CASE,
    OF_THINGS,
    Body,
    CaseFacts,
    Item,
    Needed,
    Scope,
    Section,
    Standing,
    check_twelve,
    in_order,
    key_of,
    readable,
)
from litigation.bundle.sheets import Entry, hash_of_list
from litigation.cases.fees import Procedure
from litigation.cases.paper_kinds import CasePaper
from litigation.enforcement.paper_kinds import EnforcementPaper
from litigation.hearings.paper_rules import PaperKind

NOTHING = CaseFacts(
    procedure=Procedure.SUMMARY,
    has_agent=False,
    is_decided=False,
    is_enforced=False,
    was_heard=False,
    answered=False,
    identified=False,
    fee_paid=False,
)


def an_item(section: Section, title: str = "虚构", on: str = "", digest: str = "a") -> Item:
    return Item(section, title, on, Body.PAPER, f"kind:{digest}", digest)


def test_every_kind_of_paper_has_its_place():
    assert set(OF_CASE) == set(CasePaper)
    assert set(OF_THINGS) == {*PaperKind, *EnforcementPaper}


def test_the_file_begins_with_the_complaint_and_ends_with_the_enforcement():
    mixed = [an_item(one) for one in reversed(Section)]
    assert [one.section for one in in_order(mixed)] == list(Section)


def test_within_a_section_the_older_paper_comes_first():
    late, early = (
        an_item(Section.DECISION, on="2026-12-02"),
        an_item(Section.DECISION, on="2026-11-30"),
    )
    assert in_order([late, early]) == (early, late)


def test_the_parties_never_read_what_the_court_wrote_for_itself():
    every = [an_item(one) for one in Section]
    assert [one.section for one in readable(every, Scope.PARTIES)] == [
        one for one in Section if one is not Section.INTERNAL
    ]
    assert readable(every, Scope.COURT) == in_order(every)


def test_a_decision_that_has_not_reached_everybody_is_not_read_in_the_file_first():
    held = replace(an_item(Section.DECISION), is_withheld=True)
    assert readable([held], Scope.PARTIES) == ()
    assert readable([held], Scope.COURT) == (held,)


def test_where_property_may_be_found_and_telephone_numbers_are_for_the_court_alone():
    assert OF_THINGS[EnforcementPaper.APPLICATION] in COURT_ONLY
    assert OF_CASE[CasePaper.ADDRESS] in COURT_ONLY


def test_the_key_knows_every_change_and_nothing_else():
    one, two = an_item(Section.COMPLAINT), an_item(Section.DECISION, digest="b")
    assert key_of([one, two]) == key_of([one, two])
    changes = [
        [two, one],
        [one],
        [replace(one, sha256="c"), two],
        [replace(one, title="改名"), two],
    ]
    assert key_of([one, two]) not in {key_of(each) for each in changes}


def test_the_hash_of_the_list_is_what_anybody_can_reckon():
    entries = [Entry(Section.COMPLAINT, "虚构", "", 1, 2, digest) for digest in ("aa", "bb")]
    # printf 'aa\nbb\n' | sha256sum
    expected = "329d670e59ead1543a2d36865895972560bc434204c5f4a0c8219005dd312719"
    assert hash_of_list(entries) == expected


def standing(facts: CaseFacts, *items: Item) -> dict[Needed, Standing]:
    return dict(check_twelve(items, facts))


def test_an_empty_file_lacks_what_the_law_asks_of_every_case():
    found = standing(NOTHING)
    missing = {need for need, one in found.items() if one is Standing.MISSING}
    assert missing == {
        Needed.COMPLAINT,
        Needed.ANSWER,
        Needed.IDENTITY,
        Needed.EVIDENCE,
        Needed.SERVICE,
        Needed.RECEIPT,
    }
    assert list(found) == list(Needed)  # art. 263 (1) to (12)


@pytest.mark.parametrize(
    ("need", "fact"),
    [
        (Needed.AUTHORITY, {"has_agent": True}),
        (Needed.DECISION, {"is_decided": True}),
        (Needed.ENFORCEMENT, {"is_enforced": True}),
        (Needed.RECORD, {"was_heard": True}),
        (Needed.INQUIRY, {"was_heard": True}),
        (Needed.NOTICE, {"procedure": Procedure.SMALL_CLAIMS}),
    ],
)
def test_some_things_are_missing_only_where_they_can_be(need, fact):
    assert standing(NOTHING)[need] is Standing.NOT_NEEDED
    assert standing(replace(NOTHING, **fact))[need] is Standing.MISSING


@pytest.mark.parametrize(
    ("need", "section"),
    [
        (Needed.EVIDENCE, Section.EVIDENCE),
        (Needed.RECORD, Section.HEARING),
        (Needed.INQUIRY, Section.HEARING),
        (Needed.SERVICE, Section.SERVICE),
        (Needed.ENFORCEMENT, Section.ENFORCEMENT),
    ],
)
def test_what_is_in_the_file_is_there(need, section):
    assert standing(NOTHING, an_item(section))[need] is Standing.PRESENT


def test_the_written_notice_of_small_claims_is_found_by_its_kind():
    facts = replace(NOTHING, procedure=Procedure.SMALL_CLAIMS)
    told = replace(an_item(Section.ACCEPTANCE), source=f"{CasePaper.SMALL_CLAIMS.value}:1")
    assert standing(facts, told)[Needed.NOTICE] is Standing.PRESENT


@pytest.mark.parametrize(
    ("need", "section", "kind", "other"),
    [
        (Needed.COMPLAINT, Section.COMPLAINT, CasePaper.COMPLAINT, CasePaper.RECEIPT),
        (Needed.COMPLAINT, Section.COMPLAINT, CasePaper.ORAL, CasePaper.DEFECTS),
        (Needed.DECISION, Section.DECISION, PaperKind.JUDGMENT, PaperKind.PROCEDURE),
    ],
)
def test_a_neighbour_in_the_same_section_does_not_stand_in_for_the_paper(
    need, section, kind, other
):
    facts = replace(NOTHING, is_decided=True)
    there = replace(an_item(section), source=f"{kind.value}:1")
    assert standing(facts, there)[need] is Standing.PRESENT
    beside = replace(an_item(section), source=f"{other.value}:1")
    assert standing(facts, beside)[need] is Standing.MISSING
