"""The copy in traditional characters changes the script of the paper and nobody's name."""

from commons.papers.courtesy import in_traditional, names_in
from commons.papers.extras import Extras, SignatureLine
from commons.papers.render import Renderer
from commons.papers.samples import sample_of


def test_words_are_converted_and_names_are_not() -> None:
    html = "<p>申请人：万里云，被申请人：万里。签名</p>"
    assert in_traditional(html, ["万里", "万里云"]) == (
        "<p>申請人：万里云，被申請人：万里。簽名</p>"
    )


def test_a_name_with_a_mark_of_html_stays_escaped() -> None:
    assert in_traditional("<p>台湾&amp;后</p>", ["台湾&后"]) == "<p>台湾&amp;后</p>"


def test_names_are_found_wherever_they_stand() -> None:
    view = {"parties": [{"name": "甲", "facts": ["乙"]}], "terms": [{"debtor": "丙"}], "n": 1}
    assert list(names_in(view)) == ["甲", "丙"]


async def test_the_copy_says_that_the_original_counts_and_amounts_are_the_same() -> None:
    sample = sample_of("mediation/agreement")
    press = Renderer(1)
    try:
        extras = Extras(
            title="调解协议",
            language="zh-Hant",
            code="7K3M-9QXD-2HTA-4",
            signatures=(SignatureLine(name="欧阳云（虚构）", capacity="申请人"),),
        )
        html = press.html(sample.template, sample.view, extras=extras)
        printed = await press.pdf(sample.template, sample.view, extras=extras)
    finally:
        await press.close()
    assert ("內容以簡體原本為準" in html, "600.00" in html, "欧阳云（虚构）" in html) == (
        True,
        True,
        True,
    )
    assert printed.pages >= 1
