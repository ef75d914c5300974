"""Good practices over HTTP: drafting, sharing, recommending, withdrawing, reading."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from services.progress.evidence.projection import pictures_handed_in
from services.progress.forms import MAX_PICTURES, Digest, Facts
from services.progress.participant.projection import parties_of
from services.progress.programme_rules.projection import rules_for
from services.progress.progress_report.api import Project
from services.progress.running import RUNNING
from services.progress.scope import own_unit
from shared.http.caller import Caller
from shared.http.problems import refusals
from shared.http.requests import Context, Resources, SeenVersion, etag, may
from shared.http.rights import Capability, Right
from shared.http.validation import Line
from shared.ids import SLUG_PATTERN, AccountId
from shared.store.events import Receipt
from shared.store.handle import KeyReused, VersionMoved, handle

from .commands import (
    DraftPractice,
    RecommendPractice,
    SharePractice,
    WithdrawPractice,
)
from .decider import (
    DECIDER,
    NoSuchPractice,
    OnlyCoLeadsDraft,
    OnlyTheLeadOrStaffWithdraws,
    OnlyTheLeadShares,
    PictureNotHandedIn,
    PictureRequired,
    PracticeIdTaken,
    PracticeIsWithdrawn,
)
from .events import PracticeContent, practice_of
from .projection import PracticeLine, Wanted, listed

CURSOR = r"^\d{1,17}\.[a-z0-9-]{1,80}\.[0-9a-f-]{36}$"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ONE_PRACTICE = "/projects/{project_id}/practices/{practice_id}"
STAFFS = Right(capability=Capability.PRACTICE, verb="A")
OWN = Right(capability=Capability.PRACTICE, verb="E")

router = APIRouter(tags=["good practices"])


async def withdrawer(caller: Annotated[Caller, Depends(may(Capability.PRACTICE, "R"))]) -> Caller:
    """Return the caller if it may edit practices of its own, or decide on those of others."""
    if not (OWN.held_by(caller.roles) or STAFFS.held_by(caller.roles)):
        raise OnlyTheLeadOrStaffWithdraws
    return caller


Writer = Annotated[Caller, Depends(may(Capability.PRACTICE, "C"))]
Staff = Annotated[Caller, Depends(may(Capability.PRACTICE, "A"))]
Reader = Annotated[Caller, Depends(may(Capability.PRACTICE, "R"))]
Withdrawer = Annotated[Caller, Depends(withdrawer)]
PracticeId = Annotated[UUID, Path(description="Chosen by whoever writes the practice down.")]
Slug = Annotated[str, Query(pattern=SLUG_PATTERN, max_length=80)]


class PracticeForm(BaseModel):
    """What worked well. Pictures are invited, not forced."""

    model_config = ConfigDict(extra="forbid")

    title: Line
    text: Facts
    pictures: list[Digest] = Field(default=[], max_length=MAX_PICTURES)

    def content(self) -> PracticeContent:
        """Return the content as it is recorded; a picture named twice is meant once."""
        pictures = tuple(dict.fromkeys(self.pictures))
        return PracticeContent(title=self.title, text=self.text, pictures=pictures)


class Withdrawal(BaseModel):
    """Why a practice is not to be seen any more."""

    model_config = ConfigDict(extra="forbid")

    reason: Line


class PracticePage(BaseModel):
    """Some practices, the newest first. `next` is what to send as `after`, or null."""

    items: Sequence[PracticeLine]
    next: str | None


@router.put(
    f"{ONE_PRACTICE}/draft",
    dependencies=RUNNING,
    responses=refusals(OnlyCoLeadsDraft, PracticeIdTaken, PictureNotHandedIn, KeyReused),
)
async def draft_practice(
    project_id: Project,
    practice_id: PracticeId,
    form: PracticeForm,
    caller: Writer,
    resources: Resources,
    context: Context,
) -> Receipt:
    """Write a practice down for the lead to share, as a co-lead's liaison."""
    content = form.content()
    async with resources.pool.acquire() as connection:
        command = DraftPractice(
            project_id=project_id,
            practice_id=str(practice_id),
            content=content,
            handed_in=await pictures_handed_in(content.pictures, caller, connection),
            parties=await parties_of(project_id, connection),
            from_unit=own_unit(caller),
        )
    stream = practice_of(project_id, str(practice_id))
    return await handle(command, DECIDER, stream, resources.store, context)


@router.put(
    ONE_PRACTICE,
    dependencies=RUNNING,
    responses=refusals(
        OnlyTheLeadShares, PracticeIdTaken, PictureRequired, PictureNotHandedIn, KeyReused
    ),
)
async def share_practice(
    project_id: Project,
    practice_id: PracticeId,
    form: PracticeForm,
    caller: Writer,
    resources: Resources,
    context: Context,
) -> Receipt:
    """Share a practice with the organiser, as the lead's liaison."""
    content = form.content()
    async with resources.pool.acquire() as connection:
        rules = await rules_for(project_id, connection)
        command = SharePractice(
            project_id=project_id,
            practice_id=str(practice_id),
            content=content,
            handed_in=await pictures_handed_in(content.pictures, caller, connection),
            picture_required=rules.practice_picture_required,
            parties=await parties_of(project_id, connection),
            from_unit=own_unit(caller),
        )
    stream = practice_of(project_id, str(practice_id))
    return await handle(command, DECIDER, stream, resources.store, context)


@router.post(
    f"{ONE_PRACTICE}/recommendation",
    dependencies=RUNNING,
    responses=refusals(NoSuchPractice, PracticeIsWithdrawn, KeyReused, VersionMoved),
)
async def recommend_practice(
    project_id: Project,
    practice_id: PracticeId,
    caller: Staff,
    resources: Resources,
    context: Context,
    seen: SeenVersion,
) -> Receipt:
    """Recommend a practice to all units, as the organiser's staff."""
    command = RecommendPractice(by=AccountId(caller.id))
    stream = practice_of(project_id, str(practice_id))
    return await handle(command, DECIDER, stream, resources.store, context, expected_version=seen)


@router.post(
    f"{ONE_PRACTICE}/withdrawal",
    responses=refusals(OnlyTheLeadOrStaffWithdraws, NoSuchPractice, KeyReused, VersionMoved),
)
async def withdraw_practice(
    project_id: Project,
    practice_id: PracticeId,
    withdrawal: Withdrawal,
    caller: Withdrawer,
    resources: Resources,
    context: Context,
    seen: SeenVersion,
) -> Receipt:
    """Take a practice out of sight, as the lead's liaison or the organiser's staff."""
    async with resources.pool.acquire() as connection:
        command = WithdrawPractice(
            reason=withdrawal.reason,
            parties=await parties_of(project_id, connection),
            from_unit=own_unit(caller),
            by_staff=STAFFS.held_by(caller.roles),
            by=AccountId(caller.id),
        )
    stream = practice_of(project_id, str(practice_id))
    return await handle(command, DECIDER, stream, resources.store, context, expected_version=seen)


def _cursor(line: PracticeLine) -> str:
    micros = (line.practice.begun_at - EPOCH) // timedelta(microseconds=1)
    return f"{micros}.{line.practice.project_id}.{line.practice.practice_id}"


def _place(cursor: str) -> tuple[datetime, str, str]:
    micros, project, practice = cursor.split(".")
    return EPOCH + timedelta(microseconds=int(micros)), project, practice


@router.get("/practices")
async def list_practices(
    caller: Reader,
    resources: Resources,
    project: Slug | None = None,
    after: Annotated[str | None, Query(pattern=CURSOR)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> PracticePage:
    """List the practices that the caller may see: own ones, and what is recommended to all."""
    place = None if after is None else _place(after)
    wanted = Wanted(project=project or "", after=place, limit=limit + 1)
    async with resources.pool.acquire() as connection:
        lines = await listed(wanted, caller, connection)
    shown = lines[:limit]
    return PracticePage(items=shown, next=_cursor(shown[-1]) if len(lines) > limit else None)


@router.get(ONE_PRACTICE, responses=refusals(NoSuchPractice))
async def read_practice(
    project_id: Project,
    practice_id: PracticeId,
    caller: Reader,
    resources: Resources,
    response: Response,
) -> PracticeLine:
    """Read a practice, with its text ready for pasting."""
    wanted = Wanted(project=project_id, practice=str(practice_id))
    async with resources.pool.acquire() as connection:
        lines = await listed(wanted, caller, connection)
    if not lines:
        raise NoSuchPractice
    response.headers.update(etag(lines[0].practice.version))
    return lines[0]
