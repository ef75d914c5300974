"""What can have happened to a project's place in the results library.

These classes are the stored format. A field may be added with a default; nothing is renamed or
removed.
"""

from shared.domain import value
from shared.ids import AccountId, ProgrammeId, ProjectId
from shared.store.events import Stream


@value
class ResultsPublished:
    """The results of a project that passed were published to the library (PRA-13, REQ-07).

    `number` is the version of the results package, which was final by then.
    """

    programme_id: ProgrammeId
    project_id: ProjectId
    number: int
    by: AccountId


type LibraryEvent = ResultsPublished


def library_of(project_id: ProjectId) -> Stream[LibraryEvent]:
    """Return the stream of one project's place in the library."""
    return Stream("results-library", project_id)
