"""Numbers of people and organisations: which are kept, and why others are not."""

from datetime import date
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commons.errors import NotValid
from commons.identity_numbers import check_digit, credit_check_digit
from commons.persons import NumberKind, check_number, identify, mask_number

TODAY = date(2026, 11, 23)
CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def with_check(body):
    return body + check_digit(body)


def reason_of(check, *args):
    """Say why it was refused; empty if it was not. Anything but a refusal breaks the test."""
    try:
        check(*args)
    except NotValid as refusal:
        return refusal.reason
    return ""


@pytest.mark.parametrize(
    ("typed", "kind", "normalised", "masked"),
    [
        ("11010519491231002X", "identity-card", "11010519491231002X", "110105********002X"),
        (" 110105 19491231 002x ", "identity-card", "11010519491231002X", "110105********002X"),
        (
            "１１０１０５１９４９１２３１００２Ｘ",
            "identity-card",
            "11010519491231002X",
            "110105********002X",
        ),
        (
            "830000199001010012",
            "taiwan-residence-permit",
            "830000199001010012",
            "830000********0012",
        ),
        (
            "810000198506150020",
            "hong-kong-residence-permit",
            "810000198506150020",
            "810000********0020",
        ),
        (
            "820000197812310034",
            "macao-residence-permit",
            "820000197812310034",
            "820000********0034",
        ),
        ("12345678", "taiwan-travel-permit", "12345678", "12****78"),
        ("1234567801", "taiwan-travel-permit", "12345678", "12****78"),
        ("1234567801(B)", "taiwan-travel-permit", "12345678", "12****78"),
        ("1234567801（3）", "taiwan-travel-permit", "12345678", "12****78"),
        ("1234567801B", "taiwan-travel-permit", "12345678", "12****78"),
        ("h12345678", "hong-kong-macao-travel-permit", "H12345678", "H1*****78"),
        ("M1234567802", "hong-kong-macao-travel-permit", "M12345678", "M1*****78"),
        ("911124198108030024", "foreign-permanent-residence", "911124198108030024", None),
        ("USA350012345678", "foreign-permanent-residence", "USA350012345678", "USA350*****5678"),
        ("91110000600037341L", "unified-social-credit-code", "91110000600037341L", None),
        ("9111 0000 6000 3734 1l", "unified-social-credit-code", "91110000600037341L", None),
    ],
)
def test_a_valid_number_is_recognised_normalised_and_masked(typed, kind, normalised, masked):
    identity = check_number(typed, TODAY)
    assert (identity.kind, identity.valid, identity.reason) == (kind, True, "")
    assert identity.normalised == normalised
    assert identity.masked == (masked or normalised[:6] + "*" * 8 + normalised[-4:])


@pytest.mark.parametrize(
    ("typed", "kind", "reason"),
    [
        ("", "unknown", "persons.number_missing"),
        ("   ", "unknown", "persons.number_missing"),
        ("1101051949123100", "unknown", "persons.number_wrong_length"),
        ("1101051949123100200", "unknown", "persons.number_wrong_length"),
        ("110105491231002", "identity-card", "persons.first_generation_number"),
        ("110105194912310021", "identity-card", "persons.number_checksum"),
        (with_check("11010519490230002"), "identity-card", "persons.number_impossible_date"),
        (with_check("11010519491331002"), "identity-card", "persons.number_impossible_date"),
        (with_check("11010520250229002"), "identity-card", "persons.number_impossible_date"),
        (with_check("11010520261124002"), "identity-card", "persons.number_future_date"),
        (with_check("11010517991231002"), "identity-card", "persons.number_too_old"),
        (with_check("78010519491231002"), "identity-card", "persons.number_unknown_area"),
        (with_check("83000120000101002"), "identity-card", "persons.number_unknown_area"),
        ("830000199001010013", "taiwan-residence-permit", "persons.number_checksum"),
        (
            with_check("83000019900231001"),
            "taiwan-residence-permit",
            "persons.number_impossible_date",
        ),
        ("911124198108030025", "foreign-permanent-residence", "persons.number_checksum"),
        ("91110000600037341M", "unified-social-credit-code", "persons.credit_code_checksum"),
        ("9111000060003734IL", "unified-social-credit-code", "persons.credit_code_characters"),
        ("请看身份证", "unknown", "persons.not_a_number"),
        ("11010519491231002\u200bX", "unknown", "persons.not_a_number"),
        ("\x00" * 18, "unified-social-credit-code", "persons.credit_code_characters"),
        ("1" * 1000, "unknown", "persons.not_a_number"),
    ],
)
def test_each_fault_of_a_number_has_its_own_reason(typed, kind, reason):
    identity = identify(typed, TODAY)
    assert (identity.kind, identity.valid, identity.reason) == (kind, False, reason)
    assert reason_of(check_number, typed, TODAY) == reason


def test_someone_born_today_has_a_number():
    assert check_number(with_check("35012820261123001"), TODAY).valid


def test_leap_days_are_days():
    assert check_number(with_check("35012820240229001"), TODAY).valid


BORN = st.dates(date(1900, 1, 1), TODAY).map(lambda day: day.strftime("%Y%m%d"))
AREAS = st.sampled_from(["350128", "110105", "650101", "810000", "820000", "830000"])


@given(AREAS, BORN, st.integers(0, 999), st.integers(0, 17), st.data())
def test_every_wrong_digit_of_a_persons_number_is_noticed(area, born, order, place, data):
    number = with_check(f"{area}{born}{order:03d}")
    assert identify(number, TODAY).valid
    wrong = data.draw(st.sampled_from("0123456789X".replace(number[place], "")))
    if wrong == "X" and place < 17:
        return
    slipped = number[:place] + wrong + number[place + 1 :]
    found = identify(slipped, TODAY)
    # One slip in a person's number never makes another person's number.
    assert not found.valid or found.kind is NumberKind.UNIFIED_SOCIAL_CREDIT_CODE
    assert check_digit(slipped) != slipped[-1]


@given(st.text(CREDIT_ALPHABET, min_size=9, max_size=9), st.integers(0, 17), st.data())
def test_every_wrong_sign_of_an_organisations_code_is_noticed(organisation, place, data):
    body = f"91350128{organisation}"
    code = body + credit_check_digit(body)
    assert identify(code, TODAY).valid
    wrong = data.draw(st.sampled_from(CREDIT_ALPHABET.replace(code[place], "")))
    slipped = code[:place] + wrong + code[place + 1 :]
    assert credit_check_digit(slipped[:17]) != slipped[-1]


def test_an_all_digit_organisation_is_no_person_even_if_the_persons_check_agrees():
    bodies = (f"91350128{organisation:09d}" for organisation in range(154_000_000, 154_200_000))
    codes = (body + credit_check_digit(body) for body in bodies)
    alike = (code for code in codes if code.isdigit() and check_digit(code) == code[-1])
    doubtful = list(islice(alike, 50))
    assert len(doubtful) == 50
    assert {identify(code, TODAY).kind for code in doubtful} == {
        NumberKind.UNIFIED_SOCIAL_CREDIT_CODE
    }


@given(st.text(max_size=130))
def test_any_text_is_a_number_or_not_valid(text):
    found = identify(text, TODAY)
    assert found.valid == (found.reason == "")


@given(st.text("0123456789X", min_size=17, max_size=19))
def test_any_digits_are_a_number_or_not_valid(text):
    found = identify(text, TODAY)
    assert found.valid == (found.reason == "")
    assert text not in found.masked


def test_a_mask_hides_a_short_number_whole():
    assert (mask_number("1234"), mask_number("12345")) == ("****", "12*45")
