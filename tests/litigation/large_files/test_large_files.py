"""Large files: parts in any order, any number of times, one whole file, nothing by halves."""

from datetime import timedelta
from hashlib import sha256
from uuid import UUID, uuid4

import pytest

from commons.access.actor import Actor
from commons.errors import NotFound, NotNow, NotValid
from commons.evidence_log.models import Leaf
from litigation.bundle.gathering_queries import gather
from litigation.bundle.rules import Body
from litigation.cases.models import Case
from litigation.large_files import actions
from litigation.large_files.models import LargeFile, LargePart
from litigation.large_files.queries import bytes_of, whole_file
from litigation.large_files.rules import (
    FILE_BYTES_MAX,
    LIFE,
    OPEN_MAX,
    PART_BYTES,
    PARTS_MAX,
    LargeStage,
    Media,
    media_of,
    parts_of,
)
from tests.litigation.cases.builders import CLERK, JUDGE, NOW, STRANGER, TOURIST, a_case

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("db")]
FILM = b"\x00\x00\x00\x18ftypmp42" + b"film" * (PART_BYTES // 4 + 100)  # two parts and a bit
PARTS = [FILM[:PART_BYTES], FILM[PART_BYTES:]]
SIZE = len(FILM)
assert len(PARTS) == parts_of(SIZE)


async def begun(
    case: Case, who: Actor = CLERK, *, size: int = SIZE, key: UUID | None = None
) -> UUID:
    return await actions.begin(
        who,
        case.id,
        title="现场录像（虚构）",
        name="录像.mp4",
        size=size,
        form_key=key or uuid4(),
        now=NOW,
    )


async def put(case: Case, file_id: UUID, place: int, who: Actor = CLERK, **more: object) -> None:
    facts: dict[str, object] = {"content": PARTS[place - 1], **more}
    content = facts["content"]
    assert isinstance(content, bytes)
    digest = str(facts.get("digest", sha256(content).hexdigest()))
    await actions.put_part(who, case.id, file_id, place, content, digest=digest, now=NOW)


async def test_parts_come_in_any_order_and_twice_and_make_one_file():
    case = await a_case()
    file_id = await begun(case)
    for place in (2, 1, 2):
        await put(case, file_id, place)
    for _ in range(2):
        await actions.finish(CLERK, case.id, file_id, now=NOW)
    row = await whole_file(JUDGE, case.id, file_id)
    assert (row.stage, row.media, row.sha256) == (
        LargeStage.WHOLE,
        Media.MP4,
        sha256(FILM).hexdigest(),
    )
    assert b"".join([part async for part in bytes_of(row)]) == FILM
    assert await Leaf.filter(act="large_files.handed_in").count() == 1
    gathered, _ = await gather(case)
    [item] = [one for one in gathered if one.body is Body.LARGE]
    assert (item.title, item.sha256) == ("现场录像（虚构）", row.sha256)


async def test_what_has_come_stays_when_the_connection_breaks_and_is_gone_on_with():
    case = await a_case()
    key = uuid4()
    file_id = await begun(case, key=key)
    await put(case, file_id, 1)
    with pytest.raises(NotNow, match="parts_missing"):
        await actions.finish(CLERK, case.id, file_id, now=NOW)
    assert await begun(case, key=key) == file_id  # the page was loaded again
    await put(case, file_id, 2)
    await actions.finish(CLERK, case.id, file_id, now=NOW)
    assert (await LargeFile.get()).stage is LargeStage.WHOLE


@pytest.mark.parametrize(
    "wrong",
    [
        {"content": PARTS[0][:-1]},
        {"content": PARTS[0] + b"x"},
        {"digest": "0" * 64},
        {"digest": ""},
    ],
    ids=["too short", "too long", "other hash", "no hash"],
)
async def test_a_part_that_did_not_arrive_whole_is_refused(wrong):
    case = await a_case()
    file_id = await begun(case)
    with pytest.raises(NotValid):
        await put(case, file_id, 1, **wrong)
    assert await LargePart.all().count() == 0


@pytest.mark.parametrize("place", [0, 3, -1, 10**6])
async def test_a_part_that_the_file_does_not_have_is_not_there(place):
    case = await a_case()
    file_id = await begun(case)
    digest = sha256(PARTS[0]).hexdigest()
    with pytest.raises(NotFound):
        await actions.put_part(CLERK, case.id, file_id, place, PARTS[0], digest=digest, now=NOW)


async def test_another_file_of_the_same_length_is_noticed():
    case = await a_case()
    file_id = await begun(case)
    await put(case, file_id, 1)
    with pytest.raises(NotNow, match="another_file"):
        await put(case, file_id, 1, content=b"y" * PART_BYTES)


async def test_what_it_is_is_told_by_its_bytes():
    case = await a_case()
    content = b"MZ this is a program"
    with pytest.raises(NotValid, match="kind_not_taken"):
        await actions.hand_in(
            CLERK, case.id, content, title="虚构", name="录像.mp4", form_key=uuid4(), now=NOW
        )
    assert await LargeFile.all().count() == 0
    heads = {
        b"%PDF-1.7": Media.PDF,
        b"\xff\xd8\xff\xe0": Media.JPEG,
        b"\x89PNG\r\n\x1a\n": Media.PNG,
        b"ID3\x04": Media.MP3,
        b"RIFF\x00\x00\x00\x00WAVE": Media.WAV,
    }
    assert {head: media_of(head) for head in heads} == heads


@pytest.mark.parametrize(("size", "title"), [(0, "虚构"), (FILE_BYTES_MAX + 1, "虚构"), (1, " ")])
async def test_a_file_has_a_size_and_a_title(size, title):
    case = await a_case()
    with pytest.raises(NotValid):
        await actions.begin(
            CLERK, case.id, title=title, name="x", size=size, form_key=uuid4(), now=NOW
        )
    assert await LargeFile.all().count() == 0
    assert PARTS_MAX * PART_BYTES >= FILE_BYTES_MAX


async def test_one_person_begins_only_so_many_at_once():
    case = await a_case()
    for _ in range(OPEN_MAX):
        await begun(case)
    with pytest.raises(NotNow, match="too_many_open"):
        await begun(case)
    await begun(case, JUDGE)


async def test_nobody_goes_on_with_anothers_file_and_strangers_find_none():
    case = await a_case(actor=TOURIST)
    file_id = await begun(case, TOURIST)
    for other in (CLERK, STRANGER):
        with pytest.raises(NotFound):
            await put(case, file_id, 1, other)
        with pytest.raises(NotFound):
            await actions.drop(other, case.id, file_id)
    with pytest.raises(NotFound):
        await whole_file(TOURIST, case.id, file_id)  # it is not whole yet


async def test_who_gives_up_leaves_nothing_behind():
    case = await a_case()
    file_id = await begun(case)
    await put(case, file_id, 1)
    for _ in range(2):
        await actions.drop(CLERK, case.id, file_id)
    assert await LargePart.all().count() == 0
    with pytest.raises(NotNow):
        await put(case, file_id, 1)


async def test_after_a_week_without_a_part_it_is_forgotten():
    case = await a_case()
    file_id = await begun(case)
    await put(case, file_id, 1)
    assert await actions.sweep(NOW + LIFE - timedelta(seconds=1)) == 0
    assert await actions.sweep(NOW + LIFE) == 1
    assert await actions.sweep(NOW + LIFE) == 0
    assert await LargePart.all().count() == 0


async def test_without_a_script_a_form_hands_one_file_in(desk):
    case = await a_case()
    here = f"/cases/{case.id}/large-files"
    async with desk(CLERK) as browser:
        assert "还没有递交文件" in (await browser.get(here)).text
        form = {"key": str(uuid4()), "title": ""}
        lacking = await browser.post(here, data=form, files={"files": ("a.pdf", b"%PDF-1.7 x")})
        assert lacking.status_code == 422
        form["title"] = "合同扫描件（虚构）"
        empty = await browser.post(here, data=form, files={"files": ("a.pdf", b"")})
        assert (empty.status_code, "合同扫描件" in empty.text) == (422, True)
        for _ in range(2):
            done = await browser.post(here, data=form, files={"files": ("a.pdf", b"%PDF-1.7 x")})
            assert done.status_code == 303
        row = await LargeFile.get()
        shown = await browser.get(here)
        assert ("合同扫描件" in shown.text, row.sha256 in shown.text) == (True, True)
        taken = await browser.get(f"{here}/{row.id}/content")
        assert taken.content == b"%PDF-1.7 x"
        assert taken.headers["content-disposition"].startswith("attachment")


async def test_a_script_hands_the_parts_in_one_by_one(desk):
    case = await a_case()
    here = f"/cases/{case.id}/large-files"
    async with desk(CLERK) as browser:
        form = {"key": str(uuid4()), "title": "录像（虚构）", "name": "a.mp4", "size": str(SIZE)}
        begun_at = await browser.post(f"{here}/begin", data=form)
        assert begun_at.status_code == 201
        one = f"{here}/{begun_at.json()['id']}"
        for place, content in enumerate(PARTS, start=1):
            headers = {"x-part-sha256": sha256(content).hexdigest()}
            headers["content-type"] = "application/octet-stream"
            sent = await browser.post(f"{one}/parts/{place}", content=content, headers=headers)
            assert sent.status_code == 204
            if place == 1:
                assert 'data-have="1"' in (await browser.get(here)).text
                early = await browser.post(f"{one}/finish", data={"press": "yes"})
                assert early.status_code == 409
        assert (await browser.post(f"{one}/finish", data={"press": "yes"})).status_code == 303
        too_much = await browser.post(f"{one}/parts/1", content=PARTS[0] * 2, headers=headers)
        assert too_much.status_code == 413
    async with desk(STRANGER) as browser:
        assert (await browser.get(f"{one}/content")).status_code == 404
