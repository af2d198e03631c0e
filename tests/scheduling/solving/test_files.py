"""Whatever a file holds: a whole problem is read, anything else is refused in one line."""

import json

import pytest

from scheduling.solving.checker import check
from scheduling.solving.files import (
    FILE_BYTES_MAX,
    NOWHERE,
    SENTENCE_LENGTH_MAX,
    Unreadable,
    plan_from_json,
    plan_to_json,
    problem_from_json,
    read_plan,
    read_problem,
)
from scheduling.solving.problem import Breach, Plan
from tests.scheduling.solving.builders import (
    a_hearing,
    a_place,
    a_plan,
    a_problem,
    as_instance,
)
from tests.scheduling.solving.refusing import MISSING, WHOLE, an_instance, refused
from tests.scheduling.solving.spoiling_places import MALFORMED

JUNK = b"x" * 10_000_000


def test_a_whole_problem_is_read_as_it_was_written():
    assert problem_from_json(json.dumps(as_instance(WHOLE))) == WHOLE
    assert problem_from_json(json.dumps(as_instance(WHOLE)).encode()) == WHOLE


@pytest.mark.parametrize(
    ("path", "value", "sentence"),
    [
        ("format", "hsp-2", "format: 'hsp-2' is not 'hsp-1'"),
        ("format", MISSING, "format: Field required"),
        ("hearings", MISSING, "hearings: Field required"),
        ("hearings.0.duration", MISSING, "hearings.0.duration: Field required"),
        ("hearings.0.duration", "60", "hearings.0.duration: Input should be a valid integer"),
        ("hearings.0.duration", True, "hearings.0.duration: Input should be a valid integer"),
        ("hearings.0.duration", 60.0, "hearings.0.duration: Input should be a valid integer"),
        ("hearings.0.pinned", 3, "hearings.0.pinned: Input should be an object"),
        ("hearings.0", None, "hearings.0: Input should be an object"),
        ("rooms", {}, "rooms: Input should be a valid array"),
        ("access.main.isle", [1], "access.main.isle.1: Field required"),
    ],
)
def test_what_has_another_shape_is_named_with_its_place(path, value, sentence):
    assert refused(an_instance(path, value)) == sentence


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"null",
        b"[]",
        b'"hsp-1"',
        b"{",
        JUNK,
        b"[" * 100_000,
        b"\xff\xfe{}",
        b"\x00" * 1000,
        b'{"format": NaN}',
        b'{"format": "\\ud800"}',
        "\ud800",
        json.dumps(as_instance(WHOLE)).replace('"grid": 15', '"grid": NaN'),
        json.dumps(as_instance(WHOLE)).replace('"grid": 15', '"grid": 1e999'),
        json.dumps(as_instance(WHOLE)).replace('"grid": 15', '"grid": ' + "9" * 5000),
    ],
    ids=lambda text: ascii(text[:12]),
)
def test_what_is_no_problem_at_all_is_refused_in_one_line(text):
    sentence = refused(text)
    assert sentence.isprintable()
    assert 0 < len(sentence) <= SENTENCE_LENGTH_MAX


def test_a_name_that_would_steer_the_terminal_is_escaped():
    sentence = refused(an_instance("people.0.home", "\x1b[2J\n" + "x" * 1000))
    assert sentence.startswith("no place is called '\\x1b[2J\\nxxx")
    assert len(sentence) == SENTENCE_LENGTH_MAX


def test_a_plan_is_read_as_it_was_written():
    plan = a_plan(h1=a_place(), h2=a_place(1, assessor=("a1", "a2"), nobody=()))
    assert plan_from_json(plan_to_json(plan)) == plan


def test_one_bad_place_does_not_spoil_the_plan():
    for bad in MALFORMED:
        good = json.loads(plan_to_json(a_plan(h1=a_place())))
        good["assignments"] |= {"h2": bad, "h9": bad}
        plan = plan_from_json(json.dumps(good))
        assert plan == a_plan(h1=a_place(), h2=NOWHERE, h9=NOWHERE)
        assert plan_from_json(plan_to_json(plan)) == plan
        report = check(a_problem(a_hearing("h1"), a_hearing("h2")), plan)
        assert report.breaches == (
            Breach("H1-unknown", ("h9",), "h9"),
            Breach("H1-malformed", ("h2",), "#-1 ?"),
        )


def test_a_plan_need_not_say_for_which_problem_it_is():
    assert plan_from_json('{"assignments": {}}') == Plan("")
    assert plan_from_json('{"assignments": {}, "instance": 7}') == Plan("")
    assert plan_from_json('{"assignments": {}, "instance": "S-1"}') == Plan("S-1")


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b'{"assignments": []}',
        b'{"assignments": {}',
        b'{"assignments": {"h1": {"day": ' + b"9" * 5000 + b"}}}",
        b"\xef\xbb\xbf{}",
        b"\xff\xfe{}",
        JUNK,
        b"[" * 100_000,
        b'{"assignments":' * 100_000,
        "\ud800",
    ],
    ids=lambda text: ascii(text[:12]),
)
def test_what_is_no_plan_at_all_is_refused_in_one_line(text):
    with pytest.raises(Unreadable) as no:
        plan_from_json(text)
    assert str(no.value).isprintable()
    assert 0 < len(str(no.value)) <= SENTENCE_LENGTH_MAX


@pytest.mark.parametrize("read", [read_problem, read_plan])
def test_a_file_that_is_not_there_is_a_folder_or_is_too_large_is_refused(read, tmp_path):
    large = tmp_path / "large.json"
    with large.open("wb") as file:
        file.truncate(FILE_BYTES_MAX + 1)
    for path, sentence in (
        (tmp_path / "none.json", "No such file or directory"),
        (tmp_path, "Is a directory"),
        (large, f"larger than {FILE_BYTES_MAX} bytes"),
    ):
        with pytest.raises(Unreadable) as no:
            read(path)
        assert str(no.value) == sentence


def test_files_are_read_from_disk(tmp_path):
    problem, plan = tmp_path / "problem.json", tmp_path / "plan.json"
    problem.write_text(json.dumps(as_instance(WHOLE)))
    plan.write_text(plan_to_json(a_plan(h1=a_place())))
    assert (read_problem(problem), read_plan(plan)) == (WHOLE, a_plan(h1=a_place()))
