"""Ordinary wishes and facts of project 8. A test changes only what matters to it."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from services.applications.participation.commands import (
    Accept,
    Apply,
    Decline,
    End,
    Paper,
    Reject,
    Return,
    Supplement,
    Withdraw,
)
from services.applications.participation.events import (
    ApplicationAccepted,
    ApplicationRejected,
    ApplicationReturned,
    ApplicationWithdrawn,
    DesignationDeclined,
    PaperApplicationEntered,
    ParticipationEnded,
    SupplementaryApplicationFiled,
    UnitApplied,
)
from services.applications.programme.events import DatedRule, Obligation
from services.applications.standing import ProjectFacts
from shared.ids import ProgrammeId, ProjectId, UnitId
from shared.timing.zone import SHANGHAI
from tests.applications.season import ANNOUNCED, APRIL

CLOSES = datetime(2017, 5, 11, 0, 0, tzinfo=SHANGHAI)
LAST_SECOND = CLOSES - timedelta(seconds=1)
MAY_12 = datetime(2017, 5, 12, 9, 0, tzinfo=SHANGHAI)
SUPPLEMENT_CLOSES = datetime(2017, 6, 1, 0, 0, tzinfo=SHANGHAI)
SCAN = "5c" * 32
MAY_3 = datetime(2017, 5, 3, 10, 0, tzinfo=SHANGHAI)

PROGRAMME = ProgrammeId("szjg-zutuanshi-2017")
P12 = ProjectId("2017-p12")
LEAD, EXECUTING, OTHER = UnitId("shifu-ban"), UnitId("keji-ju"), UnitId("jingxin-wei")

PLAN = DatedRule(
    kind="co_lead_plan",
    label="联办单位工作计划",
    quote="于5月15日前报相关的牵头领办单位",
    due_on=date(2017, 5, 15),
    stated=True,
    grace_working_days=0,
    working_days_after_acceptance=5,
)
PLAN_OWED = Obligation(
    kind="co_lead_plan",
    period="",
    label="联办单位工作计划",
    due_at=datetime(2017, 5, 16, 0, 0, tzinfo=SHANGHAI),
    grace_until=datetime(2017, 5, 16, 0, 0, tzinfo=SHANGHAI),
)
FACTS = ProjectFacts(
    programme_id=PROGRAMME,
    project_id=P12,
    lead_unit_id=LEAD,
    executing_unit_id=EXECUTING,
    designated_at=APRIL,
    announced_at=ANNOUNCED,
    lead_applications_close_at=CLOSES,
    applications_close_at=CLOSES,
    supplementary_close_at=SUPPLEMENT_CLOSES,
    co_lead_plan=PLAN,
)
APPLY = Apply(
    project=FACTS,
    unit_id=OTHER,
    role="co_lead",
    functions_and_strengths="产业政策",
    entry_point="企业服务",
    plan_outline="",
    resources="",
    by=OTHER,
    at=MAY_3,
)
SUPPLEMENT = replace(APPLY, supplement=Supplement(case="late", reason="漏报"), at=MAY_12)
PAPER = replace(APPLY, paper=Paper(scan=SCAN), by="")
WITHDRAW = Withdraw(project=FACTS, unit_id=OTHER, by=OTHER, at=MAY_3)
DECLINE = Decline(project=FACTS, unit_id=LEAD, reason="职能调整", by=LEAD, at=MAY_3)
ACCEPT = Accept(project=FACTS, unit_id=OTHER, at=MAY_3)
RETURN = Return(project=FACTS, unit_id=OTHER, advice="请写明特长")
REJECT = Reject(project=FACTS, unit_id=OTHER, reason="名额已满")
END = End(
    project=FACTS,
    unit_id=OTHER,
    cause="withdrawal",
    reason="机构调整",
    ended_on=date(2017, 8, 7),
    today=date(2017, 8, 7),
)

APPLIED = UnitApplied(
    programme_id=PROGRAMME,
    project_id=P12,
    unit_id=OTHER,
    role="co_lead",
    functions_and_strengths="产业政策",
    entry_point="企业服务",
    plan_outline="",
    resources="",
    filed_by=OTHER,
)
ACCEPTED = ApplicationAccepted(
    programme_id=PROGRAMME,
    project_id=P12,
    unit_id=OTHER,
    role="co_lead",
    obligations=(PLAN_OWED,),
)
RETURNED = ApplicationReturned(
    programme_id=PROGRAMME, project_id=P12, unit_id=OTHER, advice="请写明特长"
)
REJECTED = ApplicationRejected(
    programme_id=PROGRAMME, project_id=P12, unit_id=OTHER, reason="名额已满"
)
WITHDRAWN = ApplicationWithdrawn(programme_id=PROGRAMME, project_id=P12, unit_id=OTHER)
DECLINED = DesignationDeclined(
    programme_id=PROGRAMME,
    project_id=P12,
    unit_id=LEAD,
    reason="职能调整",
    designated_at=APRIL,
)
SUPPLEMENTED = SupplementaryApplicationFiled(
    programme_id=PROGRAMME, project_id=P12, unit_id=OTHER, case="late", reason="漏报"
)
ENTERED = PaperApplicationEntered(programme_id=PROGRAMME, project_id=P12, unit_id=OTHER, scan=SCAN)
ENDED = ParticipationEnded(
    programme_id=PROGRAMME,
    project_id=P12,
    unit_id=OTHER,
    role="co_lead",
    cause="withdrawal",
    reason="机构调整",
    ended_on=date(2017, 8, 7),
)
