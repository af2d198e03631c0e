"""The only door of the rendering child: named files of our own, no network, no other file."""

from collections.abc import Mapping
from pathlib import Path

# Runs in the child only, where WeasyPrint is loaded anyway.
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from commons.papers.places import FONTS

ASSETS: Mapping[str, Path] = {
    f"asset:{name}": FONTS / name
    for name in ("court-song.woff2", "court-song-bold.woff2", "court-rare.woff2")
}
SQUARE = "asset:square.png"


class Forbidden(FatalURLFetchingError):
    """A paper asked for something outside: it is not made at all."""


class AssetFetcher(URLFetcher):
    """Gives the three fonts and this paper's own square; all else stops the paper."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.square = b""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        if url == SQUARE and self.square:
            content, headers = self.square, {"Content-Type": "image/png"}
        elif url in ASSETS:
            content, headers = ASSETS[url].read_bytes(), {"Content-Type": "font/woff2"}
        else:
            raise Forbidden(url[:100])
        return URLFetcherResponse(url, content, headers)  # type: ignore[no-untyped-call]

    def open(self, *_: object, **__: object) -> URLFetcherResponse:
        """Refuse: the base class would open any address by this name."""
        raise Forbidden("open")
