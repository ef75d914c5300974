"""Operating-system processes of the servers: start, find, suspend, end."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import psutil

from shared.domain import value

CHILD = Path(__file__).with_name("child.py")
GLANCE = 0.01  # seconds between two looks at something that is about to happen
LARGEST_LOG = 10_000_000  # bytes; a longer log is put aside at the next start


@value
class Program:
    """What to run, as whom, where, and how it is told that its owner died."""

    command: Sequence[str | Path]
    folder: Path
    log: Path
    death_signal: signal.Signals
    user: str = ""  # "": the user we are
    environment: Mapping[str, str]
    stdin: str = ""


def start_child(program: Program) -> subprocess.Popen[bytes]:
    """Start a program that ends with us, in its own session so that Ctrl-C does not reach it.

    On Linux the kernel ties it to the *thread* that starts it (prctl(2), PR_SET_PDEATHSIG),
    hence only the main thread may. Elsewhere an orphan is found at the next start.
    """
    if threading.current_thread() is not threading.main_thread():
        raise RuntimeError("Embedded servers are started from the main thread only.")
    if program.log.exists() and program.log.stat().st_size > LARGEST_LOG:
        program.log.replace(program.log.with_suffix(".old.log"))
    launcher = [sys.executable, "-I", "-S", CHILD, str(os.getpid())]
    death = [str(program.death_signal.value), program.user]
    with program.log.open("ab") as log:
        child = subprocess.Popen(
            [*launcher, *death, *program.command],
            cwd=program.folder,
            env={**os.environ, **program.environment},
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    if child.stdin is not None:
        with child.stdin as stdin:
            stdin.write(program.stdin.encode())
    return child


def running_in(folder: Path, name: str) -> list[psutil.Process]:
    """Return the living processes of that name whose working directory is the folder.

    No pid file is believed: its number may belong to somebody else by now.
    """
    found: list[psutil.Process] = []
    for process in psutil.process_iter():
        try:
            if process.name() == name and process.cwd() == str(folder):
                found.append(process)
        except psutil.Error:  # it ended, or is not ours to look at
            continue
    return found


def family_of(pid: int) -> list[psutil.Process]:
    """Return a process and its descendants, itself first; nothing if it is gone."""
    try:
        parent = psutil.Process(pid)
        return [parent, *parent.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def without_parents_in(processes: Sequence[psutil.Process]) -> list[psutil.Process]:
    """Return those whose parent is not among them: the ones that lead the others."""
    pids = {process.pid for process in processes}
    leaders: list[psutil.Process] = []
    for process in processes:
        try:
            if process.ppid() not in pids:
                leaders.append(process)
        except psutil.NoSuchProcess:
            continue
    return leaders


def is_alive(process: psutil.Process) -> bool:
    """Tell whether it can still do anything.

    A zombie nobody has reaped cannot, unless other threads than its first are still ending.
    """
    try:
        zombie = process.status() == psutil.STATUS_ZOMBIE
        return process.is_running() and not (zombie and process.num_threads() <= 1)
    except psutil.NoSuchProcess:
        return False


def signal_all(processes: Sequence[psutil.Process], number: signal.Signals) -> None:
    """Send a signal to each that still lives."""
    for process in processes:
        try:
            process.send_signal(number)
        except psutil.NoSuchProcess:
            continue


def wait_until_gone(processes: Sequence[psutil.Process], seconds: float) -> bool:
    """Wait for the end of all of them; tell whether it came in time."""
    deadline = time.monotonic() + seconds
    while any(is_alive(process) for process in processes):
        if time.monotonic() > deadline:
            return False
        time.sleep(GLANCE)
    return True


def suspend_family(pid: int) -> None:
    """SIGSTOP a process, then its descendants: a stopped parent makes no new ones."""
    signal_all(family_of(pid)[:1], signal.SIGSTOP)
    signal_all(family_of(pid)[1:], signal.SIGSTOP)


def kill_family(pid: int) -> None:
    """SIGKILL a process and its descendants at one moment, and wait until they are gone."""
    suspend_family(pid)
    family = family_of(pid)
    signal_all(family, signal.SIGKILL)
    wait_until_gone(family, seconds=10)
