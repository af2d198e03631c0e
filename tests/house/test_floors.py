"""No library is older than the release that mended its last known hole."""

import re
from importlib.metadata import version

import pytest

from tests.house.building import ROOT

# The lowest release in which all published advisories known to us are mended.
FLOORS = {
    "aiosqlite": "0.22.1",
    "argon2-cffi": "25.1",
    "asyncpg": "0.30",  # CVE-2020-17446
    "cryptography": "50.0.0",  # CVE-2026-69247
    "fonttools": "4.60.2",  # CVE-2025-66034
    "h11": "0.16",  # CVE-2025-43859
    "jinja2": "3.1.6",  # CVE-2025-27516
    "lxml": "6.1.0",  # CVE-2026-41066
    "pillow": "12.3.0",
    "pyasn1": "0.6.4",
    "pyhanko": "0.36.2",
    "python-jose": "3.5.0",  # CVE-2024-33663, CVE-2024-33664; the rest is in access/tokens.py
    "python-multipart": "0.0.31",  # CVE-2026-53540
    "starlette": "1.3.1",  # CVE-2026-48710, CVE-2026-54283
    "tortoise-orm": "1.1.9",
    "uvicorn": "0.51",
    "weasyprint": "70.0",  # CVE-2026-55073
}


def numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.match(r"[\d.]+", text)[0].strip(".").split("."))


def at_least(found: str, floor: str) -> bool:
    length = max(len(numbers(found)), len(numbers(floor)))
    padded = [(*numbers(text), *(0,) * length)[:length] for text in (found, floor)]
    return padded[0] >= padded[1]


@pytest.mark.parametrize("name", FLOORS)
def test_the_installed_release_is_not_below_its_floor(name):
    assert at_least(version(name), FLOORS[name]), version(name)


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_the_locked_release_is_not_below_its_floor(lock):
    pinned = dict(
        re.findall(
            r"^([a-z0-9-]+)(?:\[[^\]]*\])?==([^ ;\\]+)", (ROOT / lock).read_text(), re.MULTILINE
        )
    )
    low = {
        name: pinned[name]
        for name in FLOORS.keys() & pinned.keys()
        if not at_least(pinned[name], FLOORS[name])
    }
    assert low == {}
    assert {"starlette", "cryptography", "weasyprint", "python-jose"} <= pinned.keys()


@pytest.mark.parametrize(
    ("found", "floor", "answer"),
    [
        ("1.3.0", "1.3.1", False),
        ("1.10.0", "1.3.1", True),
        ("70.0", "70", True),
        ("0.9", "0.16", False),
        ("3.5.0.post1", "3.5.0", True),
    ],
)
def test_releases_are_compared_as_numbers_not_as_text(found, floor, answer):
    assert at_least(found, floor) is answer
