"""`lingban account`: accounts, by the operator of the installation."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator
from typing import Annotated

import typer
from pydantic import ValidationError

from deploy.accounts import by_operator, open_account
from deploy.serving import all_ready, all_running, clock_of
from deploy.settings import operators_settings
from deploy.topology import service_called
from services.gateway.account.api import NewAccount, PasswordLink, grant, issue_link
from services.gateway.account.projection import accounts_after
from shared.domain import Rejection
from shared.http.rights import Role
from shared.ids import AccountId
from shared.resources import OpenResources
from shared.telemetry.logs import configure

from .screen import console, fail, settings_explained, show

app = typer.Typer(help="Accounts, by the operator.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="The account's name: a-z, 0-9, hyphens.")]
Title = Annotated[str, typer.Option(help="What the account is in the office, no person's name.")]


@contextlib.asynccontextmanager
async def gateway() -> AsyncGenerator[OpenResources]:
    """Open the gateway's store beside the gateway that may be running."""
    configure(for_people=True, level="warning")
    with settings_explained():
        settings = operators_settings("gateway")
    async with clock_of(settings, lambda: None) as clock:
        one = [service_called("gateway")]
        async with all_running(one, lambda _: settings, clock) as runs:
            await all_ready(runs)
            try:
                yield runs["gateway"].resources
            except Rejection as rejection:
                fail(f"{rejection.in_chinese()} {rejection.in_english()}")


def _print(link: PasswordLink) -> None:
    console.print("一次性密码链接, 24 小时内有效 (one-time link, good for 24 hours):")
    console.print(link.link, markup=False, soft_wrap=True)


async def _create(new: NewAccount) -> None:
    async with gateway() as resources:
        _print(await open_account(new, [], resources))


def _new(name: str, title: str, unit: str = "", *, administrator: bool = False) -> NewAccount:
    try:
        return NewAccount(id=name, title=title, unit=unit, administrator=administrator)
    except ValidationError as error:
        fail("\n".join(f"{e['loc'][0]}: {e['msg']}" for e in error.errors()), 2)


@app.command("first-admin")
def first_admin(name: Name = "admin", title: Title = "系统管理员") -> None:
    """Open an administrator's account and print the link for its password."""
    asyncio.run(_create(_new(name, title, administrator=True)))


@app.command()
def create(
    name: Name, title: Title, unit: Annotated[str, typer.Option(help="Its unit's id.")] = ""
) -> None:
    """Open an account and print the link for its password."""
    asyncio.run(_create(_new(name, title, unit)))


@app.command("grant")
def grant_roles(name: Name, roles: Annotated[list[Role], typer.Argument()]) -> None:
    """Grant business roles; for the first leader, who grants all others."""

    async def act() -> None:
        async with gateway() as resources:
            await grant(AccountId(name), roles, resources, by_operator(resources))

    asyncio.run(act())
    console.print(f"{name}: {', '.join(roles)}", markup=False)


@app.command("password-link")
def password_link(name: Name) -> None:
    """Print a one-time link by which the account's password can be set."""

    async def act() -> None:
        async with gateway() as resources:
            _print(await issue_link(AccountId(name), resources, by_operator(resources)))

    asyncio.run(act())


@app.command("list")
def list_accounts() -> None:
    """List all accounts."""

    async def act() -> None:
        async with gateway() as resources:
            rows = await accounts_after("", 100_000, resources.pool)
        columns = ["account", "title", "unit", "roles", "locked"]
        show(
            "账号",
            columns,
            [(r.account_id, r.title, r.unit, " ".join(r.roles), r.locked) for r in rows],
        )

    asyncio.run(act())
