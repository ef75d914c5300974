"""`make bench`: every figure beside its baseline, as one JSON line each."""

import argparse
import asyncio
import os
import tempfile
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path

import orjson
import structlog
import uvloop

from deploy.embedded.stack import EmbeddedStack
from tests.load import appending, commanding
from tests.load.ground import Ground
from tests.load.measure import Figure
from tests.office import TOPOLOGY

BENCHES: dict[str, Callable[[Ground], Awaitable[list[Figure]]]] = {
    "append": appending.append,
    "commands": commanding.commands,
    "size": commanding.size,
}


def log_to_nowhere() -> None:
    """Log as production does, JSON lines from INFO on, to a file that forgets them."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(serializer=orjson.dumps),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(20),
        logger_factory=structlog.BytesLoggerFactory(Path(os.devnull).open("ab")),  # noqa: SIM115
        cache_logger_on_first_use=True,
    )


async def measured(names: Iterable[str], *, quick: bool) -> list[Figure]:
    """Run these benches one after the other on servers of their own; print each figure."""
    figures: list[Figure] = []
    with (
        tempfile.TemporaryDirectory(prefix="lingban-bench-") as folder,
        EmbeddedStack(Path(folder) / "servers", TOPOLOGY) as stack,
    ):
        for name in names:
            ground = Ground(stack=stack, folder=Path(folder) / name, quick=quick)
            async with ground.exits:
                for figure in await BENCHES[name](ground):
                    print(orjson.dumps({"bench": name, **figure.line()}).decode(), flush=True)
                    figures.append(figure)
    return figures


def main() -> None:
    """Read what is wanted, measure it, and write it down if asked to."""
    parser = argparse.ArgumentParser(prog="python -m tests.load.bench", description=__doc__)
    parser.add_argument("name", nargs="*", choices=[*BENCHES, []], help="all, if none is named")
    parser.add_argument("--quick", action="store_true", help="one short round: shows that it runs")
    wanted = parser.parse_args()
    log_to_nowhere()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(measured(wanted.name or list(BENCHES), quick=wanted.quick))


if __name__ == "__main__":
    main()
