"""What can be asked about a project's place in the results library."""

from shared.domain import value
from shared.ids import AccountId, ProgrammeId, ProjectId


@value
class PublishResults:
    """Publish a project's results.

    `number` is the version of its package that became final, 0 if none has; `passed` says whether a
    decision stands that it passed, as far as is known here.
    """

    programme_id: ProgrammeId
    project_id: ProjectId
    number: int
    passed: bool
    by: AccountId


type LibraryCommand = PublishResults
