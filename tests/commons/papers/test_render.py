"""Papers are printed with our fonts only, the same bytes every time, and never too long."""

import io
from dataclasses import replace

import pikepdf
import pytest

from commons.errors import NotFound, NotValid
from commons.papers.press import RenderDefect
from commons.papers.render import Renderer
from commons.papers.seal import self_signed
from tests.commons.papers.builders import FOLDER, NOW, TRANSCRIPT, a_view, some_extras


def fonts_in(pdf: bytes) -> set[str]:
    with pikepdf.open(io.BytesIO(pdf)) as paper:
        return {
            str(font.BaseFont).split("+")[1]
            for page in paper.pages
            for font in page.Resources.Font.values()
        }


def text_in(pdf: bytes) -> str:
    """Read the text back through each font's own ToUnicode map, as a search in a reader does."""
    with pikepdf.open(io.BytesIO(pdf)) as paper:
        return "".join(_text_of(page) for page in paper.pages)


def _text_of(page: pikepdf.Page) -> str:
    maps = {name: _unicode_map(font) for name, font in page.Resources.Font.items()}
    found, current = [], {}
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            current = maps[str(operands[0])]
        elif str(operator) in {"Tj", "TJ"}:
            shown = operands[0] if str(operator) == "TJ" else [operands[0]]
            for piece in shown:
                if isinstance(piece, pikepdf.String):
                    raw = bytes(piece)
                    found += [current[raw[at : at + 2]] for at in range(0, len(raw), 2)]
    return "".join(found)


def _unicode_map(font: pikepdf.Object) -> dict[bytes, str]:
    lines = font.ToUnicode.read_bytes().decode("ascii").splitlines()
    pairs = [
        line.strip("<>").split("> <") for line in lines if line.startswith("<") and "> <" in line
    ]
    return {
        bytes.fromhex(pair[0]): bytes.fromhex(pair[-1]).decode("utf-16-be")
        for pair in pairs
        if pair[0] != "0000" or len(pair) == 2
    }


async def test_the_same_paper_is_the_same_bytes_in_every_child(renderer: Renderer) -> None:
    first = await renderer.pdf(TRANSCRIPT, a_view(), extras=some_extras())
    other = Renderer(1, folder=FOLDER)
    second = await other.pdf(TRANSCRIPT, a_view(), extras=some_extras())
    await other.close()
    assert (first.sha256, first.pdf) == (second.sha256, second.pdf)
    assert first.sha256 == first.unsealed_sha256
    assert (first.pages, first.template_version) == (4, 3)


async def test_only_shipped_fonts_are_embedded(renderer: Renderer) -> None:
    paper = await renderer.pdf(TRANSCRIPT, a_view(), extras=some_extras())
    assert fonts_in(paper.pdf) == {"Court-Song", "Court-Song-Bold", "Court-Rare"}


async def test_rare_names_and_the_year_zero_are_printed_and_found_again(renderer: Renderer) -> None:
    paper = await renderer.pdf(TRANSCRIPT, a_view(), extras=some_extras())
    text = text_in(paper.pdf)
    for wanted in (
        "𠮷田㙓",
        "陈䶮",
        "二〇二六年十一月二十三日",
        "人民币680.00元（大写：陆佰捌拾元整）",
    ):
        assert wanted in text


@pytest.mark.parametrize("char", ["\U00020003", "😀", "؈", "\ue000"])
async def test_a_character_without_a_glyph_is_named_before_anything_is_printed(
    renderer: Renderer, char: str
) -> None:
    with pytest.raises(NotValid) as refusal:
        await renderer.pdf(TRANSCRIPT, a_view(claim=f"王{char}"), extras=some_extras())
    assert refusal.value.reason in {"papers.glyph_missing", "papers.invisible_character"}
    assert refusal.value.facts["code"] == f"U+{ord(char):04X}"


@pytest.mark.parametrize("char", ["\u202e", "\u200b", "\u2066", "\x00", "\x1b", "\ufeff"])
async def test_an_invisible_character_is_refused(renderer: Renderer, char: str) -> None:
    with pytest.raises(NotValid) as refusal:
        await renderer.pdf(TRANSCRIPT, a_view(claim=f"退还{char}房费"))
    assert refusal.value.reason == "papers.invisible_character"


async def test_a_missing_character_beside_the_view_is_caught_in_the_child(
    renderer: Renderer,
) -> None:
    line = replace(some_extras().signatures[0], name="王😀")
    with pytest.raises(NotValid) as refusal:
        await renderer.pdf(TRANSCRIPT, a_view(), extras=some_extras(signatures=(line,)))
    assert refusal.value.reason == "papers.glyph_missing"


async def test_what_people_type_is_text_and_never_markup(renderer: Renderer) -> None:
    typed = '<img src="http://127.0.0.1:9/x"><script>alert(1)</script>{{ 7*7 }}&amp;'
    paper = await renderer.pdf(TRANSCRIPT, a_view(claim=typed), extras=some_extras())
    assert typed.replace(" ", "") in text_in(paper.pdf).replace(" ", "")
    assert "&lt;script&gt;" in renderer.html(TRANSCRIPT, a_view(claim=typed))


async def test_a_fact_the_view_does_not_have_is_a_defect_and_not_a_gap(renderer: Renderer) -> None:
    with pytest.raises(RenderDefect, match="has no attribute 'place'"):
        await renderer.pdf(TRANSCRIPT, {k: v for k, v in a_view().items() if k != "place"})


async def test_a_template_that_is_not_there_is_refused(renderer: Renderer) -> None:
    for name in ("trial/none.html", "../parts.html", "print.html", "/etc/passwd"):
        with pytest.raises(NotFound) as refusal:
            await renderer.pdf(name, a_view())
        assert refusal.value.reason == "papers.no_such_template"


async def test_too_much_text_and_too_many_rows_are_refused_with_figures(renderer: Renderer) -> None:
    with pytest.raises(NotValid) as text:
        await renderer.pdf(TRANSCRIPT, a_view(course="字" * 50_001))
    assert (text.value.reason, text.value.facts["most"]) == ("papers.too_much_text", 50_000)
    with pytest.raises(NotValid) as rows:
        await renderer.pdf(TRANSCRIPT, a_view(agreed_facts=["事实"] * 501))
    assert rows.value.reason == "papers.too_many_rows"
    assert rows.value.facts == {"rows": 501, "most": 500}


async def test_a_draft_says_so_on_every_page(renderer: Renderer) -> None:
    draft = some_extras(draft=True, code="", verify_url="", certificate=None)
    paper = await renderer.pdf(TRANSCRIPT, a_view(), extras=draft)
    assert text_in(paper.pdf).count("未经签署") == paper.pages == 3


async def test_every_page_bears_code_and_number_of_pages(renderer: Renderer) -> None:
    paper = await renderer.pdf(TRANSCRIPT, a_view(), extras=some_extras())
    text = text_in(paper.pdf)
    assert text.count("文书识别码 ABCD-EFGH-JKMN-P") == paper.pages
    assert all(f"第 {page} 页 共 4 页" in text for page in range(1, 5))


async def test_a_phone_gets_the_same_facts_in_few_kilobytes(renderer: Renderer) -> None:
    html = renderer.html(TRANSCRIPT, a_view(), extras=some_extras())
    plain = renderer.html(
        TRANSCRIPT, a_view(course="", claim="", agreed_facts=[], exhibits=[]), extras=some_extras()
    )
    assert "陈䶮" in html
    assert len(plain.encode()) < 10_240
    assert "style=" not in html


async def test_a_name_in_characters_is_in_the_certificate_of_signing(renderer: Renderer) -> None:
    paper = await renderer.pdf(TRANSCRIPT, a_view(), extras=some_extras())
    with pikepdf.open(io.BytesIO(paper.pdf)) as opened:
        page = _text_of(opened.pages[-1])
    for wanted in (
        "签署证明",
        "𠮷田㙓",
        "陈䶮",
        "手写签名",
        "捺印；调解员王小岚在场见证",
        "ab" * 32,
    ):
        assert wanted in page


async def test_the_pdf_tells_nothing_about_people_besides_its_pages(renderer: Renderer) -> None:
    paper = await renderer.pdf(TRANSCRIPT, a_view(), extras=some_extras(court="岚岛县人民法院"))
    with pikepdf.open(io.BytesIO(paper.pdf)) as opened:
        named = {name: str(value) for name, value in opened.docinfo.items()}
    assert named.pop("/Producer").startswith("WeasyPrint")
    assert named == {
        "/Title": "调解笔录",
        "/Author": "岚岛县人民法院",
        "/CreationDate": "D:20261123020507+00'00",
        "/ModDate": "D:20261123020507+00'00",
    }


async def test_the_seal_covers_every_byte_and_keeps_the_paper_below(renderer: Renderer) -> None:
    plain = await renderer.pdf(TRANSCRIPT, a_view(), extras=some_extras())
    seal = self_signed("岚岛县人民法院", NOW)
    paper = await renderer.pdf(TRANSCRIPT, a_view(), extras=some_extras(seal=seal))
    assert paper.unsealed_sha256 == plain.sha256 != paper.sha256
    assert paper.pdf.startswith(plain.pdf)
    assert (await renderer.sealed(paper.pdf, seal)).startswith(plain.pdf)
