"""JSON from outside: one meaning, or a refusal; never a crash."""

import time

import pytest

from commons.web.limits import BadRequest
from commons.web.reading import parse_json


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (b'{"a": [1, 2.5, "x", null, true]}', {"a": [1, 2.5, "x", None, True]}),
        ('"𠮷\\u00b7"'.encode(), "𠮷·"),
        (b'"\\ud842\\udfb7"', "𠮷"),
        (b"9007199254740992", 2**53),
        (b"[" * 32 + b"]" * 32, eval("[" * 32 + "]" * 32)),  # noqa: S307
        (b'"' + b"[" * 100 + b'\\""', "[" * 100 + '"'),
    ],
)
def test_good_json_is_read(body, found):
    assert parse_json(body) == found


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"{'a': 1}",
        b"NaN",
        b"[Infinity]",
        b"-Infinity",
        b"1e999",
        b"9007199254740993",
        b"1" * 5_000,
        b"0." + b"1" * 5_000,
        b'{"a": 1, "a": 2}',
        b'{"a": {"b": 1, "b": 1}}',
        b'"\\u0000"',
        b'{"\\u0000": 1}',
        b'["\\ud800"]',
        b'"\x00"',
        b"\xff\xfe",
        b'"\xed\xa0\x80"',
        b"[" * 33 + b"]" * 33,
        b"[" * 200_000,
        b'{"a":' * 40 + b"1" + b"}" * 40,
        b"\xef\xbb\xbf1",
    ],
)
def test_anything_else_is_refused(body):
    with pytest.raises(BadRequest):
        parse_json(body)


@pytest.mark.parametrize(
    "body", [b"[" * 250_000, b'"' * 250_001, b"\\" * 250_000, b'"\\' * 125_000, b"[]" * 125_000]
)
def test_refusing_takes_no_time(body):
    began = time.perf_counter()
    with pytest.raises(BadRequest):
        parse_json(body)
    assert time.perf_counter() - began < 0.5
