"""What PostgreSQL and NATS have in common as servers inside one folder."""

import signal
import subprocess
import time
from abc import ABC, abstractmethod
from pathlib import Path
from typing import ClassVar, Self

import psutil

from .lease import FolderLease
from .process import (
    GLANCE,
    Program,
    family_of,
    kill_family,
    running_in,
    signal_all,
    start_child,
    suspend_family,
    wait_until_gone,
    without_parents_in,
)

READY_WITHIN = 60.0  # seconds; recovery after a crash reads the whole journal
STOPPED_WITHIN = 10.0  # seconds; then it is killed, which costs nothing but a recovery
TAIL = 2_000  # characters of a server's log shown when it does not start


class ServerDidNotStart(RuntimeError):
    """The server ended or stayed silent; the message ends with the tail of its log."""


class EmbeddedServer(ABC):
    """One real server process with its data in one folder, owned by this process.

    The data outlives the server, the server does not outlive its owner: on Linux the kernel
    ends it when the owner dies, everywhere the next owner ends what it finds.
    """

    program_name: ClassVar[str]
    stop_signal: ClassVar[signal.Signals]  # an orderly, quick stop

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self._lease = FolderLease(self.folder)
        self._process: subprocess.Popen[bytes] | None = None
        self._leaving = False

    @property
    @abstractmethod
    def working_folder(self) -> Path:
        """The folder that the server's processes, and nobody else's, run in."""

    @property
    def log(self) -> Path:
        """Where the server says what it does."""
        return self.folder / "server.log"

    @abstractmethod
    def prepare(self) -> None:
        """Make the data and the configuration that the server starts with."""

    @abstractmethod
    def program(self) -> Program:
        """Return what to run."""

    @abstractmethod
    def is_ready(self) -> bool:
        """Tell whether clients are served."""

    @property
    def pid(self) -> int:
        """The server's main process."""
        if self._process is None:
            raise RuntimeError("The server is not running.")
        return self._process.pid

    @property
    def is_running(self) -> bool:
        """Whether the main process lives, suspended or not."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> Self:
        """Start the server, or let it run, and return it when clients are served."""
        self.launch()
        self.wait_until_ready()
        return self

    def launch(self) -> None:
        """Start the server without waiting for it."""
        if self._leaving:
            self._end()
        if self.is_running:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        self._lease.take()
        try:
            self.end_leftovers()
            self.prepare()
            self._process = start_child(self.program())
        except BaseException:
            self._lease.release()
            raise

    def wait_until_ready(self) -> None:
        """Return when clients are served; a server that does not get there is stopped."""
        deadline = time.monotonic() + READY_WITHIN
        while not self.is_ready():
            if not self.is_running or time.monotonic() > deadline:
                self.stop()
                tail = self.log.read_text(errors="replace")[-TAIL:]
                raise ServerDidNotStart(f"{self.program_name} did not start. Its log ends:\n{tail}")
            time.sleep(GLANCE)

    def stop(self) -> None:
        """End the server in order (killed if it takes too long) and leave the folder."""
        self.ask_to_stop()
        self._end()
        self._lease.release()

    def ask_to_stop(self) -> None:
        """Begin an orderly stop without waiting for its end."""
        if self.is_running:
            self.resume()
            signal_all([psutil.Process(self.pid)], self.stop_signal)

    def kill(self) -> None:
        """End every process of the server at once, as a crash would; `start` recovers."""
        if self._process is not None:
            kill_family(self._process.pid)
            self._end()

    def suspend(self) -> None:
        """Freeze the server: connections stay open and nothing answers."""
        suspend_family(self.pid)

    def resume(self) -> None:
        """Let a frozen server go on."""
        signal_all(family_of(self.pid), signal.SIGCONT)

    def end_leftovers(self) -> None:
        """End the servers that a former owner of the folder left behind."""
        leftovers = running_in(self.working_folder, self.program_name)
        signal_all(leftovers, signal.SIGCONT)
        signal_all(without_parents_in(leftovers), self.stop_signal)
        if not wait_until_gone(leftovers, STOPPED_WITHIN):
            signal_all(leftovers, signal.SIGKILL)
            wait_until_gone(leftovers, STOPPED_WITHIN)

    def _end(self) -> None:
        """Wait for a server that is going, at most for a while."""
        if self._process is None:
            return
        try:
            self._process.wait(STOPPED_WITHIN)
        except subprocess.TimeoutExpired:
            kill_family(self._process.pid)
            self._process.wait()
        self._process = None
        self._leaving = False

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()
