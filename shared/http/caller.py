"""Who asks: an identity that the gateway has established and signed.

The gateway knows sessions and keys; a service only believes its signature (EdDSA, RFC 8037), so a
service that is taken over can impersonate nobody.
"""

import time
from collections.abc import Mapping
from functools import lru_cache
from typing import Annotated, Any

from fastapi import Depends, Request
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from shared.domain import NotPermitted, value
from shared.http.rights import Role

HEADER = "x-lingban-caller"
ALGORITHM = "Ed25519"
LIFETIME = 300
"""Seconds for which a service believes an identity without asking again."""


class SignInFirst(NotPermitted):
    """Nobody is signed in."""

    zh = "请先登录后再操作。"
    en = "Sign in first."
    rule = "domain.md 4"


@value
class Caller:
    """An account or a machine, what it may act for, and its roles.

    `unit` is the unit that a liaison or responsible leader acts for, or "". `scopes` limits a machine.
    """

    id: str
    name: str
    roles: frozenset[Role]
    unit: str = ""
    scopes: frozenset[str] = frozenset()

    @property
    def anonymous(self) -> bool:
        """Return whether nobody is signed in."""
        return not self.id


NOBODY = Caller(id="", name="", roles=frozenset())


def sign(caller: Caller, key: OKPKey) -> str:
    """Return the caller's identity as a signed token (JWT), valid for five minutes."""
    claims = {
        "sub": caller.id,
        "name": caller.name,
        "roles": sorted(caller.roles),
        "unit": caller.unit,
        "scopes": sorted(caller.scopes),
        "exp": int(time.time()) + LIFETIME,
    }
    return jwt.encode({"alg": ALGORITHM}, claims, key, algorithms=[ALGORITHM])


class Verifier:
    """Believes identities signed by the gateway's key, and nobody else's."""

    def __init__(self, public_key: OKPKey) -> None:
        self._key = public_key
        self._claims = lru_cache(maxsize=4096)(self._decode)

    def _decode(self, token: str) -> Mapping[str, Any]:
        return jwt.decode(token, self._key, algorithms=[ALGORITHM]).claims

    def caller(self, token: str) -> Caller:
        """Return the identity in a token; `NOBODY` for none, a forged or an expired one."""
        if not token:
            return NOBODY
        try:
            claims = self._claims(token)
        except (JoseError, ValueError):
            return NOBODY
        if claims["exp"] < time.time():
            return NOBODY
        return Caller(
            id=claims["sub"],
            name=claims["name"],
            roles=frozenset(Role(role) for role in claims["roles"]),
            unit=claims["unit"],
            scopes=frozenset(claims["scopes"]),
        )


def anyone(request: Request) -> Caller:
    """Return who asks; `NOBODY` if nobody is signed in."""
    verifier: Verifier = request.app.state.verifier
    return verifier.caller(request.headers.get(HEADER, ""))


def signed_in(request: Request) -> Caller:
    """Return who asks, or refuse if nobody is signed in."""
    caller = anyone(request)
    if caller.anonymous:
        raise SignInFirst
    return caller


async def _anyone(request: Request) -> Caller:
    return anyone(request)


async def _signed_in(request: Request) -> Caller:
    return signed_in(request)


Anyone = Annotated[Caller, Depends(_anyone)]
SignedIn = Annotated[Caller, Depends(_signed_in)]
