"""A timer fires once, late rather than never, and not at all once it was cancelled."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from deploy.embedded.stack import EmbeddedStack
from shared.store.handle import Reaction, handle
from shared.store.store import EventStore
from shared.timing.clock import SettableClock
from shared.timing.timers import Timer, TimerRunner
from tests.office import TestClock
from tests.shared.toy.alarm import (
    DECIDER,
    AlarmRang,
    AlarmSet,
    CancelAlarm,
    NotSet,
    SetAlarm,
    alarm,
    alarms,
    ring,
)
from tests.shared.toy.service import NOW, context
from tests.shared.toy.store import a_store, append

SOON = NOW + timedelta(hours=1)


@pytest.fixture(scope="module")
async def shared_store(servers: EmbeddedStack) -> AsyncIterator[EventStore]:
    async with a_store(servers, alarms()) as store:
        yield store


@pytest.fixture
async def store(shared_store: EventStore) -> EventStore:
    await shared_store.pool.execute("delete from timer; delete from timer_failure")
    return shared_store


async def set_alarm(store: EventStore, name: str, due_at: datetime, key: str = "set") -> None:
    await handle(SetAlarm(due_at=due_at), DECIDER, alarm(name), store, context(f"{name} {key}"))


def runner_of(store: EventStore, clock: Any, **firings: Any) -> TimerRunner:
    return TimerRunner("applications", store, clock, {"alarm": ring, **firings})


async def rang(store: EventStore) -> list[tuple[str, datetime]]:
    """Return which alarms have rung and for when, in the order of ringing."""
    rows = await store.pool.fetch(
        "select stream, occurred_at from event where type = 'AlarmRang' order by position"
    )
    return [(row["stream"].partition(":")[2], row["occurred_at"]) for row in rows]


@asynccontextmanager
async def running(*runners: TimerRunner) -> AsyncIterator[None]:
    tasks = [asyncio.create_task(runner.run()) for runner in runners]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)


async def none_left(store: EventStore) -> None:
    async with asyncio.timeout(20):
        while await store.pool.fetchval("select exists (select 1 from timer)"):
            await asyncio.sleep(0.01)


async def test_of_three_runners_one_fires_each_timer(store: EventStore) -> None:
    names = [f"three-{n:02d}" for n in range(60)]
    for n, name in enumerate(names):
        await set_alarm(store, name, SOON + timedelta(seconds=n % 7))
    clock = TestClock(SOON + timedelta(minutes=1))
    async with running(*(runner_of(store, clock) for _ in range(3))):
        await none_left(store)

    rung = [name for name, _ in await rang(store) if name.startswith("three")]
    assert sorted(rung) == names


async def test_after_a_downtime_timers_fire_late_once_and_in_order(store: EventStore) -> None:
    due = {f"late-{n}": SOON + timedelta(days=5 - n) for n in range(5)}
    for name, at in due.items():
        await set_alarm(store, name, at)
    clock = TestClock(SOON - timedelta(seconds=1))
    runner = runner_of(store, clock)
    assert not await runner.fire_one()

    clock.set(SOON + timedelta(days=30))
    while await runner.fire_one():
        pass

    rung = [(name, at) for name, at in await rang(store) if name.startswith("late")]
    assert rung == sorted(due.items(), key=lambda item: item[1])
    (recorded, *_) = [r for r in (await store.read(alarm("late-0"))).recorded if r.version == 2]
    assert recorded.event == AlarmRang(at=due["late-0"])
    assert recorded.recorded_at == SOON + timedelta(days=30)


async def test_a_moved_timer_fires_at_its_new_time_and_may_be_set_to_the_old_again(
    store: EventStore,
) -> None:
    await set_alarm(store, "moved", SOON)
    await set_alarm(store, "moved", SOON + timedelta(hours=1), "later")
    clock = TestClock(SOON)
    runner = runner_of(store, clock)
    assert not await runner.fire_one()
    clock.advance(hours=1)
    assert await runner.fire_one()
    await set_alarm(store, "moved", SOON + timedelta(hours=1), "the same once more")
    assert await runner.fire_one()
    assert not await runner.fire_one()

    assert [at for name, at in await rang(store) if name == "moved"] == [
        SOON + timedelta(hours=1)
    ] * 2


async def test_a_cancelled_timer_does_not_fire(store: EventStore) -> None:
    await set_alarm(store, "cancelled", SOON)
    await handle(CancelAlarm(), DECIDER, alarm("cancelled"), store, context("cancel"))

    assert not await runner_of(store, TestClock(SOON)).fire_one()


async def test_a_cancellation_that_is_being_committed_wins_and_nothing_fires(
    store: EventStore,
) -> None:
    await set_alarm(store, "race", SOON)
    async with store.pool.acquire() as canceller:
        transaction = canceller.transaction()
        await transaction.start()
        cancel = DECIDER.decide(CancelAlarm(), SOON)
        await append(store, canceller, alarm("race"), context("race cancel"), *cancel)
        runner = runner_of(store, TestClock(SOON))
        assert not await runner.fire_one()  # its row is locked by the cancellation
        await transaction.commit()
    assert not await runner.fire_one()

    assert "race" not in dict(await rang(store))


async def test_a_cancellation_that_comes_while_a_timer_fires_is_refused(
    store: EventStore,
) -> None:
    await set_alarm(store, "firing", SOON)
    cancelling: list[asyncio.Task[Any]] = []

    def slow(timer: Timer) -> Reaction[Any, Any, Any]:
        cancel = handle(CancelAlarm(), DECIDER, alarm("firing"), store, context("firing cancel"))
        cancelling.append(asyncio.ensure_future(cancel))
        return ring(timer)

    runner = runner_of(store, TestClock(SOON), alarm=slow)
    while await runner.fire_one():
        pass
    results = await asyncio.gather(*cancelling, return_exceptions=True)

    history = [type(r.event).__name__ for r in (await store.read(alarm("firing"))).recorded]
    assert history in (["AlarmSet", "AlarmRang"], ["AlarmSet", "AlarmCancelled"])
    if history[-1] == "AlarmRang":
        assert [type(result) for result in results] == [NotSet]
    assert await store.pool.fetchval("select count(*) from timer_failure") == 0


async def test_a_timer_that_cannot_fire_does_not_stop_the_others(store: EventStore) -> None:
    await set_alarm(store, "broken", SOON)
    await set_alarm(store, "sound", SOON + timedelta(seconds=1))

    def break_one(timer: Timer) -> Reaction[Any, Any, Any]:
        if timer.subject == "broken":
            raise ValueError("a bug")
        return ring(timer)

    clock = TestClock(SOON + timedelta(minutes=1))
    runner = runner_of(store, clock, alarm=break_one)
    while await runner.fire_one():
        pass

    failures = await store.pool.fetch("select subject, attempts, error from timer_failure")
    assert [tuple(row) for row in failures] == [("broken", 1, "ValueError('a bug')")]
    assert "sound" in dict(await rang(store))
    await store.pool.execute("update timer_failure set retry_at = now() - interval '1 second'")
    assert await runner_of(store, clock).fire_one()
    assert "broken" in dict(await rang(store))
    assert await store.pool.fetchval("select count(*) from timer_failure") == 0


async def test_nothing_fires_while_no_command_is_accepted(store: EventStore) -> None:
    await set_alarm(store, "unready", SOON)
    store.ready.clear()
    try:
        assert not await runner_of(store, TestClock(SOON)).fire_one()
    finally:
        store.ready.set()
    assert await runner_of(store, TestClock(SOON)).fire_one()


async def test_a_clock_set_forward_wakes_the_timers_and_set_back_fires_nothing_again(
    store: EventStore,
) -> None:
    runner: TimerRunner
    clock = SettableClock(store.pool, lambda: runner.wake.set())  # noqa: PLW0108 - made later
    runner = runner_of(store, clock)
    await clock.start(NOW)
    await set_alarm(store, "clock", SOON)
    async with running(runner):
        await clock.set(SOON + timedelta(minutes=1))
        await none_left(store)
        await clock.set(NOW)
        await set_alarm(store, "clock-2", SOON)
        await clock.set(SOON + timedelta(minutes=2))
        await none_left(store)

    rung = [name for name, _ in await rang(store) if name.startswith("clock")]
    assert rung == ["clock", "clock-2"]
    first = (await store.read(alarm("clock"))).recorded
    assert [type(r.event) for r in first] == [AlarmSet, AlarmRang]


async def test_processes_share_one_settable_clock(store: EventStore) -> None:
    changes: list[int] = []
    here = SettableClock(store.pool, lambda: None)
    there = SettableClock(store.pool, lambda: changes.append(1))
    await here.start(None)
    await there.start(None)
    changes.clear()
    await here.set(datetime(2017, 7, 1, tzinfo=UTC))
    await there.refresh()
    await there.refresh()

    assert abs(there.now() - here.now()) < timedelta(seconds=30)
    assert there.ahead == here.ahead
    assert len(changes) == 1
    late = SettableClock(store.pool, lambda: None)
    await late.start(datetime(2030, 1, 1, tzinfo=UTC))
    assert late.ahead == here.ahead
