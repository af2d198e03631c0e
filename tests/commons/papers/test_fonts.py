"""The list of printable characters is that of the fonts which travel with the house."""

import hashlib
import json
from functools import lru_cache

import pytest
from fontTools.ttLib import TTFont

from commons.errors import NotValid
from commons.papers.glyphs import check_text, check_view, is_covered
from commons.papers.places import FONTS

BODY = ("court-song.woff2", "court-song-bold.woff2")
BYTES_MAX = 14_000_000


@lru_cache(maxsize=8)
def characters(name: str) -> frozenset[int]:
    with TTFont(FONTS / name, lazy=True) as font:
        return frozenset(font.getBestCmap())


def in_encoding(encoding: str) -> set[str]:
    found = set()
    for point in range(0xA1, 0x10000):
        try:
            chr(point).encode(encoding)
        except UnicodeEncodeError:
            continue
        found.add(chr(point))
    return found


def test_the_list_holds_exactly_what_the_fonts_hold() -> None:
    song, bold = map(characters, BODY)
    assert song == bold
    listed = {
        point
        for first, last in json.loads((FONTS / "coverage.json").read_text())["ranges"]
        for point in range(first, last + 1)
    }
    assert listed == song | characters("court-rare.woff2")


def test_the_fonts_are_the_ones_that_were_cut() -> None:
    named = json.loads((FONTS / "coverage.json").read_text())["sha256"]
    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in FONTS.glob("*.woff2")
    }
    assert found == named


def test_the_fonts_stay_small_and_carry_their_licence() -> None:
    assert sum(path.stat().st_size for path in FONTS.glob("*.woff2")) < BYTES_MAX
    assert "SIL OPEN FONT LICENSE" in (FONTS / "OFL.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("encoding", ["gb2312", "gbk", "big5"])
def test_every_character_of_the_national_lists_is_printed(encoding: str) -> None:
    missing = {char for char in in_encoding(encoding) if not is_covered(char)}
    # Four signs of mathematics and phonetics that Noto Serif CJK has not.
    assert missing <= set("ˍ‾∼≒")


def test_the_daily_face_has_what_a_court_paper_needs_beyond_the_lists() -> None:
    song = characters("court-song.woff2")
    assert [char for char in "〇·—…“”（）【】《》①⑩㎡℃√□￥¥№×" if ord(char) not in song] == []
    assert [char for char in "國務臺灣與訴調" if ord(char) not in song] == []


def test_rare_names_are_covered() -> None:
    check_text("𠮷㙓䶮𬭎喆堃昇赟頔旻䲜𬱖𩽾")


def test_no_invisible_character_is_covered() -> None:
    hidden = [*range(0x20), *range(0x7F, 0xA0), 0xAD, *range(0x200B, 0x2010), 0xFEFF, 0xFE0F]
    hidden += [*range(0x2028, 0x202F), *range(0x2060, 0x2070)]
    assert [point for point in hidden if is_covered(chr(point))] == []


def test_a_view_is_searched_to_its_depths() -> None:
    with pytest.raises(NotValid) as refusal:
        check_view({"a": [{"b": ["好", {"c": "\U00020003"}]}]})
    assert refusal.value.facts == {"char": "\U00020003", "code": "U+20003"}
