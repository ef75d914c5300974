"""Ordinary wishes and facts of a co-lead that leaves project 12. A test changes only what matters."""

from datetime import date

from services.applications.leaving.commands import (
    ApproveLeaving,
    AskToLeave,
    GiveOpinion,
    RefuseLeaving,
)
from services.applications.leaving.events import (
    WithdrawalApproved,
    WithdrawalOpinionGiven,
    WithdrawalRefused,
    WithdrawalRequested,
)
from shared.ids import AccountId
from tests.applications.participation.examples import FACTS, LEAD, OTHER, P12, PROGRAMME

AUGUST_3, AUGUST_7 = date(2017, 8, 3), date(2017, 8, 7)
LEADER = AccountId("lingdao")

ASK = AskToLeave(
    project=FACTS, unit_id=OTHER, role="co_lead", reason="机构调整", by=OTHER, today=AUGUST_3
)
SAY = GiveOpinion(project=FACTS, unit_id=OTHER, agrees=True, opinion="同意退出", by=LEAD)
REFUSE = RefuseLeaving(project=FACTS, unit_id=OTHER, reason="两项任务未完成", by=LEADER)
APPROVE = ApproveLeaving(
    project=FACTS, unit_id=OTHER, reason="职能已划转", ended_on=AUGUST_7, by=LEADER
)

REQUESTED = WithdrawalRequested(
    programme_id=PROGRAMME, project_id=P12, unit_id=OTHER, reason="机构调整"
)
SAID = WithdrawalOpinionGiven(
    programme_id=PROGRAMME,
    project_id=P12,
    unit_id=OTHER,
    agrees=True,
    opinion="同意退出",
    given_by=LEAD,
)
REFUSED = WithdrawalRefused(
    programme_id=PROGRAMME,
    project_id=P12,
    unit_id=OTHER,
    reason="两项任务未完成",
    decided_by=LEADER,
)
APPROVED = WithdrawalApproved(
    programme_id=PROGRAMME,
    project_id=P12,
    unit_id=OTHER,
    reason="职能已划转",
    ended_on=AUGUST_7,
    decided_by=LEADER,
)
