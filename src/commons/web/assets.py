"""The files a browser fetches once and keeps: styles, icons, small scripts."""

import gzip
import hashlib
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PREFIX = "/static"
MEDIA_TYPES: Mapping[str, str] = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
    ".webmanifest": "application/manifest+json",
    ".txt": "text/plain; charset=utf-8",
}
GZIP_BYTES_MIN = 512
HASH_LENGTH = 10


@dataclass(frozen=True, slots=True)
class Asset:
    """One file, with its address by content and its packed form."""

    name: str
    url: str
    content: bytes
    packed: bytes | None
    media_type: str

    @property
    def digest(self) -> str:
        return self.url.split("/")[2]


@dataclass(frozen=True, slots=True)
class Assets:
    """All static files in memory. Only what stood in the folder at the start is ever served."""

    files: Mapping[str, Asset]

    def url(self, name: str) -> str:
        return self.files[name].url

    def text(self, name: str) -> str:
        return self.files[name].content.decode()

    def csp_hash(self, name: str) -> str:
        """Name the file's text for a Content-Security-Policy that allows it inline."""
        digest = hashlib.sha256(self.files[name].content).digest()
        return f"'sha256-{b64encode(digest).decode()}'"


def read_assets(folder: Path) -> Assets:
    """Read every file of a known type below the folder."""
    found = (
        _read(path, path.relative_to(folder).as_posix())
        for path in sorted(folder.rglob("*"))
        if path.suffix in MEDIA_TYPES and path.is_file()
    )
    return Assets(files={asset.name: asset for asset in found})


def _read(path: Path, name: str) -> Asset:
    content = path.read_bytes()
    if path.suffix in {".css", ".js", ".svg"}:
        # An HTML parser turns CRLF into LF, and the inline hash must match what it sees.
        content = content.replace(b"\r\n", b"\n")
    digest = hashlib.sha256(content).hexdigest()[:HASH_LENGTH]
    worth = len(content) >= GZIP_BYTES_MIN and path.suffix not in {".png", ".woff2"}
    return Asset(
        name=name,
        url=f"{PREFIX}/{digest}/{name}",
        content=content,
        packed=gzip.compress(content, 9, mtime=0) if worth else None,
        media_type=MEDIA_TYPES[path.suffix],
    )
