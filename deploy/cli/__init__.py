"""The command `lingban`: running an installation and looking after it."""

import typer

from . import accounts, bus, feed, keys, parked, programme, projections, running, season

app = typer.Typer(
    name="lingban",
    help="领办: 组团式领办项目管理系统。Settings come from LINGBAN_* variables (docs/settings.md).",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # rich would print variables: passwords and keys
)
app.command()(running.run)
app.command()(running.serve)
app.command()(running.migrate)
app.command()(running.rollback)
app.add_typer(bus.app, name="bus")
app.add_typer(programme.app, name="programme")
app.add_typer(accounts.app, name="account")
app.add_typer(keys.app, name="keys")
app.add_typer(projections.app, name="projections")
app.add_typer(parked.app, name="parked")
app.add_typer(feed.app, name="feed")
app.add_typer(season.app, name="season")
