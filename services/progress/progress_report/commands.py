"""What can be asked of a progress report."""

from datetime import datetime

from shared.domain import value
from shared.ids import AccountId, ProjectId, UnitId

from .events import ReportContent


@value
class Leading:
    """Who leads the project now, and who may act for the lead, or "" (AMB-13)."""

    unit_id: UnitId
    executing_unit_id: str


@value
class FileReport:
    """File the report of a period.

    `from_unit` is the unit that files, "" for a paper form entered by the organiser's staff.
    `at` is when the report reached the organiser, `period_begins` the first moment of its period.
    `handed_in` are those of its pictures that the filer may use.
    """

    project_id: ProjectId
    period: str
    leading: Leading
    from_unit: str
    on_paper: bool
    content: ReportContent
    handed_in: frozenset[str]
    period_begins: datetime
    at: datetime


@value
class ReturnReport:
    """Send the report back with advice."""

    advice: str
    by: AccountId


@value
class CorrectReport:
    """File a returned report anew."""

    leading: Leading
    from_unit: str
    content: ReportContent
    handed_in: frozenset[str]


@value
class AcceptReport:
    """Take the report on file."""

    by: AccountId


type ReportCommand = FileReport | ReturnReport | CorrectReport | AcceptReport
