"""The only door of the rendering child: named files of our own, no network, no other file."""

from pathlib import Path

# Runs in the child only, where WeasyPrint is loaded anyway.
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from commons.papers.places import FONTS

ASSETS: dict[str, tuple[Path, str]] = {
    f"asset:{name}": (FONTS / name, "font/woff2")
    for name in ("court-song.woff2", "court-song-bold.woff2", "court-rare.woff2")
}


class Forbidden(FatalURLFetchingError):
    """A paper asked for something outside: it is not made at all."""


class AssetFetcher(URLFetcher):
    """Gives the three fonts by name. Everything else stops the paper (reliability 5.5)."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        if url not in ASSETS:
            raise Forbidden(url[:100])
        path, media_type = ASSETS[url]
        headers = {"Content-Type": media_type}
        return URLFetcherResponse(url, path.read_bytes(), headers)  # type: ignore[no-untyped-call]

    def open(self, *_: object, **__: object) -> URLFetcherResponse:
        """Refuse: the base class would open any address by this name."""
        raise Forbidden("open")
