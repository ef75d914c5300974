"""Poison is put aside with the later events of its stream; everything else flows on."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from deploy.embedded.stack import EmbeddedStack
from shared.bus.parked import LIST, TOO_MANY, Parking
from shared.bus.subscription import Subscribed
from shared.store.codec import EventCodec
from shared.store.events import Recorded
from shared.telemetry.metrics import CONSUMER_STOPPED
from tests.office import Office, an_office
from tests.shared.bus.site import (
    SOURCE,
    WATCHER,
    add,
    audit,
    consumer_of,
    start_consumer,
    stop_consumer,
    until,
)
from tests.shared.toy.counter import Count, CounterEvent, Taken, fold
from tests.shared.toy.service import WATCHED, counting, watching

NAME = f"{WATCHER}_{SOURCE}"
POISON = 13
poisonous: set[str] = set()


class Poisonous(Exception):
    """The code cannot apply this event (yet)."""


def fold_or_choke(row: Count | None, recorded: Recorded[CounterEvent]) -> Count | None:
    if recorded.event.amount == POISON and recorded.stream.name in poisonous:
        raise Poisonous(recorded.stream.name)
    return fold(row, recorded)


CHOKING = replace(WATCHED, fold=fold_or_choke)


@pytest.fixture
async def office(servers: EmbeddedStack, folder: Path) -> AsyncIterator[Office]:
    poisonous.clear()
    choking = watching(Subscribed(SOURCE, projections=(CHOKING,)))
    async with an_office(servers, folder, counting(), choking) as office:
        yield office


async def parked(office: Office) -> list[tuple[int, str, int, str]]:
    rows = await office.resources(WATCHER).pool.fetch(LIST, NAME)
    return [(row["seq"], row["stream"], row["attempts"], row["status"]) for row in rows]


async def watched(office: Office) -> dict[str, int]:
    rows = await office.resources(WATCHER).pool.fetch("select stream, total from watched_counts")
    return {row["stream"]: row["total"] for row in rows}


async def poison_one(office: Office) -> Parking:
    """Park the second of four events of one stream, with another stream around it."""
    poisonous.add("counter:bad")
    for key, amount in enumerate([1, POISON, 2, 3]):
        await add(office, "bad", str(key), amount)
        await add(office, "good", str(key), amount)
    await office.caught_up()
    return consumer_of(office.runs[WATCHER]).parking


async def test_poison_is_parked_with_the_later_events_of_its_stream_only(office: Office) -> None:
    parking = await poison_one(office)

    assert await watched(office) == {"counter:bad": 1, "counter:good": 19}
    assert await parked(office) == [
        (3, "counter:bad", 5, "parked"),
        (5, "counter:bad", 0, "parked"),
        (7, "counter:bad", 0, "parked"),
    ]
    assert parking.streams == {"counter:bad"}


async def test_a_restarted_consumer_parks_on_behind_what_is_parked(office: Office) -> None:
    await poison_one(office)
    await stop_consumer(office)
    poisonous.clear()
    start_consumer(office)
    await add(office, "bad", "later", 4)
    await office.caught_up()

    assert [seq for seq, *_ in await parked(office)] == [3, 5, 7, 9]


async def test_a_retry_applies_all_in_order_or_nothing(office: Office) -> None:
    parking = await poison_one(office)
    with pytest.raises(Poisonous):
        await parking.retry("counter:bad")
    assert len(await parked(office)) == 3
    assert (await watched(office))["counter:bad"] == 1

    poisonous.clear()
    assert await parking.retry("counter:bad") == 3
    assert await parking.retry("counter:bad") == 0

    await add(office, "bad", "afterwards", 5)
    await add(office, "bad", "at last", 5)
    await audit(office)
    assert await parked(office) == []


async def test_an_event_given_up_has_a_reason_and_the_others_follow(office: Office) -> None:
    parking = await poison_one(office)
    assert await parking.discard(3, "entered by mistake, see letter 7")
    assert not await parking.discard(3, "again")
    assert await parking.retry("counter:bad") == 2

    assert (await watched(office))["counter:bad"] == 1 + 2 + 3
    (row,) = await office.resources(WATCHER).pool.fetch(LIST, "")
    assert (row["status"], row["reason"]) == ("discarded", "entered by mistake, see letter 7")
    assert row["type"] == "Added"
    assert "Poisonous" in row["error"]


async def test_an_error_of_the_database_while_parking_loses_nothing(office: Office) -> None:
    pool = office.resources(WATCHER).pool
    await pool.execute(
        "create function full_disk() returns trigger language plpgsql as $$ begin "
        "raise exception 'no space left' using errcode = '53100'; end $$;"
        "create trigger full_disk before insert on parked_event execute function full_disk()"
    )
    poisonous.add("counter:bad")
    await add(office, "bad", "poison", POISON)
    await add(office, "good", "behind", 1)
    resets = consumer_of(office.runs[WATCHER])
    await until(lambda: resets.checkpoint.seq == 0 and resets.parking._recent)  # noqa: SLF001
    assert await parked(office) == []
    assert await watched(office) == {}

    await pool.execute("drop trigger full_disk on parked_event")
    await office.caught_up()

    assert await parked(office) == [(1, "counter:bad", 5, "parked")]
    assert await watched(office) == {"counter:good": 1}


async def test_an_event_that_the_code_is_too_old_for_waits_for_newer_code(
    servers: EmbeddedStack, folder: Path
) -> None:
    type OnlyTaken = Taken
    old = replace(WATCHED, events=EventCodec(OnlyTaken))
    subscribed = watching(Subscribed(SOURCE, projections=(old,)))
    async with an_office(servers, folder, counting(), subscribed) as office:
        await add(office, "newer", "1", 2)
        await add(office, "newer", "2", 3)
        await office.caught_up()
        assert [seq for seq, *_ in await parked(office)] == [1, 2]
        (row, _) = await office.resources(WATCHER).pool.fetch(LIST, NAME)
        assert "UnknownEvent" in row["error"]

        consumer = consumer_of(office.runs[WATCHER])
        newer = replace(consumer.applier, subscribed=Subscribed(SOURCE, projections=(WATCHED,)))
        assert await Parking(NAME, newer).retry("counter:newer") == 2
        assert await watched(office) == {"counter:newer": 5}


async def test_much_poison_is_a_bug_and_stops_the_consumer(office: Office) -> None:
    consumer = consumer_of(office.runs[WATCHER])
    poisonous.update(f"counter:p{n}" for n in range(TOO_MANY + 5))
    for n in range(TOO_MANY + 5):
        await add(office, f"p{n}", "1", POISON)
    await until(lambda: consumer.stopped)

    assert len(await parked(office)) == TOO_MANY
    assert CONSUMER_STOPPED.labels(NAME, "-1")._value.get() == 1  # noqa: SLF001

    poisonous.clear()
    start_consumer(office)
    await office.caught_up()
    assert len(await watched(office)) == 5
