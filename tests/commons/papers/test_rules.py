"""Who may sign what, in which turn, and how the content of a paper is named."""

import json
from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from commons.errors import NotAllowed, NotNow
from commons.papers.rules import (
    FLOW,
    Act,
    Facts,
    Signer,
    Stage,
    canonical,
    content_hash,
    must_be_signers,
    sign,
)

FIRST, SECOND, JUDGE = (
    Signer(uuid4(), "甲（虚构）", "申请人"),
    Signer(uuid4(), "乙（虚构）", "被申请人"),
    Signer(uuid4(), "丙（虚构）", "法官", order=1),
)
OPEN = Facts(Stage.OPEN, (FIRST, SECOND, JUDGE), frozenset(), "aa")


def signed_by(*people: UUID) -> Facts:
    return replace(OPEN, signed=frozenset(people))


def test_a_signature_is_kept_and_the_paper_stays_open() -> None:
    after = sign(OPEN, signer_id=SECOND.id, shown_hash="aa")
    assert after == replace(OPEN, signed=frozenset({SECOND.id}))


def test_the_last_signature_gives_the_paper_effect() -> None:
    after = sign(signed_by(FIRST.id, SECOND.id), signer_id=JUDGE.id, shown_hash="aa")
    assert after.stage is Stage.SIGNED


def test_a_stranger_cannot_sign() -> None:
    with pytest.raises(NotAllowed) as refusal:
        sign(OPEN, signer_id=uuid4(), shown_hash="aa")
    assert refusal.value.reason == "papers.not_a_signer"


def test_nobody_signs_twice() -> None:
    with pytest.raises(NotNow) as refusal:
        sign(signed_by(FIRST.id), signer_id=FIRST.id, shown_hash="aa")
    assert (refusal.value.reason, refusal.value.facts) == (
        "papers.already_signed",
        {"name": FIRST.name},
    )


def test_what_was_shown_must_be_what_is_signed() -> None:
    with pytest.raises(NotNow) as refusal:
        sign(OPEN, signer_id=FIRST.id, shown_hash="ab")
    assert refusal.value.reason == "papers.changed_since_shown"


def test_the_judge_signs_after_the_parties() -> None:
    with pytest.raises(NotNow) as refusal:
        sign(signed_by(FIRST.id), signer_id=JUDGE.id, shown_hash="aa")
    assert (refusal.value.reason, refusal.value.facts) == (
        "papers.not_your_turn",
        {"name": SECOND.name},
    )


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage is not Stage.OPEN])
def test_only_an_open_paper_is_signed(stage: Stage) -> None:
    with pytest.raises(NotNow) as refusal:
        sign(replace(OPEN, stage=stage), signer_id=FIRST.id, shown_hash="aa")
    assert refusal.value.reason == "flow.not_now"


def test_nothing_leads_out_of_void_withdrawn_and_replaced() -> None:
    for stage in (Stage.VOID, Stage.WITHDRAWN, Stage.REPLACED):
        assert FLOW.acts(stage) == ()


def test_a_blocked_paper_can_be_released_and_an_open_one_not_blocked() -> None:
    assert FLOW.step(Stage.BLOCKED, Act.RELEASE) is Stage.ISSUED
    with pytest.raises(NotNow):
        FLOW.step(Stage.OPEN, Act.BLOCK)


def test_one_person_stands_once_among_the_signers() -> None:
    with pytest.raises(AssertionError):
        must_be_signers([FIRST, replace(FIRST, capacity="代理人")])


def test_canonical_text_is_that_of_rfc_8785() -> None:
    # The names of RFC 8785 3.2.3, sorted by UTF-16 units: the smiling face before U+FB33.
    names = ["\r", "1", "\x80", "\xf6", "\u20ac", "\U0001f600", "\ufb33"]
    text = canonical(dict.fromkeys(sorted(names), 1))
    assert list(json.loads(text)) == names
    assert canonical({"b": [True, None, -5], "a": '引号"\n'}) == (
        '{"a":"引号\\"\\n","b":[true,null,-5]}'
    )


def test_a_fraction_has_no_place_in_a_paper() -> None:
    with pytest.raises(AssertionError):
        canonical({"a": 0.1})  # type: ignore[dict-item]


def test_every_fact_and_the_version_change_the_name_of_the_content() -> None:
    named = {
        content_hash("m/a.html", 1, {"a": "1", "b": "2"}),
        content_hash("m/a.html", 1, {"a": "1", "b": "3"}),
        content_hash("m/a.html", 2, {"a": "1", "b": "2"}),
        content_hash("m/b.html", 1, {"a": "1", "b": "2"}),
    }
    assert len(named) == 4
    assert content_hash("m/a.html", 1, {"b": "2", "a": "1"}) in named
