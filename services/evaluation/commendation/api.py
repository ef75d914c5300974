"""Commendations over HTTP. What is in them is never sent: it follows from what is confirmed."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Response
from pydantic import BaseModel, ConfigDict, Field

from services.evaluation.catalogue.projection import AnnouncedProgramme, programme
from services.evaluation.rules.api import procedure_of
from services.evaluation.rules.decider import NoSuchProgramme
from services.evaluation.rules.projection import rules
from shared.http.caller import Caller
from shared.http.problems import refusals
from shared.http.requests import Context, Resources, SeenVersion, etag, may
from shared.http.rights import Capability, Role
from shared.http.validation import Line, Words
from shared.ids import SLUG_PATTERN, AccountId
from shared.resources import OpenResources
from shared.store.events import Receipt
from shared.store.handle import KeyReused, VersionMoved, handle

from .commands import Commendable, CorrectCommendation, DraftCommendation, IssueCommendation
from .decider import (
    DECIDER,
    CommendationIsIssued,
    DecisionsUnsettled,
    DrafterCannotIssue,
    DraftOutdated,
    NoSuchCommendation,
    NothingDrafted,
    NothingToCommend,
    NotIssuedYet,
    OneCommendation,
)
from .events import CircularDocument, Wording, commendation_of
from .projection import CommendationRow, Status, commendable, commendations

router = APIRouter(prefix="/programmes/{programme_id}/commendations", tags=["commendation"])

type Id = Annotated[str, Path(pattern=SLUG_PATTERN, max_length=80)]
type Sequence = Annotated[int, Path(ge=1, le=99)]
Drafter = Annotated[Caller, Depends(may(Capability.COMMENDATION, "C"))]
Approver = Annotated[Caller, Depends(may(Capability.COMMENDATION, "A"))]
Reader = Annotated[Caller, Depends(may(Capability.COMMENDATION, "R"))]
BEFORE_ISSUE = frozenset({Role.STAFF, Role.LEADER, Role.AUDITOR})


class DocumentIn(BaseModel):
    """The circular as a document: its year, its number as registered by hand, and its wording.

    `basis` is what allows the office to commend (PRA-14).
    """

    model_config = ConfigDict(extra="forbid")

    document_year: Annotated[int, Field(strict=True, ge=2000, le=2100)]
    document_number: Annotated[Line, Field(max_length=100)]
    wording: Wording = "commended"
    basis: Words = ""


class CorrectionIn(BaseModel):
    """Why the circular goes out anew; `document_number` "" keeps the number it has."""

    model_config = ConfigDict(extra="forbid")

    reason: Annotated[Words, Field(min_length=1)]
    document_number: Annotated[Line, Field(max_length=100)] | None = None


class DocumentOut(BaseModel):
    """The circular as a document."""

    year: int
    number: str
    wording: Wording
    basis: str


class CommendedOut(BaseModel):
    """A project that is commended, with its units."""

    project_id: str
    number: int
    title: str
    lead_unit_id: str
    executing_unit_id: str
    co_leads: list[str]
    decision_version: int


class VersionOut(BaseModel):
    """A version that went out. `number` 1 is the first; a later one has a reason."""

    number: int
    document: DocumentOut
    projects: list[CommendedOut]
    removed: list[str]
    reason: str
    approved_by: str
    at: datetime


class CommendationOut(BaseModel):
    """A commendation as it is in force, with all versions.

    `wrongly_named` are projects in it that are no confirmed pass (any more): it has to be corrected
    (X10). `not_named` are confirmed passes that no commendation names. Both only for the organiser.
    """

    programme_id: str
    sequence: int
    programme_year: int
    status: Status
    document: DocumentOut
    projects: list[CommendedOut]
    versions: list[VersionOut]
    drafted_by: str
    issued_at: datetime | None
    wrongly_named: list[str] = []
    not_named: list[str] = []


class CommendationsOut(BaseModel):
    """A programme's commendations, by sequence."""

    items: list[CommendationOut]


async def announced(resources: OpenResources, programme_id: str) -> AnnouncedProgramme:
    """Return a programme that is known here, or refuse."""
    found = await programme(resources.pool, programme_id)
    if found is None:
        raise NoSuchProgramme
    return found


async def what_passed(resources: OpenResources, programme_id: str, sequence: int) -> Commendable:
    """Return what the commendation can name now, by the programme's rules."""
    procedure = procedure_of(await rules(resources.pool, programme_id))
    in_parts = procedure.commendation_in_parts
    return await commendable(resources.pool, programme_id, sequence, in_parts=in_parts)


@router.put(
    "/{sequence}",
    responses=refusals(
        NoSuchProgramme,
        OneCommendation,
        CommendationIsIssued,
        NothingToCommend,
        VersionMoved,
        KeyReused,
    ),
)
async def draft_commendation(
    programme_id: Id,
    sequence: Sequence,
    document: DocumentIn,
    caller: Drafter,
    resources: Resources,
    context: Context,
    seen: SeenVersion,
) -> Receipt:
    """Draw up the commendation of all confirmed passes. Staff of the organiser."""
    found = await announced(resources, programme_id)
    command = DraftCommendation(
        programme_id=found.programme_id,
        sequence=sequence,
        programme_year=found.year,
        document=CircularDocument(
            year=document.document_year,
            number=document.document_number,
            wording=document.wording,
            basis=document.basis,
        ),
        commendable=await what_passed(resources, programme_id, sequence),
        by=AccountId(caller.id),
    )
    stream = commendation_of(found.programme_id, sequence)
    return await handle(command, DECIDER, stream, resources.store, context, expected_version=seen)


@router.post(
    "/{sequence}/issue",
    responses=refusals(
        NoSuchProgramme,
        DecisionsUnsettled,
        NothingDrafted,
        DraftOutdated,
        DrafterCannotIssue,
        VersionMoved,
        KeyReused,
    ),
)
async def issue_commendation(
    programme_id: Id,
    sequence: Sequence,
    caller: Approver,
    resources: Resources,
    context: Context,
    seen: SeenVersion,
) -> Receipt:
    """Let the commendation go out as it was drafted. Leaders of the organiser."""
    found = await announced(resources, programme_id)
    command = IssueCommendation(
        commendable=await what_passed(resources, programme_id, sequence),
        by=AccountId(caller.id),
    )
    stream = commendation_of(found.programme_id, sequence)
    return await handle(command, DECIDER, stream, resources.store, context, expected_version=seen)


@router.post(
    "/{sequence}/correction",
    responses=refusals(NoSuchProgramme, NotIssuedYet, DrafterCannotIssue, VersionMoved, KeyReused),
)
async def correct_commendation(
    programme_id: Id,
    sequence: Sequence,
    correction: CorrectionIn,
    caller: Approver,
    resources: Resources,
    context: Context,
    seen: SeenVersion,
) -> Receipt:
    """Let the commendation go out anew as things are now, with the reason. Leaders."""
    found = await announced(resources, programme_id)
    command = CorrectCommendation(
        commendable=await what_passed(resources, programme_id, sequence),
        document_number=correction.document_number or "",
        reason=correction.reason,
        by=AccountId(caller.id),
    )
    stream = commendation_of(found.programme_id, sequence)
    return await handle(command, DECIDER, stream, resources.store, context, expected_version=seen)


async def readable(
    resources: OpenResources, programme_id: str, caller: Caller
) -> list[CommendationRow]:
    """Return the commendations that the caller may read: a draft is for the organiser and auditor."""
    rows = await commendations(resources.pool, programme_id)
    inside = bool(caller.roles & BEFORE_ISSUE)
    return [row for row in rows if inside or row.status != "drafted"]


@router.get("")
async def list_commendations(
    programme_id: Id, caller: Reader, resources: Resources
) -> CommendationsOut:
    """List a programme's commendations with every version that went out."""
    rows = await readable(resources, programme_id, caller)
    return CommendationsOut(items=[await shown(resources, row, caller) for row in rows])


@router.get("/{sequence}", responses=refusals(NoSuchCommendation))
async def read_commendation(
    programme_id: Id, sequence: Sequence, caller: Reader, resources: Resources, response: Response
) -> CommendationOut:
    """Read a commendation with every version that went out."""
    for row in await readable(resources, programme_id, caller):
        if row.sequence == sequence:
            response.headers.update(etag(row.version))
            return await shown(resources, row, caller)
    raise NoSuchCommendation


async def shown(resources: OpenResources, row: CommendationRow, caller: Caller) -> CommendationOut:
    """Return a commendation for reading, to the organiser with what is wrong in it by now."""
    said: dict[str, Any] = {
        name: getattr(row, name) for name in CommendationOut.model_fields if hasattr(row, name)
    }
    if caller.roles & BEFORE_ISSUE:
        passes = (await what_passed(resources, row.programme_id, row.sequence)).passes
        now = {each.project_id for each in passes}
        named = {project["project_id"] for project in row.projects}
        said |= {"wrongly_named": sorted(named - now), "not_named": sorted(now - named)}
    return CommendationOut.model_validate(said)
