"""Every address says who may call it, changes nothing on a GET, and takes typed ids."""

import inspect
import re
from collections.abc import Callable, Iterator
from types import CodeType, FunctionType, ModuleType

import pytest
from starlette.routing import Route

from commons.access.actor import Permission
from commons.db import atomic
from commons.settings import Mode
from commons.web.page import Guard
from commons.web.site import check_routes
from island.handbook_site import _routes

ROUTES = _routes(Mode.TEST)
IDS = [f"{max(route.methods or ())} {route.path}" for route in ROUTES]
# Words in an address that are looked up in a closed list, not ids; each page answers 404 else.
WORDS = {"token", "question", "place", "kind", "screen", "case_paper", "hearing_paper"} | {
    "enforcement_paper",
    "pay_key",
    "part",
}
# The link of the demonstration signs in by being opened; there is none outside demo mode.
MAY_WRITE_ON_GET = {"enter_demo"}
PAGE_THAT_SIGNS = """
async def show(request):
    return await step(request)
async def step(request):
    return await sign()
"""
DEED = atomic(lambda: None).__code__.co_qualname


@pytest.mark.parametrize("route", ROUTES, ids=IDS)
def test_every_route_says_who_may_call_it(route):
    need = getattr(route.endpoint, "needs", None)
    assert isinstance(need, Permission | Guard)


def test_a_route_without_a_guard_stops_the_start():
    async def bare(_: object) -> None: ...

    with pytest.raises(AssertionError, match="/bare"):
        check_routes([Route("/bare", bare)])


@pytest.mark.parametrize("route", ROUTES, ids=IDS)
def test_a_page_reads_and_a_form_posts(route):
    assert route.methods in ({"GET", "HEAD"}, {"POST"})


@pytest.mark.parametrize("route", ROUTES, ids=IDS)
def test_the_ids_in_an_address_are_typed(route):
    loose = set(re.findall(r"{(\w+)}", route.path)) - WORDS
    assert loose == set()


def test_no_two_routes_have_one_address():
    seen = [(route.path, tuple(sorted(route.methods or ()))) for route in ROUTES]
    assert sorted(set(seen)) == sorted(seen)


READING = [route for route in ROUTES if "GET" in (route.methods or ())]


@pytest.mark.parametrize("route", READING, ids=[route.path for route in READING])
def test_opening_a_page_does_no_deed(route):
    """A link preview, a prefetch or a virus scanner opens pages: that must change nothing."""
    found = set(deeds_of(inspect.unwrap(route.endpoint)))
    assert (found == set()) is (route.name not in MAY_WRITE_ON_GET), found


def test_a_page_that_does_a_deed_is_caught():
    @atomic
    async def sign() -> None: ...

    pages = {"sign": sign, "__name__": "litigation.pages"}
    exec(PAGE_THAT_SIGNS, pages)  # noqa: S102 - a module of its own, as the real pages have
    assert set(deeds_of(pages["show"])) == {"sign"}


def deeds_of(function: Callable[..., object], seen: set[object] | None = None) -> Iterator[str]:
    """Name the deeds that a function calls by name, through functions of its own module too."""
    seen = seen if seen is not None else set()
    if not isinstance(function, FunctionType) or function in seen:
        return
    seen.add(function)
    for called in _called(function):
        if getattr(called, "__code__", None) and called.__code__.co_qualname == DEED:
            yield called.__name__
        elif isinstance(called, FunctionType) and _is_ours(called):
            yield from deeds_of(inspect.unwrap(called), seen)


def _is_ours(function: FunctionType) -> bool:
    package = (function.__module__ or "").partition(".")[0]
    return package in {"commons", "litigation", "island"}


def _called(function: FunctionType) -> Iterator[object]:
    names = _names(function.__code__)
    for name in names:
        known = function.__globals__.get(name)
        if isinstance(known, ModuleType):
            yield from (getattr(known, other, None) for other in names)
        else:
            yield known


def _names(code: CodeType) -> set[str]:
    inner = (one for one in code.co_consts if isinstance(one, CodeType))
    return set(code.co_names).union(*map(_names, inner))
