"""The command `island schedule`, as a clerk and a script see it: what it prints, how it ends."""

import io
import json
import sys
from argparse import ArgumentParser

import pytest
from bench.scheduling.outside.check import check as outside_check
from bench.scheduling.outside.disrupt import disrupt
from bench.scheduling.outside.generate import generate

from island.cli import main
from island.schedule import BREACHES_SHOWN_MAX, add_parser
from island.schedule_words import RULES, WISHES
from scheduling.solving.constraints import HARD
from scheduling.solving.preferences import SOFT


@pytest.fixture
def files(tmp_path):
    """Write an instance and a plan as given, text or JSON, and name the two files."""

    def write(instance, plan):
        paths = tmp_path / "instance.json", tmp_path / "plan.json"
        for path, content in zip(paths, (instance, plan), strict=True):
            path.write_text(content if isinstance(content, str) else json.dumps(content))
        return [str(path) for path in paths]

    return write


@pytest.fixture
def ask(capsys):
    def check(*words):
        code = main(["schedule", "check", *words])
        out, err = capsys.readouterr()
        return code, out, err

    return check


@pytest.fixture(scope="module")
def good():
    return generate("S", 1)


def test_a_good_plan_is_allowed_and_its_costs_are_listed(ask, files, good):
    code, out, err = ask(*files(*good))
    assert (code, err) == (0, "")
    assert out == (
        "S-1：排期允许；已排 50/50 件，已公布的改动 0/0 件\n"
        "          0  没有排上 unscheduled\n"
        "        128  等待 waiting\n"
        "         12  法官过劳 overload\n"
        "        234  开庭半天数 sitting\n"
        "         20  庭间空等 idle\n"
        "          9  换法庭 room_change\n"
        "        108  当事人路程 travel\n"
        "        108  上岛巡回 trip\n"
        "          0  改动已公布的安排 stability\n"
        "        619  合计\n"
    )


def test_a_plan_that_breaks_a_rule_is_not_allowed_and_the_rule_is_named(ask, files, good):
    instance, plan = good
    place = plan["assignments"]["h0002"]
    spoilt = {**plan["assignments"], "h0002": {**place, "start": place["start"] + 1}, "h9": place}
    code, out, err = ask(*files(instance, {"assignments": spoilt}))
    assert (code, err) == (1, "")
    assert out.splitlines()[:3] == [
        "S-1：排期不允许，违反 2 处；已排 50/50 件，已公布的改动 0/0 件",
        "  H1-unknown h9：没有这件庭审（h9）",
        "  H3-grid h0002：开始时间不在时间格上（08:31 / 15'）",
    ]


def test_an_empty_plan_is_allowed_and_dear(ask, files, good):
    code, out, _ = ask(*files(good[0], {"assignments": {}}))
    lines = out.splitlines()
    assert (code, lines[0]) == (0, "S-1：排期允许；已排 0/50 件，已公布的改动 0/0 件")
    weights = sum(hearing["weight"] for hearing in good[0]["hearings"])
    assert lines[1] == f"{50 * 500 + 2 * 10 * weights:>11,}  没有排上 unscheduled"


@pytest.mark.parametrize("kind", [None, "storm", "insert"])
def test_json_has_the_names_and_numbers_of_the_checker_outside(ask, files, good, kind):
    instance, plan = good
    if kind is not None:
        instance = disrupt(kind, instance, plan, 1)
    code, out, err = ask(*files(instance, plan), "--json")
    ours, theirs = json.loads(out), outside_check(instance, plan)
    assert (code, err) == (0 if theirs["feasible"] else 1, "")
    found = [
        sorted((v["code"], v["hearings"]) for v in r.pop("violations")) for r in (ours, theirs)
    ]
    assert found[0] == found[1]
    assert ours == theirs


def test_many_breaches_are_cut_short_for_people_and_whole_in_json(ask, files, good):
    instance, plan = good
    stormy = disrupt("storm", instance, plan, 1)
    _, told, _ = ask(*files(stormy, plan))
    _, listed, _ = ask(*files(stormy, plan), "--json")
    broken = len(json.loads(listed)["violations"])
    shown = [line for line in told.splitlines() if line.startswith("  H")]
    assert broken > BREACHES_SHOWN_MAX == len(shown)
    assert f"  另有 {broken - BREACHES_SHOWN_MAX} 处，用 --json 查看全部" in told.splitlines()


def test_a_plan_for_another_instance_says_so(ask, files, good):
    instance, plan = good
    _, out, _ = ask(*files(instance, {**plan, "instance": "S-2"}))
    assert out.splitlines()[1] == "注意：这份排期是为 S-2 编排的"
    _, out, _ = ask(*files(instance, {"assignments": plan["assignments"]}))
    assert "注意" not in out


def test_a_name_in_a_file_cannot_steer_the_terminal(ask, files, good):
    instance, _ = good
    hostile = {"\x1b[2Jh\n": None, "\ud800": None}
    code, out, err = ask(*files(instance, {"instance": "\x07", "assignments": hostile}))
    assert (code, err) == (1, "")
    assert out.splitlines()[1:4] == [
        "注意：这份排期是为 \\x07 编排的",
        "  H1-unknown \\x1b[2Jh\\n：没有这件庭审（\\x1b[2Jh\\n）",
        "  H1-unknown \\ud800：没有这件庭审（\\ud800）",
    ]
    code, out, err = ask(*files(instance, {"assignments": hostile}), "--json")
    names = [breach["hearings"] for breach in json.loads(out)["violations"]]
    assert (code, err, names[:2]) == (1, "", [["\x1b[2Jh\n"], ["\ud800"]])


@pytest.mark.parametrize(
    ("which", "content", "sentence"),
    [
        (0, "{", "EOF while parsing an object at line 1 column 1"),
        (0, "{}", "format: Field required"),
        (0, '{"format": "hsp-2"}', "name: Field required"),
        (1, "", "not JSON: Expecting value: line 1 column 1 (char 0)"),
        (1, "[]", "a plan is an object with an object 'assignments'"),
        (1, "[" * 100_000, "not JSON: maximum recursion depth exceeded"),
    ],
)
def test_what_cannot_be_read_is_one_line_and_two(ask, files, which, content, sentence):
    contents = list(generate("S", 1))
    contents[which] = content
    paths = files(*contents)
    for options in ((), ("--json",)):
        code, out, err = ask(*paths, *options)
        assert (code, out, err.count("\n")) == (2, "", 1)
        assert err.startswith(f"island schedule: 读不了 {paths[which]}：")
        assert sentence in err


def test_a_file_that_is_not_there_is_named(ask, files, good, tmp_path):
    instance, _ = files(*good)
    missing = tmp_path / "none.json"
    code, out, err = ask(instance, str(missing))
    assert (code, out) == (2, "")
    assert err == f"island schedule: 读不了 {missing}：No such file or directory\n"


@pytest.mark.parametrize("words", [(), ("sink",), ("check",), ("check", "one.json")])
def test_bad_usage_ends_with_two(words):
    with pytest.raises(SystemExit) as end:
        main(["schedule", *words])
    assert end.value.code == 2


def test_every_rule_and_every_wish_has_its_words():
    assert list(RULES) == [(rule.__doc__ or "").partition(":")[0] for rule in HARD]
    assert list(WISHES) == list(SOFT)


def test_the_command_stands_alone(files, good):
    parser = ArgumentParser(prog="island")
    add_parser(parser.add_subparsers(required=True))
    args = parser.parse_args(["schedule", "check", *files(*good)])
    stdout, sys.stdout = sys.stdout, io.StringIO()
    try:
        assert args.run(args) == 0
    finally:
        sys.stdout = stdout
