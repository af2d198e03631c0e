"""Days, times and numbers as a court writes them."""

import pytest

from commons.papers import wording


@pytest.mark.parametrize(
    ("day", "plain", "formal"),
    [
        ("2026-11-23", "2026年11月23日", "二〇二六年十一月二十三日"),
        ("2030-01-10", "2030年1月10日", "二〇三〇年一月十日"),
        ("2005-10-31", "2005年10月31日", "二〇〇五年十月三十一日"),
    ],
)
def test_a_day_in_figures_and_in_characters(day: str, plain: str, formal: str) -> None:
    assert (wording.day(day), wording.formal_day(day)) == (plain, formal)


def test_an_instant_is_the_time_on_the_wall_in_pingtan() -> None:
    assert wording.moment("2026-11-23T16:05:07+00:00") == "2026年11月24日0时05分"
    assert wording.moment_exact("2026-11-23T16:05:07Z") == "2026-11-24 00:05:07（北京时间）"
    with pytest.raises(AssertionError):
        wording.moment("2026-11-23T16:05:07")


def test_headings_are_counted_in_characters() -> None:
    counted = {1: "一", 9: "九", 10: "十", 11: "十一", 20: "二十", 21: "二十一", 99: "九十九"}
    assert {number: wording.counted(number) for number in counted} == counted


def test_every_line_is_a_paragraph_and_empty_lines_are_none() -> None:
    assert wording.split_paragraphs(" 甲\r\n\r\n 乙　\n丙") == ["甲", "乙", "丙"]
    assert wording.split_paragraphs(" \n") == []
