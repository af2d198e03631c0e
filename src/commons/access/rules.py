"""When a session is alive and fresh, how long one waits after a failure, where one may go on to."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from ipaddress import IPv4Address, IPv6Network, ip_address
from urllib.parse import urlsplit

from commons.access.actor import Actor
from commons.errors import NotAllowed, NotNow

# A staff member who walks away from a counter must not leave a court open (reliability 2.2 H).
IDLE_MAX = timedelta(minutes=30)
SESSION_MAX = timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=1)
FRESH_MAX = timedelta(minutes=10)
SESSIONS_MAX = 20

CODE_STEP_MAX = timedelta(minutes=10)
CODE_TRIES_MAX = 5
INVITATION_MAX = timedelta(hours=24)
RECOVERY_CODES = 10

# Five free failures, then a growing wait; from the tenth on it stays at the longest one, so that
# the true holder of an account can always come back on the same day.
FREE_FAILURES = 4
WAITS = (
    timedelta(minutes=1),
    timedelta(minutes=2),
    timedelta(minutes=4),
    timedelta(minutes=8),
    timedelta(minutes=15),
    timedelta(minutes=30),
)
FORGOTTEN_AFTER = timedelta(hours=24)

# An address may stand for a whole court behind one line: generous, and only for a quarter hour.
ADDRESS_FAILURES_MAX = 50
ADDRESS_WINDOW = timedelta(minutes=15)

LOGIN_CHARACTERS_MAX = 40
IPV6_PREFIX = 56

NEXT_CHARACTERS_MAX = 500


# The first mark that is found counts: every browser claims to be several others.
BROWSERS = (
    ("MicroMessenger", "微信"),
    ("HuaweiBrowser", "华为浏览器"),
    ("MiuiBrowser", "小米浏览器"),
    ("QQBrowser", "QQ浏览器"),
    ("Edg/", "Edge"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)
DEVICE_NAME_MAX = 60

_LOGIN = re.compile(rf"[a-z][a-z0-9._-]{{2,{LOGIN_CHARACTERS_MAX - 1}}}")


class HowSignedIn(StrEnum):
    """By what a session was begun."""

    PASSWORD_AND_CODE = "password_and_code"  # noqa: S105 - a way, not a password
    PASSWORD_AND_RECOVERY = "password_and_recovery"  # noqa: S105
    ENROLMENT = "enrolment"
    DEMO_LINK = "demo_link"


@dataclass(frozen=True, slots=True)
class Budget:
    """How often something was tried in vain, and until when it now waits."""

    failures: int = 0
    last_at: datetime | None = None
    waits_until: datetime | None = None


def try_account(before: Budget, now: datetime) -> Budget:
    """Count one try against an account before it is looked at; refuse while it waits.

    Counting first means that two hundred tries at the same instant are counted, too: only those
    that find no wait are looked at, and the fifth of them begins one.
    """
    _refuse_while_waiting(before, now)
    failures = 1 if _is_forgotten(before, now, FORGOTTEN_AFTER) else before.failures + 1
    return Budget(failures, now, now + wait_after(failures) if wait_after(failures) else None)


def try_address(before: Budget, now: datetime) -> Budget:
    """Count one try against an address; a window, not a growing wait."""
    _refuse_while_waiting(before, now)
    failures = 1 if _is_forgotten(before, now, ADDRESS_WINDOW) else before.failures + 1
    waits = now + ADDRESS_WINDOW if failures >= ADDRESS_FAILURES_MAX else None
    return Budget(failures, now, waits)


def wait_after(failures: int) -> timedelta:
    if failures <= FREE_FAILURES:
        return timedelta(0)
    return WAITS[min(failures - FREE_FAILURES, len(WAITS)) - 1]


def _refuse_while_waiting(before: Budget, now: datetime) -> None:
    if before.waits_until is not None and now < before.waits_until:
        minutes = -(-(before.waits_until - now).total_seconds() // 60)
        raise NotNow("access.wait_before_next_try", minutes=int(minutes))


def _is_forgotten(before: Budget, now: datetime, after: timedelta) -> bool:
    return before.last_at is not None and now - before.last_at >= after


def is_login(text: str) -> bool:
    """Say whether this can be the name of an account: three to forty plain letters and digits."""
    return _LOGIN.fullmatch(text) is not None


def network_of(address: str) -> str:
    """Return what counts as one address: an IPv6 subscriber owns 2**64 of them or more."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv4Address):
        return str(parsed)
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return str(IPv6Network((parsed, IPV6_PREFIX), strict=False))


def device_name(user_agent: str) -> str:
    """Name browser and system as their owner would; what is not known is shown as it came."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    return " · ".join(filter(None, (browser, system))) or user_agent[:DEVICE_NAME_MAX]


def is_alive(*, begun_at: datetime, seen_at: datetime, now: datetime) -> bool:
    return now - begun_at < SESSION_MAX and now - seen_at < IDLE_MAX


def is_fresh(verified_at: datetime | None, now: datetime) -> bool:
    return verified_at is not None and now - verified_at < FRESH_MAX


def must_be_fresh(actor: Actor, now: datetime) -> None:
    """Ask for a second factor again, but only for an act that needs it (ten minutes at most)."""
    if not actor.is_service and not is_fresh(actor.verified_at, now):
        raise NotAllowed("access.verify_again")


def safe_next(text: str | None, otherwise: str = "/") -> str:
    """Return a path on this site to go on to; what could lead elsewhere becomes `otherwise`.

    Browsers read a backslash as a slash and skip tabs and line ends, so both are refused.
    """
    if not text or len(text) > NEXT_CHARACTERS_MAX:
        return otherwise
    if not text.startswith("/") or text.startswith("//") or "\\" in text:
        return otherwise
    if not text.isprintable() or not text.isascii():
        return otherwise
    split = urlsplit(text)
    is_elsewhere = bool(split.scheme or split.netloc)
    is_a_circle = split.path.startswith(("/sign-in", "/sign-out"))
    return otherwise if is_elsewhere or is_a_circle else text
