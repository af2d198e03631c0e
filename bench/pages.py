"""What our whole floor costs: pages and JSON against bare Starlette doing the same query.

Usage: `python bench/pages.py [--json FILE] [--seconds N]`. SQLite, FULL sync, under two minutes.

Two servers with the same uvicorn settings stand beside each other, each on its own copy of one
database. "ours" is the whole application: front door, session, rights, routes, templates in the
reader's language. "bare" is Starlette with three routes that do the same query through the same
ORM, know nobody and show the same rows. One of them is loaded at a time, in turn.
"""

import argparse
import asyncio
import json
import os
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import uvloop
from pages_rows import HOST, fill
from pages_site import serve, styles_digest

ROUNDS = 5
CONNECTIONS = 16
SESSIONS = 16  # one for each connection
GOAL = 0.6
CASES = {
    "page, 20 rows of one query": "/bench/rows",
    "JSON, one row": "/api/v1/bench/rows/{matter_id}",
    "the mediator's own list": "/mediations",
}
STYLES = styles_digest()
LENGTH = re.compile(rb"content-length: (\d+)")


@dataclass(frozen=True)
class Server:
    """One of the two that stand beside each other."""

    name: str
    port: int
    pid: int


@dataclass(frozen=True)
class Load:
    """What one server did while it was loaded."""

    requests_per_second: float
    cpu_us: float
    p95_ms: float


@dataclass(frozen=True)
class Row:
    """One case: medians of the rounds, and ours as a share of bare."""

    case: str
    ours: Load
    bare: Load
    ratio: float
    cpu_ratio: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--seconds", type=float, default=2.0, help="of each round")
    parser.add_argument("--serve", choices=("ours", "bare"), help=argparse.SUPPRESS)
    parser.add_argument("--home", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--port", type=int, default=0, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.serve:
        serve(chosen.serve, chosen.home, chosen.port)
        return
    # On the same disk as a real database, not in memory.
    with tempfile.TemporaryDirectory(dir=".") as folder:
        rows = measure_all(Path(folder).resolve(), chosen.seconds)
    tell(rows)
    if chosen.json:
        chosen.json.write_text(json.dumps([asdict(row) for row in rows], indent=1) + "\n")


def measure_all(folder: Path, seconds: float) -> list[Row]:
    homes = {name: folder / name for name in ("ours", "bare")}
    matter_id, tokens = asyncio.run(fill(homes["ours"], SESSIONS))
    shutil.copytree(homes["ours"], homes["bare"])
    ports = {name: free_port() for name in homes}
    servers = {name: start(name, homes[name], ports[name]) for name in homes}
    try:
        for port in ports.values():
            wait_for(port)
        pair = [Server(name, ports[name], servers[name].pid) for name in homes]
        return [
            compare(
                case, [asking(path.format(matter_id=matter_id), t) for t in tokens], pair, seconds
            )
            for case, path in CASES.items()
        ]
    finally:
        for server in servers.values():
            server.send_signal(signal.SIGTERM)
            server.wait(30)


def start(name: str, home: Path, port: int) -> "subprocess.Popen[bytes]":
    command = [sys.executable, __file__, "--serve", name, "--home", str(home), "--port", str(port)]
    return subprocess.Popen(command)


def compare(case: str, asked: list[str], pair: list[Server], seconds: float) -> Row:
    """Load the two in turn, so that a busy moment of the machine touches both."""
    found: dict[str, list[Load]] = {"ours": [], "bare": []}
    for number in range(ROUNDS + 1):
        for server in pair:
            load = uvloop.run(measure(server, asked, seconds))
            if number:  # the first round warms up
                found[server.name].append(load)
    ours, bare = median(found["ours"]), median(found["bare"])
    rounds = list(zip(found["ours"], found["bare"], strict=True))
    ratio = statistics.median(a.requests_per_second / b.requests_per_second for a, b in rounds)
    cpu = statistics.median(b.cpu_us / a.cpu_us for a, b in rounds)
    return Row(case, ours, bare, round(ratio, 3), round(cpu, 3))


def asking(path: str, token: str) -> str:
    """Ask as a browser does that has been here before; bare gets the very same bytes."""
    lines = (
        f"GET {path} HTTP/1.1",
        f"host: {HOST}",
        "accept: text/html,application/json",
        "accept-language: zh-CN,zh;q=0.9",
        "accept-encoding: gzip, deflate, br",
        f"cookie: session={token}; v={STYLES}",
    )
    return "\r\n".join((*lines, "", ""))


async def measure(server: Server, asked: list[str], seconds: float) -> Load:
    cpu, began = cpu_seconds(server.pid), time.perf_counter()
    mine = [asked[n % len(asked)].encode() for n in range(CONNECTIONS)]
    visits = [visit(server.port, each, began + seconds) for each in mine]
    times = sorted(took for one in await asyncio.gather(*visits) for took in one)
    spent, passed = cpu_seconds(server.pid) - cpu, time.perf_counter() - began
    return Load(
        round(len(times) / passed, 1),
        round(spent / len(times) * 1e6, 1),
        round(times[int(len(times) * 0.95)] * 1000, 2),
    )


async def visit(port: int, asked: bytes, until: float) -> list[float]:
    """Ask one question after the other on one connection."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    times = []
    while (began := time.perf_counter()) < until:
        writer.write(asked)
        head = await reader.readuntil(b"\r\n\r\n")
        length = LENGTH.search(head)
        assert head.startswith(b"HTTP/1.1 200"), head
        assert length
        await reader.readexactly(int(length[1]))
        times.append(time.perf_counter() - began)
    writer.close()
    return times


def cpu_seconds(pid: int) -> float:
    """Read what a process has used of the machine, in user and kernel time."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def median(loads: list[Load]) -> Load:
    return Load(
        *(
            round(statistics.median(getattr(load, name) for load in loads), 2)
            for name in ("requests_per_second", "cpu_us", "p95_ms")
        )
    )


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def wait_for(port: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(port)


def tell(rows: list[Row]) -> None:
    print(f"{'':<28}{'ours/s':>9}{'bare/s':>9}{'ratio':>7}{'ours us':>9}{'bare us':>9}{'ratio':>7}")
    for row in rows:
        print(
            f"{row.case:<28}{row.ours.requests_per_second:>9.0f}{row.bare.requests_per_second:>9.0f}"
            f"{row.ratio:>7.2f}{row.ours.cpu_us:>9.0f}{row.bare.cpu_us:>9.0f}{row.cpu_ratio:>7.2f}"
        )
    print(f"ratio: bare = 1; goal {GOAL} of its requests per second; us: CPU of the server process")


if __name__ == "__main__":
    main()
