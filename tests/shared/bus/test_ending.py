"""A task ends although a library swallows its cancellation."""

import asyncio
import contextlib

from shared.bus.ending import end


async def test_a_task_ends_although_its_first_cancellation_was_swallowed() -> None:
    begun = asyncio.Event()

    async def stubborn() -> None:
        begun.set()
        with contextlib.suppress(asyncio.CancelledError):  # as nats-py does while it flushes
            await asyncio.Event().wait()
        await asyncio.Event().wait()

    task = asyncio.create_task(stubborn())
    await begun.wait()
    await end(task)

    assert task.cancelled()
