"""Ordinary questions about a co-lead's part."""

from datetime import UTC, datetime

from services.evaluation.contribution.commands import (
    ContestContribution,
    ProposeContribution,
    RuleOnContribution,
)
from services.evaluation.contribution.events import (
    ContributionContested,
    ContributionProposed,
    ContributionRuled,
)
from shared.ids import AccountId, ProgrammeId, ProjectId, UnitId

PROGRAMME = ProgrammeId("szjg-zutuanshi-2017")
PROJECT = ProjectId("2017-p14")
CO_LEAD = UnitId("guoshui-ju")
PROPOSED_AT = datetime(2017, 12, 26, 1, 0, tzinfo=UTC)
UNTIL = datetime(2017, 12, 29, 16, 0, tzinfo=UTC)
PROPOSE = ProposeContribution(
    programme_id=PROGRAMME,
    project_id=PROJECT,
    unit_id=CO_LEAD,
    standing="not_recognised",
    reason="未按时完成分工任务",
    parties={"jingxin-wei": ["lead"], "keji-ju": ["executing"], "guoshui-ju": ["co_lead"]},
    contest_working_days=3,
    from_unit="jingxin-wei",
    by=AccountId("lead"),
    at=PROPOSED_AT,
)
PROPOSED = ContributionProposed(
    programme_id=PROGRAMME,
    project_id=PROJECT,
    unit_id=CO_LEAD,
    standing="not_recognised",
    reason="未按时完成分工任务",
    contest_until=UNTIL,
    proposed_by=AccountId("lead"),
)
CONTEST = ContestContribution(
    statement="已报送汇总数据",
    from_unit="guoshui-ju",
    by=AccountId("co-lead"),
    at=datetime(2017, 12, 27, 1, 0, tzinfo=UTC),
)
CONTESTED = ContributionContested(
    programme_id=PROGRAMME,
    project_id=PROJECT,
    unit_id=CO_LEAD,
    statement="已报送汇总数据",
    contested_by=AccountId("co-lead"),
)
RULE = RuleOnContribution(
    standing="recognised",
    reason="任务已完成",
    by_leader=True,
    by=AccountId("leader"),
    at=datetime(2017, 12, 28, 1, 0, tzinfo=UTC),
)
RULED = ContributionRuled(
    programme_id=PROGRAMME,
    project_id=PROJECT,
    unit_id=CO_LEAD,
    standing="recognised",
    reason="任务已完成",
    ruled_by=AccountId("leader"),
)
