"""The rules of channels: one address for each channel; a new one replaces the old one.

Who may bind for whom is asked at the edge: it depends on the caller alone.
"""

from typing import assert_never

from shared.domain import Decider

from .commands import BindChannel, ChannelCommand, UnbindChannel
from .events import ChannelBound, ChannelEvent, ChannelKind, ChannelUnbound

type Channels = frozenset[ChannelKind]
type Decision = tuple[ChannelEvent, ...]


def evolve(channels: Channels, event: ChannelEvent) -> Channels:
    """Return the channels as the event leaves them."""
    match event:
        case ChannelBound():
            return channels | frozenset[ChannelKind]({event.channel})
        case ChannelUnbound():
            return channels - {event.channel}
        case _:
            assert_never(event)


def decide(command: ChannelCommand, channels: Channels) -> Decision:
    """Return what follows from a command. Nothing here is refused."""
    match command:
        case BindChannel():
            return bind_channel(command)
        case UnbindChannel():
            return unbind_channel(command, channels)
        case _:
            assert_never(command)


def bind_channel(command: BindChannel) -> Decision:
    """An address is always taken: whether it is the one before cannot be told from sealed boxes."""
    bound = ChannelBound(
        recipient=command.recipient, channel=command.channel, address=command.address
    )
    return (bound,)


def unbind_channel(command: UnbindChannel, channels: Channels) -> Decision:
    """A channel that is not bound needs no unbinding."""
    if command.channel not in channels:
        return ()
    return (ChannelUnbound(recipient=command.recipient, channel=command.channel),)


DECIDER: Decider[ChannelCommand, Channels, ChannelEvent] = Decider(
    initial=frozenset(), decide=decide, evolve=evolve
)
