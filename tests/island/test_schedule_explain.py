"""The command `island schedule explain`, as a script sees it: what it prints and how it ends."""

import json
from argparse import ArgumentParser
from dataclasses import asdict, replace

import pytest

from commons.i18n import read_words
from commons.web.site import find_root
from island.schedule import add_parser
from island.schedule_facts import sentence
from scheduling.solving.facts import Clash, Fact, Kind
from scheduling.solving.files import plan_to_json
from tests.scheduling.solving.counties import of_the_benchmark


@pytest.fixture
def ask(capsys, tmp_path):
    def asked(problem, plan, *words):
        instance = json.loads(json.dumps(asdict(problem), default=sorted))
        for hearing in instance["hearings"]:
            for role in hearing["roles"]:
                role["from"] = role.pop("eligible")
        (tmp_path / "instance.json").write_text(json.dumps(instance))
        (tmp_path / "plan.json").write_text(plan_to_json(plan))
        parser = ArgumentParser(prog="island")
        add_parser(parser.add_subparsers(required=True))
        files = [str(tmp_path / "instance.json"), str(tmp_path / "plan.json")]
        args = parser.parse_args(["schedule", "explain", *files, *words])
        code = args.run(args)
        out, err = capsys.readouterr()
        return code, out, err

    return asked


def last_of_a_plan():
    problem, plan, _ = of_the_benchmark(2)
    name = max(plan.assignments, key=lambda one: plan.assignments[one].day)
    return problem, plan, name


def away(problem, name, day):
    """Let everybody who presides over a hearing be on leave on a day."""
    hearing = next(one for one in problem.hearings if one.id == name)
    judges = hearing.roles[0].eligible
    people = tuple(
        replace(one, busy=((day, 0, 1440),)) if one.id in judges else one for one in problem.people
    )
    return replace(problem, people=people), judges


def test_why_here(ask):
    problem, plan, name = last_of_a_plan()
    code, out, err = ask(problem, plan, name, "--json")
    answer = json.loads(out)
    place = plan.assignments[name]
    assert (code, err) == (0, "")
    assert [answer["place"][key] for key in ("day", "start", "room")] == [
        place.day,
        place.start,
        place.room,
    ]
    assert all(one["day"] != place.day for one in answer["alternatives"])
    code, out, _ = ask(problem, plan, name)
    assert (code, len(out.splitlines())) == (0, 1 + len(answer["alternatives"]))


def test_why_not_on_a_day_names_the_leave(ask):
    problem, plan, name = of_the_benchmark(2)
    day = len(problem.days) - 1
    hearings = tuple(
        replace(one, deadline=day) if one.id == name else one for one in problem.hearings
    )
    plan = replace(plan, assignments={})
    problem = replace(problem, hearings=tuple(replace(one, pinned=None) for one in hearings))
    problem, judges = away(problem, name, day)
    code, out, err = ask(problem, plan, name, "--day", str(day), "--json")
    answer = json.loads(out)
    assert (code, err, answer["possible"], answer["date"]) == (1, "", False, problem.days[day])
    assert {fact["target"][0] for way in answer["ways"] for fact in way} <= set(judges)
    assert answer["smallest"][0]["reason"] == "scheduling.fact.staff_absent"
    assert answer["smallest"][0]["words"].startswith("法官 j")
    code, out, _ = ask(problem, plan, name, "--day", problem.days[day], "--start", "09:30")
    assert (code, "只要让开：法官 j" in out) == (1, True)
    assert ask(problem, plan, name, "--day", str(day), "--start", "570")[1] == out


def test_an_allowed_day_says_how_much_dearer_it_is(ask):
    problem, plan, name = last_of_a_plan()
    day = str(plan.assignments[name].day)
    code, out, _ = ask(problem, plan, name, "--day", day, "--json")
    answer = json.loads(out)
    assert (code, answer["possible"]) == (0, True)
    assert answer["place"]["more"] == sum(answer["place"]["more_terms"].values()) >= 0


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("h9999",), "没有这件庭审：h9999"),
        (("LEFT",), "LEFT 没有排上，请用 --day 问某一天"),
        (("LEFT", "--day", "99"), "不是排期中的工作日：99，请写序号（从 0 起）或日期"),
        (("LEFT", "--start", "09:30"), "--start 须与 --day 一起用"),
        (("LEFT", "--day", "1", "--start", "25:00"), "不是时间：25:00，请写成 09:30 或分钟数"),
    ],
)
def test_bad_questions_are_refused_in_one_line(ask, words, sentence):
    problem, plan, name = of_the_benchmark(2)
    words = [name if word == "LEFT" else word for word in words]
    code, out, err = ask(problem, plan, *words)
    assert (code, out) == (2, "")
    assert err == f"island schedule: {sentence.replace('LEFT', name)}\n"


@pytest.mark.parametrize("kind", [kind for kind in (*Kind, *Clash) if kind is not Kind.HEARING])
def test_every_fact_has_a_sentence(kind, spoken):
    problem, _, _ = of_the_benchmark(1)
    clash = kind if isinstance(kind, Clash) else None
    fact = Fact(Kind.HEARING if clash else kind, ("h0001", "main"), (1, 540, 600), clash)
    said = sentence(spoken, problem, fact)
    assert "{" not in said
    assert said != spoken.say("请检查填写的内容。")


@pytest.fixture(scope="module")
def spoken():
    return read_words(find_root() / "locale")
