"""How history becomes rows.

A projection keeps one table. Each event touches at most one row of it, and **a row is made from
the events of one stream only**. That one restriction carries much: rows can be folded in any
interleaving of streams, on any number of partitions, with one stream parked while others flow, and
always come out as a replay from zero would make them. What needs several streams is joined when
it is read.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from shared.store.codec import EventCodec
from shared.store.events import Recorded
from shared.store.sql import DIALECT, Connection, Part, to_json

type Key = tuple[Any, ...]


@dataclass(frozen=True)
class Projection[Row]:
    """A named way to fold events into the rows of one table. The name never changes.

    `row` is a value whose fields are the table's columns; `key` gives the primary key of the row an
    event touches, or None; `fold` gives the row after the event, or None when there is none any
    more. Both are pure. `source` is the service whose events are read; a projection of the own
    service's events is kept in the command's own transaction. `features` limits an own projection
    to streams of those features. `events` says how foreign events are decoded (a contract).
    """

    name: str
    source: str
    table: sa.Table
    row: type[Row]
    key: Callable[[Recorded[Any]], Key | None]
    fold: Callable[[Row | None, Recorded[Any]], Row | None]
    features: frozenset[str] = frozenset()
    events: EventCodec | None = None


def _type_of(column: sa.Column[Any]) -> str:
    return column.type.compile(dialect=DIALECT)


@dataclass(frozen=True, eq=False)
class Rows[Row]:
    """The SQL of one projection's table, made once."""

    projection: Projection[Row]
    columns: tuple[str, ...]
    key_columns: tuple[str, ...]
    load_sql: str
    upsert_sql: str
    delete_sql: str
    json_columns: frozenset[str]

    @classmethod
    def of(cls, projection: Projection[Row]) -> "Rows[Row]":
        """Prepare the SQL, and refuse a table whose columns are not the row's fields."""
        table = projection.table
        columns = tuple(column.name for column in table.columns)
        names = tuple(field.name for field in fields(cast("Any", projection.row)))
        if set(columns) != set(names):
            raise TypeError(f"{projection.name}: {set(columns) ^ set(names)} only on one side")
        keys = tuple(column.name for column in table.primary_key.columns)
        json = frozenset(c.name for c in table.columns if isinstance(c.type, postgresql.JSONB))
        arrays = {c.name: "text[]" if c.name in json else f"{_type_of(c)}[]" for c in table.columns}
        unnest_keys = ", ".join(f"${n}::{arrays[k]}" for n, k in enumerate(keys, 1))
        unnest = ", ".join(f"${n}::{arrays[c]}" for n, c in enumerate(columns, 1))
        match = " and ".join(f"t.{k} = k.{k}" for k in keys)
        values = ", ".join(f"{c}::jsonb" if c in json else c for c in columns)
        rest = ", ".join(f"{c} = excluded.{c}" for c in columns if c not in keys)
        action = f"do update set {rest}" if rest else "do nothing"
        return cls(
            projection=projection,
            columns=columns,
            key_columns=keys,
            load_sql=f"select t.* from {table.name} t join unnest({unnest_keys}) "
            f"k({', '.join(keys)}) on {match}",
            upsert_sql=f"insert into {table.name} ({', '.join(columns)}) "
            f"select {values} from unnest({unnest}) u({', '.join(columns)}) "
            f"on conflict ({', '.join(keys)}) {action}",
            delete_sql=f"delete from {table.name} t "
            f"using unnest({unnest_keys}) k({', '.join(keys)}) where {match}",
            json_columns=json,
        )

    async def load(self, connection: Connection, keys: Iterable[Key]) -> dict[Key, Row]:
        """Return the rows that exist now under these keys."""
        found = await connection.fetch(self.load_sql, *map(list, zip(*keys, strict=True)))
        return {
            tuple(record[k] for k in self.key_columns): self.projection.row(**dict(record))
            for record in found
        }

    def writes(self, rows: Mapping[Key, Row | None]) -> Iterable[Part]:
        """Return the statements that make the table hold these rows, and lack those that ended."""
        kept = [row for row in rows.values() if row is not None]
        if kept:
            yield self.upsert_sql, [self._column(c, kept) for c in self.columns]
        gone = [key for key, row in rows.items() if row is None]
        if gone:
            yield self.delete_sql, [list(part) for part in zip(*gone, strict=True)]

    def _column(self, column: str, rows: Sequence[Row]) -> list[Any]:
        """Return one column's values; JSON as text, for a list among them would be a dimension."""
        values = [getattr(row, column) for row in rows]
        if column not in self.json_columns:
            return values
        return [None if value is None else to_json(value) for value in values]

    def fold(
        self, rows: dict[Key, Row | None], history: Iterable[Recorded[Any]]
    ) -> dict[Key, Row | None]:
        """Fold events into rows that are already there; untouched rows stay as they are."""
        key_of, fold = self.projection.key, self.projection.fold
        for recorded in history:
            key = key_of(recorded)
            if key is not None:
                rows[key] = fold(rows.get(key), recorded)
        return rows

    def begin(self) -> dict[Key, Row | None]:
        """Return the rows of a stream in which nothing happened yet."""
        return {}

    def follow(
        self, state: dict[Key, Row | None], recorded: Iterable[Recorded[Any]]
    ) -> dict[Key, Row | None]:
        """Return the rows of a stream after these events."""
        return self.fold(dict(state), recorded)

    def touched(
        self, after: Mapping[Key, Row | None], new: Iterable[Recorded[Any]]
    ) -> dict[Key, Row | None]:
        """Return those of a stream's rows that its new events have touched."""
        keys = (self.projection.key(recorded) for recorded in new)
        return {key: after[key] for key in keys if key is not None}
