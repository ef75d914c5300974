"""What the organiser settles about a project, over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path
from pydantic import BaseModel, ConfigDict, Field

from shared.http.caller import Caller
from shared.http.problems import refusals
from shared.http.requests import Context, MayNot, Resources, SeenVersion, may
from shared.http.rights import Capability
from shared.ids import SLUG_PATTERN, AccountId, ProjectId
from shared.store.events import Receipt
from shared.store.handle import KeyReused, VersionMoved, handle

from .commands import AssignContactLeader
from .decider import DECIDER, ProjectUnknown
from .events import project_of

router = APIRouter(prefix="/projects/{project_id}", tags=["catalogue"])

Assigner = Annotated[Caller, Depends(may(Capability.CONTACT_LEADER, "A"))]
ProjectPath = Annotated[ProjectId, Path(pattern=SLUG_PATTERN, max_length=100)]


class ContactLeader(BaseModel):
    """Who of the organiser's leadership looks after the project, by account."""

    model_config = ConfigDict(extra="forbid")

    account: Annotated[AccountId, Field(pattern=SLUG_PATTERN, max_length=60)]


@router.put("/contact-leader", responses=refusals(MayNot, ProjectUnknown, KeyReused, VersionMoved))
async def assign_contact_leader(
    project_id: ProjectPath,
    contact: ContactLeader,
    _: Assigner,
    context: Context,
    seen: SeenVersion,
    resources: Resources,
) -> Receipt:
    """Make someone the project's contact leader, or the successor. Leaders only (REQ-42)."""
    return await handle(
        AssignContactLeader(account_id=contact.account),
        DECIDER,
        project_of(project_id),
        resources.store,
        context,
        expected_version=seen,
    )
