"""What can have happened to the channels of one recipient.

These classes are the stored format. The address is personal data and only in its sealed form here.
"""

from typing import Literal

from shared.domain import value
from shared.store.events import Stream
from shared.store.sealed import Sealed

type ChannelKind = Literal["email"]


@value
class ChannelBound:
    """A recipient is reached at this address from now on; an earlier address no longer counts."""

    recipient: str
    channel: ChannelKind
    address: Sealed


@value
class ChannelUnbound:
    """A recipient is no longer reached by this channel."""

    recipient: str
    channel: ChannelKind


type ChannelEvent = ChannelBound | ChannelUnbound


def channels_of(recipient: str) -> Stream[ChannelEvent]:
    """Return the stream that holds one recipient's channels."""
    return Stream("channel", recipient)
