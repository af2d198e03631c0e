"""The room apart: same answers as the pure door, and no file can take the house down."""

import asyncio

import pytest

from commons.errors import NotNow, NotValid
from commons.uploads.accept import accept_upload
from commons.uploads.quarantine import Quarantine
from tests.commons.uploads import files


async def test_a_file_opened_apart_gives_the_same_answer_as_opened_here():
    content = files.photo_with_place()
    assert await Quarantine().accept(content, "海边.jpg") == accept_upload(content, "海边.jpg")


async def test_a_refusal_comes_back_with_its_reason_and_facts():
    with pytest.raises(NotValid) as refused:
        await Quarantine().accept(files.png_claiming(60_000, 60_000), "a.png")
    assert (refused.value.reason, refused.value.facts) == (
        "uploads.too_many_pixels",
        {"most": 40, "name": "a.png"},
    )


async def test_the_largest_allowed_picture_fits_into_the_room():
    content = files.picture("PNG", size=(8_000, 5_000))
    assert (await Quarantine().accept(content, "a.png")).media_type == "image/png"


async def test_a_file_that_takes_too_long_is_refused_and_the_room_is_free_again():
    slow = Quarantine(rooms_max=1, seconds_max=0.01)
    with pytest.raises(NotValid) as refused:
        await slow.accept(files.picture(), "a.jpg")
    assert refused.value.reason == "uploads.too_complicated"
    patient = Quarantine(rooms_max=1)
    assert (await patient.accept(files.picture(), "a.jpg")).name == "a.jpg"


async def test_when_too_many_wait_the_next_is_asked_to_come_back():
    door = Quarantine(rooms_max=1, waiting_max=1)
    names = ("a.jpg", "b.jpg", "c.jpg")
    results = await asyncio.gather(
        *(door.accept(files.picture(), name) for name in names), return_exceptions=True
    )
    busy = [one.reason for one in results if isinstance(one, NotNow)]
    assert (len(results) - len(busy), busy) == (2, ["uploads.busy"])
    assert (await door.accept(files.picture(), "d.jpg")).name == "d.jpg"


async def test_a_caller_who_leaves_takes_his_room_with_him():
    door = Quarantine(rooms_max=1)
    leaving = asyncio.create_task(door.accept(files.picture("PNG", size=(8_000, 5_000)), "a.png"))
    await asyncio.sleep(0.1)
    leaving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await leaving
    assert (await door.accept(files.picture(), "b.jpg")).name == "b.jpg"
