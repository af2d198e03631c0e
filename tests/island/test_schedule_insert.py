"""The command `island schedule insert`, as a script sees it: what it prints and how it ends."""

import json
from argparse import ArgumentParser
from dataclasses import asdict

import pytest

from island.schedule import add_parser
from scheduling.solving.files import plan_to_json
from tests.scheduling.solving.counties import a_county, allowed_places, cost, of_the_benchmark


@pytest.fixture
def ask(capsys, tmp_path):
    def asked(question, problem, plan, *words):
        instance = json.loads(json.dumps(asdict(problem), default=sorted))
        for hearing in instance["hearings"]:
            for role in hearing["roles"]:
                role["from"] = role.pop("eligible")
        (tmp_path / "instance.json").write_text(json.dumps(instance))
        (tmp_path / "plan.json").write_text(plan_to_json(plan))
        parser = ArgumentParser(prog="island")
        add_parser(parser.add_subparsers(required=True))
        files = [str(tmp_path / "instance.json"), str(tmp_path / "plan.json")]
        args = parser.parse_args(["schedule", question, *files, *words])
        code = args.run(args)
        out, err = capsys.readouterr()
        return code, out, err

    return asked


def test_places_as_json(ask):
    problem, plan, name = of_the_benchmark(2)
    code, out, err = ask("insert", problem, plan, name, "--json")
    places = json.loads(out)
    assert (code, err, len(places)) == (0, "", 3)
    keys = ["day", "date", "start", "room", "roles", "delta", "terms", "why"]
    assert [list(place) for place in places] == [keys] * 3
    assert [sum(place["terms"].values()) for place in places] == [
        place["delta"] for place in places
    ]


def test_places_in_words(ask):
    problem, plan, name = of_the_benchmark(2)
    code, out, _ = ask("insert", problem, plan, name, "--top", "5")
    assert (code, len(out.splitlines())) == (0, 5)
    assert all("代价" in line and "没有排上" in line for line in out.splitlines())


def test_no_place_names_the_move_that_makes_room(ask):
    moved = 0
    for seed in range(200):
        problem, plan, name = a_county(seed)
        hearing = next(one for one in problem.hearings if one.id == name)
        code, out, err = ask("insert", problem, plan, name, "--json")
        answer = json.loads(out)
        assert code == (0 if any(allowed_places(problem, plan, hearing)) else 1)
        assert ("让开" in err) == (code == 1 and answer == [])
        moved += code == 1 and len(answer) == 1
        if code == 1 and answer:
            assert answer[0]["move"]["hearing"] in plan.assignments
            code, out, _ = ask("insert", problem, plan, name)
            assert (code, len(out.splitlines())) == (1, 5)
        if moved == 3:
            return
    raise AssertionError("no county needs a move")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("h9999",), "没有这件庭审：h9999"),
        (("PLACED",), "PLACED 已经排上，请用 explain 查看"),
        (("h0001", "--top", "0"), "--top 须在 1 至 1000 之间"),
    ],
)
def test_bad_questions_are_refused_in_one_line(ask, words, sentence):
    problem, plan, _ = of_the_benchmark(2)
    placed = next(iter(plan.assignments))
    words = [placed if word == "PLACED" else word for word in words]
    code, out, err = ask("insert", problem, plan, *words)
    assert (code, out) == (2, "")
    assert err == f"island schedule: {sentence.replace('PLACED', placed)}\n"
    assert cost(problem, plan) > 0
