"""`lingban projections`: the read models."""

import typer

from .screen import show

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
