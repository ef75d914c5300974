"""What can have happened to an objection to a result."""

from typing import Literal

from shared.domain import value
from shared.ids import AccountId, ProgrammeId, ProjectId
from shared.store.events import Stream
from shared.store.sealed import Sealed

type Lack = Literal["out_of_time", "anonymous", "without_reason"]
type Ruling = Literal["upheld", "dismissed"]


@value
class ObjectionLodged:
    """A unit with a part in the project objected to its result (PRA-04).

    `name` is who signed it, sealed under that account's key, or None; `reason` may be "": what such
    an objection lacks is in the `ObjectionDeclined` that follows.
    """

    programme_id: ProgrammeId
    project_id: ProjectId
    objection_id: str
    unit_id: str
    by: AccountId
    name: Sealed | None
    reason: str


@value
class ObjectionDeclined:
    """The objection was not taken up, because it came too late, unsigned, or without a reason."""

    programme_id: ProgrammeId
    project_id: ProjectId
    objection_id: str
    lack: Lack


@value
class ObjectionRuled:
    """The organiser's leader ruled on the objection and answered it in writing."""

    programme_id: ProgrammeId
    project_id: ProjectId
    objection_id: str
    ruling: Ruling
    answer: str
    by: AccountId


type ObjectionEvent = ObjectionLodged | ObjectionDeclined | ObjectionRuled


def objection_of(objection_id: str) -> Stream[ObjectionEvent]:
    """Return the stream that holds one objection."""
    return Stream("objection", objection_id)
