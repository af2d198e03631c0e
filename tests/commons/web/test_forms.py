"""Forms: what is read, what is refused by field, and that nothing typed is lost."""

import re
from datetime import date

import pytest

from commons.errors import NotValid
from commons.web.forms import read_day
from tests.commons.web.site import OWN

GOOD = {
    "cause": "boat",
    "name": "林某",
    "on": "2026-11-23",
    "amount": "268",
    "story": "大风停航",
    "tags": ["a", "b"],
}


async def post(client, **changes):
    form = {name: value for name, value in {**GOOD, **changes}.items() if value is not None}
    return await client.post("/complaint", data=form, headers=OWN)


def wrong_fields(answer):
    return re.findall(r'<a href="#f-(\w+)">', answer.text)


async def test_a_good_form_is_answered_with_the_next_page(stranger):
    answer = await post(stranger)
    assert (answer.status_code, answer.headers["location"]) == (303, "/complaint?amount=26800")


async def test_a_refused_form_keeps_everything_and_leads_to_each_mistake(stranger):
    answer = await post(
        stranger, name="很长的名字超过了十个字的限制", on="32日", amount="-", tags=["b"]
    )
    assert answer.status_code == 422
    assert "<title>错误：投诉" in answer.text
    assert wrong_fields(answer) == ["name", "on", "amount"]
    assert "姓名：最多 10 个字，现在有 14 个。" in answer.text
    assert 'value="很长的名字超过了十个字的限制"' in answer.text
    assert 'value="32日"' in answer.text
    assert 'value="-"' in answer.text
    assert "\n大风停航</textarea>" in answer.text
    assert re.findall(r'value="(\w+)"[^>]* checked', answer.text) == ["boat", "b"]


async def test_the_summary_is_focused_and_each_field_names_its_mistake(stranger):
    answer = await post(stranger, name="")
    assert re.search(r'<div class="fix" role="alert" tabindex="-1" autofocus', answer.text)
    field = re.search(r'<input[^>]* id="f-name"[^>]*>', answer.text).group()
    assert 'aria-describedby="e-name"' in field
    assert 'aria-invalid="true"' in field


async def test_an_emptied_field_stays_empty(stranger):
    answer = await post(stranger, name="", tags=None)
    assert 'id="f-name" name="name" type="text" value=""' in answer.text
    assert re.findall(r'value="(\w+)"[^>]* checked', answer.text) == ["boat"]


async def test_a_form_not_filled_at_all_names_all_that_is_needed(stranger):
    answer = await stranger.post("/complaint", data={"x": "y"}, headers=OWN)
    assert wrong_fields(answer) == ["cause", "name", "on", "amount"]


@pytest.mark.parametrize("name", ["重复", "过期"])
async def test_a_later_refusal_keeps_what_was_typed_too(stranger, name):
    answer = await post(stranger, name=name)
    assert answer.status_code == {"重复": 422, "过期": 409}[name]
    assert f'value="{name}"' in answer.text
    assert "\n大风停航</textarea>" in answer.text


async def test_markup_is_shown_as_it_was_typed(stranger):
    answer = await post(stranger, name='"><script>x')
    assert "<script>x" not in answer.text
    answer = await post(stranger, name="<b>&'\"", on="")
    assert 'value="&lt;b&gt;&amp;&#39;&#34;"' in answer.text


@pytest.mark.parametrize(
    "name",
    ["a\x00b", "a\x1bb", "a\u202eb", "a\nb", "a\tb", "a\x85b", "a\u2066b"],
)
async def test_characters_that_deceive_or_break_are_refused(stranger, name):
    answer = await post(stranger, name=name)
    assert answer.status_code == 422
    assert wrong_fields(answer) == ["name"]


async def test_what_nobody_sees_is_dropped_and_rare_characters_stay(stranger):
    answer = await post(stranger, name="\ufeff𠮷\u200b·阿", on="")
    assert wrong_fields(answer) == ["on"]


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"name=%ED%A0%80&cause=boat", "application/x-www-form-urlencoded", 422),
        (b"name=%FF", "application/x-www-form-urlencoded", 422),
        (b"%", "application/x-www-form-urlencoded", 422),
        (b"name=x", "text/plain", 415),
        (b'{"name": "x"}', "application/json", 415),
        (b"", "", 415),
        (b"--x\r\nbroken", "multipart/form-data; boundary=x", 422),
        (b"x", "multipart/form-data", 400),
        (b"&".join(b"a=1" for _ in range(400)), "application/x-www-form-urlencoded", 400),
    ],
)
async def test_a_malformed_form_is_never_our_fault(stranger, body, content_type, status):
    headers = {**OWN, "content-type": content_type}
    answer = await stranger.post("/complaint", content=body, headers=headers)
    assert answer.status_code == status


async def test_a_file_comes_with_its_content(stranger):
    files = {"photo": ("a.jpg", b"\xff\xd8", "image/jpeg")}
    answer = await stranger.post("/complaint", data=GOOD, files=files, headers=OWN)
    assert answer.status_code == 303


async def test_text_where_a_file_belongs_is_refused(stranger):
    answer = await post(stranger, photo="not a file")
    assert answer.status_code == 422


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-23",
        "2026/11/23",
        "2026.11.23",
        "2026年11月23日",
        "20261123",
        "２０２６－１１－２３",
    ],
)
def test_a_day_is_read_as_people_write_it(text):
    assert read_day(text) == date(2026, 11, 23)


@pytest.mark.parametrize("text", ["2026-02-29", "0000-01-01", "2026-13-01", "tomorrow", "", "2026"])
def test_a_day_that_is_none_is_refused(text):
    with pytest.raises(NotValid):
        read_day(text)
