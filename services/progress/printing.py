"""How the records of a project's work are laid out as papers: forms F3, F4 and F5 (domain.md 5.2).

What a report says about milestones and tasks is how they stood when it came in, so that its paper stays
the same when the work goes on.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from services.progress.at_work import Archived, ProjectAtWork
from services.progress.ledger.projection import HEAD, ItemRow, printed
from services.progress.periods import Period
from services.progress.plan_milestone.projection import MilestoneRow
from services.progress.progress_report.projection import TimedReport
from services.progress.task.projection import TaskRow
from services.progress.work_plan.projection import PlanView
from shared.papers.paper import (
    Block,
    Filing,
    Grid,
    Paper,
    Prose,
    Signing,
    Table,
    day_in_words,
    moment_in_words,
)
from shared.timing.zone import SHANGHAI

TIMELINESS = {"in_time": "按时", "within_grace": "宽限期内", "late": "逾期"}
OPINION = {"reported": "", "corrected": "", "returned": "退回", "accepted": "受理"}
SCHEME_SIGNS = ("牵头领办单位党组织",)
PLAN_SIGNS = ("联办单位党组织", "牵头领办单位（收到）")


def days_of(first: date, last: date) -> str:
    """Return from when to when something is planned, as one day if it is one."""
    return f"{first}" if first == last else f"{first} 至 {last}"


def day_there(moment: datetime) -> date:
    """Return the day of a moment in Asia/Shanghai."""
    return moment.astimezone(SHANGHAI).date()


def named(project: ProjectAtWork) -> str:
    """Return a project by number and title, as papers name it."""
    return f"{project.number}. {project.title}"


def report_paper(project: ProjectAtWork, timed: TimedReport, period: Period) -> Paper:
    """Return a period's report as its form, to be signed by who is directly responsible (F4)."""
    report = timed.report
    came = moment_in_words(report.received_at)
    number = f"{report.project_id}~{report.period.lower()}"
    head = Grid(
        rows=(
            (("项目", named(project)),),
            ((period.called, period.name), ("填报单位", project.called(report.unit_id))),
        )
    )
    said = Grid(
        rows=(
            (("主要做法", report.main_practices),),
            (("存在问题", report.problems),),
            (("需协调解决事项", report.to_coordinate),),
            ((f"下{period.called}计划", report.next_plan),),
            (("附件", f"图片{len(report.pictures)}张" if report.pictures else "无"),),
        )
    )
    office = Grid(
        rows=(
            (("收到时间", came), ("报送方式", "纸质" if report.on_paper else "在线")),
            (("是否按时", TIMELINESS[timed.timeliness]), ("工委意见", OPINION[report.state])),
            (("退回意见", report.advice),),
        )
    )
    return Paper(
        document_id=f"progress-report~{number}",
        kind="progress-report",
        form="表 F4",
        title=f"{period.called}进展反馈表",
        blocks=(
            head,
            _milestones(project, period, report.received_at),
            _tasks(project, period, report.received_at),
            said,
            Signing(places=("直接责任人", "填报单位")),
            office,
        ),
        filing=Filing(number=number, version=report.version, received_at=came),
    )


def _milestones(project: ProjectAtWork, period: Period, at: datetime) -> Table:
    """Return the milestones that a period touches, as they stood when its report came in."""
    first = day_there(period.begins)
    end = day_there(period.ends)
    rows = tuple(
        (each.title, days_of(each.starts_on, each.ends_on), _reached(each, day_there(at)))
        for each in project.milestones
        if each.starts_on < end and first <= each.ends_on and each.state != "skipped"
    )
    return Table(caption=f"本{period.called}计划节点", head=("事项", "起止", "完成情况"), rows=rows)


def _reached(milestone: MilestoneRow, day: date) -> str:
    reached = milestone.reached_on is not None and milestone.reached_on <= day
    return "已完成" if reached else "未完成"


def _tasks(project: ProjectAtWork, period: Period, at: datetime) -> Table:
    """Return the co-leads' tasks of a period as they stood when its report came in."""
    rows = tuple(
        (
            project.called(task.unit_id),
            task.title,
            day_in_words(day_there(task.due_at)),
            _done(task, at),
        )
        for task in project.tasks
        if period.begins < task.due_at <= period.ends
        and task.assigned_at <= at
        and task.state != "cancelled"
    )
    head = ("联办单位", "任务", "时限", "完成情况")
    return Table(caption="联办单位任务完成情况", head=head, rows=rows)


def _done(task: TaskRow, at: datetime) -> str:
    if task.state == "confirmed" and task.closed_at is not None and task.closed_at <= at:
        return "已确认"
    return "已报完成" if task.reported_at is not None and task.reported_at <= at else "办理中"


def plan_paper(project: ProjectAtWork, plan: PlanView) -> Paper:
    """Return a scheme, or the short form that a co-lead's plan has (F3)."""
    came = moment_in_words(plan.received_at)
    number = f"{plan.project_id}~{plan.unit_id}"
    is_scheme = plan.kind == "lead_scheme"
    return Paper(
        document_id=f"plan~{number}",
        kind=plan.kind.replace("_", "-"),
        form="表 F3",
        title=plan.content.title,
        blocks=(
            Grid(
                rows=(
                    (("项目", named(project)),),
                    (
                        ("报送单位", project.called(plan.unit_id)),
                        ("主送", project.called(plan.addressee)),
                    ),
                )
            ),
            *(_scheme(project, plan) if is_scheme else _plan(plan)),
            Signing(places=SCHEME_SIGNS if is_scheme else PLAN_SIGNS),
        ),
        filing=Filing(number=number, version=plan.number, received_at=came),
    )


def _scheme(project: ProjectAtWork, plan: PlanView) -> Iterator[Block]:
    said = plan.content
    yield Prose(heading="一、依据", paragraphs=said.rules_relied_on)
    yield Prose(heading="二、项目内容及目标要求", paragraphs=said.targets)
    parts = tuple(
        (project.called(part.unit_id), part.entry_point, part.task) for part in said.parts
    )
    yield Prose(heading="三、联办单位及分工", paragraphs=())
    yield Table(head=("联办单位", "切入点", "任务"), rows=parts)
    yield Prose(heading="四、实施步骤和时间节点", paragraphs=(said.schedule,))
    yield Table(head=("序号", "事项", "起止", "责任单位", "预期成果"), rows=tuple(_steps(project)))
    yield Prose(heading="五、资源整合", paragraphs=(said.resources,))
    yield Prose(heading="六、发动基层党组织、党员措施", paragraphs=(said.mobilisation,))
    yield Prose(heading="七、预期成果", paragraphs=(said.outcomes,))
    yield Prose(heading="八、保障措施", paragraphs=(said.safeguards,))


def _steps(project: ProjectAtWork) -> Iterator[tuple[str, ...]]:
    for place, each in enumerate(project.milestones, 1):
        days = days_of(each.starts_on, each.ends_on)
        yield (str(place), each.title, days, project.called(each.activity_lead), each.outcome)


def _plan(plan: PlanView) -> Iterator[Block]:
    said = plan.content
    yield Grid(
        rows=(
            (("切入点", said.entry_point),),
            (("任务", said.tasks),),
            (("时间安排", said.schedule),),
            (("发动党员措施", said.mobilisation),),
            (("需牵头单位支持事项", said.support_needed),),
        )
    )


def ledger_paper(project: ProjectAtWork, items: Sequence[ItemRow]) -> Paper:
    """Return the directory of a ledger with the columns of DA/T 22-2015 and its cover (F5, PRA-12)."""
    pages = sum(item.pages for item in items if item.state == "filed")
    cover = Grid(
        rows=(
            (("项目", named(project)),),
            (("牵头单位", project.called(project.lead_unit_id)), ("件数", str(len(items)))),
            (("页数", str(pages)), ("立卷单位", project.called(project.lead_unit_id))),
        )
    )
    lines = tuple(tuple(printed(place, item)) for place, item in enumerate(items, 1))
    return Paper(
        document_id=f"ledger~{project.project_id}",
        kind="ledger",
        form="表 F5",
        title="台账目录",
        sideways=True,
        blocks=(cover, Table(head=HEAD, rows=lines), Signing(places=("立卷人", "检查人"))),
    )


def archive_paper(programme_id: str, archive: Sequence[Archived]) -> Paper:
    """Return the directory of all ledgers of a programme, for handing over to the archive (PRA-12)."""
    pages = sum(each.item.pages for each in archive if each.item.state == "filed")
    cover = Grid(rows=((("件数", str(len(archive))), ("页数", str(pages))),))
    lines = tuple(
        (f"{each.number}. {each.project_title}", *printed(place, each.item))
        for place, each in enumerate(archive, 1)
    )
    return Paper(
        document_id=f"archive~{programme_id}",
        kind="archive",
        form="表 F5 总目",
        title="归档目录",
        sideways=True,
        blocks=(
            cover,
            Table(head=("项目", *HEAD), rows=lines),
            Signing(places=("移交人", "接收人")),
        ),
    )
