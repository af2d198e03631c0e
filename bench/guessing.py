"""Whoever guesses codes finds nothing, learns nothing from the time, and shuts nobody out.

Usage: `scripts/with-postgres .venv/bin/python bench/guessing.py [--seconds N] [--codes N]
[--readers N] [--timings N] [--json FILE]`. Two servers, loopback only; stops by itself.

First G-SEC-2: the time, status, length and headers of `POST /d/phone` for a valid code, an unknown
one, one that ran out, and somebody else's. Then G-SEC-1: guesses from 1,000 addresses at `/verify`,
the cheapest place to guess, while recipients fetch their papers at the counter.
"""

import argparse
import asyncio
import gc
import json
import os
import tempfile
import time
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass, field
from itertools import combinations, count
from pathlib import Path
from random import Random

from guessing_town import Answer, Caller, Home, settings_of, settle, two_servers, visits

from commons import vault
from commons.almanac import Clock
from commons.codes import ALPHABET, CODE_LENGTH, new_code
from island.database import migrate, opened
from litigation.delivery.attempts import take_otp
from litigation.delivery.budgets import key_of
from litigation.delivery.models import Otp, Pickup, Spending
from litigation.delivery.pickup_rules import LIMITS, Budget
from litigation.delivery.prints import print_token

ADDRESSES = 1_000
GUESSERS = 8  # connections to each server
READERS_AT_ONCE = 4
EMPTY_EVERY = 100  # timings of each lane between two times that the budget is filled again
KINDS = ("valid", "unknown", "over", "foreign")
AUC_MAX = 0.55
CHANCE_PER_HOUR_MAX = 1e-6


@dataclass(frozen=True, slots=True)
class Plan:
    seconds: float
    codes: int
    readers: int
    timings: int


# ---- G-SEC-2


@dataclass(slots=True)
class Heard:
    """What the answers of one kind looked like, and how long each took."""

    seconds: list[float] = field(default_factory=list)
    shapes: Counter[tuple[object, ...]] = field(default_factory=Counter)


async def time_answers(ports: tuple[int, int], town: dict[str, list[Home]]) -> dict[str, object]:
    asks = [(kind, home) for kind in KINDS for home in town[kind]]
    Random(1).shuffle(asks)  # noqa: S311 - a seed, to be repeated
    tokens = await visits([home.code for _, home in asks], Clock().now())
    heard = {kind: Heard() for kind in KINDS}
    numbered = list(zip(count(), asks, tokens))
    gc.disable()
    try:
        await asyncio.gather(*(_lane(port, numbered[n::2], heard) for n, port in enumerate(ports)))
    finally:
        gc.enable()
    pairs = {
        f"{one} or {other}": round(best_guess(heard[one].seconds, heard[other].seconds), 4)
        for one, other in combinations(KINDS, 2)
    }
    shapes = {shape for one in heard.values() for shape in one.shapes}
    return {
        "timings_each": min(len(one.seconds) for one in heard.values()),
        "auc": pairs,
        "auc_max": max(pairs.values()),
        "different_answers": len(shapes),
        "median_ms": {
            kind: round(sorted(one.seconds)[len(one.seconds) // 2] * 1_000, 3)
            for kind, one in heard.items()
        },
    }


async def _lane(
    port: int, asks: list[tuple[int, tuple[str, Home], str]], heard: dict[str, Heard]
) -> None:
    caller, everybody = Caller(port), key_of(Budget.GUESS_ALL, "everybody")
    for done, (number, (kind, home), token) in enumerate(asks):
        if done % EMPTY_EVERY == 0:
            await Spending.filter(key=everybody).update(spent=0)
        address = f"2001:db8:{number >> 8:x}:{(number & 255) << 8:x}::1"
        began = time.perf_counter()
        answer = await caller.post("/d/phone", {"phone": home.tail}, address=address, cookie=token)
        heard[kind].seconds.append(time.perf_counter() - began)
        heard[kind].shapes[answer.shape()] += 1
    caller.close()


def best_guess(one: list[float], other: list[float]) -> float:
    """Area under the curve of whoever guesses by time alone: 0.5 knows nothing, 1 everything."""
    ranked = sorted(other)
    wins = sum(bisect_left(ranked, value) + bisect_right(ranked, value) for value in one)
    area = wins / (2 * len(one) * len(other))
    return max(area, 1 - area)


# ---- G-SEC-1


async def attack(
    ports: tuple[int, int], plan: Plan, readers: list[Home], right: Home
) -> dict[str, object]:
    told: Counter[str] = Counter()
    await Spending.all().delete()
    # Positive control: with room in the budget a right code is a hit, and is counted as one.
    control = await Caller(ports[0]).post("/verify", {"code": right.code}, address="192.0.2.1")
    until = time.monotonic() + plan.seconds
    numbers = count()
    guessing = [
        asyncio.create_task(_guess(Caller(port), numbers, until, told))
        for port in ports
        for _ in range(GUESSERS)
    ]
    while told["refused"] == 0 and time.monotonic() < until:  # noqa: ASYNC110 - others count
        await asyncio.sleep(0.1)  # once the budget is spent it is hard for readers
    fetched = await _fetch_all(ports, readers, until)
    await asyncio.gather(*guessing)
    guesses = sum(told.values())
    chance = LIMITS[Budget.GUESS_ALL].most * plan.codes / len(ALPHABET) ** CODE_LENGTH
    unthrottled = 10**6 * plan.codes / len(ALPHABET) ** CODE_LENGTH
    return {
        "guesses": guesses,
        "guesses_per_second": round(guesses / plan.seconds, 1),
        "outcomes": dict(told),
        "control": _outcome(control),
        "live_codes": plan.codes,
        "readers": dict(fetched),
        "chance_of_a_hit_per_hour": chance,
        "chance_per_hour_unthrottled": unthrottled,
    }


async def _guess(caller: Caller, numbers: "count[int]", until: float, told: Counter[str]) -> None:
    while time.monotonic() < until:
        number = next(numbers) % ADDRESSES
        address = f"10.{number // 250}.{number % 250}.7"  # each in a network of its own
        told[_outcome(await caller.post("/verify", {"code": new_code()}, address=address))] += 1
    caller.close()


def _outcome(answer: Answer) -> str:
    for verdict in (b"unknown", b"genuine"):
        if b'data-verdict="' + verdict in answer.body:
            return {b"unknown": "evaluated", b"genuine": "hit"}[verdict]
    return "refused" if answer.status == 409 else f"status {answer.status}"


async def _fetch_all(ports: tuple[int, int], readers: list[Home], until: float) -> Counter[str]:
    told: Counter[str] = Counter()
    waiting = list(enumerate(readers))

    async def serve(port: int) -> None:
        caller = Caller(port)
        while waiting and time.monotonic() < until:
            number, home = waiting.pop()
            told[await _fetch(caller, home, f"172.16.{number // 250}.{number % 250}")] += 1
        caller.close()

    await asyncio.gather(*(serve(ports[n % 2]) for n in range(READERS_AT_ONCE)))
    return told


async def _fetch(caller: Caller, home: Home, address: str) -> str:
    """Walk from the code to the paper as its recipient does; says how it went."""
    begun = await caller.post("/d", {"code": home.code}, address=address)
    token = begun.header("set-cookie").removeprefix("pickup=").partition(";")[0]
    way, phone = "at once", home.tail
    asked = await caller.post("/d/phone", {"phone": phone}, address=address, cookie=token)
    if asked.location == "/d/phone":
        way = "by the whole number"
        asked = await caller.post("/d/phone", {"phone": home.phone}, address=address, cookie=token)
    if asked.location != "/d/confirm":
        return f"shut out: {asked.status} {asked.location}"
    pickup = await Pickup.get(token_fingerprint=print_token(token))
    otp = await Otp.filter(pickup_id=pickup.id).first()
    sent = await take_otp(otp.id, Clock().now()) if otp else None
    if sent is None:
        return "no message"
    opened = await caller.post("/d/confirm", {"otp": sent.digits}, address=address, cookie=token)
    return way if opened.location == "/d/paper" else f"shut out: {opened.status}"


# ---- both


async def run(plan: Plan, home: Path, database_url: str) -> dict[str, object]:
    settings = settings_of(home, database_url)
    await migrate(settings)
    vault.unlock(settings.keys.vault)
    async with opened(settings):
        now = Clock().now()
        live = await settle(plan.codes, now)
        assert len(live) >= plan.readers + 2 * plan.timings + 1
        town = {
            "valid": live[plan.readers :][: plan.timings],
            "foreign": [Home(one.code, "0000") for one in live[-plan.timings :]],
            "unknown": [Home(new_code(), one.phone) for one in live[: plan.timings]],
            "over": await settle(plan.timings, now, is_over=True),
        }
        with two_servers(home, database_url) as ports:
            oracle = await time_answers(ports, town)
            print(json.dumps({"G-SEC-2": oracle}, indent=1), flush=True)
            codes = await attack(ports, plan, live[: plan.readers], live[plan.readers + 1])
            print(json.dumps({"G-SEC-1": codes}, indent=1), flush=True)
    return {"G-SEC-1": codes, "G-SEC-2": oracle}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=420.0, help="of guessing")
    parser.add_argument("--codes", type=int, default=100_000)
    parser.add_argument("--readers", type=int, default=1_000)
    parser.add_argument("--timings", type=int, default=10_000, help="of each kind")
    parser.add_argument("--json", type=Path)
    chosen = parser.parse_args()
    plan = Plan(chosen.seconds, chosen.codes, chosen.readers, chosen.timings)
    url = os.environ["ISLAND_TEST_DATABASE_URL"].replace("/island_test", "/island")
    with tempfile.TemporaryDirectory() as folder:
        found = asyncio.run(run(plan, Path(folder), url))
    if chosen.json:
        chosen.json.write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
