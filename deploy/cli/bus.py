"""`lingban bus`: what is declared on NATS."""

import asyncio
import sys
from typing import Annotated

import typer

from shared.telemetry.logs import configure

from .screen import settings_explained

app = typer.Typer(help="Streams, consumers and accounts on the bus.", no_args_is_help=True)


@app.command()
def apply(
    watch: Annotated[bool, typer.Option(help="Stay, and declare again what goes missing.")] = False,
) -> None:
    """Declare streams and consumers (LINGBAN_NATS_ADMIN_PASSWORD)."""
    from deploy.bus import apply_all
    from deploy.settings import operators_settings
    from deploy.topology import topology

    configure(for_people=sys.stderr.isatty())
    with settings_explained():
        settings = operators_settings("gateway")
    asyncio.run(apply_all(settings, topology(), keep=watch))


@app.command()
def config() -> None:
    """Print NATS accounts and permissions, as deploy/nats/accounts.conf holds them."""
    from deploy.nats.accounts import accounts_config
    from deploy.topology import topology

    typer.echo(accounts_config(topology()), nl=False)
