"""One owner per folder: a lock that the kernel gives back when its holder dies."""

import fcntl
import os
from pathlib import Path

LOCK_FILE = "owner.lock"


class FolderInUse(RuntimeError):
    """Another living process (or another object of this one) owns the folder."""


class FolderLease:
    """The right to run servers on a folder, held from `take` to `release` or death.

    The lock is an advisory `flock`; servers do not inherit it, so that an orphaned server
    cannot keep its next owner out. The file stays; nobody ever has to remove it.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / LOCK_FILE
        self._descriptor: int | None = None

    def take(self) -> None:
        """Become the owner, or stay it; `FolderInUse` says in one sentence who is."""
        if self._descriptor is not None:
            return
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            owner = os.read(descriptor, 20).decode() or "unknown"
            os.close(descriptor)
            raise FolderInUse(
                f"The folder {self._path.parent} is already in use by process {owner}."
            ) from None
        os.truncate(descriptor, 0)
        os.write(descriptor, str(os.getpid()).encode())
        self._descriptor = descriptor

    def release(self) -> None:
        """Give the folder to whoever comes next."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
