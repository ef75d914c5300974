"""What can be asked of a review."""

from collections.abc import Mapping, Sequence

from shared.domain import value
from shared.ids import AccountId, ProgrammeId, ProjectId
from shared.store.sealed import Sealed


@value
class AssignReview:
    """Ask a reviewer to score a project.

    `members` are the panel with their units, `parties` the units that have or had a part in the
    project with their roles, `contact` whether the reviewer is its contact leader and such do not
    score, `recused` whether the reviewer does not judge it by declaration or decision,
    `frozen` whether its results package is final, `round_closed` whether it has a decision: as they
    are known here.
    """

    programme_id: ProgrammeId
    project_id: ProjectId
    reviewer_id: str
    members: Mapping[str, str]
    parties: Mapping[str, Sequence[str]]
    contact: bool
    recused: bool
    frozen: bool
    round_closed: bool


@value
class SubmitScore:
    """Hand in a sheet. `marks` and `maxima` map criterion ids to hundredths.

    The marks are there to be judged and are never stored; `sealed` and `commitment` are. `by` is
    the account that hands it in.
    """

    programme_id: ProgrammeId
    project_id: ProjectId
    reviewer_id: str
    by: str
    category: str
    maxima: Mapping[str, int]
    marks: Mapping[str, int]
    sealed: Sealed
    commitment: str
    members: Mapping[str, str]
    parties: Mapping[str, Sequence[str]]
    contact: bool
    recused: bool
    round_closed: bool


@value
class ReopenScore:
    """Give a sheet back to its reviewer, to be handed in anew."""

    programme_id: ProgrammeId
    project_id: ProjectId
    reviewer_id: str
    reason: str
    by: AccountId
    round_closed: bool


@value
class VoidReview:
    """Let a review count no more. `objection_id` is the upheld objection that asks for it, or ""."""

    programme_id: ProgrammeId
    project_id: ProjectId
    reviewer_id: str
    reason: str
    objection_id: str
    by: AccountId
    round_closed: bool


@value
class CloseReview:
    """Close the sheet, which was opened as this one (0: none is in)."""

    programme_id: ProgrammeId
    project_id: ProjectId
    reviewer_id: str
    sheet: int


type ReviewCommand = AssignReview | SubmitScore | ReopenScore | VoidReview | CloseReview
