"""The hours of e-mail over HTTP: everybody reads them, the system administrator sets them."""

from datetime import time
from typing import Annotated

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel, ConfigDict, StringConstraints

from shared.http.caller import Caller, signed_in
from shared.http.problems import refusals
from shared.http.requests import Context, MayNot, Resources, SeenVersion, etag, may
from shared.http.rights import Capability
from shared.store.events import Receipt
from shared.store.handle import KeyReused, VersionMoved, handle

from .commands import SetMailHours
from .decider import DECIDER, DigestOutsideHours
from .events import mail_hours
from .projection import IN_FORCE, USUAL, MailHours

router = APIRouter(prefix="/mail-hours", tags=["mail hours"])

Setter = Annotated[Caller, Depends(may(Capability.NOTICES, "A"))]
Hour = Annotated[
    str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$"), "of a day in Asia/Shanghai"
]


class MailHoursIn(BaseModel):
    """When the digest goes out, and between which hours anything does, on working days."""

    model_config = ConfigDict(extra="forbid")

    digest_at: Hour = "08:30"
    opens_at: Hour = "08:00"
    closes_at: Hour = "18:00"


class MailHoursOut(BaseModel):
    """The hours in force; `usual`: nobody has set any."""

    digest_at: str
    opens_at: str
    closes_at: str
    usual: bool


@router.get("")
async def read_mail_hours(
    _: Annotated[Caller, Depends(signed_in)], resources: Resources, response: Response
) -> MailHoursOut:
    """Read when e-mail goes out (PRA-09)."""
    row = await IN_FORCE.fetch_one(resources.pool)
    hours = USUAL if row is None else MailHours(**row)
    response.headers.update(etag(hours.version))
    return MailHoursOut(
        digest_at=f"{hours.digest_at:%H:%M}",
        opens_at=f"{hours.opens_at:%H:%M}",
        closes_at=f"{hours.closes_at:%H:%M}",
        usual=hours.version == 0,
    )


@router.put("", responses=refusals(MayNot, DigestOutsideHours, VersionMoved, KeyReused))
async def set_hours(
    hours: MailHoursIn, _: Setter, resources: Resources, context: Context, seen: SeenVersion
) -> Receipt:
    """Set when e-mail goes out on working days."""
    command = SetMailHours(
        digest_at=time.fromisoformat(hours.digest_at),
        opens_at=time.fromisoformat(hours.opens_at),
        closes_at=time.fromisoformat(hours.closes_at),
    )
    return await handle(
        command, DECIDER, mail_hours(), resources.store, context, expected_version=seen
    )
