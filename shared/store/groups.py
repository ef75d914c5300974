"""Letting what comes while others are under way go together: group commit, and group read."""

import asyncio
import contextlib
from collections import deque
from collections.abc import Callable, Coroutine, Sequence
from contextlib import AbstractAsyncContextManager
from contextvars import Context, copy_context
from dataclasses import dataclass, field
from typing import Any


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
type Session[S] = Callable[[], AbstractAsyncContextManager[S]]


@dataclass
class Groups[S, Ask, Answer]:
    """Sends at most `lanes` groups at a time; whoever comes meanwhile makes up the next ones.

    A lone caller never waits for company, and the more callers there are the larger the groups get:
    a round trip, a transaction and a flush to disk are then paid once for all of them. A lane keeps its
    `session` (a connection) as long as somebody waits. `choose` takes a group out of those who wait, in
    their order. `carry_out` settles everyone in its group; what it raises, everyone who is not settled
    yet gets, and the session is given back. A caller who gives up leaves the others alone.
    """

    choose: Callable[[deque[Waiting[Ask, Answer]]], Group[Ask, Answer]]
    session: Session[S]
    carry_out: Callable[[S, Group[Ask, Answer]], Coroutine[Any, Any, None]]
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
        if self._waiting and len(self._running) < self.lanes:
            task = asyncio.create_task(self._lane(), context=Context())
            self._running.add(task)
            task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        self._start()

    async def _lane(self) -> None:
        with contextlib.suppress(Exception):  # of a broken session that is given back
            async with contextlib.AsyncExitStack() as stack:
                try:
                    session = await stack.enter_async_context(self.session())
                except Exception as error:  # noqa: BLE001 - whatever it is, they all get it
                    while self._waiting:
                        self._waiting.popleft().fail(error)
                    return
                while self._waiting:
                    await self._carry_out(session, self.choose(self._waiting))

    async def _carry_out(self, session: S, group: Group[Ask, Answer]) -> None:
        """Carry out a group in the context (trace, log) of its first member."""
        try:
            await asyncio.create_task(self.carry_out(session, group), context=group[0].context)
        except BaseException as error:
            for waiting in group:
                waiting.fail(error)
            raise


def everyone[Ask, Answer](most: int) -> Callable[[deque[Waiting[Ask, Answer]]], Group[Ask, Answer]]:
    """Return a choice of all who wait, up to `most`."""

    def choose(waiting: deque[Waiting[Ask, Answer]]) -> Group[Ask, Answer]:
        return [waiting.popleft() for _ in range(min(most, len(waiting)))]

    return choose
