"""The invented town of `bench/guessing.py`: its papers, two servers, and a caller."""

import asyncio
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

from commons import vault
from commons.codes import new_code
from commons.papers.models import CODE_PURPOSE, Paper
from commons.papers.rules import Stage
from commons.settings import Settings
from litigation.delivery.models import Delivery, Pickup
from litigation.delivery.pickup_rules import SESSION_LIFE, new_token
from litigation.delivery.prints import print_code, print_phone, print_tail, print_token
from litigation.delivery.rules import Stage as DeliveryStage

HOST = "127.0.0.1"
BATCH = 2_000
START_SECONDS_MAX = 120
LENGTH = re.compile(rb"\r\ncontent-length: (\d+)\r\n")


@dataclass(frozen=True, slots=True)
class Home:
    """One recipient: the code on his paper and his own phone."""

    code: str
    phone: str

    @property
    def tail(self) -> str:
        return self.phone[-4:]


def environment(home: Path, database_url: str) -> dict[str, str]:
    return {
        "ISLAND_MODE": "test",
        "ISLAND_HOME": str(home),
        "ISLAND_DATABASE_URL": database_url,
        "ISLAND_PUBLIC_URL": f"http://{HOST}",
        "ISLAND_WORKER_INSIDE": "no",
        "ISLAND_RENDERERS": "1",
        "ISLAND_FORWARDED_ALLOW_IPS": HOST,
    }


async def settle(count: int, now: datetime, *, is_over: bool = False) -> list[Home]:
    """Write so many issued papers, each with its own code and one recipient."""
    homes = []
    for start in range(0, count, BATCH):
        some = [
            Home(new_code(), f"+86138{number % 10**8:08}")
            for number in range(start, min(count, start + BATCH))
        ]
        papers = [_paper(one, now) for one in some]
        await Paper.bulk_create(papers)
        await Delivery.bulk_create(
            [
                _delivery(one, paper, now, is_over=is_over)
                for one, paper in zip(some, papers, strict=True)
            ]
        )
        homes += some
    return homes


def _paper(home: Home, now: datetime) -> Paper:
    return Paper(
        id=uuid4(),
        kind="notice",
        subject=f"mediation:{uuid4()}",
        title="虚构的告知书",
        template="mediation/notice.html",
        template_version=1,
        edition="zh-Hans",
        view={},
        content_hash="0" * 64,
        stage=Stage.ISSUED,
        signers=[],
        drawn_up_at=now,
        issued_at=now,
        code=home.code,
        code_fingerprint=vault.fingerprint(CODE_PURPOSE, home.code),
        pdf_sha256=uuid4().hex * 2,
        pages=1,
    )


def _delivery(home: Home, paper: Paper, now: datetime, *, is_over: bool) -> Delivery:
    code = print_code(home.code)
    return Delivery(
        paper_id=paper.id,
        subject=paper.subject,
        code_fingerprint=code,
        person_id=uuid4(),
        name="林虚构",
        phone=home.phone,
        phone_fingerprint=print_phone(home.phone),
        tail_fingerprint=print_tail(code, home.tail),
        stage=DeliveryStage.SENDING,
        prepared_at=now - timedelta(days=400 if is_over else 1),
        expires_at=now + timedelta(days=-30 if is_over else 300),
    )


async def visits(codes: list[str], now: datetime) -> list[str]:
    """Begin a visit for each code, as `POST /d` does; returns their tokens."""
    tokens = [new_token() for _ in codes]
    rows = [
        Pickup(
            token_fingerprint=print_token(token),
            code_fingerprint=print_code(code),
            began_at=now,
            expires_at=now + 4 * SESSION_LIFE,
        )
        for code, token in zip(codes, tokens, strict=True)
    ]
    await Pickup.bulk_create(rows, batch_size=BATCH)
    return tokens


@contextmanager
def two_servers(home: Path, database_url: str) -> Iterator[tuple[int, int]]:
    """Start two processes of `island serve` on one database; ended by their own numbers."""
    ports = (free_port(), free_port())
    command = str(Path(sys.executable).parent / "island")
    started = []
    try:
        for port in ports:
            started.append(
                subprocess.Popen(
                    [command, "serve", "--host", HOST, "--port", str(port)],
                    env={**os.environ, **environment(home, database_url)},
                )
            )
            _wait_for(port, started[-1])
        yield ports
    finally:
        for server in started:
            server.send_signal(signal.SIGTERM)
        for server in started:
            server.wait(60)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_SECONDS_MAX
    while time.monotonic() < until and server.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.2)
    raise RuntimeError("a server did not start")


def settings_of(home: Path, database_url: str) -> Settings:
    return Settings.read(environment(home, database_url))


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    head: bytes
    body: bytes

    @property
    def location(self) -> str:
        return self.header("location")

    def header(self, name: str) -> str:
        for line in self.head.split(b"\r\n")[1:]:
            found, _, value = line.partition(b": ")
            if found.lower() == name.encode():
                return value.decode("latin-1")
        return ""

    def shape(self) -> tuple[object, ...]:
        """What an attacker can compare besides the time; the request's own number left out."""
        lines = [line.partition(b": ") for line in self.head.split(b"\r\n")[1:]]
        varies = (b"date", b"x-request-id")
        kept = [(n, b"" if n.lower() in varies else v, len(v)) for n, _, v in lines]
        return (self.status, tuple(kept), len(self.body))


class Caller:
    """One kept-alive connection to one server; says from which address the request came."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def post(
        self, path: str, form: Mapping[str, str], *, address: str, cookie: str = ""
    ) -> Answer:
        body = urlencode(form).encode()
        head = (
            f"POST {path} HTTP/1.1\r\nhost: {HOST}:{self._port}\r\n"
            f"origin: http://{HOST}:{self._port}\r\nx-forwarded-for: {address}\r\n"
            f"{f'cookie: pickup={cookie}' + chr(13) + chr(10) if cookie else ''}"
            "content-type: application/x-www-form-urlencoded\r\n"
            f"content-length: {len(body)}\r\n\r\n"
        )
        if self._streams is None:
            self._streams = await asyncio.open_connection(HOST, self._port)
        reader, writer = self._streams
        writer.write(head.encode() + body)
        got = await reader.readuntil(b"\r\n\r\n")
        length = LENGTH.search(got)
        content = await reader.readexactly(int(length[1])) if length else b""
        if b"connection: close" in got.lower():
            self.close()
        return Answer(int(got[9:12]), got[:-4], content)

    def close(self) -> None:
        if self._streams:
            self._streams[1].close()
            self._streams = None
