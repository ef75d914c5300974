"""The whole way once: command, rows, outbox, feed, stream, another service's rows."""

from pathlib import Path

from deploy.embedded.stack import EmbeddedStack
from shared.store.handle import handle
from tests.office import an_office
from tests.shared.toy.counter import DECIDER, Add, counter
from tests.shared.toy.service import context, counting, watching


async def test_a_command_shows_in_the_rows_of_its_own_and_of_another_service(
    servers: EmbeddedStack, folder: Path
) -> None:
    async with an_office(servers, folder, counting(), watching()) as office:
        store = office.resources("applications").store
        receipt = await handle(Add(amount=3), DECIDER, counter("a"), store, context("one"))
        own = await store.pool.fetch("select * from counts")
        await office.caught_up()
        theirs = await office.resources("progress").pool.fetch("select * from watched_counts")

    assert (receipt.version, receipt.events) == (1, ("Added",))
    assert [tuple(row) for row in own] == [("counter:a", 3, 1)]
    assert [tuple(row) for row in theirs] == [("counter:a", 3, 1)]
