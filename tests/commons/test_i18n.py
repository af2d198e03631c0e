"""Languages: which one a header means, how sentences, refusals and labels sound in it."""

from enum import StrEnum

import pytest

from commons.errors import NotNow, Problem
from commons.i18n import Language, Words, label_key, language_of_header, read_words, reading
from commons.papers.rules import Stage
from commons.web.site import find_root

WORDS = Words(
    texts={
        Language.HANS: {},
        Language.HANT: {"还有 {n} 天": "還有 {n} 天"},
        Language.EN: {"还有 {n} 天": ("{n} day left", "{n} days left"), "您已签名。": "Signed."},
    },
    reasons={"mediation.signed": "您已签名。", "mediation.late": "已过 {n} 天。"},
    labels={"papers.stage.open": "等待签名"},
)


@pytest.fixture
def read_in():
    """Read in a language for the length of one test."""
    before = reading.get()
    yield reading.set
    reading.set(before)


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("zh-CN", Language.HANS),
        ("zh", Language.HANS),
        ("zh-Hans-CN", Language.HANS),
        ("ZH-tw", Language.HANT),
        ("zh-MO;q=0.8, en;q=0.7", Language.HANT),
        ("en;q=0.7, zh-CN;q=0.8", Language.HANS),
        ("de-DE,de;q=0.9", Language.EN),
        ("en;q=0, zh-CN;q=0.1", Language.HANS),
        ("*", Language.HANS),
        ("zh;q=not-a-number", Language.HANS),
        ("zh;q=١", Language.HANS),
        (",".join(["x;q=0.1"] * 10_000), Language.EN),
    ],
)
def test_a_header_means_a_language(header, language):
    assert language_of_header(header) is language


def test_a_sentence_takes_its_facts_and_its_number(read_in):
    assert WORDS.say("还有 {n} 天", n=3) == "还有 3 天"
    read_in(Language.EN)
    assert WORDS.say("还有 {n} 天", n=3) == "3 days left"
    assert WORDS.say("还有 {n} 天", n=1) == "1 day left"
    read_in(Language.HANT)
    assert WORDS.say("还有 {n} 天", n=1) == "還有 1 天"


def test_a_sentence_without_translation_is_said_in_the_source(read_in):
    read_in(Language.HANT)
    assert WORDS.say("没有人译过") == "没有人译过"


def test_a_refusal_is_said_in_words(read_in):
    assert WORDS.refusal(NotNow("mediation.signed", by="x")) == "您已签名。"
    assert WORDS.refusal(Problem("mediation.late", {"n": 2})) == "已过 2 天。"
    read_in(Language.EN)
    assert WORDS.refusal(NotNow("mediation.signed")) == "Signed."


def test_a_refusal_nobody_wrote_words_for_is_still_a_sentence(caplog):
    assert WORDS.refusal(NotNow("mediation.new_reason")) == "现在不能这样办理。"
    assert WORDS.refusal(Problem("mediation.late")) == "请检查填写的内容。"
    assert [record.args for record in caplog.records] == [
        ("mediation.new_reason",),
        ("mediation.late: facts",),
    ]


def test_a_label_is_found_by_room_enum_and_value():
    assert label_key(Stage.OPEN) == "papers.stage.open"
    assert WORDS.label(Stage.OPEN) == "等待签名"


def test_an_enum_of_two_words_is_written_in_snake_case():
    class TwoWords(StrEnum):
        ONE = "one"

    TwoWords.__module__ = "litigation.mediation.rules"
    assert label_key(TwoWords.ONE) == "mediation.two_words.one"


def test_every_catalogue_of_the_house_can_be_read():
    words = read_words(find_root() / "locale")
    assert words.texts[Language.EN]["跳到正文"] == "Skip to main content"
    assert words.texts[Language.HANT]["跳到正文"] == "跳到正文"
    assert words.texts[Language.HANT]["退出登录"] == "登出"
