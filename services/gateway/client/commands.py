"""What may be wished of another system's access."""

from datetime import datetime

from shared.domain import value


@value
class RegisterClient:
    """Let another system in."""

    client_id: str
    title: str
    scopes: tuple[str, ...]
    at: datetime


@value
class ReplaceKey:
    """Give the system a new key."""

    client_id: str
    at: datetime


@value
class SuspendClient:
    """Let the system in no more."""

    client_id: str
    reason: str
    at: datetime


@value
class RecordDenial:
    """Put on record that the system asked for what is beyond its scopes."""

    client_id: str
    operation: str
    at: datetime


type ClientCommand = RegisterClient | ReplaceKey | SuspendClient | RecordDenial
