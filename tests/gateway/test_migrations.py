"""The migrated database is what the code believes it to be."""

import asyncpg
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from deploy.embedded.stack import EmbeddedStack
from services.gateway.tables import metadata
from shared.store.migrate import migrate, roll_back
from tests.office import fresh_database


def differences(connection: sa.Connection) -> list[object]:
    ours = set(metadata.tables)
    context = MigrationContext.configure(
        connection,
        opts={
            "include_object": lambda _o, name, kind, _r, _c: kind != "table" or name in ours,
            "compare_type": True,
        },
    )
    return compare_metadata(context, metadata)


async def test_the_schema_is_what_the_tables_say_and_can_be_taken_back(
    servers: EmbeddedStack,
) -> None:
    dsn = await fresh_database(servers)
    await migrate(dsn, "gateway")
    await roll_back(dsn, "gateway", "base")
    connection = await asyncpg.connect(dsn)
    left = await connection.fetch("select tablename from pg_tables where schemaname = 'gateway'")
    await connection.close()
    await migrate(dsn, "gateway")
    engine = create_async_engine(
        dsn.replace("postgresql://", "postgresql+asyncpg://"),
        poolclass=NullPool,
        connect_args={"server_settings": {"search_path": "gateway"}},
    )
    async with engine.connect() as opened:
        found = await opened.run_sync(differences)
    await engine.dispose()

    assert [row["tablename"] for row in left] == ["schema_version"]
    assert found == []
