"""Static files: addressed by content, never lost after an update, small enough."""

import gzip

import pytest

from commons.web.assets import read_assets
from commons.web.site import find_root

STYLES_PACKED_BYTES_MAX = 5 * 1024


async def test_an_old_address_gets_todays_file_but_is_not_kept(site, stranger):
    url = site.state.templates.assets.url("app.css")
    old = url.replace(url.split("/")[2], "0123456789")
    answer = await stranger.get(old)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-cache"
    assert answer.content == (await stranger.get(url)).content


async def test_a_file_is_sent_packed_to_whoever_unpacks(site, stranger):
    url = site.state.templates.assets.url("sprite.svg")
    packed = await stranger.get(url, headers={"accept-encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.headers["content-type"] == "image/svg+xml"
    assert packed.content == (await stranger.get(url)).content


@pytest.mark.parametrize(
    "name", ["../pyproject.toml", "%2e%2e/pyproject.toml", "vendor.lock.json", "", "//etc/passwd"]
)
async def test_only_what_stood_in_the_folder_is_served(stranger, name):
    answer = await stranger.get(f"/static/0123456789/{name}")
    assert answer.status_code in {400, 404}


async def test_signs_of_a_file_are_asked_of_nobody(site):
    """A broken session store must not take the styles away."""
    answer = site.state.templates.assets.files["app.css"]
    assert gzip.decompress(answer.packed) == answer.content


def test_the_styles_stay_small():
    styles = read_assets(find_root() / "static").files["app.css"]
    assert len(styles.packed) <= STYLES_PACKED_BYTES_MAX
