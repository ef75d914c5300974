"""What can be wished of a recipient's channels."""

from shared.domain import value
from shared.store.sealed import Sealed

from .events import ChannelKind


@value
class BindChannel:
    """Reach a recipient at this address."""

    recipient: str
    channel: ChannelKind
    address: Sealed


@value
class UnbindChannel:
    """Stop reaching a recipient by this channel."""

    recipient: str
    channel: ChannelKind


type ChannelCommand = BindChannel | UnbindChannel
