"""What can have happened in one case of supervision.

These classes are the stored format. A field may be added with a default; nothing is renamed or
removed. A fact that means something new gets a new class.
"""

from datetime import date, datetime

from shared.domain import value
from shared.ids import AccountId, ProjectId, UnitId
from shared.store.events import Stream


@value
class SupervisionRecorded:
    """The organiser visited, telephoned or talked, on a day in Asia/Shanghai.

    `met` is the role of the person met, not a name; `finding` is what was found or said.
    """

    project_id: ProjectId
    supervision_id: str
    held_on: date
    met: str
    finding: str
    by: AccountId


@value
class SupervisionAnswered:
    """The lead, or the unit that acts for it, says what it has to say to a finding."""

    project_id: ProjectId
    supervision_id: str
    answer: str
    answered_by_unit_id: UnitId


@value
class RectificationRequired:
    """The lead has to put something right, strictly before `due_at` (REQ-44).

    The date is an obligation of the lead like any other, set together with this fact.
    """

    project_id: ProjectId
    supervision_id: str
    demand: str
    due_at: datetime
    by: AccountId


@value
class RectificationClosed:
    """What had to be put right was, by this evidence."""

    project_id: ProjectId
    supervision_id: str
    evidence: str
    by: AccountId


type SupervisionEvent = (
    SupervisionRecorded | SupervisionAnswered | RectificationRequired | RectificationClosed
)


def supervision_of(project_id: ProjectId, supervision_id: str) -> Stream[SupervisionEvent]:
    """Return the stream of one case; its id (a UUID) is chosen by whoever records it."""
    return Stream("supervision", f"{project_id}~{supervision_id}")
