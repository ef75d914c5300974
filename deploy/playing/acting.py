"""Acting as the personas of the season, through the front door."""

import asyncio
import contextlib
from collections.abc import Mapping
from datetime import datetime
from time import monotonic
from typing import Any, Self, cast
from uuid import uuid4

import httpx2
from starlette.types import ASGIApp

from deploy.accounts import open_account
from deploy.demo import REVIEWERS, sign_in, visitor
from services.gateway.account.api import NewAccount
from services.gateway.account.projection import account_called
from shared.domain import value
from shared.http.rights import Role
from shared.ids import derived_id
from shared.resources import OpenResources

STAFF, LEADER, AUDITOR, ADMIN = "staff", "leader", "auditor", "admin"
DEPUTY = "deputy"
"""A second leader, where one person decides and another confirms (X15)."""

ORGANISER = "szjg-gongwei"
BUSINESS: Mapping[str, Role] = {
    STAFF: Role.STAFF,
    LEADER: Role.LEADER,
    DEPUTY: Role.LEADER,
    AUDITOR: Role.AUDITOR,
    ADMIN: Role.ADMIN,
}

NOT_FOUND = 404
HEARD_WITHIN = 10.0
"""Seconds within which a service must have heard what another one recorded."""

type Json = Mapping[str, Any] | None
type Content = Any
"""What is answered: any JSON."""


class Surprise(Exception):
    """Something was answered otherwise than the script says."""


@value
class Said:
    """What the front door answered to the last request."""

    status: int
    body: Any

    @property
    def is_error(self) -> bool:
        """Return whether the request was refused."""
        return self.status >= httpx2.codes.BAD_REQUEST

    @property
    def code(self) -> str:
        """Return the code of a problem document; "" if it is none."""
        return cast("dict[str, str]", self.body).get("code", "") if type(self.body) is dict else ""


class Cast:
    """The people of the season. Each gets an account when first needed and stays signed in.

    A name is an account: `staff`, `leader`, a unit's liaison by the unit (`guozi-wei`), its responsible
    leader (`guozi-wei-leader`), a reviewer (`reviewer-3`).
    """

    def __init__(self, door: ASGIApp, gateway: OpenResources, password: str) -> None:
        self.door = door
        self.gateway = gateway
        self.password = password
        self.refused: set[str] = set()
        """The numbers of the commands that were refused: no event may come from them."""
        self.kept: dict[str, Any] = {}
        """What the season shows at its end: tables that are compared with the script."""
        self._exits = contextlib.AsyncExitStack()
        self._clients: dict[str, httpx2.AsyncClient] = {}

    async def __aenter__(self) -> Self:
        """Begin."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """Let everybody go."""
        await self._exits.aclose()

    async def persona(self, name: str) -> httpx2.AsyncClient:
        """Return a client that is signed in as a persona."""
        if name not in self._clients:
            await self._open(name)
            client = await self._exits.enter_async_context(visitor(self.door))
            await sign_in(client, name, self.password)
            self._clients[name] = client
        return self._clients[name]

    async def _open(self, name: str) -> None:
        if await account_called(name, self.gateway.pool) is not None:
            return
        role, unit = role_of(name)
        new = NewAccount(id=name, title=name, unit=unit, administrator=role is Role.ADMIN)
        roles = [] if role is Role.ADMIN else [role]
        link = await open_account(new, roles, self.gateway)
        async with visitor(self.door) as client:
            path = f"/api/gateway/password/{link.token}"
            answer = await client.put(path, json={"password": self.password})
            answer.raise_for_status()

    async def lets_in(self, system: str, key: str) -> None:
        """Let another system act from now on, by its API key."""
        client = await self._exits.enter_async_context(visitor(self.door))
        client.headers["Authorization"] = f"Bearer {key}"
        self._clients[system] = client

    async def send(
        self, name: str, method: str, path: str, body: Json = None, **headers: str
    ) -> Said:
        """Send one request as a persona, with a key of its own unless one is given."""
        client = await self.persona(name)
        key = headers.get("key", str(uuid4()))
        unsafe = {"Idempotency-Key": key} if method != "GET" else {}
        content: dict[str, Any] = {} if body is None else {"json": body}
        answer = await client.request(method, path, headers=unsafe, **content)
        if answer.is_error:
            self.refused.add(str(derived_id("command", name, key)))
        return Said(status=answer.status_code, body=_body(answer))

    async def hands_in(self, name: str, file: str, content: bytes, kind: str) -> Said:
        """Hand in a file as a persona."""
        client = await self.persona(name)
        headers = {"Content-Type": kind, "Idempotency-Key": str(uuid4())}
        path = "/api/progress/evidence"
        answer = await client.post(path, params={"name": file}, content=content, headers=headers)
        return Said(status=answer.status_code, body=_body(answer))

    async def does(
        self, name: str, method: str, path: str, body: Json = None, **headers: str
    ) -> Content:
        """Send a request that is accepted; return what is answered."""
        said = await self.send(name, method, path, body, **headers)
        if said.is_error:
            raise Surprise(f"{name}: {method} {path}: {said.status} {said.body}")
        return said.body

    async def does_once_heard(
        self, name: str, method: str, path: str, body: Json = None, *, unless: str
    ) -> Content:
        """Send a request again while it is refused because another service has not heard yet."""
        until = monotonic() + HEARD_WITHIN
        while (said := await self.send(name, method, path, body)).code == unless:
            if monotonic() > until:
                break
            await asyncio.sleep(0.02)
        if said.is_error:
            raise Surprise(f"{name}: {method} {path}: {said.status} {said.body}")
        return said.body

    async def reads(self, name: str, path: str) -> Content:
        """Read something that the persona may read."""
        return await self.does(name, "GET", path)

    async def is_refused(
        self, code: str, name: str, method: str, path: str, body: Json = None
    ) -> None:
        """Send a request that is refused with this code of the problem document.

        What is not there may only not have come here yet: then it is sent again.
        """
        until = monotonic() + HEARD_WITHIN
        said = await self.send(name, method, path, body)
        while said.status == NOT_FOUND and said.code != code and monotonic() < until:
            await asyncio.sleep(0.02)
            said = await self.send(name, method, path, body)
        if not said.is_error or said.code != code:
            raise Surprise(f"{name}: {method} {path}: {code} expected, {said.status} {said.body}")

    async def lead_of(self, number: int) -> str:
        """Return the unit that leads a project now."""
        path = f"/api/applications/projects/2017-p{number:02d}"
        lead: str = (await self.reads(STAFF, path))["lead"]["unit_id"]
        return lead

    async def now(self) -> datetime:
        """Return the office's time."""
        clock = await self.reads(STAFF, "/api/gateway/clock")
        return datetime.fromisoformat(clock["now"])

    async def set_clock(self, moment: datetime) -> None:
        """Let the office's time be a moment."""
        await self.does(STAFF, "PUT", "/api/gateway/clock", {"now": moment.isoformat()})


def role_of(name: str) -> tuple[Role, str]:
    """Return the role that an account's name stands for, and its unit."""
    if name in BUSINESS:
        return BUSINESS[name], ORGANISER if name in (STAFF, LEADER) else ""
    if name in REVIEWERS:
        return Role.REVIEWER, REVIEWERS[name]
    if name.endswith("-leader"):
        return Role.RESPONSIBLE, name.removesuffix("-leader")
    return Role.LIAISON, name


def _body(answer: httpx2.Response) -> Any:  # noqa: ANN401 - JSON
    try:
        return answer.json()
    except ValueError:
        return answer.text


def expect(condition: bool, sentence: str) -> None:  # noqa: FBT001 - the question itself
    """Raise `Surprise` with a sentence unless something is so."""
    if not condition:
        raise Surprise(sentence)
