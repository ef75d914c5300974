"""What an append costs beside a bare one-row INSERT."""

from collections.abc import Sequence
from uuid import uuid4

import asyncpg
import orjson

from shared.store.codec import canonical
from shared.store.history import History
from shared.store.store import EventStore
from shared.store.writing import APPEND, Append, meta_of
from tests.load.desk import NOW, SUMMARY, context, desk, noted
from tests.load.ground import Ground, on_own_connections
from tests.load.measure import Case, Figure, Goal, Reading, closed_loop, figure, interleaved

BARE = "bare one-row INSERT commit"
CREATE = "create table bare (id bigint generated always as identity primary key, data jsonb)"
INSERT = "insert into bare (data) values ($1)"


class BareInserts:
    """The baseline: the same bytes as one row of a table that has a primary key and no more."""

    def __init__(self, connections: Sequence[asyncpg.Connection], seconds: float) -> None:
        self.connections = connections
        self.seconds = seconds

    async def case(self) -> Reading:
        data = canonical(noted(1)).decode()
        statements = [await connection.prepare(INSERT) for connection in self.connections]
        number = len(statements)
        return await closed_loop(
            number, self.seconds, lambda n: statements[n % number].fetchval(data)
        )


class SqlAppends:
    """The SQL function alone, prepared on connections of its own: what the server can do."""

    def __init__(self, connections: Sequence[asyncpg.Connection], seconds: float) -> None:
        self.connections = connections
        self.seconds = seconds

    async def case(self) -> Reading:
        data, digest = canonical(noted(1)).decode(), b"0" * 32
        meta = orjson.dumps(meta_of(context())).decode()
        statements = [await connection.prepare(APPEND) for connection in self.connections]
        number = len(statements)

        async def append(n: int) -> None:
            await statements[n % number].fetchval(
                [
                    (
                        "desk",
                        f"desk:{uuid4().hex}",
                        3,
                        1,
                        True,
                        uuid4(),
                        "Noted",
                        1,
                        data,
                        digest,
                        meta,
                        NOW,
                        NOW,
                    )
                ]
            )

        return await closed_loop(number, self.seconds, append)


def store_appends(store: EventStore, tasks: int, seconds: float) -> Case:
    """Return the case of `EventStore.commit`: ids, hashes, pool and error handling included."""

    async def append(n: int) -> None:
        history = History(desk(uuid4().hex))
        await store.commit([Append(history, (noted(n),))], context())

    return lambda: closed_loop(tasks, seconds, append)


async def append(ground: Ground) -> list[Figure]:
    """Append with its outbox, without and with a read-model row, with 1 and with 16 writers."""
    plain, with_row = await ground.store(), await ground.store(SUMMARY)
    settings = await ground.settings()
    dsn = settings.postgres_dsn.get_secret_value()
    sql_store = await ground.store(settings=settings, pool_size=2)
    await sql_store.pool.execute(CREATE)
    figures: list[Figure] = []
    for writers in (1, 16):
        async with on_own_connections(dsn, writers) as connections:
            for connection in connections:
                await connection.execute("set search_path = applications")
            cases: dict[str, Case] = {
                "bare": BareInserts(connections, ground.seconds).case,
                "sql": SqlAppends(connections, ground.seconds).case,
                "store": store_appends(plain, writers, ground.seconds),
                "row": store_appends(with_row, writers, ground.seconds),
            }
            seen = await interleaved(cases, ground.rounds)
        goals: dict[str, tuple[Goal, ...]] = {"sql": (), "store": (), "row": ()}
        if writers == 16:
            half, quarter = Goal(of="ratio", at_least=0.5), Goal(of="ratio", at_least=0.25)
            goals = {"sql": (half,), "store": (), "row": (quarter,)}
        names = {"sql": "append function", "store": "store append", "row": "store append with row"}
        figures += [
            figure(
                f"{names[case]}, {writers} writer{'s' if writers > 1 else ''}",
                "commits/s",
                seen[case],
                BARE,
                seen["bare"],
                ground.rounds,
                *goals[case],
            )
            for case in names
        ]
    return figures
