"""A power cut on one machine: what was not fsynced is gone (promises.md).

The servers' folder lies on a loop-mounted ext4 image. At the cut the server is stopped where it stands and
the *backing image* is copied: dirty pages of the inner file system are not in it. The copy is
mounted in the place of the original. Needs root.
"""

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SIZE = "3G"


def possible() -> str:
    """Return why no power cut can be made here; empty if it can."""
    if os.geteuid() != 0:
        return "needs root"
    if shutil.which("mkfs.ext4") is None or not Path("/dev/loop-control").exists():
        return "needs mkfs.ext4 and loop devices"
    return ""


def _run(*command: str) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


@dataclass
class Disk:
    """An ext4 file system in a file, mounted at `place`."""

    image: Path
    place: Path

    def mount(self) -> None:
        _run("mount", "-o", "loop", str(self.image), str(self.place))

    def unmount(self) -> None:
        """Take the disk away at once; whoever still holds a file of it keeps the old one."""
        _run("umount", "--lazy", str(self.place))

    def cut(self) -> Path:
        """Copy what the disk would hold if the power failed now."""
        copy = self.image.with_suffix(".cut")
        _run("cp", "--sparse=always", str(self.image), str(copy))
        return copy

    def come_back(self, copy: Path) -> None:
        """Put the disk as it was at the cut in the place of this one."""
        self.unmount()
        copy.replace(self.image)
        self.mount()


@contextlib.contextmanager
def disk(place: Path) -> Iterator[Disk]:
    """Make a disk and mount it at a place; its image lies beside the place."""
    made = Disk(place.with_suffix(".img"), place)
    place.mkdir(parents=True)
    _run("truncate", "-s", SIZE, str(made.image))
    _run("mkfs.ext4", "-q", "-F", str(made.image))
    made.mount()
    try:
        yield made
    finally:
        with contextlib.suppress(subprocess.CalledProcessError):
            made.unmount()
