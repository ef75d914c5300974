"""What can have happened to a progress report.

These classes are the stored format. A field may be added with a default; nothing is renamed or
removed. A fact that means something new gets a new class.
"""

from shared.domain import value
from shared.ids import AccountId, ProjectId, UnitId
from shared.store.events import Stream


@value
class ReportContent:
    """What form F4 asks for (domain.md 5.2). `pictures` are SHA-256 digests of evidence."""

    main_practices: str
    problems: str
    to_coordinate: str
    next_plan: str
    pictures: tuple[str, ...]


@value
class ProgressReported:
    """The lead of a project filed its report of a period.

    `unit_id` leads the project; `filed_by_unit_id` is the lead or the unit that acts for it
    (AMB-13), or "" where the organiser's staff entered a paper form (`on_paper`, AMB-19).
    """

    project_id: ProjectId
    period: str
    unit_id: UnitId
    filed_by_unit_id: str
    on_paper: bool
    content: ReportContent


@value
class ProgressReportReturned:
    """The organiser sent the report back with advice."""

    project_id: ProjectId
    period: str
    advice: str
    by: AccountId


@value
class ProgressReportCorrected:
    """The lead filed the returned report anew."""

    project_id: ProjectId
    period: str
    unit_id: UnitId
    filed_by_unit_id: str
    content: ReportContent


@value
class ProgressReportAccepted:
    """The organiser took the report on file."""

    project_id: ProjectId
    period: str
    by: AccountId


type ReportEvent = (
    ProgressReported | ProgressReportReturned | ProgressReportCorrected | ProgressReportAccepted
)


def report_of(project_id: ProjectId, period: str) -> Stream[ReportEvent]:
    """Return the stream of one project's report for a period such as `2017Q2`."""
    return Stream("progress-report", f"{project_id}~{period.lower()}")
