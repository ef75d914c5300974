from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.ext.asyncio import create_async_engine

from deploy.embedded.stack import EmbeddedStack
from services.notifications.main import SERVICE
from shared.store.migrate import migrate, roll_back
from tests.office import fresh_database

OF_THE_STORE = {"event", "outbox", "feed", "subject_key", "checkpoint", "parked_event"}
OF_THE_STORE |= {"timer_failure", "schema_version"}


async def differences(dsn: str) -> list[object]:
    """Return what differs between the migrated schema and the read models' tables."""
    url = dsn.replace("postgresql://", "postgresql+asyncpg://", 1)
    engine = create_async_engine(
        url, connect_args={"server_settings": {"search_path": SERVICE.name}}
    )
    async with engine.connect() as connection:
        found = await connection.run_sync(
            lambda sync: compare_metadata(
                MigrationContext.configure(
                    sync,
                    opts={
                        "include_name": lambda name, kind, _: (
                            kind != "table" or name not in OF_THE_STORE
                        )
                    },
                ),
                SERVICE.metadata,
            )
        )
    await engine.dispose()
    return found


async def test_the_migrated_tables_are_those_of_the_read_models(servers: EmbeddedStack) -> None:
    dsn = await fresh_database(servers)
    await migrate(dsn, SERVICE.name)

    assert await differences(dsn) == []


async def test_the_schema_goes_back_and_comes_again(servers: EmbeddedStack) -> None:
    dsn = await fresh_database(servers)
    await migrate(dsn, SERVICE.name)
    await roll_back(dsn, SERVICE.name, "base")
    gone = await differences(dsn)
    await migrate(dsn, SERVICE.name)

    assert gone
    assert await differences(dsn) == []
