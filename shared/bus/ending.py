"""Ending tasks that talk to NATS."""

import asyncio
from typing import Any

AGAIN = 0.2
"""Seconds after which a task that goes on is cancelled once more."""


async def end(*tasks: asyncio.Task[Any]) -> None:
    """Cancel tasks until they have ended.

    Once is not enough: nats-py (`Client._flush_pending`) swallows a cancellation that finds it flushing,
    and the task would go on for ever.
    """
    while pending := [task for task in tasks if not task.done()]:
        for task in pending:
            task.cancel()
        await asyncio.wait(pending, timeout=AGAIN)
    await asyncio.gather(*tasks, return_exceptions=True)
