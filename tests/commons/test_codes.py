"""Codes: hard to guess, easy to copy, and a slip is noticed before anyone is asked."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commons.codes import (
    ALPHABET,
    CHECK_SYMBOLS,
    CODE_LENGTH,
    CaseNumber,
    check_code,
    check_symbol,
    grouped,
    new_code,
)
from commons.errors import NotValid

BODIES = st.text(ALPHABET, min_size=CODE_LENGTH, max_size=CODE_LENGTH)


def reason_of(check, *args):
    """Say why it was refused; empty if it was not. Anything but a refusal breaks the test."""
    try:
        check(*args)
    except NotValid as refusal:
        return refusal.reason
    return ""


def test_guessing_is_hopeless_by_the_real_alphabet_and_length():
    # A hundred thousand living codes, a million guesses an hour, nobody slowing them down.
    codes = len(ALPHABET) ** CODE_LENGTH
    assert math.log2(codes) == 60
    assert 100_000 * 1_000_000 / codes <= 1e-6


def test_new_codes_are_valid_and_use_the_whole_alphabet():
    codes = [new_code() for _ in range(2_000)]
    assert [check_code(code) for code in codes] == codes
    assert len(set(codes)) == len(codes)
    assert {symbol for code in codes for symbol in code[:CODE_LENGTH]} == set(ALPHABET)
    assert {code[-1] for code in codes} == set(CHECK_SYMBOLS)


def test_the_alphabet_has_no_symbol_that_is_mistaken_for_another():
    assert set("ILOU") & set(ALPHABET) == set()
    assert len(CHECK_SYMBOLS) == len(set(CHECK_SYMBOLS)) == 37


@given(BODIES, st.integers(0, CODE_LENGTH), st.data())
def test_every_slip_of_one_symbol_is_noticed(body, place, data):
    code = body + check_symbol(body)
    symbols = CHECK_SYMBOLS if place == CODE_LENGTH else ALPHABET
    other = data.draw(st.sampled_from(symbols.replace(code[place], "")))
    slipped = code[:place] + other + code[place + 1 :]
    assert reason_of(check_code, slipped) == "codes.not_a_code"


@given(BODIES, st.integers(0, CODE_LENGTH - 2))
def test_every_swap_of_neighbours_is_noticed(body, place):
    swapped = body[:place] + body[place + 1] + body[place] + body[place + 2 :]
    if swapped != body:
        assert check_symbol(swapped) != check_symbol(body)


@given(BODIES)
def test_a_code_survives_being_read_aloud_and_typed(body):
    code = body + check_symbol(body)
    typed = grouped(code).lower().replace("0", "o").replace("1", "l").replace("-", " - ")
    assert check_code(typed) == code


def test_a_code_is_written_in_groups_of_four():
    assert grouped("0123456789AB*") == "0123-4567-89AB-*"


def test_check_symbols_as_crockford_defined_them():
    # 32 * 32 = 1024 = 27 * 37 + 25: the 25th symbol is S.
    assert check_symbol("100") == "S"
    assert (check_symbol("10"), check_symbol("11"), check_symbol("14")) == ("*", "~", "U")


@pytest.mark.parametrize(
    "text", ["", "ABCD", "0" * 12, "0" * 14, "U" * 12 + "0", "0" * 500, "零" * 13, "\x00" * 13]
)
def test_what_has_not_the_form_of_a_code_is_reason_of(text):
    assert reason_of(check_code, text) == "codes.not_a_code"


@given(st.text(max_size=80))
def test_any_text_is_a_code_or_not_valid(text):
    assert reason_of(check_code, text) in {"", "codes.not_a_code"}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("（2026）闽0128民初1234号", CaseNumber(2026, "闽0128", "民初", 1234)),
        ("(2026) 闽0128 民特 7 号", CaseNumber(2026, "闽0128", "民特", 7)),
        ("〔2026〕闽０１２８民督12号", CaseNumber(2026, "闽0128", "民督", 12)),
        ("（2025）最高法民申9号", CaseNumber(2025, "最高法", "民申", 9)),
        ("（2026）闽0128民初5号之二", CaseNumber(2026, "闽0128", "民初", 5, "之二")),
    ],
)
def test_a_case_number_is_read_in_any_brackets(typed, kept):
    assert CaseNumber.read(typed) == kept


def test_a_case_number_is_written_in_full_width_brackets():
    assert str(CaseNumber(2026, "闽0128", "民初", 1234)) == "（2026）闽0128民初1234号"


@given(
    st.integers(1949, 2100),
    st.sampled_from(["闽0128", "闽01", "闽", "京73", "最高法"]),
    st.sampled_from(["民初", "民特", "民督", "执", "执异"]),
    st.integers(1, 99_999_999),
)
def test_a_case_number_is_read_as_it_is_written(year, court, kind, sequence):
    number = CaseNumber(year, court, kind, sequence)
    assert CaseNumber.read(str(number)) == number


@pytest.mark.parametrize(
    "text", ["", "2026闽0128民初1号", "（2026）闽0128民初0号", "（0001）闽0128民初1号", "x" * 999]
)
def test_what_has_not_the_form_of_a_case_number_is_reason_of(text):
    assert reason_of(CaseNumber.read, text) == "codes.not_a_case_number"


@given(st.text(max_size=80))
def test_any_text_is_a_case_number_or_not_valid(text):
    assert reason_of(CaseNumber.read, text) in {"", "codes.not_a_case_number"}
