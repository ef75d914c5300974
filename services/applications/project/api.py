"""What the organiser settles about a project, over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path
from pydantic import BaseModel, ConfigDict, Field

from shared.http.caller import Caller
from shared.http.problems import refusals
from shared.http.requests import Context, MayNot, Resources, SeenVersion, may
from shared.http.rights import Capability
from shared.http.validation import Line, Words
from shared.ids import SLUG_PATTERN, AccountId, ProjectId
from shared.store.events import Receipt
from shared.store.handle import KeyReused, VersionMoved, handle

from .commands import AssignContactLeader, CorrectText
from .decider import DECIDER, CancelledAlready, ProjectUnknown
from .events import PrintedText, project_of

router = APIRouter(prefix="/projects/{project_id}", tags=["catalogue"])

Assigner = Annotated[Caller, Depends(may(Capability.CONTACT_LEADER, "A"))]
Corrector = Annotated[Caller, Depends(may(Capability.CATALOGUE, "A"))]
ProjectPath = Annotated[ProjectId, Path(pattern=SLUG_PATTERN, max_length=100)]


class Correction(BaseModel):
    """Which text was wrong, how it reads now, and why."""

    model_config = ConfigDict(extra="forbid")

    field: PrintedText
    text: Annotated[Words, Field(min_length=1)]
    reason: Line


class ContactLeader(BaseModel):
    """Who of the organiser's leadership looks after the project, by account."""

    model_config = ConfigDict(extra="forbid")

    account: Annotated[AccountId, Field(pattern=SLUG_PATTERN, max_length=60)]


ALWAYS = (MayNot, ProjectUnknown, CancelledAlready, KeyReused, VersionMoved)


@router.post("/correction", responses=refusals(*ALWAYS))
async def correct_text(
    project_id: ProjectPath,
    correction: Correction,
    _: Corrector,
    context: Context,
    seen: SeenVersion,
    resources: Resources,
) -> Receipt:
    """Put a mistake in a project's text right, with a reason. Leaders of the organiser only."""
    return await handle(
        CorrectText(field=correction.field, text=correction.text, reason=correction.reason),
        DECIDER,
        project_of(project_id),
        resources.store,
        context,
        expected_version=seen,
    )


@router.put("/contact-leader", responses=refusals(*ALWAYS))
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
