"""A counter may not go below zero. Two services use it: one counts, the other watches."""

from dataclasses import replace

import sqlalchemy as sa

from shared.domain import Decider, Rejection, value
from shared.readmodels.projection import Projection
from shared.service import Feature
from shared.store.codec import EventCodec
from shared.store.events import Recorded, Stream


@value
class Added:
    """The counter went up."""

    amount: int


@value
class Taken:
    """The counter went down."""

    amount: int


type CounterEvent = Added | Taken


def counter(name: str) -> Stream[CounterEvent]:
    return Stream("counter", name)


@value
class Add:
    amount: int


@value
class Take:
    amount: int


class BelowZero(Rejection):
    zh = "不能少于零(现有 {left})。"
    en = "It cannot go below zero (there are {left})."


def evolve(count: int, event: CounterEvent) -> int:
    return count + event.amount if isinstance(event, Added) else count - event.amount


def decide(command: Add | Take, count: int) -> tuple[CounterEvent, ...]:
    if isinstance(command, Add):
        return (Added(amount=command.amount),) if command.amount else ()
    if command.amount > count:
        raise BelowZero(left=count)
    return (Taken(amount=command.amount),)


DECIDER: Decider[Add | Take, int, CounterEvent] = Decider(initial=0, decide=decide, evolve=evolve)

metadata = sa.MetaData(info={"toy": True})


def counts_table(name: str) -> sa.Table:
    return sa.Table(
        name,
        metadata,
        sa.Column("stream", sa.Text, primary_key=True),
        sa.Column("total", sa.BigInteger, nullable=False),
        sa.Column("events", sa.BigInteger, nullable=False),
    )


@value
class Count:
    """How far a counter is."""

    stream: str
    total: int
    events: int


def fold(row: Count | None, recorded: Recorded[CounterEvent]) -> Count | None:
    row = row or Count(stream=recorded.stream.name, total=0, events=0)
    return replace(row, total=evolve(row.total, recorded.event), events=row.events + 1)


CODEC = EventCodec(CounterEvent)
FEATURE = Feature("counter", CounterEvent)


def counts(name: str, source: str) -> Projection[Count]:
    return Projection(
        name=name,
        source=source,
        table=counts_table(name),
        row=Count,
        key=lambda recorded: (recorded.stream.name,),
        fold=fold,
        events=CODEC,
    )
