"""SQL that is compiled once and run on asyncpg, several statements in one round trip if wanted."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import asyncpg
import orjson
import sqlalchemy as sa
from sqlalchemy.dialects import registry
from sqlalchemy.sql.elements import ClauseElement

type Connection = asyncpg.Connection[Any] | asyncpg.pool.PoolConnectionProxy[Any]
type Reader = Connection | asyncpg.Pool
type Row = asyncpg.Record

DIALECT = registry.load("postgresql.asyncpg")()
_PLACEHOLDER = re.compile(r"\$(\d+)")


def to_json(content: object) -> str:
    """Return a value as the JSON text that PostgreSQL is given."""
    return orjson.dumps(content, option=orjson.OPT_NON_STR_KEYS).decode()


async def set_up(connection: Connection) -> None:
    """Make a fresh connection read and write `jsonb` as Python values."""
    await connection.set_type_codec(
        "jsonb", schema="pg_catalog", encoder=to_json, decoder=orjson.loads, format="text"
    )


async def ping(connection: Connection) -> None:
    """Throw away a connection that is broken when it goes back to its pool, by letting it fail.

    Nothing here sets session state, so there is nothing to reset; but a session that the server ended in
    the middle of a statement is noticed only by asking.
    """
    await connection.execute("select 1")


class Statement:
    """A SQLAlchemy Core statement, compiled once, with its parameters by name."""

    def __init__(self, statement: ClauseElement) -> None:
        compiled: Any = statement.compile(dialect=DIALECT)
        self.sql = str(compiled)
        self._names: tuple[str, ...] = tuple(compiled.positiontup or ())
        self._defaults: Mapping[str, Any] = compiled.params

    def arguments(self, values: Mapping[str, Any]) -> list[Any]:
        """Return the values in the order of `$1, $2, ...`."""
        return [values.get(name, self._defaults[name]) for name in self._names]

    async def fetch(self, connection: Reader, **values: object) -> Sequence[Row]:
        """Return all rows."""
        return await connection.fetch(self.sql, *self.arguments(values))

    async def fetch_one(self, connection: Reader, **values: object) -> Row | None:
        """Return the first row, if there is one."""
        return await connection.fetchrow(self.sql, *self.arguments(values))


def dynamic(statement: sa.Select[Any]) -> tuple[str, list[Any]]:
    """Compile a query that was put together for one request (filters, cursor)."""
    compiled = Statement(statement)
    return compiled.sql, compiled.arguments({})


type Part = tuple[str, Sequence[Any]]


@lru_cache(maxsize=4096)
def _together(first: str, rest: tuple[str, ...]) -> str:
    """Return one statement that runs `first` and, as CTEs beside it, all others."""
    offset = len(set(_PLACEHOLDER.findall(first)))
    ctes = [f"first_part(result) as ({first})"]
    for number, sql in enumerate(rest):
        shift = offset
        ctes.append(
            f"part_{number} as ("
            + _PLACEHOLDER.sub(lambda found, shift=shift: f"${int(found[1]) + shift}", sql)
            + ")"
        )
        offset += len(set(_PLACEHOLDER.findall(sql)))
    return f"with {', '.join(ctes)} select result from first_part"


async def in_one_round_trip(connection: Connection, first: Part, rest: Sequence[Part]) -> Any:  # noqa: ANN401
    """Run a guard and its writes as one statement, and so as one transaction; return its result.

    `first` gives one value or raises; then nothing of `rest` is kept. The parts see the database as
    it was before the statement, so no two of them may write the same row.
    """
    arguments = [*first[1], *(argument for part in rest for argument in part[1])]
    return await connection.fetchval(_together(first[0], tuple(sql for sql, _ in rest)), *arguments)
