"""`lingban projections`: the read models."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from deploy.settings import FOLDER

from .screen import console, fail, show

app = typer.Typer(help="Read models.", no_args_is_help=True)


@app.callback()
def projections() -> None:
    """Read models."""


@app.command("list")
def list_projections() -> None:
    """List every read model: whose it is, and whose events it is made of."""
    from deploy.topology import services

    rows = [
        (service.name, projection.name, projection.source, projection.table.name)
        for service in services()
        for projection in (
            *service.projections,
            *(p for subscribed in service.subscribed for p in subscribed.projections),
        )
    ]
    show("读模型", ["service", "projection", "events of", "table"], rows)


Data = Annotated[
    Path, typer.Option(envvar="LINGBAN_DATA", help="Folder of `lingban run`, if no DSN is set.")
]


@app.command()
def verify(
    service: Annotated[str, typer.Argument(help="Empty: all services.")] = "",
    projection: Annotated[str, typer.Argument(help="Empty: all read models.")] = "",
    data: Data = FOLDER,
) -> None:
    """Compare read models with a replay of the log from zero, byte for byte."""
    from deploy.memory import collect_seldom
    from deploy.projections import database_of, verify_chosen

    collect_seldom()
    with database_of(data) as dsn:
        verdicts = asyncio.run(verify_chosen(dsn, service, projection))
    columns = ["service", "projection", "events", "rows", "differing"]
    show("读模型核对", columns, [[getattr(v, c) for c in columns] for v in verdicts])
    equal = sum(v.equal for v in verdicts)
    console.print(f"equal {equal} of {len(verdicts)}")
    if not verdicts:
        fail("没有这样的读模型。There is no such read model.", 2)
    if equal < len(verdicts):
        raise typer.Exit(1)


@app.command()
def rebuild(
    service: Annotated[str, typer.Argument(help="The service whose read models are rebuilt.")],
    projection: Annotated[str, typer.Argument(help="Empty: all of the service.")] = "",
    data: Data = FOLDER,
) -> None:
    """Build read models anew beside the live ones, and swap them in when they have caught up."""
    from deploy.memory import collect_seldom
    from deploy.projections import database_of, rebuild_chosen

    collect_seldom()
    with database_of(data) as dsn:
        rebuilt = asyncio.run(rebuild_chosen(dsn, service, projection))
    if not rebuilt:
        fail("没有这样的读模型。There is no such read model.", 2)
    show("已重建", ["projection", "events"], rebuilt)
