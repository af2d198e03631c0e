"""Characters that deceive the eye, one by one."""

import sys
import unicodedata

import pytest

from commons.confusables import (
    alphabets,
    check_characters,
    is_letter,
    piles_up_marks,
    plain,
    spelled,
)
from commons.errors import NotValid


def reason_of(text, **more):
    try:
        check_characters(text, **more)
    except NotValid as refusal:
        return refusal.reason
    return ""


def test_lines_pass_only_where_lines_are_meant():
    assert reason_of("第一行\n第二行\t完", breaks=True) == ""
    assert reason_of("第一行\n第二行") == "text.control_character"
    assert reason_of("第一行\x0b第二行", breaks=True) == "text.control_character"


def test_the_refusal_names_the_character():
    with pytest.raises(NotValid) as refusal:
        check_characters("680元\u202e", room="persons")
    assert (refusal.value.reason, refusal.value.facts) == (
        "persons.hidden_character",
        {"code": "U+202E"},
    )


def test_no_control_format_or_surrogate_character_of_all_unicode_passes():
    forbidden = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
    passed = [
        code
        for code in range(sys.maxunicode + 1)
        if unicodedata.category(chr(code)) in forbidden and reason_of(chr(code)) == ""
    ]
    assert passed == []


def test_every_ideograph_passes():
    ranges = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0x20000, 0x2A6DF), (0x30000, 0x323AF))
    refused = [
        code
        for first, last in ranges
        for code in range(first, last + 1)
        if reason_of(chr(code)) or not is_letter(chr(code))
    ]
    assert refused == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("张三", set()),
        ("Smith", {"LATIN"}),
        ("\u0430dmin", {"LATIN", "CYRILLIC"}),
        ("Ομηρος", {"GREEK"}),
    ],
)
def test_alphabets_that_look_alike_are_told_apart(text, found):
    assert alphabets(text) == found


def test_accents_may_be_two_high_and_no_higher():
    assert not piles_up_marks("Nguyễn Thị Ánh")
    assert piles_up_marks("Z" + "\u0300" * 3)


def test_full_width_becomes_plain_and_radicals_become_characters():
    assert plain("\u3000ＡＢ１２－（）\u3000") == "AB12-()"
    assert spelled("⽊村") == "木村"
    assert spelled("\uf90a") == "金"  # a compatibility double of the same character
