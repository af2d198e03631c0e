"""Nothing from outside reaches a paper: no address, no file, no endless work."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from commons.errors import NotValid
from commons.papers.press import RenderDefect, _bare_environment
from commons.papers.render import Renderer

SECRET = Path(__file__).resolve()
OUTSIDE = (f"file://{SECRET}", "http://127.0.0.1:9/leak", "//127.0.0.1:9/leak")
# Every way by which WeasyPrint would fetch something (17 vectors, as measured for this house).
VECTORS = {
    "img": '<img src="URL">',
    "link": '<link rel="stylesheet" href="URL">',
    "import": '<style>@import "URL";</style>',
    "font_face": "<style>@font-face{font-family:x;src:url(URL)} p{font-family:x}</style><p>字</p>",
    "background": '<p style="background:url(URL)">字</p>',
    "svg_image": '<svg viewBox="0 0 9 9"><image href="URL" width="9" height="9"/></svg>',
    "svg_use": '<svg viewBox="0 0 9 9"><use href="URL#a"/></svg>',
    "object": '<object data="URL"></object>',
    "embed": '<embed src="URL">',
    "content": "<style>p::before{content:url(URL)}</style><p>字</p>",
    "list_style": '<ul style="list-style-image:url(URL)"><li>字</li></ul>',
    "base": '<base href="URL"><img src="x">',
    "color_profile": "<style>@color-profile --x{src:url(URL)}</style><p>字</p>",
    "link_attachment": '<link rel="attachment" href="URL">',
    "a_attachment": '<a rel="attachment" href="URL">字</a>',
    "border_image": '<p style="border:9px solid;border-image:url(URL) 9">字</p>',
    "mask": '<p style="mask:url(URL);cursor:url(URL),auto">字</p>',
}
# These three are asked for and denied, or never asked for, without stopping the paper.
DEAF = {"svg_image", "svg_use", "mask"}
BOMBS = {
    "flex": '<div style="display:flex">' * 12 + "字",
    "colspan": '<table><tr><td colspan="100000">字</td></tr></table>',
    "divs": "<div>" * 400 + "字",
    "pages": '<p style="break-after:page">字</p>' * 5000,
}


@pytest.fixture(scope="module")
def open_press(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Renderer]:
    """A press whose one template prints markup as it is: as if every escape had failed."""
    folder = tmp_path_factory.mktemp("papers")
    (folder / "trial").mkdir()
    (folder / "trial" / "raw.html").write_text(
        "{# version: 1 #}\n{% extends layout %}\n"
        "{% block body %}{{ view.markup | safe }}{% endblock %}\n",
        encoding="utf-8",
    )
    press = Renderer(1, folder=folder, seconds_max=60.0, cpu_seconds_max=2)
    yield press
    asyncio.run(press.close())


@pytest.mark.parametrize("address", OUTSIDE)
@pytest.mark.parametrize("name", sorted(VECTORS.keys() - DEAF))
async def test_a_paper_that_asks_for_anything_outside_is_not_made(
    open_press: Renderer, name: str, address: str
) -> None:
    with pytest.raises(RenderDefect, match="Forbidden"):
        await open_press.pdf("trial/raw.html", {"markup": VECTORS[name].replace("URL", address)})


@pytest.mark.parametrize("name", sorted(DEAF))
async def test_what_is_never_asked_for_leaves_no_trace_in_the_paper(
    open_press: Renderer, name: str
) -> None:
    plain = await open_press.pdf("trial/raw.html", {"markup": VECTORS[name].replace("URL", "")})
    for address in OUTSIDE:
        markup = VECTORS[name].replace("URL", address)
        paper = await open_press.pdf("trial/raw.html", {"markup": markup})
        assert abs(len(paper.pdf) - len(plain.pdf)) < 64


@pytest.mark.parametrize("name", BOMBS)
async def test_endless_work_ends_and_the_next_paper_is_printed(
    open_press: Renderer, name: str
) -> None:
    with pytest.raises(NotValid) as refusal:
        await open_press.pdf("trial/raw.html", {"markup": BOMBS[name]})
    assert refusal.value.reason in {"papers.too_large", "papers.too_much_text"}
    assert (await open_press.pdf("trial/raw.html", {"markup": "字"})).pages == 1


PROBE = """
import os, socket, subprocess, sys
from pathlib import Path
from commons.papers.child import shut_the_doors
os.environ["TMPDIR"] = "/tmp/none"
shut_the_doors(Path("/tmp/none"))
tries = {
    "connect": lambda: socket.create_connection(("127.0.0.1", 9), timeout=1),
    "lookup": lambda: socket.getaddrinfo("localhost", 9),
    "run": lambda: subprocess.run(["true"]),
    "shell": lambda: os.system("true"),
    "fork": os.fork,
    "read": lambda: open("/etc/passwd"),
    "climb": lambda: open(sys.prefix + "/../../etc/passwd"),
    "write": lambda: open("/tmp/island-leak", "w"),
    "memory": lambda: bytearray(3 * 1024**3),
}
for name, attempt in tries.items():
    try:
        attempt()
    except (PermissionError, MemoryError) as refused:
        print(name, type(refused).__name__)
    else:
        print(name, "open")
"""


def test_the_room_of_the_child_has_no_doors() -> None:
    source = Path(__file__).resolve().parents[3] / "src"
    done = subprocess.run(
        [sys.executable, "-c", PROBE],
        env={"PYTHONPATH": str(source), "PATH": os.defpath},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    answers = dict(line.split() for line in done.stdout.splitlines())
    assert answers.pop("memory") == "MemoryError"
    assert set(answers.values()) == {"PermissionError"}
    assert len(answers) == 8


def test_the_child_gets_no_secret_of_the_service() -> None:
    assert set(_bare_environment("/room")) == {
        *("PYTHONPATH", "PYTHONDONTWRITEBYTECODE", "PATH", "LANG", "TZ"),
        *("TMPDIR", "HOME", "XDG_CACHE_HOME", "FONTCONFIG_FILE", "MALLOC_ARENA_MAX"),
    }
