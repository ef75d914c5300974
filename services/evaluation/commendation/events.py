"""What can have happened to a programme's commendation."""

from typing import Literal

from shared.domain import value
from shared.ids import AccountId, ProgrammeId, ProjectId, UnitId
from shared.store.events import Stream

type Wording = Literal["commended", "praised"]
"""通报表彰 or 通报表扬: the first needs an approval that not every office can have (PRA-14)."""


@value
class CircularDocument:
    """The paper as it is registered by hand: its own year is not the programme's (AMB-34).

    `number` is the document number, `basis` what allows the office to commend, or "".
    """

    year: int
    number: str
    wording: Wording
    basis: str


@value
class CommendedProject:
    """A project with a confirmed pass, its lead, and its co-leads when the results were accepted.

    `executing_unit_id` is the unit that acts for the lead (AMB-13), or ""; `decision_version` the
    version of the decision's stream that the pass rests on.
    """

    project_id: ProjectId
    number: int
    title: str
    lead_unit_id: str
    executing_unit_id: str
    co_leads: tuple[UnitId, ...]
    decision_version: int


@value
class CommendationDrafted:
    """The organiser's staff drew the commendation up from what is confirmed (REQ-51).

    `sequence` counts the programme's commendations from 1. A later draft replaces this one.
    """

    programme_id: ProgrammeId
    sequence: int
    programme_year: int
    document: CircularDocument
    projects: tuple[CommendedProject, ...]
    drafted_by: AccountId


@value
class CommendationIssued:
    """The commendation went out as it was drafted; somebody else than the drafter decided (X15)."""

    programme_id: ProgrammeId
    sequence: int
    programme_year: int
    document: CircularDocument
    projects: tuple[CommendedProject, ...]
    drafted_by: AccountId
    approved_by: AccountId


@value
class CommendationCorrected:
    """The commendation went out anew, for a reason: `number` 2 is the first correction.

    `removed` are the projects that are no longer in it (X10). Every earlier version stays readable.
    """

    programme_id: ProgrammeId
    sequence: int
    number: int
    document: CircularDocument
    projects: tuple[CommendedProject, ...]
    removed: tuple[ProjectId, ...]
    reason: str
    approved_by: AccountId


type CommendationEvent = CommendationDrafted | CommendationIssued | CommendationCorrected


def commendation_of(programme_id: ProgrammeId, sequence: int) -> Stream[CommendationEvent]:
    """Return the stream that holds one commendation of a programme."""
    return Stream("commendation", f"{programme_id}~{sequence}")
