"""An ordinary quarterly report: the second quarter of 2017-p08."""

from typing import Any

from services.progress.progress_report.commands import (
    AcceptReport,
    CorrectReport,
    FileReport,
    Leading,
    ReturnReport,
)
from services.progress.progress_report.events import (
    ProgressReportAccepted,
    ProgressReportCorrected,
    ProgressReported,
    ProgressReportReturned,
    ReportContent,
)
from shared.ids import AccountId
from tests.progress.examples import GUOZI, P08, shanghai

PICTURE, OTHER_PICTURE = "a" * 64, "b" * 64
PERIOD = "2017Q2"
LEADING = Leading(unit_id=GUOZI, executing_unit_id="")
CONTENT = ReportContent(
    main_practices="周末公益活动三次",
    problems="",
    to_coordinate="场地",
    next_plan="七月继续",
    pictures=(PICTURE,),
)
BETTER = ReportContent(
    main_practices="周末公益活动三次, 参加 120 人次",
    problems="",
    to_coordinate="场地",
    next_plan="七月继续",
    pictures=(PICTURE,),
)
STAFF_MEMBER = AccountId("staff")

FILE = FileReport(
    project_id=P08,
    period=PERIOD,
    leading=LEADING,
    from_unit=GUOZI,
    on_paper=False,
    content=CONTENT,
    handed_in=frozenset({PICTURE}),
    period_begins=shanghai(4, 1),
    at=shanghai(6, 29, 9),
)
REPORTED = ProgressReported(
    project_id=P08,
    period=PERIOD,
    unit_id=GUOZI,
    filed_by_unit_id=GUOZI,
    on_paper=False,
    content=CONTENT,
)
RETURN = ReturnReport(advice="请补充事实", by=STAFF_MEMBER)
RETURNED = ProgressReportReturned(
    project_id=P08, period=PERIOD, advice="请补充事实", by=STAFF_MEMBER
)
CORRECT = CorrectReport(
    leading=LEADING, from_unit=GUOZI, content=BETTER, handed_in=frozenset({PICTURE})
)
CORRECTED = ProgressReportCorrected(
    project_id=P08, period=PERIOD, unit_id=GUOZI, filed_by_unit_id=GUOZI, content=BETTER
)
ACCEPT = AcceptReport(by=STAFF_MEMBER)
ACCEPTED = ProgressReportAccepted(project_id=P08, period=PERIOD, by=STAFF_MEMBER)

FORM: dict[str, Any] = {
    "main_practices": "周末公益活动三次",
    "problems": "",
    "to_coordinate": "场地",
    "next_plan": "七月继续",
    "pictures": [],
}
