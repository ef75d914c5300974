"""The operator's commands, on real servers."""

import asyncio
import logging
import re
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest
import structlog
from pydantic import SecretStr
from typer.testing import CliRunner

from deploy.accounts import OPERATOR
from deploy.cli import app
from deploy.embedded.stack import EmbeddedStack
from deploy.keys import ensure_keys
from deploy.nats.accounts import ADMIN_PASSWORD, password_variable
from deploy.settings import settings_for
from deploy.topology import NAMES, services, topology
from shared.runtime import open_pool
from shared.store.sealed import Sealed
from shared.store.vault import Vault, read_master_key
from tests.office import fresh_database, fresh_streams

ROOT = Path(__file__).parents[2]
RUN = CliRunner()


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    """Commands set up logging for their process, which here is everybody's."""
    handlers, level = list(logging.root.handlers), logging.root.level
    yield
    logging.root.handlers[:] = handlers
    logging.root.setLevel(level)


@pytest.fixture
def installation(servers: EmbeddedStack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation whose settings are in the environment, with nothing in its database."""
    keys = ensure_keys(tmp_path / "keys")
    environment = {
        "POSTGRES_DSN": asyncio.run(fresh_database(servers)),
        "NATS_URL": servers.nats_url,
        "NATS_GATEWAY_PASSWORD": servers.secrets[password_variable("gateway")],
        "MASTER_KEY_FILE": str(keys.master),
        "SIGNING_KEY_FILE": str(keys.signing),
        "VERIFY_KEY_FILE": str(keys.verify),
        "FILES_URL": f"file://{tmp_path / 'files'}",
        "PROGRESS_URL": "http://progress:8000",
    }
    for name, content in environment.items():
        monkeypatch.setenv(f"LINGBAN_{name}", content)


def run(*arguments: str, status: int = 0) -> str:
    """Run a command and return what it printed."""
    result = RUN.invoke(app, arguments, env={"COLUMNS": "200", "TERM": "dumb"})
    structlog.reset_defaults()  # the command's own standard error is closed by now
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == status, result.output
    return result.output


class TestTheBus:
    def test_the_committed_accounts_are_what_the_services_need(self) -> None:
        committed = (ROOT / "deploy/nats/accounts.conf").read_text()

        assert run("bus", "config") == committed, (
            "run: lingban bus config > deploy/nats/accounts.conf"
        )

    def test_every_subscription_is_between_two_services(self) -> None:
        there = topology()

        assert set(there.services) == {service.name for service in services()} == set(NAMES)
        assert len(there.subscriptions) == len(set(there.subscriptions))


class TestTheKeys:
    def test_they_are_made_once_and_for_their_owner_only(self, tmp_path: Path) -> None:
        folder = tmp_path / "keys"
        run("keys", "new", str(folder))
        before = {path.name: path.read_text() for path in folder.iterdir()}
        run("keys", "new", str(folder))

        assert {path.name: path.read_text() for path in folder.iterdir()} == before
        assert {path.stat().st_mode & 0o077 for path in folder.iterdir()} == {0}

    @pytest.mark.usefixtures("installation")
    def test_a_new_master_key_opens_what_the_old_one_closed(self) -> None:
        run("migrate")
        settings = settings_for("gateway")
        old = read_master_key(settings.master_key_file)

        async def seal(key: bytes) -> Sealed:
            pool = await open_pool(settings, "gateway")
            try:
                return await Vault(pool, key).seal("person:li", "某人")
            finally:
                await pool.close()

        async def opened(sealed: Sealed, key: bytes) -> str | None:
            pool = await open_pool(settings, "gateway")
            try:
                return await Vault(pool, key).open(sealed)
            finally:
                await pool.close()

        sealed = asyncio.run(seal(old))
        said = run("keys", "rotate-master")
        new = read_master_key(settings.master_key_file)

        assert "1 keys" in said
        assert new != old
        assert asyncio.run(opened(sealed, new)) == "某人"
        assert read_master_key(settings.master_key_file.with_name("master.key.old")) == old


class TestTheSchema:
    @pytest.mark.usefixtures("installation")
    def test_every_service_is_brought_up_to_date_and_taken_back(self) -> None:
        run("migrate")
        run("migrate")
        run("rollback", "gateway", "base")

        assert asyncio.run(schemas()) == set(NAMES) - {"gateway"}

        run("migrate", "--service", "gateway", "--revision", "0001")
        assert asyncio.run(schemas()) == set(NAMES)

    def test_a_service_that_is_none_is_named(self) -> None:
        assert "applications" in run("serve", "gatewya", status=2)

    def test_missing_settings_are_named(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("LINGBAN_POSTGRES_DSN", raising=False)

        assert "LINGBAN_POSTGRES_DSN" in run("migrate", status=2)


async def schemas() -> set[str]:
    """Return the schemas that hold an event store."""
    connection = await asyncpg.connect(settings_for("gateway").postgres_dsn.get_secret_value())
    rows = await connection.fetch("select schemaname from pg_tables where tablename = 'event'")
    await connection.close()
    return {row["schemaname"] for row in rows}


class TestAccounts:
    @pytest.mark.usefixtures("installation")
    def test_the_first_administrator_and_the_first_leader_come_from_the_operator(
        self, servers: EmbeddedStack
    ) -> None:
        run("migrate", "--service", "gateway")
        asyncio.run(declare(servers, "gateway"))
        first = run("account", "first-admin")
        run("account", "create", "leader", "--title", "领导")
        run("account", "grant", "leader", "organiser_leader")
        link = run("account", "password-link", "leader")
        again = run("account", "first-admin", status=1)
        alone = run("account", "grant", "leader", "reviewer", status=1)
        listed = run("account", "list")

        assert re.search(r"http://\S+/password/[\w-]{43}", first)
        assert re.search(r"/password/[\w-]{43}", link)
        assert "已存在" in again
        assert "单独的账号" in alone
        assert "system_admin" in listed
        assert "organiser_leader" in listed
        assert asyncio.run(actors()) == {OPERATOR}


async def declare(servers: EmbeddedStack, service: str) -> None:
    """Start with an empty stream."""
    secret = SecretStr(servers.secrets[ADMIN_PASSWORD])
    settings = settings_for(service).model_copy(update={"nats_admin_password": secret})
    await fresh_streams(settings, [service])


async def actors() -> set[str]:
    connection = await asyncpg.connect(settings_for("gateway").postgres_dsn.get_secret_value())
    rows = await connection.fetch("select distinct meta->>'actor' as actor from gateway.event")
    await connection.close()
    return {row["actor"] for row in rows}


class TestParkedEvents:
    @pytest.mark.usefixtures("installation")
    def test_they_are_listed_shown_and_discarded_with_a_reason(
        self, servers: EmbeddedStack, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv(
            "LINGBAN_NATS_PROGRESS_PASSWORD", servers.secrets[password_variable("progress")]
        )
        run("migrate", "--service", "progress")
        asyncio.run(declare(servers, "progress"))
        asyncio.run(park())
        listed = run("parked", "list", "progress")
        shown = run("parked", "show", "progress", "applications", "7")
        nobody = run("parked", "show", "progress", "notifications", "7", status=2)
        run("parked", "discard", "progress", "applications", "7", "--reason", "重复的测试数据")
        again = run("parked", "discard", "progress", "applications", "7", "--reason", "x", status=1)
        empty = run("parked", "retry", "progress", "applications", "project:2017-p08")

        assert "project:2017-p08" in listed
        assert "某个标题" in shown
        assert "planted" in shown
        assert "notifications" in nobody
        assert "没有" in again
        assert "0 applied" in empty


async def park() -> None:
    connection = await asyncpg.connect(settings_for("progress").postgres_dsn.get_secret_value())
    await connection.execute(
        "insert into progress.parked_event (subscription, seq, stream, event, error, attempts)"
        " values ('progress_applications', 7, 'project:2017-p08',"
        """ '{"type": "ProjectListed", "data": {"title": "某个标题"}}', 'planted', 5)"""
    )
    await connection.close()


def test_the_read_models_are_listed() -> None:
    listed = run("projections", "list")

    assert re.search(r"gateway\s+│ accounts\s+│ gateway", listed)


@pytest.mark.usefixtures("installation")
def test_settings_of_a_whole_installation_give_each_service_its_own(
    servers: EmbeddedStack,
) -> None:
    settings = settings_for("gateway")

    assert settings.services == {"progress": "http://progress:8000"}
    assert (
        settings.nats_password.get_secret_value() == servers.secrets[password_variable("gateway")]
    )
