"""What a reminder says, in Chinese, always with what to do next.

The text is stored with the notice: what a unit was told stays provable when wording changes here.
"""

from datetime import datetime, timedelta

from shared.contracts.progress import (
    DeadlineExtended,
    DeadlineSet,
    DeadlineTransferred,
    ReminderIssued,
)
from shared.domain import value
from shared.timing.zone import SHANGHAI

type Terms = DeadlineSet | DeadlineExtended | DeadlineTransferred
"""What says by when something is owed."""


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


def confirm_receipt(title: str) -> Wording:
    """Ask a unit once more to confirm receipt (REQ-03)."""
    return Wording(
        title=f"提醒：{title}已印发，请确认收到",
        text="贵单位尚未确认收到上述通知。请登录领办阅读通知，并点击“确认收到”；仍未确认的，主办单位将电话联系。",
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


def _owed(event: Terms | ReminderIssued) -> str:
    return f"项目 {event.project_id} 的“{event.label}”截止时间为{deadline_in_words(event.due_at)}。"
