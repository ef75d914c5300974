"""What can have happened when a unit asks to leave a project.

These classes are the stored format. A field may be added with a default; nothing is renamed or
removed. That its part has ended is recorded where its part is (`ParticipationEnded`).
"""

from datetime import date

from shared.domain import value
from shared.ids import AccountId, ProgrammeId, ProjectId, UnitId
from shared.store.events import Stream


@value
class WithdrawalRequested:
    """A unit that takes part asked to leave, with the reason (AMB-11)."""

    programme_id: ProgrammeId
    project_id: ProjectId
    unit_id: UnitId
    reason: str


@value
class WithdrawalOpinionGiven:
    """The project's lead said what it thinks of the request."""

    programme_id: ProgrammeId
    project_id: ProjectId
    unit_id: UnitId
    agrees: bool
    opinion: str
    given_by: UnitId


@value
class WithdrawalRefused:
    """The organiser's leader let the unit not go, with the reason."""

    programme_id: ProgrammeId
    project_id: ProjectId
    unit_id: UnitId
    reason: str
    decided_by: AccountId


@value
class WithdrawalApproved:
    """The unit may go, with the reason; `ended_on` is its last day, in Asia/Shanghai.

    `decided_by` is "" where the programme's rules ask nobody.
    """

    programme_id: ProgrammeId
    project_id: ProjectId
    unit_id: UnitId
    reason: str
    ended_on: date
    decided_by: AccountId


type LeavingEvent = (
    WithdrawalRequested | WithdrawalOpinionGiven | WithdrawalRefused | WithdrawalApproved
)


def leaving_of(project_id: ProjectId, unit_id: UnitId) -> Stream[LeavingEvent]:
    """Return the stream of one unit's requests to leave one project."""
    return Stream("leaving", f"{project_id}~{unit_id}")
