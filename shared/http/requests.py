"""What a route asks of a request: who may, when it is, and where a command comes from.

Every dependency is asynchronous: FastAPI would hand a plain function to a thread, for each request.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated
from uuid import uuid4

from fastapi import Depends, Header, Request

from shared.domain import NotPermitted
from shared.http.caller import Caller, signed_in
from shared.http.rights import Capability, Right, Verb
from shared.ids import derived_id
from shared.resources import OpenResources
from shared.store.events import CommandContext

ETAG = re.compile(r'^"(\d{1,9})"$')


class MayNot(NotPermitted):
    """The role has no such right in the office's matrix."""

    zh = "您的角色无权进行此项操作。"
    en = "Your role does not include this operation."
    rule = "domain.md 4"


@dataclass(frozen=True)
class May:
    """A dependency that lets a route's caller in only with a right, and says which one."""

    right: Right

    async def __call__(self, request: Request) -> Caller:
        """Return the caller, or refuse."""
        caller = signed_in(request)
        if not self.right.held_by(caller.roles):
            raise MayNot
        return caller


def may(capability: Capability, verb: Verb) -> May:
    """Return the dependency for a right, for `Annotated[Caller, Depends(may(...))]`."""
    return May(Right(capability=capability, verb=verb))


async def resources_of(request: Request) -> OpenResources:
    """Return the resources that the running service was built with."""
    resources: OpenResources = request.app.state.resources
    return resources


Resources = Annotated[OpenResources, Depends(resources_of)]


async def now_of(resources: Resources) -> datetime:
    """Return the time of the service's clock, in UTC."""
    return resources.clock.now()


Now = Annotated[datetime, Depends(now_of)]


async def context_of(
    request: Request,
    resources: Resources,
    now: Now,
    idempotency_key: Annotated[
        str | None,
        Header(
            pattern=r"^[\x21-\x7e]{1,128}$",
            description="Chosen by the client; the same key with the same request has one effect.",
        ),
    ] = None,
) -> CommandContext:
    """Return where this request's command comes from."""
    caller = signed_in(request)
    body = await request.body()
    line = f"{request.method} {request.url.path}?{request.url.query}\n".encode()
    key = idempotency_key or uuid4().hex
    command_id = derived_id("command", caller.id, key)
    return CommandContext(
        command_id=command_id,
        fingerprint=resources.vault.blind(line + body),
        actor=caller.id,
        recorded_at=now,
        occurred_at=now,
        correlation_id=command_id,
        traceparent=request.headers.get("traceparent", "")[:64],
    )


Context = Annotated[CommandContext, Depends(context_of)]


async def seen_version(
    if_match: Annotated[
        str | None, Header(pattern=ETAG.pattern, description='The `ETag` that was seen, `"7"`.')
    ] = None,
) -> int | None:
    """Return the stream version the caller saw, if it said so."""
    return None if if_match is None else int(if_match.strip('"'))


SeenVersion = Annotated[int | None, Depends(seen_version)]


def etag(version: int) -> dict[str, str]:
    """Return the header that carries a stream's version."""
    return {"ETag": f'"{version}"'}


def in_utc(moment: datetime) -> datetime:
    """Return the same moment in UTC, as it is stored."""
    return moment.astimezone(UTC)
