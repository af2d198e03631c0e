"""Reading what strangers send: bounded, never trusted, never a reason to fall over."""

import hmac
import json
import re
from datetime import datetime, timedelta

WORDS_MAX = 200
REPORTS_MAX = 500
CALLBACK_AGE_MAX = timedelta(minutes=5)


def read_json(body: bytes) -> dict[str, object]:
    """Read an answer as untrusted input: anything that is not an object is an empty one."""
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def read_instant(text: object) -> datetime | None:
    try:
        at = datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return at if at is not None and at.tzinfo is not None else None


def in_words(code: str, message: object) -> str:
    return f"{code} {message}".strip()[:WORDS_MAX] if isinstance(message, str) else code


def is_same(expected: str, given: str) -> bool:
    return hmac.compare_digest(expected.encode(), given.encode())


def is_fresh(stamp: str, at: datetime) -> bool:
    if not re.fullmatch(r"[0-9]{9,11}", stamp):
        return False
    return abs(at.timestamp() - int(stamp)) <= CALLBACK_AGE_MAX.total_seconds()
