"""Channels over HTTP: the own ones, and everybody's for the system administrator."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel, ConfigDict, StringConstraints

from services.notifications.recipients import (
    ADAPTORS,
    OWN,
    NotYours,
    RecipientInPath,
    must_bind_for,
)
from shared.domain import NotFound, Rejection
from shared.http.caller import Caller, signed_in
from shared.http.problems import refusals
from shared.http.requests import Context, MayNot, Resources, SeenVersion, etag
from shared.store.events import Receipt
from shared.store.handle import VersionMoved, handle
from shared.store.sealed import Sealed
from shared.store.vault import Destroyed, Vault

from .commands import BindChannel, UnbindChannel
from .decider import DECIDER
from .events import channels_of
from .projection import CHANNEL_OF

router = APIRouter(prefix="/channels/{recipient}", tags=["channels"])

ADDRESS = (
    r"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}"
    r"@[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
    r"(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)+$"
)
"""An address as browsers accept it (HTML, `input type=email`), with a dot in the domain."""


class NoChannel(NotFound):
    """No e-mail address is bound."""

    zh = "尚未绑定电子邮箱。请先填写邮箱地址。"
    en = "No e-mail address is bound. Give one first."
    rule = "REQ-37"


class PersonErased(Rejection):
    """The personal data of this recipient were erased for ever."""

    zh = "该收件人的个人信息已被永久删除，不能再绑定邮箱。请使用新的账号。"
    en = "The personal data of this recipient were erased for good. Use a new account."
    rule = "design.md 2"


async def binder(request: Request) -> Caller:
    """Return a caller who has notices of his own or manages the adaptors, or refuse."""
    caller = signed_in(request)
    if not (OWN.held_by(caller.roles) or ADAPTORS.held_by(caller.roles)):
        raise MayNot
    return caller


Binder = Annotated[Caller, Depends(binder)]


class EmailAddress(BaseModel):
    """Where a recipient wants to be written to."""

    model_config = ConfigDict(extra="forbid")

    address: Annotated[str, StringConstraints(pattern=ADDRESS, max_length=254)]


class BoundEmail(BaseModel):
    """The address that is bound, and since when."""

    recipient: str
    address: str
    bound_at: datetime


async def sealed_address(vault: Vault, recipient: str, address: str) -> Sealed:
    """Return the address sealed under the recipient's key. Raises `PersonErased`."""
    try:
        return await vault.seal(f"person:{recipient}", address)
    except Destroyed:
        raise PersonErased from None


@router.put("/email", responses=refusals(NotYours, MayNot, PersonErased, VersionMoved))
async def bind_email(
    recipient: RecipientInPath,
    body: EmailAddress,
    caller: Binder,
    resources: Resources,
    context: Context,
    seen: SeenVersion,
) -> Receipt:
    """Have notices sent to this address as well, from now on."""
    must_bind_for(caller, recipient)
    address = await sealed_address(resources.vault, recipient, body.address)
    command = BindChannel(recipient=recipient, channel="email", address=address)
    return await handle(
        command, DECIDER, channels_of(recipient), resources.store, context, expected_version=seen
    )


@router.delete("/email", responses=refusals(NotYours, MayNot, VersionMoved))
async def unbind_email(
    recipient: RecipientInPath,
    caller: Binder,
    resources: Resources,
    context: Context,
    seen: SeenVersion,
) -> Receipt:
    """Have no more e-mails sent. The inbox stays."""
    must_bind_for(caller, recipient)
    command = UnbindChannel(recipient=recipient, channel="email")
    return await handle(
        command, DECIDER, channels_of(recipient), resources.store, context, expected_version=seen
    )


@router.get("/email", responses=refusals(NotYours, MayNot, NoChannel))
async def read_email(
    recipient: RecipientInPath, caller: Binder, resources: Resources, response: Response
) -> BoundEmail:
    """Read which address is bound; only who may change it sees it."""
    must_bind_for(caller, recipient)
    row = await CHANNEL_OF.fetch_one(resources.pool, recipient=recipient)
    if row is None:
        raise NoChannel
    address = await resources.vault.open(Sealed(**row["address"]))
    if address is None:
        raise NoChannel
    response.headers.update(etag(row["version"]))
    return BoundEmail(recipient=recipient, address=address, bound_at=row["bound_at"])
