"""One small press for all tests of papers: children are slow to start and quick to print."""

import asyncio
from collections.abc import Iterator

import pytest

from commons.papers.render import Renderer
from tests.commons.papers.builders import FOLDER


@pytest.fixture(scope="session")
def renderer() -> Iterator[Renderer]:
    press = Renderer(1, folder=FOLDER)
    yield press
    asyncio.run(press.close())
