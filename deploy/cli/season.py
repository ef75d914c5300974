"""`lingban season`: the 2017 season, played and compared with its script."""

import asyncio
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer
from rich.progress import Progress

from shared.telemetry.logs import configure

from .screen import console, errors, show

app = typer.Typer(help="The 2017 season as a script.", no_args_is_help=True)


@app.callback()
def season() -> None:
    """The 2017 season as a script."""


@app.command()
def play(
    until: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The last day that is played.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object at the end.")] = False,
) -> None:
    """Play the season's steps through the HTTP API of an office of its own, and compare what follows."""
    from deploy.playing.stage import played

    configure(for_people=True, level="warning")
    last = until.date() if until else None
    with (
        tempfile.TemporaryDirectory(prefix="lingban-season-", ignore_cleanup_errors=True) as folder,
        Progress(console=errors, transient=True) as bars,
    ):
        task = bars.add_task("", total=None)

        def progress(what: str, done: int, total: int) -> None:
            bars.update(task, description=what, completed=done, total=total)

        report = asyncio.run(played(Path(folder), last, progress))
    if as_json:
        typer.echo(orjson.dumps(report.as_json()))
    else:
        rows = [
            (each.step.id, each.verdict, each.why or each.step.action) for each in report.played
        ]
        show("2017 season", ["step", "went", "what"], rows)
        counts: dict[str, Any] = report.as_json()
        console.print(
            f"steps {counts['steps']}, as expected {counts['as_expected']}, "
            f"in part {len(counts['in_part'])}, "
            f"otherwise {len(counts['otherwise'])}, not played {len(counts['not_played'])}, "
            f"events {counts['events']}, "
            f"read models that differ from a replay {len(report.unequal)}"
        )
    if (
        report.unequal
        or report.parked
        or any(each.verdict == "otherwise" for each in report.played)
    ):
        raise typer.Exit(1)
