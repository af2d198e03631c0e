"""Every template has a version, every version one content, and every kind of paper a sample."""

import asyncio
from pathlib import Path

import pytest

from commons.papers import templates
from commons.papers.render import Renderer
from commons.papers.samples import all_samples
from tests.commons.papers.builders import FOLDER


def test_a_changed_template_has_a_new_version() -> None:
    """When this fails: raise the version in the first line, then run scripts/papers-lock."""
    locked = templates.read_lock()
    changed = {
        name: version
        for (name, version), digest in templates.lock_lines().items()
        if locked.get((name, version)) != digest
    }
    assert changed == {}


def test_the_version_is_in_the_first_line() -> None:
    assert templates.version_of("trial/transcript.html", FOLDER) == 3
    with pytest.raises(AssertionError, match="first line"):
        templates._version("x.html", "<p>\n{# version: 1 #}\n")


def test_a_changed_layout_is_another_edition(tmp_path: Path) -> None:
    (tmp_path / "paper.css").write_text("/* version: 9 */\n", encoding="utf-8")
    assert templates.edition(tmp_path) != templates.edition()
    assert len(templates.edition()) == 16


def test_facts_called_items_or_values_are_facts() -> None:
    sheet = templates.Sheet({"items": [{"values": 3}]})
    assert sheet.items[0].values == 3
    with pytest.raises(AttributeError):
        _ = sheet.keys


SAMPLES = all_samples()


def test_every_shipped_kind_has_a_sample_beside_it() -> None:
    missing = [
        one.template
        for one in SAMPLES
        if not (templates.TEMPLATES / f"{one.kind}.sample.json").exists()
    ]
    assert missing == []


def test_every_shipped_kind_is_printed_with_its_sample() -> None:
    async def print_all() -> dict[str, int]:
        press = Renderer(1)
        try:
            return {
                one.kind: (await press.pdf(one.template, one.view, extras=one.extras)).pages
                for one in SAMPLES
            }
        finally:
            await press.close()

    printed = asyncio.run(print_all())
    assert all(0 < pages < 20 for pages in printed.values())
