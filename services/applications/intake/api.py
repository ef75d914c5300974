"""The intake board over HTTP: one look at who leads and who applied, and at what is missing."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends

from services.applications.catalogue.projection import CatalogueEntry, UnitInProject
from services.applications.coverage.projection import UnitCoverage
from services.applications.participation.api import READS_ALL
from services.applications.participation.projection import Participation, Status, rules_in
from services.applications.programme.api import ProgrammePath
from services.applications.programme.decider import ProgrammeUnknown
from services.applications.programme.projection import programme_with
from services.applications.standing import ParticipationRole
from services.applications.whole_programme import WholeProgramme, whole
from shared.domain import NotPermitted, value
from shared.http.caller import Caller
from shared.http.problems import refusals
from shared.http.requests import MayNot, Now, Resources, may
from shared.http.rights import Capability
from shared.ids import ProgrammeId, ProjectId, UnitId
from shared.timing.zone import SHANGHAI

router = APIRouter(prefix="/programmes/{programme_id}/intake", tags=["coverage"])

Reader = Annotated[Caller, Depends(may(Capability.APPLICATION_DECISION, "R"))]


class OnlyTheOrganiserOverlooks(NotPermitted):
    """Who applied where is the applicants' and the organiser's."""

    zh = "申报总览由市直机关工委查看。各单位请查看本单位的申报和参与情况。"
    en = "The organiser reads the board of all applications; units read their own."
    rule = "REQ-18 domain.md 4"


@value
class Applicant:
    """A unit's application: in which role, how it stands, and since when; `late` by a supplement."""

    unit_id: UnitId
    role: ParticipationRole
    status: Status
    applied_at: datetime | None
    late: bool


@value
class Intake:
    """A project's intake: its lead, everyone who applied, and whether it is short of co-leads.

    `lead_status` is "designated" until the lead confirms or declines (REQ-16, AMB-05).
    """

    project_id: ProjectId
    number: int
    title: str
    lead: UnitInProject | None
    lead_status: str
    applicants: Sequence[Applicant]
    co_leads: int
    co_leads_expected: int


@value
class IntakeBoard:
    """A programme's intake. `unconfirmed` are projects whose lead has not confirmed.

    `gaps` are the units that take part in less than they have to, by now (REQ-13).
    """

    programme_id: ProgrammeId
    cut_off_at: datetime
    projects: Sequence[Intake]
    unconfirmed: Sequence[ProjectId]
    units: Sequence[UnitCoverage]
    gaps: Sequence[UnitId]


@router.get("", responses=refusals(MayNot, ProgrammeUnknown, OnlyTheOrganiserOverlooks))
async def read_intake(
    programme_id: ProgrammePath, caller: Reader, resources: Resources, now: Now
) -> IntakeBoard:
    """Read who leads and who applied, which leads are unconfirmed, and which units are missing."""
    if not caller.roles & READS_ALL:
        raise OnlyTheOrganiserOverlooks
    async with resources.pool.acquire() as connection:
        programme = await programme_with(programme_id, connection)
        if programme is None or programme.applications_close_at is None:
            raise ProgrammeUnknown
        found = await whole(programme_id, now.astimezone(SHANGHAI).date(), connection)
    minimum = programme.rules["minimum_projects_per_unit"]
    expected = rules_in(programme.rules).co_leads_expected
    running = [entry for entry in found.entries if entry.cancelled_at is None]
    return IntakeBoard(
        programme_id=programme_id,
        cut_off_at=programme.applications_close_at,
        projects=[intake_of(entry, found, expected) for entry in running],
        unconfirmed=[each.project_id for each in running if each.lead_status != "confirmed"],
        units=found.coverage,
        gaps=[unit.unit_id for unit in found.coverage if len(unit.projects) < minimum],
    )


def intake_of(entry: CatalogueEntry, found: WholeProgramme, expected: int) -> Intake:
    """Return how the intake of one project stands."""
    return Intake(
        project_id=entry.project_id,
        number=entry.number,
        title=entry.title,
        lead=entry.lead,
        lead_status=entry.lead_status,
        applicants=[applicant(part) for part in found.parts.get(entry.project_id, ())],
        co_leads=len(entry.co_leads),
        co_leads_expected=expected,
    )


def applicant(part: Participation) -> Applicant:
    """Return a unit's application as the board shows it."""
    return Applicant(
        unit_id=part.unit_id,
        role=part.role,
        status=part.status,
        applied_at=part.applied_at,
        late=part.supplementary_case is not None,
    )
