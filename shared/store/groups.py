"""Letting what comes while others are under way go together: group commit, and group read."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from contextvars import Context, copy_context
from dataclasses import dataclass, field


@dataclass
class Waiting[Ask, Answer]:
    """Something that was asked and is not answered yet."""

    ask: Ask
    answer: asyncio.Future[Answer]
    context: Context

    def settle(self, answer: Answer) -> None:
        """Answer, unless nobody waits any more."""
        if not self.answer.done():
            self.answer.set_result(answer)

    def fail(self, error: BaseException) -> None:
        """Raise an error where the answer is awaited, unless nobody waits any more."""
        if not self.answer.done():
            self.answer.set_exception(error)


type Group[Ask, Answer] = Sequence[Waiting[Ask, Answer]]


@dataclass
class Groups[Ask, Answer]:
    """Sends at most `lanes` groups at a time; whoever comes meanwhile makes up the next ones.

    A lone caller never waits for company, and the more callers there are the larger the groups get:
    a round trip, a transaction and a flush to disk are then paid once for all of them. `carry_out` settles
    everyone in its group; what it raises, everyone who is not settled yet gets. `choose` takes a group
    out of those who wait, in their order. A caller who gives up leaves the others alone.
    """

    choose: Callable[[deque[Waiting[Ask, Answer]]], Group[Ask, Answer]]
    carry_out: Callable[[Group[Ask, Answer]], Awaitable[None]]
    lanes: int
    _waiting: deque[Waiting[Ask, Answer]] = field(default_factory=deque[Waiting[Ask, Answer]])
    _running: set[asyncio.Task[None]] = field(default_factory=set[asyncio.Task[None]])

    async def ask(self, ask: Ask) -> Answer:
        """Ask, and return the answer or raise the error that this one caller gets."""
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting.append(Waiting(ask, answer, copy_context()))
        self._start()
        return await answer

    def _start(self) -> None:
        """Start a lane in the context (trace, log) of the one who has waited longest."""
        if self._waiting and len(self._running) < self.lanes:
            task = asyncio.create_task(self._run(), context=self._waiting[0].context)
            self._running.add(task)
            task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        self._start()

    async def _run(self) -> None:
        if not self._waiting:
            return
        group = self.choose(self._waiting)
        try:
            await self.carry_out(group)
        except BaseException as error:
            for waiting in group:
                waiting.fail(error)
            if not isinstance(error, Exception):
                raise


def everyone[Ask, Answer](most: int) -> Callable[[deque[Waiting[Ask, Answer]]], Group[Ask, Answer]]:
    """Return a choice of all who wait, up to `most`."""

    def choose(waiting: deque[Waiting[Ask, Answer]]) -> Group[Ask, Answer]:
        return [waiting.popleft() for _ in range(min(most, len(waiting)))]

    return choose
