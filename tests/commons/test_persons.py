"""People on paper: which names and telephones are kept, and why others are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commons.errors import NotValid
from commons.persons import can_receive_messages, check_name, check_phone, mask_name, mask_phone


def reason_of(check, *args):
    """Say why it was refused; empty if it was not. Anything but a refusal breaks the test."""
    try:
        check(*args)
    except NotValid as refusal:
        return refusal.reason
    return ""


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("张三", "张三"),
        ("  张三\u3000", "张三"),
        ("𠮷野家", "𠮷野家"),
        ("\U00031350", "\U00031350"),  # younger than this Python's tables
        ("阿卜杜拉·买买提", "阿卜杜拉·买买提"),
        ("阿卜杜拉•买买提", "阿卜杜拉·买买提"),
        ("阿卜杜拉‧买买提", "阿卜杜拉·买买提"),
        ("⼀心", "一心"),
        ("John  O’Neill-Smith, Jr.", "John O’Neill-Smith, Jr."),
        ("Jose\u0301", "José"),
        ("Ｌｉ Ｍｉｎｇ", "Li Ming"),
        ("Ольга Иванова", "Ольга Иванова"),
        ("平潭海岛渔家乐（虚构）有限公司", "平潭海岛渔家乐（虚构）有限公司"),
        ("平潭海岛渔家乐(虚构)有限公司", "平潭海岛渔家乐（虚构）有限公司"),
        ("Smith (invented)", "Smith (invented)"),
        ("张\u3000三", "张三"),
        ("Li Ming 李 明", "Li Ming 李明"),
        ("888民宿", "888民宿"),
    ],
)
def test_a_name_is_kept_in_one_spelling(typed, kept):
    assert check_name(typed) == kept
    assert check_name(kept) == kept


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "persons.name_missing"),
        (" \u3000", "persons.name_missing"),
        ("张\u200b三", "persons.hidden_character"),
        ("张\u200d三", "persons.hidden_character"),
        ("张\ufeff三", "persons.hidden_character"),
        ("张\u00ad三", "persons.hidden_character"),
        ("张\u2060三", "persons.hidden_character"),
        ("\u202e三张", "persons.hidden_character"),
        ("张三\u2066", "persons.hidden_character"),
        ("张\U000e0041三", "persons.hidden_character"),
        ("张\ufe0f三", "persons.hidden_character"),
        ("张\u3164三", "persons.hidden_character"),
        ("张\U000e0100三", "persons.hidden_character"),
        ("张\x00三", "persons.control_character"),
        ("张\n三", "persons.control_character"),
        ("张\x1b[31m三", "persons.control_character"),
        ("张\u2028三", "persons.control_character"),
        ("张\ud800三", "persons.broken_character"),
        ("张\udfff", "persons.broken_character"),
        ("张\ue000", "persons.unprintable_character"),
        ("张\ufffe", "persons.unprintable_character"),
        ("张\U0002ffff", "persons.unprintable_character"),
        ("张三<b>", "persons.name_strange_character"),
        ("张三😀", "persons.name_strange_character"),
        ("张三$", "persons.name_strange_character"),
        ("12345", "persons.name_without_letters"),
        ("···", "persons.name_without_letters"),
        ("J\u043ehn", "persons.name_mixed_alphabets"),
        ("a" + "\u0301" * 3, "persons.name_too_many_marks"),
        ("三" * 51, "persons.name_too_long"),
        ("三" * 100_000, "persons.name_too_long"),
    ],
)
def test_a_name_that_deceives_the_eye_is_reason_of(typed, reason):
    assert reason_of(check_name, typed) == reason


@given(st.text(st.characters(), max_size=60))
def test_any_text_is_a_name_or_not_valid(text):
    reason = reason_of(check_name, text)
    if reason:
        assert reason.startswith("persons.")
        return
    kept = check_name(text)
    assert 1 <= len(kept) <= 50
    assert check_name(kept) == kept


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张三", "张*"),
        ("欧阳修远", "欧***"),
        ("𠮷野", "𠮷*"),
        ("阿卜杜拉·买买提", "阿***·买**"),
        ("John Smith", "J*** S****"),
        ("", ""),
    ],
)
def test_a_masked_name_shows_where_its_parts_begin(name, masked):
    assert mask_name(name) == masked


@pytest.mark.parametrize(
    ("typed", "kept", "masked", "mobile"),
    [
        ("13805012345", "+8613805012345", "138****2345", True),
        ("138 0501 2345", "+8613805012345", "138****2345", True),
        ("+86 138-0501-2345", "+8613805012345", "138****2345", True),
        ("8613805012345", "+8613805012345", "138****2345", True),
        ("１３８０５０１２３４５", "+8613805012345", "138****2345", True),
        ("0591-24311234", "+8659124311234", "+86 *******1234", False),
        ("+886 912 345 678", "+886912345678", "+886 *****5678", True),
        ("0912345678", "+886912345678", "+886 *****5678", True),
        ("+886 2 2311 1234", "+886223111234", "+886 *****1234", False),
        ("+852 9123 4567", "+85291234567", "+852 ****4567", True),
        ("+853 6612 3456", "+85366123456", "+853 ****3456", True),
    ],
)
def test_a_telephone_of_the_four_regions_is_kept_in_one_form(typed, kept, masked, mobile):
    assert check_phone(typed) == kept
    assert mask_phone(kept) == masked
    assert can_receive_messages(kept) is mobile


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "persons.phone_missing"),
        ("1380501234", "persons.phone_not_a_number"),
        ("138050123456", "persons.phone_not_a_number"),
        ("12368", "persons.phone_not_a_number"),
        ("电话", "persons.phone_not_a_number"),
        ("1" * 400, "persons.phone_not_a_number"),
        ("0591-24311234转8001", "persons.phone_extension"),
        ("0591-24311234 ext 8001", "persons.phone_extension"),
        ("+1 415 555 2671", "persons.phone_other_country"),
        ("4008001234", "persons.phone_not_a_persons"),
    ],
)
def test_a_telephone_that_reaches_nobody_is_reason_of(typed, reason):
    assert reason_of(check_phone, typed) == reason


@given(st.text(max_size=60) | st.text("0123456789+- ()", max_size=45))
def test_any_text_is_a_telephone_or_not_valid(text):
    reason = reason_of(check_phone, text)
    if reason:
        assert reason.startswith("persons.phone_")
        return
    kept = check_phone(text)
    assert check_phone(kept) == kept
    assert kept not in mask_phone(kept)
