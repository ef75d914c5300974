"""`docs/performance.md`, written from the figures of one run."""

import os
import platform
import re
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
import nats

from deploy.embedded.stack import EmbeddedStack
from deploy.nats.accounts import ADMIN_PASSWORD, admin_of
from tests.load.measure import Figure

PLACE = Path("docs/performance.md")

INTRODUCTION = """# Performance

Written by `python -m tests.load.bench --write` (`make bench` prints the same figures as JSON lines).
Every figure is the median of {rounds} rounds. Its baseline was measured in the same rounds, one after
the other, since the speed of a shared machine changes from minute to minute: compare the ratio, not
the value. PostgreSQL with `fsync` on and NATS with `sync_interval: always` run on the same machine as
what is measured, and so does the client. A figure below its goal is shown as missed.
"""

HEAD = """
| figure | value | p50 / p99 ms | baseline | ratio | goal | reached |
|---|---|---|---|---|---|---|
"""


async def machine(stack: EmbeddedStack) -> dict[str, str]:
    """Return what the figures were measured on; no names and no paths."""
    connection = await asyncpg.connect(stack.postgres_dsn)
    postgres = await connection.fetchval("show server_version")
    await connection.close()
    bus = await nats.connect(
        stack.nats_url, user=admin_of("applications"), password=stack.secrets[ADMIN_PASSWORD]
    )
    version = bus.connected_server_version
    await bus.close()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "processor": processor(),
        "cores": str(os.cpu_count()),
        "memory": f"{memory:.0f} GiB",
        "load average": ", ".join(f"{load:.1f}" for load in os.getloadavg()) + " at the end",
        "Python": platform.python_version(),
        "PostgreSQL": str(postgres).partition(" ")[0],
        "NATS": f"{version.major}.{version.minor}.{version.patch}",
    }


def processor() -> str:
    """Return the processor's model, where the system says it."""
    if sys.platform == "linux":
        found = re.search(r"model name\s*: (.+)", Path("/proc/cpuinfo").read_text())
        if found:
            return found[1]
    return platform.machine()


def row(figure: Figure) -> str:
    """Return a figure as a row of the table."""
    details = figure.details
    spans = f"{details['p50_ms']:g} / {details['p99_ms']:g}" if "p50_ms" in details else ""
    goal = ", ".join(map(str, figure.goals))
    reached = {True: "yes", False: "**missed**", None: ""}[figure.reached]
    cells = (
        figure.name,
        f"{figure.value:,g} {figure.unit}",
        spans,
        f"{figure.baseline:,g}: {figure.baseline_name}",
        f"{figure.ratio:g}",
        goal,
        reached,
    )
    return f"| {' | '.join(cells)} |\n"


def document(about: dict[str, str], figures: Sequence[Figure]) -> str:
    """Return the page."""
    rounds = max(figure.rounds for figure in figures)
    facts = "".join(f"- {name}: {text}\n" for name, text in about.items())
    rows = "".join(map(row, figures))
    return f"{INTRODUCTION.format(rounds=rounds)}\n{facts}{HEAD}{rows}"
