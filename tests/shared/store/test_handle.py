"""Where commands meet history: repetitions, races, refusals, several streams at once."""

import asyncio

import pytest

from shared.domain import Decider
from shared.store.handle import (
    KeyReused,
    Reaction,
    VersionMoved,
    handle,
    handle_together,
)
from shared.store.store import EventStore
from shared.store.writing import Append
from tests.shared.toy.counter import (
    DECIDER,
    Add,
    Added,
    BelowZero,
    CounterEvent,
    Take,
    Taken,
    counter,
    evolve,
)
from tests.shared.toy.service import context


async def events_of(store: EventStore, name: str) -> list[CounterEvent]:
    return [r.event for r in (await store.read(counter(name))).recorded]


async def test_a_command_whose_answer_was_lost_gets_its_first_receipt_again(
    store: EventStore,
) -> None:
    command = (Add(amount=3), DECIDER, counter("lost-answer"), store)
    first = await handle(*command, context("lost-answer"))
    await handle(Add(amount=4), *command[1:], context("meanwhile"))
    again = await handle(*command, context("lost-answer"))

    assert (again.version, again.events, again.recorded_at) == (
        first.version,
        first.events,
        first.recorded_at,
    )
    assert (first.repeated, again.repeated) == (False, True)
    assert await events_of(store, "lost-answer") == [Added(amount=3), Added(amount=4)]


async def test_a_command_sent_twice_at_once_has_one_effect(store: EventStore) -> None:
    receipts = await asyncio.gather(
        *(
            handle(Add(amount=3), DECIDER, counter("at-once"), store, context("at-once"))
            for _ in range(8)
        )
    )

    assert {(r.version, r.events) for r in receipts} == {(1, ("Added",))}
    assert sum(not r.repeated for r in receipts) == 1
    assert await events_of(store, "at-once") == [Added(amount=3)]


async def test_one_key_for_two_requests_is_refused(store: EventStore) -> None:
    stream = counter("reused")
    await handle(Add(amount=1), DECIDER, stream, store, context("reused", "one"))

    with pytest.raises(KeyReused):
        await handle(Add(amount=2), DECIDER, stream, store, context("reused", "two"))
    with pytest.raises(KeyReused):
        await handle(Add(amount=1), DECIDER, counter("other"), store, context("reused", "two"))
    with pytest.raises(KeyReused):
        await handle(Add(amount=1), DECIDER, counter("other"), store, context("reused", "one"))

    assert await events_of(store, "reused") == [Added(amount=1)]
    assert await events_of(store, "other") == []


async def test_a_refusal_is_decided_anew(store: EventStore) -> None:
    command = (Take(amount=2), DECIDER, counter("refused"), store, context("refused"))
    with pytest.raises(BelowZero):
        await handle(*command)
    await handle(Add(amount=5), DECIDER, counter("refused"), store, context("refill"))

    receipt = await handle(*command)

    assert (receipt.version, receipt.repeated) == (2, False)


async def test_the_loser_of_a_race_decides_again_on_what_the_winner_did(
    store: EventStore,
) -> None:
    stream = counter("race")
    await handle(Add(amount=5), DECIDER, stream, store, context("start"))
    receipts = await asyncio.gather(
        *(handle(Take(amount=2), DECIDER, stream, store, context(f"race-{n}")) for n in range(3)),
        return_exceptions=True,
    )

    assert sorted(type(r).__name__ for r in receipts) == ["BelowZero", "Receipt", "Receipt"]
    assert await events_of(store, "race") == [
        Added(amount=5),
        Taken(amount=2),
        Taken(amount=2),
    ]


async def test_a_writer_that_comes_between_reading_and_writing_is_seen(store: EventStore) -> None:
    stream = counter("between")
    seen: list[int] = []

    def decide(command: Add, count: int) -> tuple[CounterEvent, ...]:
        seen.append(count)
        return (Added(amount=command.amount),)

    slow: Decider[Add, int, CounterEvent] = Decider(initial=0, decide=decide, evolve=evolve)
    reads = 0

    class Between(EventStore):
        """A store whose first reader is overtaken by another writer."""

        async def commit(self, appends, cause):  # noqa: ANN001, ANN202
            nonlocal reads
            reads += 1
            if reads == 1:
                history = await store.read(stream)
                await store.commit([Append(history, [Added(amount=10)])], context("overtaker"))
            await super().commit(appends, cause)

    between = Between(store.pool, store.codec, store.inline, store.committed, store.ready)
    receipt = await handle(Add(amount=1), slow, stream, between, context("overtaken"))

    assert seen == [0, 10]
    assert receipt.version == 2


async def test_what_the_caller_saw_must_still_be_there(store: EventStore) -> None:
    stream = counter("seen")
    await handle(Add(amount=1), DECIDER, stream, store, context("seen-1"), expected_version=0)
    with pytest.raises(VersionMoved, match="now version 1"):
        await handle(Add(amount=2), DECIDER, stream, store, context("seen-2"), expected_version=0)
    receipt = await handle(
        Add(amount=2), DECIDER, stream, store, context("seen-2"), expected_version=1
    )
    again = await handle(
        Add(amount=2), DECIDER, stream, store, context("seen-2"), expected_version=1
    )

    assert (receipt.version, again.version, again.repeated) == (2, 2, True)


async def test_a_command_from_which_nothing_follows_stores_nothing(store: EventStore) -> None:
    receipt = await handle(Add(amount=0), DECIDER, counter("nothing"), store, context("nothing"))
    assert (receipt.version, receipt.events) == (0, ())


def together(*commands: tuple[str, Add | Take]) -> list[Reaction[Add | Take, int, CounterEvent]]:
    return [Reaction(command, DECIDER, counter(name)) for name, command in commands]


async def test_several_streams_are_written_together_or_not_at_all(store: EventStore) -> None:
    everything = together(("all-a", Add(amount=1)), ("all-b", Take(amount=1)))
    with pytest.raises(BelowZero):
        await handle_together(everything, store, context("all"))
    assert await events_of(store, "all-a") == []

    await handle(Add(amount=1), DECIDER, counter("all-b"), store, context("all-b"))
    first = await handle_together(everything, store, context("all"))
    again = await handle_together(everything, store, context("all"))

    assert (first.stream, first.version, again.repeated) == ("counter:all-a", 1, True)
    assert await events_of(store, "all-a") == [Added(amount=1)]
    assert await events_of(store, "all-b") == [Added(amount=1), Taken(amount=1)]
    with pytest.raises(KeyReused):
        await handle_together(everything, store, context("all", "something else"))


async def test_commands_on_several_streams_that_cross_settle(store: EventStore) -> None:
    names = [f"cross-{n}" for n in range(4)]
    orders = [names, names[::-1], names[2:] + names[:2]]
    await asyncio.gather(
        *(
            handle_together(
                together(*((name, Add(amount=1)) for name in order)),
                store,
                context(f"cross {number}"),
            )
            for number, order in enumerate(orders)
        )
    )

    for name in names:
        assert await events_of(store, name) == [Added(amount=1)] * len(orders)


async def test_rows_of_the_own_service_equal_a_fold_of_its_history(store: EventStore) -> None:
    for number, command in enumerate([Add(amount=5), Take(amount=2), Add(amount=9)]):
        await handle(command, DECIDER, counter("rows"), store, context(f"rows {number}"))
    rows = await store.pool.fetch("select * from counts order by stream")

    for stream, total, events in rows:
        history = await store.read(counter(stream.partition(":")[2]))
        assert (total, events) == (DECIDER.fold(r.event for r in history.recorded), history.version)
    assert ("counter:rows", 12, 3) in [tuple(row) for row in rows]
