"""What a notice says, in Chinese, always with what to do next.

The text is stored with the notice: what a unit was told stays provable when wording changes here.
"""

from datetime import datetime, timedelta

from shared.contracts.applications import (
    ApplicationAccepted,
    ApplicationRejected,
    ApplicationReturned,
    LeadUnitReplaced,
    ParticipationEnded,
    ProgrammeAnnounced,
)
from shared.contracts.evaluation import ReviewAssigned
from shared.contracts.progress import (
    DeadlineExtended,
    DeadlineMissed,
    DeadlineSet,
    DeadlineTransferred,
    ReminderIssued,
    TaskAssigned,
    TaskReassigned,
    WorkPlanAcknowledged,
    WorkPlanReturned,
)
from shared.domain import value
from shared.timing.zone import SHANGHAI

type Terms = DeadlineSet | DeadlineExtended | DeadlineTransferred
"""What says by when something is owed."""

ROLES = {"lead": "牵头领办", "co_lead": "联办"}


@value
class Wording:
    """A notice's title (one line) and text."""

    title: str
    text: str


def last_day_of(due_at: datetime) -> datetime:
    """Return the last moment, in Asia/Shanghai, at which a deadline is still met.

    A deadline is met strictly before `due_at`, so one of "the 10th" ends at 00:00 of the 11th (AMB-08).
    """
    return (due_at - timedelta(microseconds=1)).astimezone(SHANGHAI)


def deadline_in_words(due_at: datetime) -> str:
    """Return a deadline as an office writes it: `2017年7月10日24时`, or with its hour and minute."""
    local = due_at.astimezone(SHANGHAI)
    if local.hour == local.minute == 0:
        day = last_day_of(due_at)
        return f"{day.year}年{day.month}月{day.day}日24时"
    return f"{local.year}年{local.month}月{local.day}日{local:%H:%M}"


def announced(event: ProgrammeAnnounced) -> Wording:
    """Tell a unit of the programme and ask it to confirm receipt (REQ-03)."""
    day = event.issue_date
    number = f"（{event.document_number}）" if event.document_number else ""
    return Wording(
        title=f"{event.title}已印发，请确认收到",
        text=(
            f"《{event.title}》{number}已于{day.year}年{day.month}月{day.day}日印发，"
            f"共{len(event.projects)}个项目。请登录领办阅读通知，并点击“确认收到”。"
        ),
    )


def confirm_receipt(title: str) -> Wording:
    """Ask a unit once more to confirm receipt (REQ-03)."""
    return Wording(
        title=f"提醒：{title}",
        text="贵单位尚未确认收到上述通知。请登录领办阅读通知，并点击“确认收到”；仍未确认的，主办单位将电话联系。",
    )


def accepted(event: ApplicationAccepted) -> Wording:
    """Tell a unit that it takes part."""
    return Wording(
        title=f"项目 {event.project_id}：{ROLES[event.role]}申请已通过",
        text=(
            f"贵单位对项目 {event.project_id} 的{ROLES[event.role]}申请已通过。"
            "请登录领办查看项目的时间安排，并按期提交所需材料。"
        ),
    )


def returned(event: ApplicationReturned) -> Wording:
    """Tell a unit that its application has to be completed."""
    return Wording(
        title=f"项目 {event.project_id}：申请被退回，请补充后重新提交",
        text=(
            f"贵单位对项目 {event.project_id} 的申请被退回。退回意见：{event.advice}\n"
            "请登录领办，按意见补充后重新提交。"
        ),
    )


def rejected(event: ApplicationRejected) -> Wording:
    """Tell a unit that its application was refused, why, and what is left to do."""
    return Wording(
        title=f"项目 {event.project_id}：申请未通过",
        text=(
            f"贵单位对项目 {event.project_id} 的申请未通过。理由：{event.reason}\n"
            "每个单位须至少领办或联办一个项目，请登录领办选择其他项目申请。"
        ),
    )


def ended(event: ParticipationEnded) -> Wording:
    """Tell a unit that it takes part no more, and why."""
    return Wording(
        title=f"项目 {event.project_id}：{ROLES[event.role]}已终止",
        text=(
            f"贵单位对项目 {event.project_id} 的{ROLES[event.role]}已终止。理由：{event.reason}\n"
            "每个单位须至少领办或联办一个项目，请登录领办核对本单位参与的项目。"
        ),
    )


def no_longer_leads(event: LeadUnitReplaced) -> Wording:
    """Tell the former lead that another unit leads from now on."""
    return Wording(
        title=f"项目 {event.project_id}：贵单位不再担任牵头领办单位",
        text=(
            f"项目 {event.project_id} 的牵头领办单位已调整。理由：{event.reason}\n"
            "请登录领办，将已有材料移交新的牵头领办单位。"
        ),
    )


def leads_now(event: LeadUnitReplaced) -> Wording:
    """Tell a unit that it leads a project from now on."""
    return Wording(
        title=f"项目 {event.project_id}：贵单位现为牵头领办单位",
        text=(
            f"贵单位已接任项目 {event.project_id} 的牵头领办单位。理由：{event.reason}\n"
            "请登录领办查看待办事项和截止时间，并按期提交所需材料。"
        ),
    )


def plan_returned(event: WorkPlanReturned) -> Wording:
    """Tell a unit that its plan has to be revised."""
    return Wording(
        title=f"项目 {event.project_id}：工作计划（方案）被退回，请修改后重新提交",
        text=(
            f"贵单位在项目 {event.project_id} 提交的工作计划（方案）第{event.number}稿被退回。"
            f"退回意见：{event.advice}\n请登录领办，按意见修改后重新提交。"
        ),
    )


def plan_acknowledged(event: WorkPlanAcknowledged) -> Wording:
    """Tell a unit that its plan arrived and stands."""
    return Wording(
        title=f"项目 {event.project_id}：工作计划（方案）已确认",
        text=(
            f"贵单位在项目 {event.project_id} 提交的工作计划（方案）第{event.number}稿已确认。"
            "请登录领办查看，并按计划推进。"
        ),
    )


def task_assigned(event: TaskAssigned) -> Wording:
    """Tell a unit of a new task, and how to object."""
    return Wording(
        title=f"项目 {event.project_id}：收到一项新任务",
        text=(
            f"项目 {event.project_id} 的牵头领办单位向贵单位分派了一项任务。"
            "请登录领办查看任务内容和完成时间并予以接受；如有异议，请在截止前提出并说明理由。"
        ),
    )


def task_taken_over(event: TaskReassigned) -> Wording:
    """Tell a unit that a task is its own from now on."""
    return Wording(
        title=f"项目 {event.project_id}：一项任务改由贵单位承担",
        text=(
            f"项目 {event.project_id} 的一项任务改由贵单位承担，"
            f"完成时间为{deadline_in_words(event.due_at)}。理由：{event.reason}\n请登录领办查看任务内容。"
        ),
    )


def task_given_away(event: TaskReassigned) -> Wording:
    """Tell a unit that a task is no longer its own."""
    return Wording(
        title=f"项目 {event.project_id}：一项任务改由其他单位承担",
        text=(
            f"贵单位在项目 {event.project_id} 的一项任务已改由其他单位承担。理由：{event.reason}\n"
            "请登录领办核对本单位的任务。"
        ),
    )


def review_assigned(event: ReviewAssigned) -> Wording:
    """Tell a reviewer which project to score."""
    return Wording(
        title=f"请评审项目 {event.project_id}",
        text=(
            f"项目 {event.project_id} 已分配给您评审。请登录领办查阅成果材料并提交评分；"
            "如与该项目有利害关系，请先申请回避。"
        ),
    )


def due_in_three_days(event: Terms) -> Wording:
    """Remind a unit three days ahead."""
    return Wording(
        title=f"提醒：“{event.label}”还有3天截止",
        text=f"{_owed(event)}请在此之前登录领办提交。",
    )


def due_today(event: Terms) -> Wording:
    """Remind a unit on the day."""
    return Wording(
        title=f"提醒：“{event.label}”今天截止",
        text=f"{_owed(event)}请今天登录领办提交；确有困难的，请提出延期申请并说明理由。",
    )


def overdue(event: ReminderIssued) -> Wording:
    """Tell a unit that is late what to do, whether its grace still runs or not."""
    return Wording(
        title=f"提醒：“{event.label}”已过截止时间",
        text=(
            f"{_owed(event)}目前仍未收到。请立即登录领办提交；"
            "确有困难的，请提出延期申请并说明理由。"
        ),
    )


def missed(event: DeadlineMissed) -> Wording:
    """Tell a unit that something counts as missed, and that it can still come."""
    return Wording(
        title=f"“{event.label}”逾期未交",
        text=(
            f"贵单位的“{event.label}”（{event.subject}）至宽限期满仍未提交，已记为逾期。"
            "请尽快登录领办补交，补交后将记为逾期完成。"
        ),
    )


def reminded_by_organiser(event: ReminderIssued) -> Wording:
    """Pass on what the organiser reminds a unit of."""
    remark = f"提醒说明：{event.remark}\n" if event.remark else ""
    return Wording(
        title=f"主办单位提醒：请提交“{event.label}”",
        text=(
            f"项目 {event.project_id} 的“{event.label}”截止时间为"
            f"{deadline_in_words(event.due_at)}。{remark}请登录领办提交。"
        ),
    )


def owes_now(event: DeadlineTransferred) -> Wording:
    """Tell a unit what it owes from now on, and until when."""
    return Wording(
        title=f"“{event.label}”改由贵单位提交",
        text=(
            f"项目 {event.project_id} 的“{event.label}”改由贵单位提交，截止时间为"
            f"{deadline_in_words(event.due_at)}。请在此之前登录领办提交。"
        ),
    )


def owes_no_more(event: DeadlineTransferred) -> Wording:
    """Tell a unit what it need not file any more."""
    return Wording(
        title=f"“{event.label}”改由其他单位提交",
        text=(
            f"项目 {event.project_id} 的“{event.label}”改由其他单位提交，贵单位无需再提交。"
            "请登录领办核对本单位的待办事项。"
        ),
    )


def _owed(event: Terms | ReminderIssued) -> str:
    return f"项目 {event.project_id} 的“{event.label}”截止时间为{deadline_in_words(event.due_at)}。"
