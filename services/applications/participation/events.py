"""What can have happened between a unit and a project.

These classes are the stored format. A field may be added with a default; nothing is renamed or
removed.
"""

from datetime import date, datetime
from typing import Literal

from services.applications.programme.events import Obligation
from services.applications.standing import ParticipationRole
from shared.domain import value
from shared.ids import ProgrammeId, ProjectId, UnitId
from shared.store.events import Stream

type SupplementaryCase = Literal["late", "additional", "change"]
type EndCause = Literal["withdrawal", "lead_replaced", "project_cancelled"]


@value
class UnitApplied:
    """A unit applied to lead or to co-lead a project, or completed its application.

    A designated lead confirms by it (AMB-05). `filed_by` is the unit whose account filed it: the
    unit itself, or its executing unit acting for it (AMB-13).
    """

    programme_id: ProgrammeId
    project_id: ProjectId
    unit_id: UnitId
    role: ParticipationRole
    functions_and_strengths: str
    entry_point: str
    plan_outline: str
    resources: str
    filed_by: UnitId


@value
class SupplementaryApplicationFiled:
    """The application was filed on the supplementary form, Annex 2, with the reason (REQ-21).

    It follows its `UnitApplied`, which holds what else the form says. `case` is what the form is
    for: a late application, one more project, or a change (AMB-04).
    """

    programme_id: ProgrammeId
    project_id: ProjectId
    unit_id: UnitId
    case: SupplementaryCase
    reason: str


@value
class PaperApplicationEntered:
    """The application came on paper, and the organiser's staff entered it (REQ-58).

    It follows its `UnitApplied`; both occurred when the paper came in, and that decides whether it
    was in time (AMB-19). `scan` is the SHA-256 of the scanned paper, or "".
    """

    programme_id: ProgrammeId
    project_id: ProjectId
    unit_id: UnitId
    scan: str


@value
class ApplicationAccepted:
    """A unit takes part in a project from now on.

    `obligations` is what it owes by taking part, with its dates: a co-lead's plan (AMB-06).
    """

    programme_id: ProgrammeId
    project_id: ProjectId
    unit_id: UnitId
    role: ParticipationRole
    obligations: tuple[Obligation, ...] = ()


@value
class ApplicationReturned:
    """An application has to be completed, as the advice says (REQ-19)."""

    programme_id: ProgrammeId
    project_id: ProjectId
    unit_id: UnitId
    advice: str


@value
class ApplicationRejected:
    """An application was refused, with the reason."""

    programme_id: ProgrammeId
    project_id: ProjectId
    unit_id: UnitId
    reason: str


@value
class ApplicationWithdrawn:
    """A unit took its application back before the cut-off (AMB-11)."""

    programme_id: ProgrammeId
    project_id: ProjectId
    unit_id: UnitId


@value
class DesignationDeclined:
    """A designated unit declined to lead, with the reason (AMB-05).

    It stays the lead until the organiser has ruled. `designated_at` says which designation it
    declined: it may confirm a later one.
    """

    programme_id: ProgrammeId
    project_id: ProjectId
    unit_id: UnitId
    reason: str
    designated_at: datetime


@value
class ParticipationEnded:
    """A unit no longer takes part in a project, and why (AMB-11, AMB-12).

    `ended_on` is its last day, in Asia/Shanghai; `liaison` the account of its liaison until then, or "".
    """

    programme_id: ProgrammeId
    project_id: ProjectId
    unit_id: UnitId
    role: ParticipationRole
    cause: EndCause
    reason: str
    ended_on: date
    liaison: str = ""


type ParticipationEvent = (
    UnitApplied
    | SupplementaryApplicationFiled
    | PaperApplicationEntered
    | ApplicationAccepted
    | ApplicationReturned
    | ApplicationRejected
    | ApplicationWithdrawn
    | DesignationDeclined
    | ParticipationEnded
)


def participation_of(project_id: ProjectId, unit_id: UnitId) -> Stream[ParticipationEvent]:
    """Return the stream of one unit's part in one project."""
    return Stream("participation", f"{project_id}~{unit_id}")
