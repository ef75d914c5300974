"""The results library over HTTP: publishing, searching, reading."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from pydantic import AfterValidator, StringConstraints

from services.progress.progress_report.api import NoSuchProject
from services.progress.results_package.api import Project
from shared.domain import NotPermitted, value
from shared.http.caller import Caller
from shared.http.problems import refusals
from shared.http.requests import Context, Resources, may
from shared.http.rights import Capability, Role
from shared.http.validation import printable
from shared.ids import SLUG_PATTERN, AccountId, ProgrammeId, ProjectId
from shared.store.events import Receipt
from shared.store.handle import KeyReused, Reaction, handle, handle_together

from .commands import PublishResults
from .decider import (
    DECIDER,
    NothingToPublish,
    NotInTheLibrary,
    NotPassedForGood,
    ResultsNotFinal,
)
from .events import library_of
from .projection import (
    LastSeen,
    LibraryEntry,
    Publishable,
    Sought,
    entries,
    publishable,
    publishable_in,
)

CURSOR = r"^\d{1,4}\.\d{1,6}\.[a-z0-9-]{1,80}$"

router = APIRouter(tags=["results library"])


class OnlyStaffPublishes(NotPermitted):
    """The library is the staff's to fill."""

    zh = "成果库由工委组宣处工作人员发布。请联系工委组宣处。"
    en = "Only the organiser's staff publishes results. Ask the organiser."
    rule = "domain.md 4"


async def publisher(
    caller: Annotated[Caller, Depends(may(Capability.RESULTS, "A"))],
) -> Caller:
    """Return the caller if it is the organiser's staff; others in the matrix sign or extend."""
    if Role.STAFF not in caller.roles:
        raise OnlyStaffPublishes
    return caller


Publisher = Annotated[Caller, Depends(publisher)]
Reader = Annotated[Caller, Depends(may(Capability.RESULTS, "R"))]
Programme = Annotated[ProgrammeId, Path(pattern=SLUG_PATTERN, max_length=80)]
Slug = Annotated[str, Query(pattern=SLUG_PATTERN, max_length=80)]
Sentence = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=100),
    AfterValidator(printable),
]


@value
class LibraryPage:
    """Some entries of the library. `next` is what to send as `after`, or null."""

    items: Sequence[LibraryEntry]
    next: str | None


def publishing(found: Publishable, caller: Caller) -> PublishResults:
    """Return the publication of one project's results."""
    return PublishResults(
        programme_id=ProgrammeId(found.programme_id),
        project_id=ProjectId(found.project_id),
        number=found.number,
        passed=found.passed,
        by=AccountId(caller.id),
    )


@router.post(
    "/programmes/{programme_id}/library",
    responses=refusals(OnlyStaffPublishes, NothingToPublish, KeyReused),
)
async def publish_programme(
    programme_id: Programme, caller: Publisher, resources: Resources, context: Context
) -> Receipt:
    """Publish the results of every project that passed for good; those published before stay so."""
    async with resources.pool.acquire() as connection:
        found = await publishable_in(programme_id, connection)
    ready = [each for each in found if each.passed and each.number]
    if not ready:
        raise NothingToPublish
    wanted = [publishing(each, caller) for each in ready]
    reactions = [Reaction(each, DECIDER, library_of(each.project_id)) for each in wanted]
    return await handle_together(reactions, resources.store, context)


@router.get("/library")
async def search_library(
    _: Reader,
    resources: Resources,
    q: Annotated[Sentence, Query(description="All of these words, anywhere.")] = "",
    category: Slug | None = None,
    year: Annotated[int | None, Query(ge=2000, le=2099)] = None,
    after: Annotated[str | None, Query(pattern=CURSOR)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> LibraryPage:
    """Search what was published and stands: for every unit, the newest year first."""
    sought = Sought(
        words=q,
        category=category or "",
        year=year or 0,
        after=None if after is None else _place(after),
        limit=limit + 1,
    )
    async with resources.pool.acquire() as connection:
        found = await entries(sought, connection)
    shown = found[:limit]
    return LibraryPage(items=shown, next=_cursor(shown[-1]) if len(found) > limit else None)


@router.get("/library/{project_id}", responses=refusals(NotInTheLibrary))
async def read_entry(project_id: Project, _: Reader, resources: Resources) -> LibraryEntry:
    """Read the published results of one project."""
    async with resources.pool.acquire() as connection:
        found = await entries(Sought(project=project_id), connection)
    if not found:
        raise NotInTheLibrary
    return found[0]


@router.post(
    "/projects/{project_id}/results/publication",
    responses=refusals(
        OnlyStaffPublishes, NoSuchProject, NotPassedForGood, ResultsNotFinal, KeyReused
    ),
)
async def publish_project(
    project_id: Project, caller: Publisher, resources: Resources, context: Context
) -> Receipt:
    """Publish the results of one project that passed for good."""
    async with resources.pool.acquire() as connection:
        found = await publishable(project_id, connection)
    if found is None:
        raise NoSuchProject
    command = publishing(found, caller)
    return await handle(command, DECIDER, library_of(project_id), resources.store, context)


def _cursor(entry: LibraryEntry) -> str:
    return f"{entry.year}.{entry.number}.{entry.project_id}"


def _place(cursor: str) -> LastSeen:
    year, number, project = cursor.split(".")
    return int(year), int(number), project
