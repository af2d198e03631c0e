"""How often a code may be tried, how long an answer holds, and what a tap on the shoulder costs."""

import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil

from commons.errors import NotValid

SESSION_LIFE = timedelta(minutes=30)
OTP_LIFE = timedelta(minutes=10)
OTP_DIGITS = 6
OTP_TRIES_MAX = 5
DOWNLOADS_MAX = 10  # then the second factor is asked again (reliability A7)
MATCHES_MAX = 4  # recipients of one paper whose phones end alike
OPEN_OTPS_MAX = 8
USER_AGENT_MAX = 300
PHONE_TRUST = timedelta(days=90)  # numbers are given to new owners (reliability A14)
TOKEN_BYTES = 32
TOKEN_CHARACTERS_MAX = 100
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


DEVICES = (
    ("OpenHarmony", "HarmonyOS"),
    ("HarmonyOS", "HarmonyOS"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)
APPS = (
    ("MicroMessenger", "微信"),
    ("AlipayClient", "支付宝"),
    ("DingTalk", "钉钉"),
    ("Edg/", "Edge"),
    ("Chrome/", "Chrome"),
    ("Firefox/", "Firefox"),
    ("Safari/", "Safari"),
)


class Budget(StrEnum):
    """What is counted, over all processes together."""

    GUESS_ALL = "guess_all"
    GUESS_ADDRESS = "guess_address"
    GUESS_NETWORK = "guess_network"
    OTP_ADDRESS = "otp_address"
    OTP_PAPER_HOUR = "otp_paper_hour"
    OTP_PAPER_DAY = "otp_paper_day"
    OTP_PHONE_HOUR = "otp_phone_hour"
    OTP_PHONE_DAY = "otp_phone_day"
    IDENTITY = "identity"


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` in any span of this length."""

    most: int
    per: timedelta


LIMITS = {
    Budget.GUESS_ALL: Limit(600, timedelta(hours=1)),
    Budget.GUESS_ADDRESS: Limit(10, timedelta(minutes=1)),
    Budget.GUESS_NETWORK: Limit(100, timedelta(hours=1)),
    Budget.OTP_ADDRESS: Limit(20, timedelta(hours=1)),
    Budget.OTP_PAPER_HOUR: Limit(5, timedelta(hours=1)),
    Budget.OTP_PAPER_DAY: Limit(10, timedelta(days=1)),
    Budget.OTP_PHONE_HOUR: Limit(5, timedelta(hours=1)),
    Budget.OTP_PHONE_DAY: Limit(10, timedelta(days=1)),
    Budget.IDENTITY: Limit(5, timedelta(days=1)),
}
GUESSES = (Budget.GUESS_ADDRESS, Budget.GUESS_NETWORK, Budget.GUESS_ALL)
OTP_PAUSE = timedelta(seconds=60)  # between two codes to one phone


class Asked(StrEnum):
    """The answer to code and phone. None of them says whether either was right."""

    GO_ON = "go_on"
    CAREFUL = "careful"  # too many wrong ones: the whole phone number is needed
    LATER = "later"  # too many codes from this address


@dataclass(frozen=True, slots=True)
class Source:
    """Where a request comes from; kept as evidence only as a fingerprint."""

    address: str
    user_agent: str

    @property
    def network(self) -> str:
        """Name the neighbourhood: one household may own 2^64 IPv6 addresses."""
        try:
            address = ip_address(self.address)
        except ValueError:
            return "unknown"
        bits = 56 if isinstance(address, IPv6Address) else 24
        return str(ip_network((address, bits), strict=False))


def window_of(limit: Limit, now: datetime) -> int:
    return (now - EPOCH) // limit.per


def room_in(limit: Limit, spent_before: int, now: datetime) -> int:
    """Say how much this window may hold, given how much the one before it held.

    The part of the former window that still lies within the span counts, rounded up: so no span
    of that length ever holds more than `most`, wherever it begins, if use was even.
    """
    into = ((now - EPOCH) % limit.per) / limit.per
    return limit.most - ceil(spent_before * (1 - into))


def new_otp() -> str:
    """Draw six digits, each as likely as any other."""
    return f"{secrets.randbelow(10**OTP_DIGITS):0{OTP_DIGITS}}"


def new_token() -> str:
    return secrets.token_urlsafe(TOKEN_BYTES)


def browser_name(user_agent: str) -> str:
    """Name the device and the app for a person; the whole line stays in the evidence."""
    device = next((name for mark, name in DEVICES if mark in user_agent), "")
    app = next((name for mark, name in APPS if mark in user_agent), "")
    return " · ".join(filter(None, (device, app)))


def check_otp(text: str) -> str:
    """Read the six digits as people type them, full-width and with spaces."""
    digits = _digits(text)
    if len(digits) != OTP_DIGITS:
        raise NotValid("delivery.otp_digits", digits=OTP_DIGITS)
    return digits


def check_tail(text: str) -> str:
    digits = _digits(text)
    if len(digits) != 4:  # noqa: PLR2004
        raise NotValid("delivery.phone_tail")
    return digits


def check_id_tail(text: str) -> str:
    """Read the last four symbols of an identity number; X is one of them."""
    tail = re.sub(r"\s", "", text).upper()
    if not re.fullmatch(r"[0-9A-Z]{4}", tail):
        raise NotValid("delivery.id_tail")
    return tail


def _digits(text: str) -> str:
    plain = re.sub(r"[\s-]", "", text)
    if not plain.isdecimal() or len(plain) > 20:  # noqa: PLR2004
        return ""
    return "".join(str(int(digit)) for digit in plain)
