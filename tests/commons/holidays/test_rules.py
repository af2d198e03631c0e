"""Tables of days off: read in three forms, and not believed when they contradict themselves."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commons.almanac import OFFICIAL
from commons.errors import NotValid
from commons.holidays.rules import Span, read_table, spans
from tests.commons.holidays.notices import CSV_2027, JSON_2027, NOTICE_2025, NOTICE_2026


@pytest.mark.parametrize(("year", "notice"), [(2025, NOTICE_2025), (2026, NOTICE_2026)])
def test_the_published_notice_gives_the_built_in_table(year, notice):
    found, built_in = read_table(year, notice, ""), OFFICIAL.years[year]
    assert dict(found.off) == dict(built_in.off)
    assert found.make_up == built_in.make_up


def test_a_notice_on_one_line_is_read_the_same():
    assert read_table(2026, NOTICE_2026.replace("\n", ""), "") == read_table(2026, NOTICE_2026, "")


def test_csv_and_json_say_the_same():
    from_csv, from_json = read_table(2027, CSV_2027, "x"), read_table(2027, JSON_2027, "x")
    assert from_csv == from_json
    assert from_csv.off[date(2026, 12, 31)] == "元旦"
    assert from_csv.make_up == {date(2027, 1, 3), date(2027, 10, 9)}


def test_days_in_a_row_are_shown_as_one_span():
    assert spans(read_table(2027, CSV_2027, ""))[:2] == (
        Span("元旦", date(2026, 12, 31), date(2027, 1, 2)),
        Span("劳动节", date(2027, 5, 1), date(2027, 5, 2)),
    )


@pytest.mark.parametrize(
    ("year", "text", "reason"),
    [
        (2024, CSV_2027, "holidays.year_out_of_range"),
        (2100, CSV_2027, "holidays.year_out_of_range"),
        (2027, "", "holidays.nothing_found"),
        (2027, "明年放假吗", "holidays.nothing_found"),
        (2027, "x" * 20_001, "holidays.too_long"),
        (2027, NOTICE_2026, "holidays.other_year"),
        (
            2027,
            NOTICE_2026.replace("年部分节假日", "").replace("2026年节假日", ""),
            "holidays.weekday_differs",
        ),
        (2026, NOTICE_2026.replace("3日（周六）", "3日（周日）"), "holidays.weekday_differs"),
        (2026, NOTICE_2026.replace("6月19日（周五）", "6月31日"), "holidays.no_such_day"),
        (2026, NOTICE_2026.replace("至21日（周日）", "至12日"), "holidays.span_runs_backwards"),
        (2026, NOTICE_2026.replace("2月14日（周六）", "2月28日"), "holidays.day_twice"),
        (2027, CSV_2027.replace("2027-10-03,off", "2027-10-33,off"), "holidays.no_such_day"),
        (
            2027,
            CSV_2027.replace("2027-10-03,off", "2027-10-03,maybe"),
            "holidays.line_not_understood",
        ),
        (2027, CSV_2027.replace("2027-10-03,off", "2o27-10-03,off"), "holidays.no_such_day"),
        (2027, CSV_2027.replace("2027-10-03,off", "2027-10-02,off"), "holidays.day_twice"),
        (2027, CSV_2027.replace("2027-10-03,off", "2028-10-03,off"), "holidays.day_of_other_year"),
        (2027, CSV_2027.replace("2026-12-31", "2026-12-24"), "holidays.day_of_other_year"),
        (2027, CSV_2027.replace("2027-10-09", "2027-10-08"), "holidays.make_up_on_weekday"),
        (
            2027,
            CSV_2027.replace("2027-05-02,off", "2027-05-03,off"),
            "holidays.statutory_day_missing",
        ),
        (2027, CSV_2027.replace("国庆节", "国" * 21), "holidays.name_too_long"),
        (2026, JSON_2027, "holidays.other_year"),
        (2027, JSON_2027[:-3], "holidays.json_not_readable"),
        (2027, '{"off": [], "work": []}', "holidays.json_not_readable"),
        (2027, '{"a":' * 5_000, "holidays.too_long"),
        (2027, '{"a":' * 3_900, "holidays.json_not_readable"),
    ],
)
def test_a_table_that_cannot_be_right_is_refused_by_name(year, text, reason):
    with pytest.raises(NotValid) as refusal:
        read_table(year, text, "")
    assert refusal.value.reason == reason


def tried(year, text):
    """Read a table: ("", days off), or (reason, nothing) if it was refused."""
    try:
        return "", read_table(year, text, "").off
    except NotValid as refusal:
        return refusal.reason, {}


PIECES = st.sampled_from(
    [
        *(
            "一、",
            "元旦",
            "：",
            "1月",
            "31日",
            "（周",
            "六",
            "）",
            "至",
            "放假",
            "上班",
            "。",
            "、",
        ),
        *("2027年", "2027-01-01", ",", "off", "\n", "\x00", "\ud800", "{", "}", "[", "]", ":", '"'),
    ]
)


@given(st.integers(2025, 2030), st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=200))
def test_any_text_is_a_table_or_not_valid(year, text):
    reason, off = tried(year, text)
    assert reason.startswith("holidays.") != bool(off)


def test_a_long_text_without_sense_is_read_quickly():
    # Every piece that a greedy pattern would walk again and again, twenty thousand signs of it.
    for piece in ("1日(", "一、元旦:1日至", "1月1日(周", "a", "0-"):
        text = piece * (20_000 // len(piece))
        with pytest.raises(NotValid):
            read_table(2027, text, "")
