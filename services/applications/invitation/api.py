"""Invitations over HTTP."""

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict

from services.applications.paper.api import OnlyTheOrganisersStaff, Staff
from services.applications.participation.api import ALWAYS, OF_UNIT, Addressed
from services.applications.participation.projection import participation_with
from services.applications.unit.api import UnitNotOnRoll
from services.applications.unit.projection import unit_with
from shared.http.problems import refusals
from shared.http.validation import Line
from shared.ids import AccountId
from shared.store.events import Receipt
from shared.store.handle import handle
from shared.timing.zone import SHANGHAI

from .commands import Invite
from .decider import DECIDER, NoInvitationNeeded, NothingToInviteTo
from .events import invitation_of

SETTLED = frozenset({"applied", "returned", "active"})

router = APIRouter(prefix=OF_UNIT, tags=["participations"])


class InvitationForm(BaseModel):
    """Why the unit is invited."""

    model_config = ConfigDict(extra="forbid")

    words: Line


@router.post(
    "/invitation",
    responses=refusals(
        *ALWAYS, OnlyTheOrganisersStaff, UnitNotOnRoll, NothingToInviteTo, NoInvitationNeeded
    ),
)
async def invite(part: Addressed, form: InvitationForm, caller: Staff) -> Receipt:
    """Invite a unit to apply to co-lead, as the organiser's staff. Whether it does is up to it."""
    day = part.context.occurred_at.astimezone(SHANGHAI).date()
    async with part.resources.pool.acquire() as connection:
        unit = await unit_with(part.unit_id, connection)
        known = await participation_with(part.project.project_id, part.unit_id, connection)
    if unit is None or not unit.stands_on(day):
        raise UnitNotOnRoll
    command = Invite(
        project=part.project,
        unit_id=part.unit_id,
        applied=known is not None and known.status in SETTLED,
        words=form.words,
        by=AccountId(caller.id),
        at=part.context.occurred_at,
    )
    stream = invitation_of(part.project.project_id, part.unit_id)
    return await handle(
        command, DECIDER, stream, part.resources.store, part.context, expected_version=part.seen
    )
