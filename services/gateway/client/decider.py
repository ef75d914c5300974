"""The rules of an integration client: each name is given once, and a suspension is final."""

from dataclasses import replace
from typing import assert_never

from services.gateway.account.events import AccessDenied
from shared.domain import Decider, NotFound, Rejection, value
from shared.ids import AccountId

from .commands import ClientCommand, RecordDenial, RegisterClient, ReplaceKey, SuspendClient
from .events import (
    ClientEvent,
    IntegrationClientKeyReplaced,
    IntegrationClientRegistered,
    IntegrationClientSuspended,
)

type Decision = tuple[ClientEvent, ...]

OURS = "services"
"""Under this name our own services read each other's feeds."""


class ClientExists(Rejection):
    """The name is taken."""

    zh = "接口客户“{client}”已存在, 请换一个名称。"
    en = "There is a client {client} already. Choose another name."


class NoSuchClient(NotFound):
    """There is no client of this name."""

    zh = "没有接口客户“{client}”, 请核对名称。"
    en = "There is no client {client}."


class ClientIsSuspended(Rejection):
    """A suspended client is registered anew under another name."""

    zh = "此接口客户已停用。如需恢复, 请以新名称重新登记。"
    en = "This client is suspended. Register it anew under another name."


@value
class Client:
    """What the rules need to remember."""

    exists: bool = False
    suspended: bool = False


def evolve(client: Client, event: ClientEvent) -> Client:
    """Return the client as the event leaves it. A fact is never refused."""
    match event:
        case IntegrationClientRegistered():
            return replace(client, exists=True)
        case IntegrationClientKeyReplaced() | AccessDenied():
            return client
        case IntegrationClientSuspended():
            return replace(client, suspended=True)
        case _:
            assert_never(event)


def decide(command: ClientCommand, client: Client) -> Decision:
    """Return what follows from a command, or raise the `Rejection` that stops it."""
    if isinstance(command, RegisterClient):
        return register_client(command, client)
    if not client.exists:
        raise NoSuchClient(client=command.client_id)
    match command:
        case ReplaceKey():
            return replace_key(command, client)
        case SuspendClient():
            return suspend_client(command, client)
        case RecordDenial():
            denied = AccessDenied(
                account_id=AccountId(command.client_id), operation=command.operation
            )
            return (denied,)
        case _:
            assert_never(command)


def register_client(command: RegisterClient, client: Client) -> Decision:
    """Each name is given once, and never that of our own services."""
    if client.exists or command.client_id == OURS:
        raise ClientExists(client=command.client_id)
    registered = IntegrationClientRegistered(
        client_id=command.client_id, title=command.title, scopes=command.scopes
    )
    return (registered,)


def replace_key(command: ReplaceKey, client: Client) -> Decision:
    """A client that is not suspended may get a new key at any time."""
    if client.suspended:
        raise ClientIsSuspended
    return (IntegrationClientKeyReplaced(client_id=command.client_id),)


def suspend_client(command: SuspendClient, client: Client) -> Decision:
    """A suspension needs a reason and comes once."""
    if client.suspended:
        return ()
    return (IntegrationClientSuspended(client_id=command.client_id, reason=command.reason),)


DECIDER = Decider(initial=Client(), decide=decide, evolve=evolve)
