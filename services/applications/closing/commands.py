"""What can be asked about the end of a programme's year."""

from shared.domain import value
from shared.ids import AccountId, ProgrammeId, ProjectId

from .events import FinalProject


@value
class YearEnd:
    """How a programme's projects stand, as far as is known here (X12).

    `final` are those that are cancelled or whose decision stands, `undecided` the others, `objected`
    those with an objection that had no answer yet.
    """

    programme_id: ProgrammeId
    final: tuple[FinalProject, ...]
    undecided: tuple[ProjectId, ...]
    objected: tuple[ProjectId, ...]


@value
class PrepareClosing:
    """Put the programme forward to be closed."""

    year_end: YearEnd
    by: AccountId


@value
class CloseProgramme:
    """Close the programme."""

    year_end: YearEnd
    by: AccountId


type ClosingCommand = PrepareClosing | CloseProgramme
