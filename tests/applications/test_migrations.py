"""The service's schema: what the migrations make is what the code expects."""

import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from deploy.embedded.stack import EmbeddedStack
from services.applications.tables import metadata
from shared.store.migrate import migrate, roll_back
from tests.office import fresh_database

NAME = "applications"


def differences(connection: sa.Connection) -> list[object]:
    """Return where the database is not what the service's tables say, the store left out."""
    connection.execute(sa.text(f"set search_path = {NAME}"))
    own = {table.name for table in metadata.sorted_tables}

    def ours(_: object, name: str | None, kind: str, *__: object) -> bool:
        return kind != "table" or name in own

    context = MigrationContext.configure(connection, opts={"include_object": ours})
    return list(compare_metadata(context, metadata))


def tables(connection: sa.Connection) -> set[str]:
    return set(sa.inspect(connection).get_table_names(schema=NAME))


async def test_the_migrated_database_is_what_the_code_expects_and_back_and_forth_again(
    servers: EmbeddedStack,
) -> None:
    dsn = await fresh_database(servers)
    engine = create_async_engine(
        dsn.replace("postgresql://", "postgresql+asyncpg://", 1), poolclass=NullPool
    )
    found: list[set[str]] = []
    for step in (migrate, None, migrate):
        await (step(dsn, NAME) if step else roll_back(dsn, NAME, "base"))
        async with engine.connect() as connection:
            found.append(await connection.run_sync(tables))
            if step:
                assert await connection.run_sync(differences) == []
    await engine.dispose()

    own = {table.name for table in metadata.sorted_tables}
    assert own == {
        "programmes",
        "projects",
        "units",
        "participations",
        "supplementary_windows",
        "teams",
        "leavings",
    }
    assert found[0] == found[2]
    assert own <= found[0]
    assert not found[1] & own
