"""Bringing a service's schema up to what its code expects, and back."""

import re
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import sqlalchemy as sa
from alembic import command, op
from alembic.config import Config
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

HERE = Path(__file__).parent
STATEMENT = re.compile(r"(?<=;)\s+(?=create )")
"""Where one statement of the schema ends and the next begins; no function body holds `create`."""

TIMEOUT = "10s"
"""How long a migration waits for a lock before it gives up and leaves everything as it was."""


def create_store() -> None:
    """Create the tables of the event store: the first step of every service's first migration."""
    for statement in STATEMENT.split((HERE / "schema.sql").read_text().strip()):
        op.get_bind().exec_driver_sql(statement)


def drop_store() -> None:
    """Drop the tables of the event store again."""
    op.execute("drop function load, append, move_checkpoint, stale, refuse_change cascade")
    op.execute("drop type new_event")
    for table in ("timer_failure", "timer", "parked_event", "checkpoint", "subject_key"):
        op.drop_table(table)
    for table in ("feed", "outbox", "event"):
        op.drop_table(table)


def config_of(service: str, connection: sa.Connection) -> Config:
    """Return Alembic's configuration for one service."""
    config = Config()
    config.set_main_option("script_location", str(HERE / "alembic"))
    versions = files(f"services.{service}") / "migrations"
    config.set_main_option("version_locations", str(versions))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    config.attributes["schema"] = service
    return config


async def migrate(dsn: str, service: str, revision: str = "head") -> None:
    """Bring a service's schema to a revision in one transaction; `head` is the newest.

    Processes that start together wait for one another.
    """
    await _run(dsn, service, lambda config: command.upgrade(config, revision))


async def roll_back(dsn: str, service: str, revision: str) -> None:
    """Take a service's schema back to an older revision, in one transaction."""
    await _run(dsn, service, lambda config: command.downgrade(config, revision))


async def _run(dsn: str, service: str, action: Callable[[Config], None]) -> None:
    engine = create_async_engine(
        dsn.replace("postgresql://", "postgresql+asyncpg://", 1), poolclass=NullPool
    )
    try:
        async with engine.begin() as connection:
            await connection.execute(
                sa.text("select pg_advisory_xact_lock(hashtext('lingban:migrate'))")
            )
            await connection.execute(sa.text(f"set local lock_timeout = '{TIMEOUT}'"))
            await connection.execute(sa.text(f'create schema if not exists "{service}"'))
            await connection.execute(sa.text(f'set local search_path = "{service}"'))
            await connection.run_sync(lambda sync: action(config_of(service, sync)))
    finally:
        await engine.dispose()
