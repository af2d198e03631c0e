"""The service as a process of its own, on a copy of one prepared demonstration."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import httpx2

ROOT = Path(__file__).resolve().parents[2]
ISLAND = (sys.executable, "-c", "import sys; from island.cli import main; sys.exit(main())")
START_SECONDS_MAX = 60
PREPARE_SECONDS_MAX = 240
LINK = re.compile(r"^ {2}\S+?　(\S+?)　\S+\n\s+\S+?(/sign-in/demo/\S+)$", re.MULTILINE)


def environment(home: Path, url: str) -> dict[str, str]:
    """No variable of whoever runs the tests reaches the service, but the way to Python."""
    kept = {
        name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ
    }
    return kept | {
        "PYTHONPATH": str(ROOT / "src"),
        "ISLAND_MODE": "demo",
        "ISLAND_HOME": str(home),
        "ISLAND_PUBLIC_URL": url,
        "ISLAND_RENDERERS": "1",
    }


def prepare(home: Path) -> dict[str, str]:
    """Make the invented island; returns everybody's sign-in link."""
    told = subprocess.run(
        [*ISLAND, "demo", "--prepare-only", "--home", str(home)],
        env=environment(home, "http://127.0.0.1:8000"),
        cwd=ROOT,
        capture_output=True,
        check=True,
        timeout=PREPARE_SECONDS_MAX,
    ).stdout.decode()
    return links_in(told)


def links_in(told: str) -> dict[str, str]:
    """Read who may sign in, as `name -> path`, from what `island demo` says."""
    links = dict(LINK.findall(told))
    assert len(links) >= 8, told
    return links


class Server:
    """Start it, kill it without warning, start it again on the same data."""

    def __init__(self, home: Path, links: Mapping[str, str]) -> None:
        self.home = home
        self.links = links
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = home / "server.log"
        self._process: subprocess.Popen[bytes] | None = None

    @classmethod
    def on_copy(cls, prepared: Path, home: Path, links: Mapping[str, str]) -> "Server":
        shutil.copytree(prepared, home)
        return cls(home, links)

    def start(self) -> None:
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [*ISLAND, "serve", "--port", str(self.port)],
                env=environment(self.home, self.url),
                cwd=ROOT,
                stdout=log,
                stderr=log,
            )
        ends = time.monotonic() + START_SECONDS_MAX
        while time.monotonic() < ends:
            assert self._process.poll() is None, self.log.read_text()
            if self.answers():
                return
            time.sleep(0.05)
        raise TimeoutError(self.log.read_text())

    def answers(self) -> bool:
        try:
            return httpx2.get(f"{self.url}/healthz", timeout=2).status_code == 200
        except httpx2.TransportError:
            return False

    def kill(self) -> None:
        """Take the power away: no signal that it could hear, nothing finished."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    def stop(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(30)
            except subprocess.TimeoutExpired:
                self.kill()

    def defects(self) -> list[str]:
        """Return what the service itself wrote down as its own mistakes."""
        lines = self.log.read_text().splitlines() if self.log.exists() else []
        return [line for line in lines if "Traceback" in line or " ERROR" in line]
