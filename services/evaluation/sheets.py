"""Score sheets going into their sealed box and coming out of it."""

import secrets
from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict

from shared.store.sealed import Sealed
from shared.store.vault import Vault


class Sheet(BaseModel):
    """What lies in the box: marks in hundredths by criterion, advice, and the commitment's salt."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    marks: dict[str, int]
    advice: str
    salt: str


def new_sheet(marks: Mapping[str, int], advice: str) -> Sheet:
    """Return a sheet with a fresh salt of 256 bits."""
    return Sheet(marks=dict(marks), advice=advice, salt=secrets.token_hex(32))


async def seal(vault: Vault, subject: str, sheet: Sheet) -> Sealed:
    """Return the sheet sealed under its round's key."""
    return await vault.seal(subject, sheet.model_dump_json())


async def unseal(vault: Vault, sealed: Sealed | None) -> Sheet | None:
    """Return the sheet in a box; None when there is none or it cannot be opened."""
    content = None if sealed is None else await vault.open(sealed)
    return None if content is None else Sheet.model_validate_json(content)
