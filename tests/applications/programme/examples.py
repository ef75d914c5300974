"""The 2017 programme as its rules see it. A test changes only what matters to it."""

from dataclasses import replace
from datetime import date, datetime

from services.applications.drafting.api import draft_of, rules_of
from services.applications.notice_faults import checked
from services.applications.programme.commands import Announce, DraftProgramme
from services.applications.programme.events import AnnouncedProject, Obligation, OwedByLeads
from services.applications.rule_parts import ReportingPeriod
from shared.ids import ProjectId, UnitId
from shared.timing.zone import SHANGHAI
from tests.applications.season import ANNOUNCED, notice

NOTICE = checked(notice())
DRAFTED = draft_of(NOTICE)
RULES = rules_of(NOTICE)
DRAFT = DraftProgramme(programme=DRAFTED, rules=RULES)
P08 = AnnouncedProject(
    project_id=ProjectId("2017-p08"),
    number=8,
    title="建立党员公益日志愿服务活动机制",
    lead_unit_id=UnitId("guozi-wei"),
)
ANNOUNCE = Announce(
    issue_date=date(2017, 5, 2),
    projects=(P08,),
    addressees=(UnitId("gongan-ju"), UnitId("guozi-wei")),
    announced=None,
    at=ANNOUNCED,
)


def midnight(month: int, day: int) -> datetime:
    """Return the first moment of a day of 2017 in Jinhua."""
    return datetime(2017, month, day, tzinfo=SHANGHAI)


def owed(
    kind: OwedByLeads, label: str, due: datetime, grace: datetime, period: str = ""
) -> Obligation:
    """Return an obligation."""
    return Obligation(kind=kind, period=period, label=label, due_at=due, grace_until=grace)


YEAR_AFTER = datetime(2019, 1, 1, tzinfo=SHANGHAI)
"""The end of a grace that outlasts the programme (AMB-15)."""

OBLIGATIONS = (
    owed("lead_application", "牵头领办单位申报", midnight(5, 11), midnight(5, 11)),
    owed("lead_scheme", "牵头领办单位工作方案", midnight(6, 1), YEAR_AFTER),
    owed(
        "progress_report",
        "2017年第2季度进度书面反馈",
        midnight(7, 1),
        midnight(7, 8),
        "2017Q2",
    ),
    owed(
        "progress_report",
        "2017年第3季度进度书面反馈",
        midnight(10, 1),
        midnight(10, 14),
        "2017Q3",
    ),
    replace(
        owed("results", "成果和台账报送", midnight(12, 1), midnight(12, 8)), late_within_grace=True
    ),
)
FOUR_MONTHLY = (
    ReportingPeriod(
        id="2017T1", first_day=date(2017, 5, 1), last_day=date(2017, 8, 31), label="第一阶段"
    ),
    ReportingPeriod(
        id="2017T2", first_day=date(2017, 9, 1), last_day=date(2017, 12, 31), label="第二阶段"
    ),
)
