"""Who a request comes from, found by its cookie or key and signed for the services.

A finding is believed for three seconds, so a revocation made elsewhere works within that; one
made in this process works at once. A signature is used for a minute (it is valid for five).
"""

import hmac
import time
from collections.abc import Sequence
from dataclasses import dataclass

import asyncpg
from joserfc.jwk import OKPKey

from shared.domain import value
from shared.http.caller import NOBODY, Caller, sign
from shared.http.feed import SERVICE_SCOPE
from shared.http.rights import Role

from .sessions import client_with, holder_of

BELIEVED = 3.0
SIGNED = 60.0
MOST = 10_000
OUR_SERVICES = "services"


def cookie_name(*, secure: bool) -> str:
    """Return the cookie's name; `__Host-` binds it to this host and to TLS (RFC 6265bis)."""
    return "__Host-lingban" if secure else "lingban"


@value
class Presented:
    """What a request shows of itself: a session id from its cookie, a key, or neither.

    `project` is the one that its path names, or "": somebody may be liaison there only (REQ-33).
    """

    session: str = ""
    key: str = ""
    project: str = ""


def project_in(path: str) -> str:
    """Return the project that a path names (`/api/progress/projects/2017-p08/results`), or ""."""
    _, named, rest = path.partition("/projects/")
    return rest.partition("/")[0] if named else ""


def presented(cookie: str, authorization: str, path: str = "", *, secure: bool) -> Presented:
    """Return what the headers `Cookie` and `Authorization` present. A key goes before a cookie."""
    scheme, _, key = authorization.partition(" ")
    if scheme.lower() == "bearer" and key:
        return Presented(key=key.strip())
    for pair in cookie.split(";"):
        name, _, content = pair.strip().partition("=")
        if name == cookie_name(secure=secure):
            return Presented(session=content, project=project_in(path))
    return Presented()


@dataclass(slots=True)
class Identity:
    """A caller and the signed header that says so."""

    caller: Caller
    header: str
    signed_at: float
    checked_at: float


class Identities:
    """Finds and signs callers."""

    def __init__(self, signing_key: OKPKey, service_token: str) -> None:
        self._key = signing_key
        self._service_token = service_token
        self._known: dict[Presented, Identity] = {}

    async def of(self, who: Presented, pool: asyncpg.Pool) -> Identity | None:
        """Return who presents this; None for nobody, or nobody any more."""
        if not (who.session or who.key):
            return None
        now = time.monotonic()
        known = self._known.get(who)
        if known is not None and now - known.checked_at < BELIEVED:
            return known
        caller = await self._find(who, pool)
        if caller.anonymous:
            self._known.pop(who, None)
            return None
        if known is not None and known.caller == caller and now - known.signed_at < SIGNED:
            known.checked_at = now
            return known
        if len(self._known) >= MOST:
            self._known.clear()
        identity = Identity(caller, sign(caller, self._key), now, now)
        self._known[who] = identity
        return identity

    def forget(self, caller_id: str) -> None:
        """Ask again at the next request: something about this account or client has changed."""
        for who in [w for w, known in self._known.items() if known.caller.id == caller_id]:
            del self._known[who]

    async def _find(self, who: Presented, pool: asyncpg.Pool) -> Caller:
        if who.key:
            return await self._machine(who.key, pool)
        row = await holder_of(who.session, pool)
        if row is None:
            return NOBODY
        projects: Sequence[str] = row["projects"]
        named = who.project in projects if who.project else bool(projects)
        roles = frozenset(Role(role) for role in row["roles"])
        return Caller(
            id=row["account_id"],
            name=row["title"],
            roles=roles | {Role.LIAISON} if named else roles,
            unit=row["unit"],
        )

    async def _machine(self, key: str, pool: asyncpg.Pool) -> Caller:
        ours = self._service_token
        if ours and hmac.compare_digest(key.encode(), ours.encode()):
            return Caller(
                id=OUR_SERVICES,
                name=OUR_SERVICES,
                roles=frozenset({Role.CLIENT}),
                scopes=frozenset({SERVICE_SCOPE}),
            )
        row = await client_with(key, pool)
        if row is None:
            return NOBODY
        return Caller(
            id=row["client_id"],
            name=row["title"],
            roles=frozenset({Role.CLIENT}),
            scopes=frozenset(row["scopes"]),
        )
