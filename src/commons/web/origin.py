"""A write must come from our own pages: judged by what the browser itself says, not by a secret."""

from collections.abc import Mapping

from commons.web.limits import ForeignOrigin

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def check_origin(headers: Mapping[bytes, bytes], *, host: str, public_url: str) -> None:
    """Refuse a write from another site, and one that hides where it comes from.

    Every browser we serve sends Origin with a POST, and newer ones Sec-Fetch-Site. A write with
    neither comes from no page of ours. Programs send a bearer token instead of a cookie and are
    not asked (see the front door): what a browser does not add by itself cannot be abused.
    """
    site = headers.get(b"sec-fetch-site")
    origin = headers.get(b"origin")
    if site is None and origin is None:
        raise ForeignOrigin("web.no_origin")
    if site is not None and site != b"same-origin":
        raise ForeignOrigin("web.foreign_origin")
    if origin is not None and not is_own(origin.decode("latin-1"), host, public_url):
        raise ForeignOrigin("web.foreign_origin")


def is_own(origin: str, host: str, public_url: str) -> bool:
    """Say whether an Origin header names this site, at the address it was asked under."""
    if origin == public_url:
        return True
    # Another of our hosts, asked for by that name; never plain http beside a site with TLS.
    secure = public_url.startswith("https://")
    return origin == f"https://{host}" or (not secure and origin == f"http://{host}")
