"""What can be asked of a programme's commendation."""

from shared.domain import value
from shared.ids import AccountId, ProgrammeId, ProjectId

from .events import CircularDocument, CommendedProject


@value
class Commendable:
    """What can be commended now: exactly the confirmed passes, by number (X10).

    `unsettled` are the projects whose decision is not confirmed or under objection. With `in_parts`
    (a setting) the passes that another commendation names already are left out, and what is
    unsettled does not matter.
    """

    passes: tuple[CommendedProject, ...]
    unsettled: tuple[ProjectId, ...]
    in_parts: bool


@value
class DraftCommendation:
    """Draw up the commendation of what passed, as a document registered by hand."""

    programme_id: ProgrammeId
    sequence: int
    programme_year: int
    document: CircularDocument
    commendable: Commendable
    by: AccountId


@value
class IssueCommendation:
    """Let the drafted commendation go out, if it still is what can be commended."""

    commendable: Commendable
    by: AccountId


@value
class CorrectCommendation:
    """Let the commendation go out anew as things are now; `document_number` "" keeps the number."""

    commendable: Commendable
    document_number: str
    reason: str
    by: AccountId


type CommendationCommand = DraftCommendation | IssueCommendation | CorrectCommendation
