"""What can have happened to another system's access. No key is ever part of an event."""

from services.gateway.account.events import AccessDenied
from shared.domain import value
from shared.store.events import Stream


@value
class IntegrationClientRegistered:
    """Another system may come in with a key, within these scopes."""

    client_id: str
    title: str
    scopes: tuple[str, ...]


@value
class IntegrationClientKeyReplaced:
    """The system has a new key; the old one is void."""

    client_id: str


@value
class IntegrationClientSuspended:
    """The system's key is no longer accepted."""

    client_id: str
    reason: str


type ClientEvent = (
    IntegrationClientRegistered
    | IntegrationClientKeyReplaced
    | IntegrationClientSuspended
    | AccessDenied
)


def client(client_id: str) -> Stream[ClientEvent]:
    """Return the stream that holds one client's history."""
    return Stream("client", client_id)
