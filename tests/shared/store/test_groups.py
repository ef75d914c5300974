"""Commands that come together are read for and committed together, and none suffers by another."""

import asyncio

import asyncpg
import pytest

from deploy.embedded.stack import EmbeddedStack
from shared.store.events import CommandContext, Receipt
from shared.store.handle import KeyReused, handle
from shared.store.store import EventStore, NotText, StaleVersion
from shared.store.writing import Append
from tests.shared.toy.counter import DECIDER, Add, Added, Take, counter
from tests.shared.toy.service import NOW, context
from tests.shared.toy.store import a_store, append


def add(store: EventStore, name: str, key: str, amount: int = 1) -> asyncio.Task[Receipt]:
    work = handle(Add(amount=amount), DECIDER, counter(name), store, context(key))
    return asyncio.create_task(work)


async def stored(store: EventStore, prefix: str) -> dict[str, str]:
    """Return the streams whose names begin so, each with the transaction that wrote it."""
    rows = await store.pool.fetch(
        "select stream, xmin::text as transaction from event where starts_with(stream, $1)",
        f"counter:{prefix}",
    )
    return {row["stream"].removeprefix("counter:"): row["transaction"] for row in rows}


async def test_commands_that_come_together_share_transactions(store: EventStore) -> None:
    await asyncio.gather(*(add(store, f"shared-{n}", f"shared {n}") for n in range(40)))

    found = await stored(store, "shared-")
    assert len(found) == 40
    assert len(set(found.values())) <= 6
    rows = await store.pool.fetch(
        "select total from counts where starts_with(stream, $1)", "counter:shared-"
    )
    assert [row["total"] for row in rows] == [1] * 40


async def test_one_that_is_refused_does_not_keep_the_others_from_being_stored(
    store: EventStore,
) -> None:
    stale = await store.read(counter("company-stale"))
    await add(store, "company-stale", "company: first")
    store.forget()
    cause = context("company: nul")
    with_nul = CommandContext(
        command_id=cause.command_id,
        fingerprint="f",
        actor="a\x00b",
        recorded_at=NOW,
        occurred_at=NOW,
        correlation_id=cause.command_id,
    )
    answers = await asyncio.gather(
        store.commit([Append(stale, [Added(amount=1)])], context("company: too late")),
        store.commit(
            [Append(await store.read(counter("company-nul")), [Added(amount=1)])], with_nul
        ),
        *(add(store, f"company-{n}", f"company {n}") for n in range(10)),
        return_exceptions=True,
    )

    assert [type(answer) for answer in answers[:2]] == [StaleVersion, NotText]
    assert all(isinstance(answer, Receipt) for answer in answers[2:])
    assert (await stored(store, "company-")).keys() == {
        "company-stale",
        *(f"company-{n}" for n in range(10)),
    }


async def test_several_commands_on_one_stream_settle_one_after_the_other(store: EventStore) -> None:
    receipts = await asyncio.gather(*(add(store, "queue", f"queue {n}") for n in range(5)))

    assert sorted(receipt.version for receipt in receipts) == [1, 2, 3, 4, 5]


async def test_whoever_gives_up_leaves_the_others_alone(store: EventStore) -> None:
    tasks = [add(store, f"leaving-{n}", f"leaving {n}") for n in range(10)]
    await asyncio.sleep(0)
    tasks[3].cancel()
    answers = await asyncio.gather(*tasks, return_exceptions=True)

    assert [n for n, answer in enumerate(answers) if isinstance(answer, BaseException)] == [3]
    assert len(await stored(store, "leaving-")) >= 9


async def test_a_frozen_writer_of_one_stream_delays_only_that_stream(
    servers: EmbeddedStack,
) -> None:
    async with a_store(servers) as store:
        await store.pool.execute(
            f"alter database {await store.pool.fetchval('select current_database()')} "
            "set lock_timeout = '200ms'"
        )
        await store.pool.expire_connections()
        async with store.pool.acquire() as frozen:
            transaction = frozen.transaction()
            await transaction.start()
            await append(store, frozen, counter("held"), context("frozen"), Added(amount=1))
            answers = await asyncio.gather(
                add(store, "held", "held"),
                *(add(store, f"free-{n}", f"free {n}") for n in range(8)),
                return_exceptions=True,
            )
            await transaction.rollback()

        assert isinstance(answers[0], asyncpg.LockNotAvailableError)
        assert all(isinstance(answer, Receipt) for answer in answers[1:])
        assert (await add(store, "held", "held")).version == 1


async def test_everybody_hears_that_the_database_is_away(servers: EmbeddedStack) -> None:
    async with a_store(servers) as store:
        await store.pool.close()
        answers = await asyncio.gather(
            *(add(store, f"away-{n}", f"away {n}") for n in range(8)), return_exceptions=True
        )

    assert {type(answer) for answer in answers} == {asyncpg.InterfaceError}


async def test_a_refusal_on_what_is_at_hand_is_decided_again_on_what_is_there(
    store: EventStore,
) -> None:
    other = EventStore(store.pool, store.codec, store.inline)
    other.ready.set()
    await add(store, "refilled", "refilled: ours")
    await add(other, "refilled", "refilled: theirs", amount=9)

    receipt = await handle(
        Take(amount=10), DECIDER, counter("refilled"), store, context("refilled: all of it")
    )

    assert receipt.version == 3


async def test_a_key_that_stands_for_a_command_on_another_stream_is_refused(
    store: EventStore,
) -> None:
    await add(store, "keyed-a", "keyed")
    with pytest.raises(KeyReused):
        await handle(
            Add(amount=0), DECIDER, counter("keyed-b"), store, context("keyed", "another request")
        )
