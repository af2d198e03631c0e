"""Strokes and thumb prints: what is accepted, how they are kept, how they are drawn."""

from dataclasses import replace

import pytest

from commons.errors import NotValid
from commons.papers.marks import (
    POINTS_MAX,
    Mark,
    Strokes,
    ThumbPrint,
    check_mark,
    from_json,
    svg_path,
    to_json,
)
from tests.commons.papers.builders import A_NAME

A_THUMB = ThumbPrint("王小岚（虚构）", "调解员", "本人不会写字")


@pytest.mark.parametrize("mark", [A_NAME, A_THUMB])
def test_a_mark_comes_back_as_it_was(mark: Mark) -> None:
    check_mark(mark)
    assert from_json(to_json(mark)) == mark


@pytest.mark.parametrize(
    ("mark", "reason"),
    [
        (replace(A_NAME, strokes=()), "papers.mark_empty"),
        (replace(A_NAME, strokes=(((1, 1),),)), "papers.mark_empty"),
        (replace(A_NAME, strokes=(((1, 1), (700, 5)),)), "papers.mark_outside_box"),
        (replace(A_NAME, strokes=(((1, 1), (5, -1)),)), "papers.mark_outside_box"),
        (replace(A_NAME, width=5000), "papers.mark_outside_box"),
        (replace(A_NAME, strokes=(((1, 1),) * (POINTS_MAX + 1),)), "papers.mark_too_large"),
        (replace(A_THUMB, witness="  "), "papers.witness_missing"),
        (replace(A_THUMB, reason="长" * 201), "papers.mark_too_large"),
    ],
)
def test_a_mark_that_proves_nothing_is_refused(mark: Mark, reason: str) -> None:
    with pytest.raises(NotValid) as refusal:
        check_mark(mark)
    assert refusal.value.reason == reason


def test_strokes_become_one_path_and_a_dot_stays_visible() -> None:
    mark = Strokes(10, 10, (((1, 2), (3, 4)), ((5, 6),)))
    assert svg_path(mark) == "M1 2L3 4M5 6L5 6"
