"""Every event is applied once and in order, whatever the bus does in between."""

import asyncio
import random
from collections.abc import AsyncIterator, Sequence
from uuid import uuid4

import pytest
from nats.aio.msg import Msg

from deploy.embedded.stack import EmbeddedStack
from shared.bus.applying import Applier, Checkpoint, NotTheOwner
from shared.bus.consumer import Consumer
from shared.bus.envelope import Envelope
from shared.bus.feed import OwnFeed
from shared.bus.pull import Pull
from shared.telemetry.metrics import CONSUMER_STOPPED, HOLES, RESETS
from tests.office import Office
from tests.shared.bus.site import (
    SOURCE,
    WATCHER,
    add,
    add_many,
    audit,
    consumer_of,
    settled,
    start_consumer,
    stop_consumer,
    until,
)

NAME = f"{WATCHER}_{SOURCE}"


def count_of(metric: object) -> float:
    return metric._value.get()  # type: ignore[attr-defined]  # noqa: SLF001


@pytest.fixture(autouse=True)
async def afterwards_all_is_well(office: Office) -> AsyncIterator[None]:
    yield
    if consumer_of(office.runs[WATCHER]).stopped:
        return
    await add_many(office, "afterwards", 3)
    await audit(office)


class DiesBefore(Applier):
    """Dies when it is about to apply a batch."""

    died: asyncio.Event

    async def apply(self, before: Checkpoint, events: Sequence[Envelope]) -> Checkpoint:
        self.died.set()
        await asyncio.Event().wait()
        return await super().apply(before, events)


class DiesAfter(DiesBefore):
    """Dies when it has applied a batch and not acknowledged it."""

    async def apply(self, before: Checkpoint, events: Sequence[Envelope]) -> Checkpoint:
        await Applier.apply(self, before, events)
        self.died.set()
        await asyncio.Event().wait()
        return before


@pytest.mark.parametrize("kind", [DiesBefore, DiesAfter])
async def test_a_consumer_killed_in_a_batch_goes_on_where_its_checkpoint_is(
    office: Office, kind: type[DiesBefore]
) -> None:
    await settled(office)
    consumer = consumer_of(office.runs[WATCHER])
    applier = consumer.applier
    consumer.parking.applier = kind(applier.subscribed, applier.store, applier.now)
    consumer.parking.applier.died = asyncio.Event()
    await add_many(office, kind.__name__.lower(), 30)
    async with asyncio.timeout(10):
        await consumer.parking.applier.died.wait()
    await stop_consumer(office)
    start_consumer(office)
    await audit(office)


class Unruly(Pull):
    """Delivers out of order, and some messages twice."""

    async def batch(self, wait: float) -> Sequence[Msg]:
        messages = list(await super().batch(wait))
        shuffled = messages + messages[:2]
        random.Random(len(messages)).shuffle(shuffled)
        return shuffled


class Losing(Pull):
    """Loses every third message."""

    async def batch(self, wait: float) -> Sequence[Msg]:
        return [m for n, m in enumerate(await super().batch(wait)) if n % 3 != 1]


class Garbling(Pull):
    """Delivers a message that no relay has written."""

    async def batch(self, wait: float) -> Sequence[Msg]:
        messages = list(await super().batch(wait))
        if messages:
            messages[0].data = b'{"no":"event"}'
        return messages


@pytest.mark.parametrize("kind", [Unruly, Losing, Garbling])
async def test_what_the_bus_shuffles_doubles_loses_or_garbles_is_applied_once_in_order(
    office: Office, kind: type[Pull]
) -> None:
    await settled(office)
    await stop_consumer(office)
    holes = count_of(HOLES.labels(NAME))
    await add_many(office, kind.__name__.lower(), 120)
    consumer = start_consumer(office)
    old = consumer.pull
    consumer.pull = kind(old.nats, f"js.{SOURCE}", SOURCE.upper(), NAME)
    await audit(office)
    if kind is Losing:
        assert count_of(HOLES.labels(NAME)) > holes
    await stop_consumer(office)
    start_consumer(office)


@pytest.mark.parametrize("suspended", [True, False])
async def test_a_consumer_that_hears_nothing_resets_itself(
    office: Office,
    servers: EmbeddedStack,
    suspended: bool,
) -> None:
    await settled(office)
    before = count_of(RESETS.labels(NAME))
    if suspended:
        servers.nats.suspend()
        try:
            await add(office, "silence", "suspended")
            await until(lambda: count_of(RESETS.labels(NAME)) > before)
        finally:
            servers.nats.resume()
    else:
        servers.nats.kill()
        await add(office, "silence", "killed")
        servers.nats.start()
        await until(lambda: count_of(RESETS.labels(NAME)) > before)
    await audit(office)


async def test_a_batch_of_a_former_owner_changes_nothing(office: Office) -> None:
    await add(office, "fenced", "1")
    await settled(office)
    applier = consumer_of(office.runs[WATCHER]).applier
    feed = OwnFeed(SOURCE, office.resources(SOURCE).pool)
    events = [Envelope.parse(e) for e in await feed.after(0, 100)]
    outdated = Checkpoint(subscription=NAME, partition=-1)

    with pytest.raises(NotTheOwner):
        await applier.apply(outdated, events)


async def test_a_consumer_that_was_asked_to_stop_finishes_the_batch_in_hand(
    office: Office,
) -> None:
    await settled(office)
    run = office.runs[WATCHER]
    consumer = consumer_of(run)
    in_hand, go_on = asyncio.Event(), asyncio.Event()

    class Slow(Applier):
        async def apply(self, before: Checkpoint, events: Sequence[Envelope]) -> Checkpoint:
            in_hand.set()
            await go_on.wait()
            return await super().apply(before, events)

    old = consumer.applier
    consumer.parking.applier = Slow(old.subscribed, old.store, old.now)
    await add(office, "in-hand", "1")
    async with asyncio.timeout(10):
        await in_hand.wait()
    consumer.stop()
    go_on.set()
    async with asyncio.timeout(10):
        await run.tasks[1]

    rows = await run.resources.pool.fetch(
        "select total from watched_counts where stream = 'counter:in-hand'"
    )
    assert [row["total"] for row in rows] == [1]
    start_consumer(office)


async def test_another_event_at_the_checkpoint_stops_the_consumer(office: Office) -> None:
    await settled(office)
    await stop_consumer(office)
    pool = office.resources(WATCHER).pool
    before = await pool.fetchrow(
        "select seq, event_id from checkpoint where subscription = $1", NAME
    )
    assert before is not None
    await pool.execute("update checkpoint set event_id = $1 where subscription = $2", uuid4(), NAME)
    consumer: Consumer = start_consumer(office)
    await add(office, "forked", "1")

    await until(lambda: consumer.stopped)

    assert f"seq {before['seq']}" in consumer.stopped
    assert count_of(CONSUMER_STOPPED.labels(NAME, "-1")) == 1
    assert not await pool.fetchval(
        "select exists (select 1 from watched_counts where stream = 'counter:forked')"
    )
    await pool.execute(
        "update checkpoint set event_id = $1 where subscription = $2", before["event_id"], NAME
    )
    start_consumer(office)
    await audit(office)
