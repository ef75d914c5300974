"""An ordinary milestone: the activities around 1 July, and the monthly Saturday of 2017-p08."""

from datetime import date
from typing import Any

from services.progress.plan_milestone.commands import (
    Participants,
    ReachMilestone,
    ScheduleMilestone,
    SkipMilestone,
)
from services.progress.plan_milestone.events import (
    PlanMilestoneReached,
    PlanMilestoneScheduled,
    PlanMilestoneSkipped,
)
from shared.ids import AccountId
from tests.progress.examples import GONGAN, GUOZI, JIAOTONG, P08, TIYU

LIAISON_OF_LEAD = AccountId("li-guozi")
PARTICIPANTS = Participants(
    leading=frozenset({GUOZI, TIYU}),
    joining=frozenset({GUOZI, TIYU, GONGAN, JIAOTONG}),
    scheme_filed=True,
)
SCHEDULE = ScheduleMilestone(
    project_id=P08,
    milestone_id="qiyi",
    series="",
    title="联合大宣誓",
    outcome="各支部参加",
    starts_on=date(2017, 6, 26),
    ends_on=date(2017, 7, 5),
    activity_lead=GONGAN,
    participants=PARTICIPANTS,
    from_unit=GUOZI,
    by=LIAISON_OF_LEAD,
)
SCHEDULED = PlanMilestoneScheduled(
    project_id=P08,
    milestone_id="qiyi",
    series="",
    title="联合大宣誓",
    outcome="各支部参加",
    starts_on=date(2017, 6, 26),
    ends_on=date(2017, 7, 5),
    activity_lead=GONGAN,
    by=LIAISON_OF_LEAD,
)
REACH = ReachMilestone(
    reached_on=date(2017, 7, 1),
    note="120 人次",
    ledger_item_id="tz-1",
    participants=PARTICIPANTS,
    from_unit=GUOZI,
    by=LIAISON_OF_LEAD,
    today=date(2017, 7, 1),
)
REACHED = PlanMilestoneReached(
    project_id=P08,
    milestone_id="qiyi",
    reached_on=date(2017, 7, 1),
    note="120 人次",
    ledger_item_id="tz-1",
    by=LIAISON_OF_LEAD,
)
SKIP = SkipMilestone(reason="防汛", participants=PARTICIPANTS, from_unit=GUOZI, by=LIAISON_OF_LEAD)
SKIPPED = PlanMilestoneSkipped(
    project_id=P08, milestone_id="qiyi", reason="防汛", by=LIAISON_OF_LEAD
)

RANGE_FORM: dict[str, Any] = {
    "id": "qiyi",
    "title": "联合大宣誓",
    "outcome": "各支部参加",
    "when": {"kind": "range", "starts_on": "2017-06-26", "ends_on": "2017-07-05"},
    "activity_leads": [GONGAN],
}
MONTHLY_FORM: dict[str, Any] = {
    "id": "gongyi-ri",
    "title": "公益日",
    "when": {
        "kind": "monthly",
        "first_month": "2017-06",
        "last_month": "2017-10",
        "weekday": 6,
    },
    "activity_leads": [GONGAN, JIAOTONG],
}
