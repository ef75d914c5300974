"""The ledger of a project over HTTP: filing, declaring void, the directory and its CSV."""

from collections.abc import Sequence
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Depends, Path, Response
from pydantic import BaseModel, ConfigDict, Field

from services.progress.catalogue.projection import Asked, asked_of
from services.progress.evidence.projection import handed_in
from services.progress.forms import Digest, Remark
from services.progress.freezing import is_frozen
from services.progress.participant.projection import lead_of
from services.progress.progress_report.api import NoSuchProject
from services.progress.progress_report.commands import Leading
from services.progress.progress_report.projection import project_is_visible
from services.progress.running import running_routes
from services.progress.scope import own_unit
from shared.domain import value
from shared.http.caller import Caller
from shared.http.problems import refusals
from shared.http.receipt import Day
from shared.http.requests import Context, Resources, SeenVersion, may
from shared.http.rights import Capability
from shared.http.spreadsheet import as_csv
from shared.http.validation import Line
from shared.ids import SLUG_PATTERN, AccountId, ProjectId, UnitId
from shared.resources import OpenResources
from shared.store.events import Receipt
from shared.store.handle import KeyReused, VersionMoved, handle
from shared.store.sql import Connection

from .commands import FileItem, VoidItem
from .decider import (
    DECIDER,
    AlreadyVoided,
    FileNotUploaded,
    FileOrHeld,
    ItemIdTaken,
    LedgerClosed,
    NoSuchItem,
    NotForClassified,
    OnlyTheLeadCoordinates,
    OnlyTheLeadVoids,
    OnlyTheProjectsUnitsFile,
    UnknownTarget,
    UploadTheOriginal,
)
from .events import Entry, ItemKind, Retention, ledger_item_of
from .projection import HEAD, ItemRow, bare, directory_of, joining, printed

router = running_routes("ledger", "/projects/{project_id}/ledger")

Filer = Annotated[Caller, Depends(may(Capability.LEDGER, "C"))]
Reader = Annotated[Caller, Depends(may(Capability.LEDGER, "R"))]
Project = Annotated[ProjectId, Path(pattern=SLUG_PATTERN, max_length=80, examples=["2017-p08"])]
CSV = {200: {"content": {"text/csv": {"schema": {"type": "string", "format": "binary"}}}}}


class ItemForm(BaseModel):
    """A document as its filer describes it: a stored file, or held by the unit."""

    model_config = ConfigDict(extra="forbid")

    kind: ItemKind
    target: Annotated[int, Field(strict=True, ge=0, le=999)]
    title: Line
    made_up_title: Annotated[bool, Field(strict=True)] = False
    archive_number: Remark = ""
    document_number: Remark = ""
    responsible: Line
    dated: Day
    pages: Annotated[int, Field(strict=True, ge=1, le=99_999)]
    retention: Retention
    remark: Remark = ""
    sha256: Digest | Literal[""] = ""
    held_by_unit: Annotated[bool, Field(strict=True)] = False


class VoidForm(BaseModel):
    """Why an item is declared void."""

    model_config = ConfigDict(extra="forbid")

    reason: Line


@value
class Warned:
    """Something that the filer should look at again, in Chinese and English."""

    zh: str
    en: str


@value
class DirectoryLine:
    """A line of the directory. `number` is its place now; a void item keeps its line."""

    number: int
    item: ItemRow
    warning: Warned | None


@value
class Target:
    """One target of the project, and whether an item proves it."""

    number: int
    text: str
    has_items: bool


@value
class Directory:
    """A project's ledger in order by target. `pages` counts those of items that are not void."""

    targets: Sequence[Target]
    items: Sequence[DirectoryLine]
    pages: int


NAMES_PEOPLE = Warned(
    zh="材料名称像是人员名单。请改报汇总人数, 并将本件作废; 原件由单位自存。",
    en="This looks like a list of persons. Give total figures instead and declare the item void.",
)


def entry_of(form: ItemForm) -> Entry:
    """Return a form's entry as it is recorded; the rules add the target's text."""
    described = form.model_dump(exclude={"sha256", "held_by_unit"})
    return Entry(**described, target_text="")


async def asked(project_id: ProjectId, connection: Connection) -> tuple[Asked, Leading]:
    """Return what is asked of a project, and who leads it now. Raises `NoSuchProject`."""
    lead = await lead_of(project_id, connection)
    found = await asked_of(project_id, connection)
    if lead is None or found is None:
        raise NoSuchProject
    return found, Leading(unit_id=UnitId(lead.unit_id), executing_unit_id=lead.executing_unit_id)


@router.put(
    "/{item_id}",
    responses=refusals(
        NoSuchProject,
        OnlyTheProjectsUnitsFile,
        OnlyTheLeadCoordinates,
        LedgerClosed,
        ItemIdTaken,
        UnknownTarget,
        FileOrHeld,
        FileNotUploaded,
        UploadTheOriginal,
        NotForClassified,
        KeyReused,
    ),
)
async def file_item(
    project_id: Project,
    item_id: UUID,
    form: ItemForm,
    caller: Filer,
    resources: Resources,
    context: Context,
) -> Receipt:
    """File a document under an id that the client chose; the same again changes nothing."""
    async with resources.pool.acquire() as connection:
        project, leading = await asked(project_id, connection)
        usable = await handed_in([form.sha256], caller, connection)
        command = FileItem(
            project_id=project_id,
            item_id=str(item_id),
            leading=leading,
            joining=frozenset(await joining(project_id, connection)),
            from_unit=own_unit(caller),
            entry=entry_of(form),
            targets=project.targets,
            sha256=form.sha256,
            held_by_unit=form.held_by_unit,
            may_be_held=project.held_by_unit,
            handed_in=form.sha256 in usable,
            closed=await is_frozen(project_id, context.occurred_at, connection),
            by=AccountId(caller.id),
        )
    stream = ledger_item_of(project_id, str(item_id))
    return await handle(command, DECIDER, stream, resources.store, context)


@router.post(
    "/{item_id}/void",
    responses=refusals(
        NoSuchProject,
        NoSuchItem,
        OnlyTheLeadVoids,
        AlreadyVoided,
        LedgerClosed,
        KeyReused,
        VersionMoved,
    ),
)
async def void_item(
    project_id: Project,
    item_id: UUID,
    form: VoidForm,
    caller: Filer,
    resources: Resources,
    context: Context,
    seen: SeenVersion,
) -> Receipt:
    """Declare an item void, as the lead's liaison; it stays in the directory."""
    async with resources.pool.acquire() as connection:
        _, leading = await asked(project_id, connection)
        command = VoidItem(
            leading=leading,
            from_unit=own_unit(caller),
            reason=form.reason,
            closed=await is_frozen(project_id, context.occurred_at, connection),
            by=AccountId(caller.id),
        )
    stream = ledger_item_of(project_id, str(item_id))
    return await handle(command, DECIDER, stream, resources.store, context, expected_version=seen)


async def seen_ledger(
    project_id: ProjectId, caller: Caller, resources: OpenResources
) -> tuple[Sequence[str], Sequence[ItemRow]]:
    """Return a project's targets and the items of its ledger. Raises `NoSuchProject`."""
    async with resources.pool.acquire() as connection:
        if not await project_is_visible(project_id, caller, connection):
            raise NoSuchProject
        project, _ = await asked(project_id, connection)
        return project.targets, await directory_of(project_id, connection)


@router.get("", responses=refusals(NoSuchProject))
async def read_directory(project_id: Project, caller: Reader, resources: Resources) -> Directory:
    """Read the directory of a project's ledger, with the targets that it is in order by."""
    targets, items = await seen_ledger(project_id, caller, resources)
    unproved = set(bare(targets, items))
    return Directory(
        targets=[
            Target(number=number, text=text, has_items=number not in unproved)
            for number, text in enumerate(targets, 1)
        ],
        items=[
            DirectoryLine(
                number=number, item=item, warning=NAMES_PEOPLE if item.names_people else None
            )
            for number, item in enumerate(items, 1)
        ],
        pages=sum(item.pages for item in items if item.state == "filed"),
    )


@router.get(
    "/directory.csv",
    response_class=Response,
    responses={**refusals(NoSuchProject), **CSV},
)
async def print_directory(project_id: Project, caller: Reader, resources: Resources) -> Response:
    """Get the directory as CSV for an office program, with the columns of DA/T 22-2015."""
    _, items = await seen_ledger(project_id, caller, resources)
    table = as_csv(HEAD, (printed(number, item) for number, item in enumerate(items, 1)))
    name = f"attachment; filename={project_id}-ledger.csv"
    return Response(table, media_type="text/csv", headers={"Content-Disposition": name})
