"""The service's schema: what the migrations make is what the code expects."""

import json

import asyncpg
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from pydantic import TypeAdapter
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from deploy.embedded.stack import EmbeddedStack
from services.applications.programme.events import ParticipationRules
from services.applications.tables import metadata
from shared.store.migrate import migrate, roll_back
from tests.office import fresh_database

NAME = "applications"
UNIT_BEFORE = """
  insert into units values
    ('gongan-ju', 1, '市公安局', 'Police', '机关党委', '', '市公安局机关党委', false)"""
PROGRAMME_BEFORE = """
  insert into programmes (programme_id, version, year, status, document_number, title, title_en,
    notice, rules, announcement)
  values ('p', 2, 2017, 'drafted', '', '', '', '{}', '{"number": 1}', '{}')"""


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
        "coverage_gaps",
        "closings",
        "decided_projects",
        "known_objections",
        "accepted_results",
    }
    assert found[0] == found[2]
    assert own <= found[0]
    assert not found[1] & own


async def test_what_was_recorded_before_dated_names_and_coverage_is_as_a_replay_would_make_it(
    servers: EmbeddedStack,
) -> None:
    dsn = await fresh_database(servers)
    await migrate(dsn, NAME, "0001")
    connection = await asyncpg.connect(dsn, server_settings={"search_path": NAME})
    await connection.execute(UNIT_BEFORE)
    await connection.execute(PROGRAMME_BEFORE)

    await migrate(dsn, NAME)

    unit = await connection.fetchrow("select * from units")
    programme = await connection.fetchrow("select * from programmes")
    await connection.close()
    assert unit
    assert programme
    assert json.loads(unit["names"]) == [
        {
            "name": "市公安局",
            "name_en": "Police",
            "party_organisation": "机关党委",
            "full_name": "市公安局机关党委",
            "since": "",
        }
    ]
    assert (unit["parent_id"], unit["merged_into"], unit["merged_on"]) == ("", "", None)
    assert json.loads(programme["corrections"]) == []
    assert json.loads(programme["rules"]) == {
        "number": 1,
        "coverage": {"executing_units_count": True, "children_roll_up": True},
        "plan_readers": "lead_and_organiser",
        "monthly_day": "first_such_day",
        "participation": json.loads(
            TypeAdapter(ParticipationRules).dump_json(ParticipationRules())
        ),
    }
