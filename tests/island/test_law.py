"""The command `island law`, as a script sees it: what it prints and how it ends."""

import json
from argparse import ArgumentParser

import pytest

from island.law import add_parsers


@pytest.fixture
def law(capsys):
    def ask(*words):
        parser = ArgumentParser(prog="island")
        add_parsers(parser.add_subparsers(required=True))
        args = parser.parse_args(["law", *words])
        code = args.run(args)
        out, err = capsys.readouterr()
        return code, out, err

    return ask


def test_the_last_day_of_a_period(law):
    code, out, err = law("due", "--from", "2026-09-10", "--days", "15", "--json")
    assert (code, err) == (0, "")
    assert json.loads(out) == {
        "due_on": "2026-09-28",
        "provisional": False,
        "why": [
            "2026-09-10当日不计入，从2026-09-11起算（《民事诉讼法》第85条）。",
            "满15日，期间末日为2026-09-25。",
            "末日2026-09-25逢中秋节，顺延至休息日后的第一日2026-09-28（《民事诉讼法》第85条）。",
        ],
    }


@pytest.mark.parametrize(
    ("unit", "n", "due_on", "provisional"),
    [
        ("--workdays", "7", "2026-09-20", False),
        ("--months", "3", "2026-12-10", False),
        ("--years", "2", "2028-09-11", True),
    ],
)
def test_other_units(law, unit, n, due_on, provisional):
    _, out, _ = law("due", "--from", "2026-09-10", unit, n, "--json")
    answer = json.loads(out)
    assert (answer["due_on"], answer["provisional"]) == (due_on, provisional)


def test_a_provisional_day_says_so_in_words(law):
    code, out, _ = law("due", "--from", "2026-12-20", "--days", "15")
    lines = out.splitlines()
    assert (code, lines[0]) == (0, "2027-01-04（暂定）")
    assert lines[-1].startswith("2027年的节假日安排尚未导入")


def test_a_fee(law):
    code, out, err = law(
        "fee", "--kind", "property", "--amount", "30000.00", "--procedure", "ordinary", "--json"
    )
    answer = json.loads(out)
    assert (code, err, set(answer)) == (0, "", {"fee_fen", "why"})
    assert answer["fee_fen"] == 55000
    assert answer["why"] == [
        "不超过1万元的部分，每件交纳50.00元（《诉讼费用交纳办法》第13条第1款第1项）。",
        (
            "超过10,000.00元的部分计20,000.00元，按2.5%交纳500.00元"
            "（《诉讼费用交纳办法》第13条第1款第1项）。"
        ),
    ]


def test_a_fee_the_province_has_not_fixed_names_both_ends(law):
    _, out, _ = law("fee", "--kind", "divorce", "--json")
    answer = json.loads(out)
    assert (answer["fee_fen"], answer["fee_fen_max"]) == (5000, 30000)
    _, text, _ = law("fee", "--kind", "divorce")
    assert text.splitlines()[0] == "50.00 元 至 300.00 元"


def test_a_small_claim_in_words(law):
    _, out, _ = law("fee", "--kind", "property", "--amount", "680", "--procedure", "small-claims")
    assert out.splitlines()[0] == "25.00 元"


def test_a_valid_number_is_masked_and_ends_with_zero(law):
    code, out, err = law("person", "830000199001010012", "--json")
    assert (code, err) == (0, "")
    assert json.loads(out) == {
        "kind": "taiwan-residence-permit",
        "valid": True,
        "masked": "830000********0012",
    }


def test_an_invalid_number_says_why_and_ends_with_one(law):
    code, out, err = law("person", "11010519491331002X")
    assert (code, err) == (1, "")
    assert out == (
        "居民身份证 110105********002X 无效：号码中的出生日期不存在，请核对第7至14位。\n"
    )
    assert "19491331" not in out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("due", "--from", "10/9/2026", "--days", "3"), "不是日期"),
        (("due", "--from", "2026-09-10", "--days", "0"), "期间须在1至"),
        (("fee", "--kind", "property"), "请填写争议金额"),
        (("fee", "--kind", "property", "--amount", "many"), "请填写金额"),
    ],
)
def test_what_cannot_be_read_is_one_line_on_standard_error_and_two(law, words, sentence):
    code, out, err = law(*words)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert err.startswith(sentence)


@pytest.mark.parametrize(
    "words",
    [
        ("due", "--from", "2026-09-10"),
        ("due", "--from", "2026-09-10", "--days", "3", "--months", "1"),
        ("fee", "--kind", "murder"),
        (),
    ],
)
def test_bad_usage_ends_with_two(law, words):
    with pytest.raises(SystemExit) as end:
        law(*words)
    assert end.value.code == 2


def test_every_reason_these_rooms_give_has_words(law, caplog):
    law("fee", "--kind", "property", "--amount", "12345.67", "--outcome", "withdrawn")
    law("fee", "--kind", "preservation", "--amount", "9000000")
    law("fee", "--kind", "payment-order", "--amount", "800")
    law("person", "12")
    assert "no words" not in caplog.text
