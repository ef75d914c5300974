"""What can have happened at the end of a programme's year.

These classes are the stored format. A field may be added with a default; nothing is renamed or
removed.
"""

from typing import Literal

from shared.domain import value
from shared.ids import AccountId, ProgrammeId, ProjectId
from shared.store.events import Stream

type FinalOutcome = Literal["pass", "fail", "not_submitted", "cancelled"]


@value
class FinalProject:
    """What became of a project: its confirmed outcome, or that it was cancelled (REQ-49)."""

    project_id: ProjectId
    outcome: FinalOutcome


@value
class ClosingPrepared:
    """The organiser's staff put the programme forward to be closed; a leader decides (X12)."""

    programme_id: ProgrammeId
    prepared_by: AccountId


@value
class ProgrammeClosed:
    """The programme's year is over: each of its projects has its final outcome (REQ-02, X12)."""

    programme_id: ProgrammeId
    projects: tuple[FinalProject, ...]
    prepared_by: AccountId
    closed_by: AccountId


type ClosingEvent = ClosingPrepared | ProgrammeClosed


def closing_of(programme_id: ProgrammeId) -> Stream[ClosingEvent]:
    """Return the stream of one programme's end."""
    return Stream("closing", programme_id)
