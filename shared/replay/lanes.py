"""How far a consumer of foreign events is: one lane for the whole stream, or one a partition."""

from collections.abc import Mapping

from shared.domain import value
from shared.store.sql import Connection

CHECKPOINTS = """
  select partition, seq, partition_seq from checkpoint where subscription = $1"""
PARKED = "select seq from parked_event where subscription = $1"


@value
class Lanes:
    """Upper ends of a replay by partition (-1: whole stream), and events that were put aside."""

    upto: Mapping[int, int]
    parked: frozenset[int]

    @property
    def total(self) -> int:
        """Return how many events lie before the upper ends."""
        return sum(self.upto.values())


async def lanes_of(connection: Connection, subscription: str, *, lock: bool = False) -> Lanes:
    """Return where a subscription stands; with `lock`, nobody moves it until the transaction ends."""
    rows = await connection.fetch(CHECKPOINTS + (" for update" if lock else ""), subscription)
    parked = await connection.fetch(PARKED, subscription)
    return Lanes(
        upto={
            row["partition"]: row["seq"] if row["partition"] < 0 else row["partition_seq"]
            for row in rows
        },
        parked=frozenset(row["seq"] for row in parked),
    )
