"""The handbook says what the code says, and leaves nothing out."""

import ast
import re

from commons.access.actor import Permission
from commons.events import topics
from island import handbook
from island.handbook_law import FLOWS
from litigation.signing.rules import PaperKind
from tests.house.building import ROOT, SRC, whole_house


def test_the_handbook_is_fresh():
    assert handbook.stale_pages(ROOT / "docs" / "handbook") == []


def test_the_same_code_writes_the_same_pages(tmp_path):
    handbook.write_pages(tmp_path)
    assert handbook.stale_pages(tmp_path) == []
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == handbook.pages()


def test_a_changed_a_missing_and_a_forgotten_page_are_stale(tmp_path):
    handbook.write_pages(tmp_path)
    (tmp_path / "flows.md").write_text("nothing")
    (tmp_path / "timers.md").unlink()
    (tmp_path / "rumours.md").write_text("nobody writes this")
    assert handbook.stale_pages(tmp_path) == ["flows.md", "rumours.md", "timers.md"]


def test_every_flow_in_the_code_is_in_the_handbook():
    made = [
        f"{file.name}:{node.lineno}"
        for file in whole_house().files.values()
        for node in file.nodes
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "Flow"
    ]
    assert len(made) == len(FLOWS), made


def test_every_setting_that_is_read_is_in_the_handbook():
    read = set(re.findall(r'"(ISLAND_[A-Z_]+)"', (SRC / "commons/settings.py").read_text()))
    written = set(
        re.findall(r"^\| `(ISLAND_[A-Z_]+)`", handbook.pages()["settings.md"], re.MULTILINE)
    )
    assert written == read


def test_every_permission_topic_and_paper_has_its_line():
    pages = handbook.pages()
    lines = set(re.findall(r"^\| `(\S+)` \|", pages["permissions.md"], re.MULTILINE))
    assert lines == {one.value for one in Permission}
    assert re.findall(r"^## (\S+)$", pages["events.md"], re.MULTILINE) == list(topics())
    assert re.findall(r"^\| `(\S+)` \|", pages["papers.md"], re.MULTILINE) == [*PaperKind]
