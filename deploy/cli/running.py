"""`lingban run`, `serve`, `migrate` and `rollback`."""

import asyncio
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import track
from rich.status import Status

from deploy.settings import FOLDER
from shared.telemetry.logs import configure

from .screen import console, fail, settings_explained, show

type ServiceName = Annotated[str, typer.Argument(help="applications, progress, ...")]


def run(
    port: Annotated[int, typer.Option(envvar="LINGBAN_PORT", min=0, max=65535)] = 8000,
    data: Annotated[
        Path, typer.Option(envvar="LINGBAN_DATA", help="Where everything is kept.")
    ] = FOLDER,
    demo: Annotated[
        bool, typer.Option("--demo", help="Play the 2017 season to mid-November first.")
    ] = False,
) -> None:
    """Start the whole office on this machine, as a demonstration. Ctrl-C ends it."""
    from deploy.embedded.lease import FolderInUse
    from deploy.run import Opened, Opening
    from deploy.run import run as run_all
    from deploy.serving import PortTaken

    at_terminal = sys.stderr.isatty()
    configure(for_people=at_terminal, level="warning")
    status = Status("", console=console)
    if at_terminal:
        status.start()

    def progress(what: str, done: int, total: int) -> None:
        status.update(what if total == 1 else f"{what} {done}/{total}")
        if not at_terminal and done == 0:
            console.print(what)

    def announce(opened: Opened) -> None:
        status.stop()
        show("账号", ["账号", "身份"], [(p.id, p.title) for p in opened.people])
        console.print(f"所有账号的密码 (password of all accounts): {opened.password}", markup=False)
        console.print(f"账号清单 (kept in): {opened.accounts_file}", soft_wrap=True)
        console.print("[bold]演示数据[/]: 2017 年项目已于 2017-05-02 发布, 系统时钟可以设置。")
        if demo:
            console.print(
                "已演至 2017 年 11 月中旬: 首批成果已报送 (season played to mid-November)."
            )
        console.print(f"[bold]{opened.address}[/]  (Ctrl-C 结束)")

    try:
        run_all(data, port, Opening(season=demo, progress=progress, announce=announce))
    except (FolderInUse, PortTaken) as error:
        fail(str(error))
    finally:
        status.stop()


def serve(service: ServiceName) -> None:
    """Serve one service against the PostgreSQL and NATS of the settings."""
    from deploy.serve import serve as serve_one
    from deploy.serving import PortTaken

    known(service)
    configure(for_people=False)
    with settings_explained():
        try:
            serve_one(service)
        except PortTaken as error:
            fail(str(error))


def migrate(
    service: Annotated[str, typer.Option(help="Only this one.")] = "",
    revision: Annotated[str, typer.Option(help="Up to this revision.")] = "head",
) -> None:
    """Bring the schemas up to date; with an administrator's password also the bus."""
    from deploy.bus import apply_all
    from deploy.settings import operators_settings
    from deploy.topology import NAMES, topology
    from shared.store.migrate import migrate as bring_up

    configure(for_people=sys.stderr.isatty())
    names = [known(service)] if service else NAMES
    with settings_explained():
        settings = operators_settings("gateway")
    dsn = settings.postgres_dsn.get_secret_value()
    for name in track(names, "数据库", console=console):
        asyncio.run(bring_up(dsn, name, revision))
    if settings.nats_admin_password.get_secret_value():
        asyncio.run(apply_all(settings, topology(), keep=False))


def rollback(
    service: ServiceName, revision: Annotated[str, typer.Argument(help="For example 0001.")]
) -> None:
    """Take a service's schema back to an older revision. Stop the service before."""
    from deploy.settings import operators_settings
    from shared.store.migrate import roll_back

    known(service)
    with settings_explained():
        dsn = operators_settings(service).postgres_dsn.get_secret_value()
    asyncio.run(roll_back(dsn, service, revision))
    console.print(f"{service}: {revision}")


def known(service: str) -> str:
    """Return the name of a service, or say which ones there are."""
    from deploy.topology import NAMES

    if service not in NAMES:
        fail(f"没有服务“{service}”。Services: {', '.join(NAMES)}", 2)
    return service
