"""What only the gateway holds open, and how its routes get hold of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends
from joserfc.jwk import OKPKey

from shared.http.requests import Resources
from shared.resources import OpenResources
from shared.settings import Settings

from .identities import Identities
from .passwords import Passwords
from .sessions import end_sessions_of


@dataclass(frozen=True)
class Entrance:
    """The identities that were found, and the hashing of passwords."""

    identities: Identities
    passwords: Passwords


class NoSigningKey(RuntimeError):
    """The gateway was started without LINGBAN_SIGNING_KEY_FILE."""


def own(settings: Settings) -> Mapping[str, Any]:
    """Open what only the gateway needs; for `running(..., own=...)`."""
    if settings.signing_key_file is None:
        raise NoSigningKey
    key = OKPKey.import_key(settings.signing_key_file.read_text())
    identities = Identities(key, settings.service_token.get_secret_value())
    return {"entrance": Entrance(identities, Passwords())}


def entrance_of(resources: OpenResources) -> Entrance:
    """Return what `own` opened."""
    entrance: Entrance = resources.own["entrance"]
    return entrance


async def _entrance(resources: Resources) -> Entrance:
    return entrance_of(resources)


TheEntrance = Annotated[Entrance, Depends(_entrance)]


async def sign_out_everywhere(account_id: str, resources: OpenResources) -> None:
    """End all sessions of an account; in this process at once."""
    await end_sessions_of(account_id, resources.pool)
    entrance_of(resources).identities.forget(account_id)
