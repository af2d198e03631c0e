"""Finding the route of an address among hundreds without trying them one after the other."""

from collections.abc import Mapping, Sequence
from typing import Any

from starlette.routing import BaseRoute, Route, Router
from starlette.types import ASGIApp, Lifespan, Receive, Scope, Send

# Number of parts (None: any), first word, last word (None: not a fixed word).
Shape = tuple[int | None, str, str | None]


class Signpost(Router):
    """A router that goes by an address's length, first word and last word.

    The few routes that are left are tried by Starlette's own router in the order in which they
    were given, so that every answer is the same as without this: wrong methods, unknown addresses.
    A slash too many is a wrong address, not a redirect that loses a posted form.
    """

    def __init__(self, routes: Sequence[BaseRoute], lifespan: Lifespan[Any] | None = None) -> None:
        super().__init__(routes, redirect_slashes=False, lifespan=lifespan)
        assert all(isinstance(route, Route) for route in routes)
        self.boards = _boards([route for route in routes if isinstance(route, Route)])
        self.nowhere = Router(redirect_slashes=False)

    async def app(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await super().app(scope, receive, send)
            return
        scope.setdefault("router", self)
        await self._board(scope["path"])(scope, receive, send)

    def _board(self, path: str) -> ASGIApp:
        parts = path.split("/")
        size, first, last = len(parts), parts[1] if len(parts) > 1 else "", parts[-1]
        return (
            self.boards.get((size, first, last))
            or self.boards.get((size, first, None))
            or self.boards.get((None, first, None))
            or self.nowhere
        )


def _boards(routes: Sequence[Route]) -> Mapping[Shape, Router]:
    shaped = [(_shape(route.path), route) for route in routes]
    wanted = {shape for shape, _ in shaped}
    wanted |= {(size, first, None) for size, first, _ in wanted}
    wanted |= {(None, first, None) for _, first, _ in wanted}
    return {
        want: Router(
            [route for shape, route in shaped if _fits(shape, want)], redirect_slashes=False
        )
        for want in wanted
    }


def _shape(path: str) -> Shape:
    parts = path.split("/")
    assert "{" not in parts[1], "an address begins with a word"
    if ":path}" in path:
        return None, parts[1], None
    return len(parts), parts[1], None if "{" in parts[-1] else parts[-1]


def _fits(shape: Shape, want: Shape) -> bool:
    """Say whether an address of the wanted shape may belong to a route of this shape."""
    return shape[0] in {None, want[0]} and shape[1] == want[1] and shape[2] in {None, want[2]}
