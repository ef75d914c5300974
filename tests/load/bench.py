"""`make bench`: every figure beside its baseline, as one JSON line each."""

import argparse
import asyncio
import tempfile
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path

import orjson
import uvloop

from deploy.embedded.stack import EmbeddedStack
from deploy.memory import collect_seldom
from tests.load import appending, commanding, pipeline, rebuilding, report, screens, web
from tests.load.ground import Ground
from tests.load.logs import log_to_nowhere
from tests.load.measure import Figure
from tests.office import TOPOLOGY

BENCHES: dict[str, Callable[[Ground], Awaitable[list[Figure]]]] = {
    "append": appending.append,
    "commands": commanding.commands,
    "http": web.http,
    "visible": pipeline.visible,
    "sustained": pipeline.sustained,
    "backlog": pipeline.backlog,
    "replays": rebuilding.replays,
    "size": commanding.size,
    "screens": screens.screens,
}


async def measured(names: Iterable[str], *, quick: bool, write: bool) -> None:
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
        if write:
            report.PLACE.write_text(report.document(await report.machine(stack), figures))


def main() -> None:
    """Read what is wanted, measure it, and write it down if asked to."""
    parser = argparse.ArgumentParser(prog="python -m tests.load.bench", description=__doc__)
    parser.add_argument("name", nargs="*", choices=[*BENCHES, []], help="all, if none is named")
    parser.add_argument("--quick", action="store_true", help="one short round: shows that it runs")
    parser.add_argument("--write", action="store_true", help=f"also write {report.PLACE}")
    wanted = parser.parse_args()
    log_to_nowhere()
    collect_seldom()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(measured(wanted.name or BENCHES, quick=wanted.quick, write=wanted.write))


if __name__ == "__main__":
    main()
