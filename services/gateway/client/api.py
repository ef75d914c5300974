"""Integration clients over HTTP."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Path
from pydantic import BaseModel, ConfigDict, Field

from services.gateway.entrance import TheEntrance
from services.gateway.secrets import digest_of, new_key
from shared.domain import value
from shared.http.caller import Caller
from shared.http.problems import refusals
from shared.http.requests import Context, Resources, may
from shared.http.rights import Capability
from shared.http.validation import Line
from shared.ids import SLUG_PATTERN, derived_id
from shared.resources import OpenResources
from shared.store.events import CommandContext, Receipt
from shared.store.handle import handle

from .commands import RecordDenial, RegisterClient, ReplaceKey, SuspendClient
from .decider import DECIDER, ClientExists, ClientIsSuspended, NoSuchClient
from .events import client
from .projection import ClientRow, all_clients

router = APIRouter(prefix="/clients", tags=["clients"])

Opener = Annotated[Caller, Depends(may(Capability.ACCOUNTS, "C"))]
Keeper = Annotated[Caller, Depends(may(Capability.ACCOUNTS, "E"))]
Reader = Annotated[Caller, Depends(may(Capability.ACCOUNTS, "R"))]
Name = Annotated[str, Path(pattern=SLUG_PATTERN, max_length=60)]
Scope = Annotated[str, Field(pattern=r"^[a-z]+(:[a-z-]+)?$", max_length=40)]

KEEP_KEY = """
  insert into client_key (client_id, digest) values ($1, $2)
  on conflict (client_id) do update set digest = excluded.digest"""


class NewClient(BaseModel):
    """Another system to let in. `metrics` lets it read `/metrics`."""

    model_config = ConfigDict(extra="forbid")

    id: Annotated[str, Field(pattern=SLUG_PATTERN, max_length=60)]
    title: Line
    scopes: Annotated[list[Scope], Field(max_length=20)] = []


class Why(BaseModel):
    """The reason for what is done."""

    model_config = ConfigDict(extra="forbid")

    reason: Line


@value
class KeyOnce:
    """The key, shown this once; "" when the request was a repetition (ask for a new key then)."""

    receipt: Receipt
    key: str


async def with_new_key(receipt: Receipt, client_id: str, resources: OpenResources) -> KeyOnce:
    """Make a key unless the request was carried out before."""
    if receipt.repeated:
        return KeyOnce(receipt=receipt, key="")
    key = new_key(client_id)
    await resources.pool.execute(KEEP_KEY, client_id, digest_of(key))
    return KeyOnce(receipt=receipt, key=key)


@router.post("", status_code=201, responses=refusals(ClientExists))
async def register_client(
    new: NewClient, _: Opener, resources: Resources, context: Context
) -> KeyOnce:
    """Register another system. Its key is in this answer and nowhere else."""
    command = RegisterClient(
        client_id=new.id,
        title=new.title,
        scopes=tuple(sorted(set(new.scopes))),
        at=context.occurred_at,
    )
    receipt = await handle(command, DECIDER, client(new.id), resources.store, context)
    return await with_new_key(receipt, new.id, resources)


@router.get("")
async def list_clients(_: Reader, resources: Resources) -> Sequence[ClientRow]:
    """List the registered systems."""
    return await all_clients(resources.pool)


@router.post(
    "/{client_id}/key", status_code=201, responses=refusals(NoSuchClient, ClientIsSuspended)
)
async def replace_key(
    client_id: Name, _: Keeper, resources: Resources, context: Context, entrance: TheEntrance
) -> KeyOnce:
    """Give a system a new key; the old one is void from now on."""
    command = ReplaceKey(client_id=client_id, at=context.occurred_at)
    receipt = await handle(command, DECIDER, client(client_id), resources.store, context)
    answer = await with_new_key(receipt, client_id, resources)
    entrance.identities.forget(client_id)
    return answer


@router.put("/{client_id}/suspension", responses=refusals(NoSuchClient))
async def suspend_client(
    client_id: Name,
    why: Why,
    _: Keeper,
    resources: Resources,
    context: Context,
    entrance: TheEntrance,
) -> Receipt:
    """Suspend a system: its key is refused from now on."""
    command = SuspendClient(client_id=client_id, reason=why.reason, at=context.occurred_at)
    receipt = await handle(command, DECIDER, client(client_id), resources.store, context)
    entrance.identities.forget(client_id)
    return receipt


async def record_client_denial(
    client_id: str, operation: str, minute: int, resources: OpenResources
) -> None:
    """Put on record that an operation was refused; once for client, operation and minute."""
    now = resources.clock.now()
    command_id = derived_id("client-denied", client_id, operation, minute)
    context = CommandContext(
        command_id=command_id,
        fingerprint=operation,
        actor=client_id,
        recorded_at=now,
        occurred_at=now,
        correlation_id=command_id,
    )
    command = RecordDenial(client_id=client_id, operation=operation, at=now)
    await handle(command, DECIDER, client(client_id), resources.store, context)
