"""Store and bus under any order of commands, repetitions, restarts and losses."""

import asyncio
import tempfile
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from deploy.embedded.stack import EmbeddedStack
from shared.store.events import Receipt
from shared.store.handle import KeyReused, handle
from shared.store.store import NotReady
from tests.office import Office, an_office
from tests.shared.bus.site import (
    SOURCE,
    administrator,
    audit,
    declarer,
    delete_stream,
    start_consumer,
    start_relay,
    stop_consumer,
    stop_relay,
)
from tests.shared.toy.counter import DECIDER, Add, BelowZero, Take, counter
from tests.shared.toy.service import context, counting, watching

NAMES = st.sampled_from(["a", "b", "c"])
AMOUNTS = st.integers(1, 9)
GONE = (OSError, NotReady)


class Spine(RuleBasedStateMachine):
    """One counting and one watching service, and what was acknowledged by them."""

    servers: ClassVar[EmbeddedStack]

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.exits = AsyncExitStack()
        self.office: Office = self.run(self._open())
        self.totals: dict[str, int] = {}
        self.done: list[tuple[str, str, Add | Take, Receipt]] = []
        self.commands = 0
        self.relayed = self.consumed = True

    def run(self, work: Any) -> Any:
        return self.runner.run(work)

    async def _open(self) -> Office:
        folder = Path(self.exits.enter_context(tempfile.TemporaryDirectory()))
        return await self.exits.enter_async_context(
            an_office(self.servers, folder, counting(), watching())
        )

    async def _handle(self, name: str, command: Add | Take, key: str) -> Receipt:
        """Send a command until there is an answer, as a careful client does."""
        store = self.office.resources(SOURCE).store
        async with asyncio.timeout(20):
            while True:
                try:
                    return await handle(command, DECIDER, counter(name), store, context(key))
                except KeyReused:
                    raise
                except Exception as error:
                    if not away(error):
                        raise
                    await asyncio.sleep(0.01)

    @rule(name=NAMES, amount=AMOUNTS, up=st.booleans())
    def command(self, name: str, amount: int, up: bool) -> None:
        self.commands += 1
        key = f"command {self.commands}"
        command = Add(amount=amount) if up else Take(amount=amount)
        total = self.totals.get(name, 0) + (amount if up else -amount)
        if total < 0:
            with pytest.raises(BelowZero):
                self.run(self._handle(name, command, key))
            return
        receipt = self.run(self._handle(name, command, key))
        assert not receipt.repeated or receipt.events
        self.totals[name] = total
        self.done.append((key, name, command, receipt))

    @precondition(lambda self: self.done)
    @rule(data=st.data(), times=st.integers(1, 3))
    def repetition(self, data: st.DataObject, times: int) -> None:
        key, name, command, receipt = data.draw(st.sampled_from(self.done))

        async def at_once() -> list[Receipt]:
            return await asyncio.gather(*(self._handle(name, command, key) for _ in range(times)))

        for again in self.run(at_once()):
            assert (again.repeated, again.version) == (True, receipt.version)

    @precondition(lambda self: self.done)
    @rule(data=st.data())
    def a_key_used_again(self, data: st.DataObject) -> None:
        key, name, *_ = data.draw(st.sampled_from(self.done))
        store = self.office.resources(SOURCE).store
        other = context(key, "another request")
        with pytest.raises(KeyReused):
            self.run(self._until(handle, Add(amount=1), DECIDER, counter(name), store, other))

    async def _until(self, work: Any, *arguments: Any) -> Any:
        async with asyncio.timeout(20):
            while True:
                try:
                    return await work(*arguments)
                except Exception as error:
                    if not away(error):
                        raise
                    await asyncio.sleep(0.01)

    @rule(amounts=st.lists(AMOUNTS, min_size=9, max_size=30))
    def many_commands_at_once(self, amounts: list[int]) -> None:
        async def at_once() -> None:
            await asyncio.gather(
                *(
                    self._handle(f"many{n % 7}", Add(amount=amount), f"{self.commands} {n}")
                    for n, amount in enumerate(amounts)
                )
            )

        self.commands += 1
        self.run(at_once())
        for n, amount in enumerate(amounts):
            name = f"many{n % 7}"
            self.totals[name] = self.totals.get(name, 0) + amount

    @rule()
    def the_relay_is_replaced(self) -> None:
        async def replaced() -> None:
            await stop_relay(self.office)
            start_relay(self.office)

        self.run(replaced())

    @rule()
    def the_consumer_is_replaced(self) -> None:
        async def replaced() -> None:
            await stop_consumer(self.office)
            start_consumer(self.office)

        self.run(replaced())

    @rule()
    def the_stream_is_lost(self) -> None:
        async def lost() -> None:
            async with administrator(self.office.settings) as admin:
                await delete_stream(admin)
                await declarer(admin).apply()

        self.run(lost())

    @rule()
    def sessions_of_the_database_are_ended(self) -> None:
        async def ended() -> None:
            with_others = "select pg_terminate_backend(pid) from pg_stat_activity where "
            with_others += "datname = current_database() and pid <> pg_backend_pid()"
            await self._until(self.office.resources(SOURCE).pool.fetch, with_others)

        self.run(ended())

    @rule()
    def everything_agrees(self) -> None:
        self.run(self._agree())

    async def _agree(self) -> None:
        await self._until(audit, self.office)
        rows = await self._until(
            self.office.resources(SOURCE).pool.fetch, "select stream, total from counts"
        )
        totals = {row["stream"].partition(":")[2]: row["total"] for row in rows}
        assert totals == self.totals

    def teardown(self) -> None:
        try:
            self.run(self._agree())
        finally:
            self.run(self.exits.aclose())
            self.runner.close()


def away(error: Exception) -> bool:
    """Return whether an error only says that a server or a session is away for a moment."""
    name = type(error).__module__
    return isinstance(error, GONE) or name.startswith("asyncpg.exceptions")


def run_machine(
    servers: EmbeddedStack, examples: int, steps: int, *, always_the_same: bool = False
) -> None:
    Spine.servers = servers
    run_state_machine_as_test(
        Spine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            derandomize=always_the_same,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_any_order_of_commands_and_losses_ends_in_one_history(servers: EmbeddedStack) -> None:
    run_machine(servers, examples=5, steps=12, always_the_same=True)


@pytest.mark.soak
def test_many_orders_of_commands_and_losses_end_in_one_history(servers: EmbeddedStack) -> None:
    run_machine(servers, examples=200, steps=40)
