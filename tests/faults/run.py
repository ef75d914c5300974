"""`make faults`: break the running product in every way we promise to survive, and look afterwards.

    python -m tests.faults.run [F1 F5 ...] [--seed N]

Ends with a table and one line: faults run, commands acknowledged, lost, duplicated, projections equal.
Then two services that break a promise on purpose are run, and the checks must notice.
"""

import argparse
import asyncio
import contextlib
import logging
import random
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import structlog
from rich.console import Console
from rich.table import Table

from deploy.embedded.stack import EmbeddedStack
from deploy.topology import topology
from tests.faults import powercut
from tests.faults.cases import FAULTS, NEEDS_A_DISK, Scene
from tests.faults.installation import installed
from tests.faults.invariants import Findings, check
from tests.faults.load import Load

console = Console(width=120)

SABOTAGE = {"skip": "applications", "hasty": "audit"}
"""Faults that break a promise, and the service they are built into."""


@contextlib.asynccontextmanager
async def scene(folder: Path, seed: int, **more: Any) -> AsyncIterator[Scene]:
    """Install the product, each server on a disk of its own if possible, and prepare the load."""
    with contextlib.ExitStack() as stack:
        place = folder / "servers"
        disks: dict[str, powercut.Disk] = {}
        if not powercut.possible():
            for server in ("postgres", "nats"):
                disks[server] = stack.enter_context(powercut.disk(place / server))
        servers = stack.enter_context(EmbeddedStack(place, topology()))
        async with installed(servers, folder / "services", **more) as installation:
            load = Load(installation)
            await load.prepare()
            yield Scene(installation, load, disks, random.Random(seed))


async def run(names: list[str], folder: Path, seed: int) -> list[tuple[str, str, Findings]]:
    """Run faults one after another against one installation; return what was found after each."""
    results: list[tuple[str, str, Findings]] = []
    async with scene(folder, seed, twice=("applications",)) as this:
        for name in names:
            fault = FAULTS[name]
            title = (fault.__doc__ or "").split(":", 1)[1].strip()
            if name in NEEDS_A_DISK and (why := powercut.possible()):
                results.append((name, f"not run: {why}", Findings()))
                continue
            started = time.monotonic()
            console.print(f"[bold]{name}[/] {title}")
            this.load.start()
            await fault(this)
            await this.load.stop()
            found = await check(this.installation, this.load)
            results.append((name, title, found))
            seconds = time.monotonic() - started
            console.print(
                f"   {seconds:.0f} s, {found.acknowledged} acknowledged, {found.wrong or 'all holds'}"
            )
    return results


async def caught(kind: str, folder: Path, seed: int) -> Findings:
    """Run a service that breaks a promise, kill it once, and return what the checks say."""
    async with scene(folder, seed, sabotage={SABOTAGE[kind]: kind}) as this:
        this.load.start()
        await this.load.more(100)
        for process in this.installation.named(SABOTAGE[kind]):
            process.kill()
            process.start()
            await process.ready()
        await this.load.more(100)
        await this.load.stop()
        return await check(this.installation, this.load)


def report(results: list[tuple[str, str, Findings]]) -> bool:
    """Print the table and the one line; return whether everything holds."""
    table = Table("fault", "what was done", "acknowledged", "lost", "doubled", "equal", "finding")
    for name, title, found in results:
        table.add_row(
            name,
            title,
            str(found.acknowledged),
            str(found.lost),
            str(found.doubled),
            f"{found.equal} of {found.projections}",
            "; ".join(found.wrong) or "holds",
        )
    console.print(table)
    run_faults = [found for _, title, found in results if not title.startswith("not run")]
    last = run_faults[-1]
    print(
        f"faults {len(run_faults)} run, acknowledged {last.acknowledged}, "
        f"lost {max(f.lost for f in run_faults)}, duplicated {max(f.doubled for f in run_faults)}, "
        f"projections equal {min(f.equal for f in run_faults)} of {last.projections}",
        flush=True,
    )
    return not any(found.wrong for found in run_faults)


def main() -> int:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("faults", nargs="*", metavar="F1", help=", ".join(FAULTS))
    parser.add_argument("--seed", type=int, default=2017)
    parser.add_argument("--no-sabotage", action="store_true")
    parser.add_argument("--keep", action="store_true", help="keep the folder with all logs")
    chosen = parser.parse_args()
    names = chosen.faults or list(FAULTS)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    with tempfile.TemporaryDirectory(
        prefix="lingban-faults-", ignore_cleanup_errors=True, delete=not chosen.keep
    ) as folder:
        results = asyncio.run(run(names, Path(folder) / "run", chosen.seed))
        noticed = True
        for kind in [] if chosen.no_sabotage else SABOTAGE:
            found = asyncio.run(caught(kind, Path(folder) / kind, chosen.seed))
            noticed = noticed and bool(found.wrong)
            console.print(
                f"sabotage {kind!r}: {'caught: ' + found.wrong[0] if found.wrong else 'NOT CAUGHT'}"
            )
    holds = report(results)
    return 0 if holds and noticed else 1


if __name__ == "__main__":
    sys.exit(main())
