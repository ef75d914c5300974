"""`lingban run` as its own process, as a person starts it."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import httpx2
import psutil

from deploy.embedded.ports import free_ports

ROOT = Path(__file__).parents[2]
PATIENCE = 180.0


@dataclass
class Installation:
    """A folder, and the command that runs on it."""

    folder: Path
    arguments: Sequence[str] = ()
    port: int = field(default_factory=lambda: free_ports(1)[0])
    process: subprocess.Popen[bytes] | None = None
    servers: list[psutil.Process] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def output(self) -> str:
        return (self.folder.parent / "output").read_text()

    def start(self) -> None:
        """Start it and wait until it is ready."""
        with (self.folder.parent / "output").open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "deploy.cli", "run", *self.arguments],
                cwd=ROOT,
                env={
                    **os.environ,
                    "LINGBAN_DATA": str(self.folder),
                    "LINGBAN_PORT": str(self.port),
                },
                stdout=output,
                stderr=output,
            )
        started = time.monotonic()
        while not self._is_ready():
            assert self.process.poll() is None, self.output
            assert time.monotonic() - started < PATIENCE, self.output
            time.sleep(0.1)
        self.servers = psutil.Process(self.process.pid).children(recursive=True)
        print(f"ready after {time.monotonic() - started:.1f} s")  # noqa: T201 - measured, not asserted

    def _is_ready(self) -> bool:
        with contextlib.suppress(httpx2.HTTPError):
            return httpx2.get(f"{self.address}/health/ready", timeout=5).status_code == 200
        return False

    def end(self, number: signal.Signals) -> int:
        """Send a signal and return the exit status once it has ended."""
        assert self.process is not None
        started = time.monotonic()
        self.process.send_signal(number)
        status = self.process.wait(60)
        print(f"ended after {time.monotonic() - started:.1f} s")  # noqa: T201 - measured, not asserted
        return status

    def left(self) -> list[psutil.Process]:
        """Return the servers that are still there after a while."""
        _, alive = psutil.wait_procs(self.servers, timeout=30)
        return alive

    @contextlib.contextmanager
    def signed_in(self, account: str) -> Generator[httpx2.Client]:
        """Return a client signed in with the password that was printed."""
        password = (self.folder / "accounts.txt").read_text().splitlines()[0].split()[-1]
        with httpx2.Client(
            base_url=self.address, headers={"Origin": self.address}, timeout=60
        ) as client:
            who = {"account": account, "password": password}
            assert client.post("/api/gateway/session", json=who).status_code == 200
            yield client
