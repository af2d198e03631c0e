"""JSON from outside, read strictly: one meaning, bounded depth, no numbers that change."""

import json
import re
from collections.abc import Sequence
from itertools import accumulate
from typing import NoReturn

from starlette.requests import Request

from commons.web.limits import BadRequest, WrongMedia

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]

DEPTH_MAX = 32
# Beyond this a JavaScript reader gets another number than was written.
INTEGER_MAX = 2**53
DIGITS_MAX = 40
JSON_TYPES = ("application/json",)

# A text without an end runs to the end: to look for its end again and again would take hours.
_NOT_BRACKETS = re.compile(rb'"(?:[^"\\]++|\\.)*+"?|[^"\[\]{}]++', re.DOTALL)
_STEPS = tuple(+1 if byte in b"[{" else -1 if byte in b"]}" else 0 for byte in range(256))


async def read_json(request: Request, *, media_types: Sequence[str] = JSON_TYPES) -> Json:
    """Read the body as JSON, or refuse it: 415 for another type, 400 for anything malformed."""
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    # A form of another site can post text/plain without asking; it cannot post this.
    if media_type not in media_types:
        raise WrongMedia("web.json_expected")
    return parse_json(await request.body())


def parse_json(body: bytes) -> Json:
    """Parse strict JSON: UTF-8, no duplicate keys, no NaN, no lone surrogates, no NUL."""
    if _depth(body) > DEPTH_MAX:
        raise BadRequest("web.malformed_body")
    try:
        text = body.decode("utf-8")
        found: Json = json.loads(
            text,
            object_pairs_hook=_no_twins,
            parse_int=_integer,
            parse_float=_number,
            parse_constant=_refuse,
        )
    except (ValueError, RecursionError) as error:
        raise BadRequest("web.malformed_body") from error
    # An escape can still smuggle in what no database keeps; plain bytes above could not.
    if "\\u" in text and not _is_clean(found):
        raise BadRequest("web.malformed_body")
    return found


def _depth(body: bytes) -> int:
    """Count how deep brackets nest, before a parser follows them down."""
    brackets = _NOT_BRACKETS.sub(b"", body)
    return max(accumulate(map(_STEPS.__getitem__, brackets)), default=0)


def _no_twins(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise BadRequest("web.malformed_body")
    return found


def _integer(text: str) -> int:
    if len(text) > DIGITS_MAX or abs(int(text)) > INTEGER_MAX:
        raise BadRequest("web.malformed_body")
    return int(text)


def _number(text: str) -> float:
    number = float(text) if len(text) <= DIGITS_MAX else float("inf")
    if number in {float("inf"), float("-inf")}:
        raise BadRequest("web.malformed_body")
    return number


def _refuse(text: str) -> NoReturn:
    raise BadRequest("web.malformed_body", token=text)


def _is_clean(part: Json) -> bool:
    if isinstance(part, str):
        return "\x00" not in part and not any("\ud800" <= c <= "\udfff" for c in part)
    if isinstance(part, list):
        return all(map(_is_clean, part))
    if isinstance(part, dict):
        return all(_is_clean(key) and _is_clean(value) for key, value in part.items())
    return True
