"""Money: typed, written, put into words and split, without losing a fen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commons.errors import NotValid
from commons.money import FEN_MAX, in_words, read_yuan, split, yuan

AMOUNTS = st.integers(0, FEN_MAX)


def tried(text):
    """Read an amount: (fen, ""), or (-1, reason) if it was refused."""
    try:
        return read_yuan(text), ""
    except NotValid as refusal:
        return -1, refusal.reason


@pytest.mark.parametrize(
    ("fen", "text"), [(0, "0.00"), (5, "0.05"), (123400, "1,234.00"), (-123405, "-1,234.05")]
)
def test_fen_are_written_as_yuan(fen, text):
    assert yuan(fen) == text


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("1234", 123400),
        ("1,234.5", 123450),
        (" ￥1,234.50 ", 123450),
        ("¥0.05", 5),
        ("１２３４．５０元", 123450),
        ("1，234.50", 123450),
        ("人民币 680 元", 68000),
        ("-0", 0),
    ],
)
def test_an_amount_is_read_as_people_type_it(text, fen):
    assert read_yuan(text) == fen


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "money.not_an_amount"),
        ("abc", "money.not_an_amount"),
        ("1,23", "money.not_an_amount"),
        ("1.2.3", "money.not_an_amount"),
        ("1e5", "money.not_an_amount"),
        ("NaN", "money.not_an_amount"),
        ("٣٤", "money.not_an_amount"),
        ("1" * 500, "money.not_an_amount"),
        ("12\u200b34", "money.not_an_amount"),
        ("\u202e1234", "money.not_an_amount"),
        ("0.001", "money.finer_than_fen"),
        ("-5", "money.negative"),
        ("9999999999999.99", None),
        ("10000000000000.01", "money.not_an_amount"),
        ("10,000,000,000,000.01", "money.too_much"),
    ],
)
def test_anything_else_is_refused_with_its_own_reason(text, reason):
    if reason is None:
        assert read_yuan(text) == 999_999_999_999_999
        return
    with pytest.raises(NotValid) as refusal:
        read_yuan(text)
    assert refusal.value.reason == reason


@pytest.mark.parametrize(
    ("fen", "words"),
    [
        (0, "零元整"),
        (5, "伍分"),
        (50, "伍角整"),
        (140950, "壹仟肆佰零玖元伍角整"),
        (600714, "陆仟零柒元壹角肆分"),
        (32504, "叁佰贰拾伍元零肆分"),
        (1_640_902, "壹万陆仟肆佰零玖元零贰分"),
        (1_000_000_100_00, "壹拾亿零壹佰元整"),
        (100_000_001_00, "壹亿零壹元整"),
        (10_001_000_00, "壹仟万壹仟元整"),
        (100_100_000_00, "壹亿零壹拾万元整"),
        (10_000_000_000_000_00, "壹拾万亿元整"),
        (1_234_500_000_000_00, "壹万贰仟叁佰肆拾伍亿元整"),
    ],
)
def test_amounts_are_put_into_words_that_cannot_be_altered(fen, words):
    assert in_words(fen) == words


def read_words(words):
    """Read the words back: written without the writer's tables, to check it."""
    digits = {sign: value for value, sign in enumerate("零壹贰叁肆伍陆柒捌玖")}
    places = {"拾": 10, "佰": 100, "仟": 1000}
    yuan_words, _, rest = words.rpartition("元")

    def small(text):
        total, digit = 0, 0
        for sign in text:
            if sign in places:
                total, digit = total + digit * places[sign], 0
            else:
                digit = digits[sign]
        return total + digit

    def large(text):
        for unit, value in (("亿", 10**8), ("万", 10**4)):
            if unit in text:
                head, _, tail = text.rpartition(unit)
                return large(head) * value + (large(tail) if tail else 0)
        return small(text)

    total, digit = (large(yuan_words) if yuan_words else 0) * 100, 0
    for sign in rest:
        if sign in "角分":
            total += digit * (10 if sign == "角" else 1)
        elif sign != "整":
            digit = digits[sign]
    return total


@given(AMOUNTS)
def test_words_say_the_amount_and_nothing_else(fen):
    words = in_words(fen)
    assert read_words(words) == fen
    assert "零零" not in words
    assert "零元" not in words or fen == 0


@given(AMOUNTS)
def test_what_is_written_is_read_back(fen):
    assert read_yuan(yuan(fen)) == fen


@given(AMOUNTS, st.lists(st.integers(0, 10**9), min_size=1, max_size=20).filter(any))
def test_a_split_loses_nothing_and_is_fair_to_one_fen(fen, weights):
    shares = split(fen, weights)
    assert sum(shares) == fen
    total = sum(weights)
    assert all(
        abs(share * total - fen * weight) < total
        for share, weight in zip(shares, weights, strict=True)
    )
    assert all(share == 0 for share, weight in zip(shares, weights, strict=True) if weight == 0)
    assert len(shares) == len(weights)


def test_the_first_of_equals_gets_the_fen_that_is_left():
    assert split(100, [1, 1, 1]) == (34, 33, 33)
    assert split(101, [1, 1, 1]) == (34, 34, 33)
    assert split(1, [0, 1]) == (0, 1)


@pytest.mark.parametrize(("fen", "weights"), [(-1, [1]), (1, []), (1, [0, 0]), (1, [2, -1])])
def test_a_split_without_sense_is_our_own_mistake(fen, weights):
    with pytest.raises(AssertionError):
        split(fen, weights)


@given(st.text(max_size=60))
def test_any_text_is_an_amount_or_not_valid(text):
    fen, reason = tried(text)
    assert (0 <= fen <= FEN_MAX) != reason.startswith("money.")
