"""The migrated schema is the one that the code expects, and can be taken back."""

import asyncpg
import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from deploy.embedded.stack import EmbeddedStack
from services.evaluation.tables import metadata
from shared.store.migrate import migrate, roll_back
from tests.office import fresh_database

STORE = {
    *("event", "outbox", "feed", "subject_key", "checkpoint", "parked_event"),
    *("timer", "timer_failure", "schema_version"),
}


@pytest.fixture
async def dsn(servers: EmbeddedStack) -> str:
    return await fresh_database(servers)


async def differences(dsn: str) -> list[object]:
    url = dsn.replace("postgresql://", "postgresql+asyncpg://", 1)
    engine = create_async_engine(url, poolclass=NullPool)
    async with engine.connect() as connection:
        await connection.execute(sa.text("set search_path = evaluation"))
        found = await connection.run_sync(_compared)
    await engine.dispose()
    return found


def _compared(connection: sa.Connection) -> list[object]:
    def ours(_: object, name: str | None, kind: str, *__: object) -> bool:
        return kind != "table" or name not in STORE

    context = MigrationContext.configure(
        connection, opts={"include_object": ours, "compare_type": True}
    )
    return list(compare_metadata(context, metadata))


async def tables(dsn: str) -> set[str]:
    connection = await asyncpg.connect(dsn)
    rows = await connection.fetch("select tablename from pg_tables where schemaname = 'evaluation'")
    await connection.close()
    return {row["tablename"] for row in rows}


async def test_the_migrated_schema_is_what_the_code_expects(dsn: str) -> None:
    await migrate(dsn, "evaluation")

    assert await differences(dsn) == []


async def test_the_schema_can_be_taken_back_and_made_again(dsn: str) -> None:
    await migrate(dsn, "evaluation")
    await roll_back(dsn, "evaluation", "base")
    assert await tables(dsn) == {"schema_version"}

    await migrate(dsn, "evaluation")

    assert set(metadata.tables) <= await tables(dsn)
    assert await differences(dsn) == []
