"""Programmes over HTTP."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Annotated

import asyncpg
from fastapi import APIRouter, Depends, Path, Response
from pydantic import BaseModel, ConfigDict, Field

from services.applications.papers import notice_paper
from services.applications.project.projection import led_projects
from services.applications.terms import NoWorkingCalendar
from services.applications.unit.projection import all_unit_ids
from shared.http.caller import Caller
from shared.http.problems import refusals
from shared.http.requests import Context, MayNot, Resources, SeenVersion, etag, may
from shared.http.rights import Capability, Right
from shared.http.validation import Line, Words
from shared.ids import SLUG_PATTERN, ProgrammeId
from shared.papers.desk import rendering
from shared.papers.paper import Paper
from shared.resources import OpenResources
from shared.store.events import Receipt
from shared.store.handle import KeyReused, Reaction, VersionMoved, handle, handle_together
from shared.timing.zone import SHANGHAI

from .commands import Announce, CarryOver, Correct
from .decider import (
    DECIDER,
    AlreadyAnnounced,
    NotALaterYear,
    NotReadyToAnnounce,
    ProgrammeDiffers,
    ProgrammeUnknown,
)
from .events import AnnouncedProject, NoticeText, programme_of
from .projection import (
    ONE_A_YEAR,
    Programme,
    ProgrammeEntry,
    announced_in,
    programme_with,
    programmes,
)

router = APIRouter(prefix="/programmes", tags=["programmes"])

ProgrammePath = Annotated[ProgrammeId, Path(pattern=SLUG_PATTERN, max_length=100)]
Reader = Annotated[Caller, Depends(may(Capability.PROGRAMME_ANNOUNCE, "R"))]
Drafter = Annotated[Caller, Depends(may(Capability.PROGRAMME_DRAFT, "C"))]
Editor = Annotated[Caller, Depends(may(Capability.PROGRAMME_DRAFT, "E"))]
Announcer = Annotated[Caller, Depends(may(Capability.PROGRAMME_ANNOUNCE, "A"))]
DRAFTS = Right(capability=Capability.PROGRAMME_DRAFT, verb="R")


class Announcement(BaseModel):
    """What is settled when a programme is announced. The 2017 notice carries no date (AMB-31)."""

    model_config = ConfigDict(extra="forbid")

    issue_date: date | None = None


class Correction(BaseModel):
    """How a text of the notice should read, and why."""

    model_config = ConfigDict(extra="forbid")

    field: NoticeText
    text: Annotated[Words, Field(min_length=1)]
    reason: Annotated[Words, Field(min_length=1)]


class LaterYear(BaseModel):
    """A programme of a later year, before it has a notice of its own."""

    model_config = ConfigDict(extra="forbid")

    programme_id: Annotated[ProgrammeId, Field(pattern=SLUG_PATTERN, max_length=64)]
    year: Annotated[int, Field(strict=True, ge=2000, le=2100)]
    title: Line
    title_en: Line


@router.get("", responses=refusals(MayNot))
async def list_programmes(caller: Reader, resources: Resources) -> Sequence[ProgrammeEntry]:
    """List the programmes, newest year first. Drafts are for the organiser and the auditor."""
    async with resources.pool.acquire() as connection:
        return await programmes(connection, drafts=DRAFTS.held_by(caller.roles))


@router.get("/{programme_id}", responses=refusals(MayNot, ProgrammeUnknown))
async def read_programme(
    programme_id: ProgrammePath, caller: Reader, resources: Resources, response: Response
) -> Programme:
    """Read a programme: its notice, its rules, and its announcement with all dates."""
    async with resources.pool.acquire() as connection:
        programme = await programme_with(programme_id, connection)
    if programme is None:
        raise ProgrammeUnknown
    if programme.status == "drafted" and not DRAFTS.held_by(caller.roles):
        raise ProgrammeUnknown
    response.headers.update(etag(programme.version))
    return programme


@router.post(
    "/{programme_id}/announcement",
    responses=refusals(
        MayNot,
        ProgrammeUnknown,
        AlreadyAnnounced,
        NotReadyToAnnounce,
        NoWorkingCalendar,
        KeyReused,
        VersionMoved,
    ),
)
async def announce(
    programme_id: ProgrammePath,
    announcement: Announcement,
    caller: Announcer,
    context: Context,
    seen: SeenVersion,
    resources: Resources,
) -> Receipt:
    """Announce a programme to every unit of the roll. Leaders of the organiser only.

    The notice is registered as issued at the same moment (REQ-57).
    """
    found, command = await announcing(programme_id, announcement, context.occurred_at, resources)
    announced = Reaction(command, DECIDER, programme_of(programme_id))
    issued = rendering(noticed(found, announcement), caller)
    try:
        return await handle_together(
            (announced, issued), resources.store, context, expected_version=seen
        )
    except asyncpg.UniqueViolationError as error:
        if error.constraint_name != ONE_A_YEAR.name:
            raise
        raise AlreadyAnnounced(year=found.year) from None


@router.post(
    "/{programme_id}/corrections",
    responses=refusals(MayNot, ProgrammeUnknown, KeyReused, VersionMoved),
)
async def correct(
    programme_id: ProgrammePath,
    correction: Correction,
    _: Editor,
    context: Context,
    seen: SeenVersion,
    resources: Resources,
) -> Receipt:
    """Put right a text of the notice, with the reason. How it read before stays readable (REQ-01)."""
    return await handle(
        Correct(**correction.model_dump()),
        DECIDER,
        programme_of(programme_id),
        resources.store,
        context,
        expected_version=seen,
    )


@router.post(
    "/{programme_id}/carry-over",
    responses=refusals(MayNot, ProgrammeUnknown, NotALaterYear, ProgrammeDiffers, KeyReused),
)
async def carry_over(
    programme_id: ProgrammePath,
    later: LaterYear,
    _: Drafter,
    context: Context,
    resources: Resources,
) -> Receipt:
    """Draft a later year's programme by the rules of this one, without projects and participations.

    Its document number is put right once it has one; it is announced like any other (REQ-02).
    """
    history = await resources.store.read(programme_of(programme_id))
    earlier = history.folded(DECIDER)
    command = CarryOver(earlier=earlier.drafted, rules=earlier.rules, **later.model_dump())
    stream = programme_of(later.programme_id)
    return await handle(command, DECIDER, stream, resources.store, context)


def noticed(programme: Programme, announcement: Announcement) -> Paper:
    """Return the notice with the date on which it is issued."""
    issued = announcement.issue_date or programme.issue_date
    return notice_paper(programme.programme_id, programme.notice, issued)


async def announcing(
    programme_id: ProgrammeId,
    announcement: Announcement,
    at: datetime,
    resources: OpenResources,
) -> tuple[Programme, Announce]:
    """Return a programme and the command to announce it as it stands now."""
    async with resources.pool.acquire() as connection:
        programme = await programme_with(programme_id, connection)
        if programme is None:
            raise ProgrammeUnknown
        projects = await led_projects(programme_id, connection)
        command = Announce(
            issue_date=announcement.issue_date,
            projects=tuple(AnnouncedProject(**asdict(project)) for project in projects),
            addressees=await all_unit_ids(at.astimezone(SHANGHAI).date(), connection),
            announced=await announced_in(programme.year, connection),
            at=at,
        )
    return programme, command
