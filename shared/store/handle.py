"""Where a command meets history."""

import asyncio
import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import structlog

from shared.domain import Decider, Rejection
from shared.store.events import CommandContext, Receipt, Stream
from shared.store.history import History, receipt_of
from shared.store.store import AlreadyDone, EventStore, StaleVersion
from shared.store.writing import Append

MAX_ATTEMPTS = 5

log = structlog.get_logger()


class VersionMoved(Rejection):
    """What the caller saw (`If-Match`) is not what is there now."""

    zh = "您看到的内容已被他人更新(现为第 {current} 版)。请刷新后再提交。"
    en = "What you saw has been changed since (now version {current}). Reload and try again."
    rule = "RFC 9110 13.1.1"


class KeyReused(Rejection):
    """One idempotency key was used for two different requests."""

    zh = "同一个 Idempotency-Key 已用于另一项请求。请换用新的键。"
    en = "This Idempotency-Key was already used for a different request. Use a new key."
    rule = "P3"


@dataclass(frozen=True)
class Reaction[Command, State, Event]:
    """A command, the decider that knows its rules, and the stream that decides on it."""

    command: Command
    decider: Decider[Command, State, Event]
    stream: Stream[Event]


def _repeated(history: History[Any], context: CommandContext) -> Receipt | None:
    known = history.fingerprints.get(context.command_id)
    if known is None:
        return None
    if known != context.fingerprint:
        raise KeyReused
    return receipt_of(history, context.command_id, repeated=True)


async def handle[Command, State, Event](
    command: Command,
    decider: Decider[Command, State, Event],
    stream: Stream[Event],
    store: EventStore,
    context: CommandContext,
    *,
    expected_version: int | None = None,
) -> Receipt:
    """Decide on a command and record what follows; a repetition gets its first receipt again.

    The first decision is taken on the history that is at hand: what it accepts is stored only if nothing
    has happened since, and what it does not accept is decided again on what is read now. A lost race
    is settled by deciding again too, so `decide` may run more than once for one command. It can: it is
    pure. Raises the decider's `Rejection`, `KeyReused` and, if the caller said which version it saw,
    `VersionMoved`.
    """
    reaction = Reaction(command, decider, stream)
    if (at_hand := store.at_hand(stream)) is not None:
        with contextlib.suppress(Rejection, StaleVersion):
            receipt = await _carry_out(reaction, at_hand, store, context, expected_version)
            if receipt.events:
                return receipt
    for _ in range(MAX_ATTEMPTS):
        history = await store.read(stream)
        with contextlib.suppress(StaleVersion):
            return await _carry_out(reaction, history, store, context, expected_version)
    raise StaleVersion(stream.name)


async def _carry_out(
    reaction: Reaction[Any, Any, Any],
    history: History[Any],
    store: EventStore,
    context: CommandContext,
    expected_version: int | None,
) -> Receipt:
    """Decide on what is known of the stream, and store what follows if that was all there is."""
    if receipt := _repeated(history, context):
        return receipt
    if expected_version is not None and expected_version != history.version:
        raise VersionMoved(current=history.version)
    events = _decide(reaction, history)
    if not events:
        return await _nothing_new(history, store, context)
    try:
        await store.commit([Append(history, events)], context)
    except AlreadyDone as done:
        if done.stream == history.stream.name and done.fingerprint == context.fingerprint:
            raise StaleVersion from None
        raise KeyReused from None
    return _decided(history, events, context)


async def handle_together(
    reactions: Sequence[Reaction[Any, Any, Any]],
    store: EventStore,
    context: CommandContext,
    *,
    expected_version: int | None = None,
) -> Receipt:
    """Decide on several commands, each on its own stream, and record all that follows or nothing.

    For what the domain says at one moment about several things: an import, a report that also meets
    its deadline. The receipt is that of the first stream in which something happened. No stream may
    come twice. The version that the caller saw is that of the first stream.
    """
    for _ in range(MAX_ATTEMPTS):
        histories = await asyncio.gather(*(store.read(reaction.stream) for reaction in reactions))
        for history in histories:
            if receipt := _repeated(history, context):
                return receipt
        if expected_version is not None and expected_version != histories[0].version:
            raise VersionMoved(current=histories[0].version)
        appends = [
            Append(history, events)
            for reaction, history in zip(reactions, histories, strict=True)
            if (events := _decide(reaction, history))
        ]
        if not appends:
            return await _nothing_new(histories[0], store, context)
        try:
            await store.commit(appends, context)
        except StaleVersion:
            continue
        except AlreadyDone as done:
            if done.fingerprint == context.fingerprint:
                continue
            raise KeyReused from None
        return _decided(appends[0].history, appends[0].events, context)
    raise StaleVersion(reactions[0].stream.name)


def _decide(reaction: Reaction[Any, Any, Any], history: History[Any]) -> Sequence[Any]:
    return reaction.decider.decide(reaction.command, history.folded(reaction.decider))


async def _nothing_new(
    history: History[Any], store: EventStore, context: CommandContext
) -> Receipt:
    """Answer that nothing follows, unless the key stands for another command on another stream."""
    if (done := await store.done_before(context)) and done.fingerprint != context.fingerprint:
        raise KeyReused
    return Receipt(stream=history.stream.name, version=history.version, events=(), recorded_at=None)


def _decided[Event](
    history: History[Event], events: Sequence[Event], context: CommandContext
) -> Receipt:
    names = tuple(type(event).__name__ for event in events)
    log.info("decided", stream=history.stream.name, events=names, actor=context.actor)
    return Receipt(
        stream=history.stream.name,
        version=history.version + len(events),
        events=names,
        recorded_at=context.recorded_at,
    )
