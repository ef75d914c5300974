"""Ordinary plans of 2017-p08: what its co-leads intend, and the scheme its lead makes of it."""

from dataclasses import replace
from typing import Any

from services.progress.work_plan.commands import (
    AcknowledgePlan,
    FilePlan,
    ReaddressPlan,
    ReturnPlan,
    RevisePlan,
    Standing,
)
from services.progress.work_plan.events import (
    CoLeadPart,
    PlanContent,
    WorkPlanAcknowledged,
    WorkPlanFiled,
    WorkPlanReaddressed,
    WorkPlanReturned,
    WorkPlanRevised,
)
from shared.contracts.applications import (
    ApplicationAccepted,
    Obligation,
    ProgrammeAnnounced,
    ProgrammeDrafted,
    ProjectListed,
)
from shared.contracts.programme_rules import DatedRule
from shared.ids import AccountId, ProjectId, UnitId
from tests.office import Office
from tests.progress.examples import (
    ANNOUNCED,
    GONGAN,
    GUOZI,
    JIAOTONG,
    P08,
    PROGRAMME,
    TIYU,
    participation,
    programme,
    project,
    shanghai,
)
from tests.progress.examples import RULES as SEASON_RULES

LIAISON_OF_LEAD = AccountId("li-guozi")
DESK = "szjg-gongwei-zuxuanchu"
OPINION = "《实施意见》(金委办发〔2016〕63号)"
TEXT = "在每月第一周的周六上午开展公益活动。\n建立党员公益日志愿服务活动机制。"

PLAN = PlanContent(title="公益日联办计划", entry_point="便民服务窗口", tasks="每月一次交通劝导")
BETTER = PlanContent(title="公益日联办计划", entry_point="便民服务窗口", tasks="每月两次交通劝导")
SCHEME = PlanContent(
    title="公益日工作方案",
    rules_relied_on=(OPINION,),
    targets=("建立党员公益日志愿服务活动机制。",),
    parts=(
        CoLeadPart(unit_id=GONGAN, entry_point="治安", task="维持秩序"),
        CoLeadPart(unit_id=JIAOTONG, entry_point="便民服务窗口", task="交通劝导"),
    ),
    resources="场地由牵头单位提供",
    mobilisation="各支部轮流参加",
)
STANDING = Standing(
    lead_unit_id=GUOZI,
    executing_unit_id=TIYU,
    co_leads=frozenset({GONGAN, JIAOTONG}),
    set_up=frozenset({GUOZI, GONGAN, JIAOTONG}),
    staffed=frozenset({GONGAN, JIAOTONG}),
    scheme_addressee=DESK,
    text=TEXT,
)

FILE = FilePlan(
    project_id=P08,
    unit_id=JIAOTONG,
    kind="co_lead_plan",
    from_unit=JIAOTONG,
    addressed_to=GUOZI,
    content=PLAN,
    standing=STANDING,
)
FILED = WorkPlanFiled(
    project_id=P08,
    unit_id=JIAOTONG,
    kind="co_lead_plan",
    number=1,
    addressee=GUOZI,
    filed_by_unit_id=JIAOTONG,
    content=PLAN,
)
RETURN = ReturnPlan(
    advice="过于笼统, 请写明任务", from_unit=GUOZI, by=LIAISON_OF_LEAD, standing=STANDING
)
RETURNED = WorkPlanReturned(
    project_id=P08,
    unit_id=JIAOTONG,
    number=1,
    advice="过于笼统, 请写明任务",
    by_unit_id=GUOZI,
    by=LIAISON_OF_LEAD,
)
REVISE = RevisePlan(
    project_id=P08,
    unit_id=JIAOTONG,
    kind="co_lead_plan",
    from_unit=JIAOTONG,
    addressed_to="",
    content=BETTER,
    standing=STANDING,
)
REVISED = WorkPlanRevised(
    project_id=P08,
    unit_id=JIAOTONG,
    kind="co_lead_plan",
    number=2,
    addressee=GUOZI,
    filed_by_unit_id=JIAOTONG,
    content=BETTER,
)
ACKNOWLEDGE = AcknowledgePlan(from_unit=GUOZI, by=LIAISON_OF_LEAD, standing=STANDING)
ACKNOWLEDGED = WorkPlanAcknowledged(
    project_id=P08, unit_id=JIAOTONG, number=1, by_unit_id=GUOZI, by=LIAISON_OF_LEAD
)
READDRESS = ReaddressPlan(lead_unit_id=TIYU)
READDRESSED = WorkPlanReaddressed(project_id=P08, unit_id=JIAOTONG, addressee=TIYU)
FILE_SCHEME = FilePlan(
    project_id=P08,
    unit_id=GUOZI,
    kind="lead_scheme",
    from_unit=GUOZI,
    addressed_to=DESK,
    content=SCHEME,
    standing=STANDING,
)
SCHEME_FILED = WorkPlanFiled(
    project_id=P08,
    unit_id=GUOZI,
    kind="lead_scheme",
    number=1,
    addressee=DESK,
    filed_by_unit_id=GUOZI,
    content=SCHEME,
)

PLAN_FORM: dict[str, Any] = {
    "title": "公益日联办计划",
    "entry_point": "便民服务窗口",
    "tasks": "每月一次交通劝导",
}
SCHEME_FORM: dict[str, Any] = {
    "title": "公益日工作方案",
    "rules_relied_on": [OPINION],
    "targets": ["建立党员公益日志愿服务活动机制。"],
    "parts": [
        {"unit_id": GONGAN, "entry_point": "治安", "task": "维持秩序"},
        {"unit_id": JIAOTONG, "entry_point": "便民服务窗口", "task": "交通劝导"},
    ],
    "resources": "场地由牵头单位提供",
    "mobilisation": "各支部轮流参加",
}

SCHEME_OWED = Obligation(
    kind="lead_scheme",
    period="",
    label="牵头领办单位工作方案",
    due_at=shanghai(6, 1),
    grace_until=shanghai(12, 31),
)
PLAN_OWED = Obligation(
    kind="co_lead_plan",
    period="",
    label="联办单位工作计划",
    due_at=shanghai(5, 16),
    grace_until=shanghai(5, 16),
)
DRAFTED = ProgrammeDrafted(programme_id=PROGRAMME, legal_basis=(OPINION,))
RULES = replace(SEASON_RULES, filings=(DatedRule(kind="lead_scheme", addressee=DESK),))
SCHEMES_OWED = ProgrammeAnnounced(
    programme_id=PROGRAMME,
    year=ANNOUNCED.year,
    title=ANNOUNCED.title,
    document_number=ANNOUNCED.document_number,
    issue_date=ANNOUNCED.issue_date,
    projects=ANNOUNCED.projects,
    obligations=(SCHEME_OWED,),
    addressees=(),
)
LISTED = ProjectListed(
    programme_id=PROGRAMME,
    project_id=P08,
    number=8,
    title="建立党员公益日志愿服务活动机制",
    category="zhidu-jizhi",
    content_and_targets=TEXT,
)


def joined(project_id: ProjectId, unit: str) -> ApplicationAccepted:
    """Return the acceptance of a co-lead, which owes its plan from then on."""
    return ApplicationAccepted(
        programme_id=PROGRAMME,
        project_id=project_id,
        unit_id=UnitId(unit),
        role="co_lead",
        obligations=(PLAN_OWED,),
    )


async def open_planning(office: Office) -> None:
    """Let plans be owed: the programme says so, and two units join 2017-p08."""
    await office.publish("applications", programme(), DRAFTED, RULES, SCHEMES_OWED)
    await office.publish("applications", project(P08), LISTED)
    for unit in (JIAOTONG, GONGAN):
        await office.publish("applications", participation(P08, unit), joined(P08, unit))
    await office.caught_up()
