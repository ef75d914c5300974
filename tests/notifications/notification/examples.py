"""The ordinary notice that the tests change."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from services.notifications.notification.commands import (
    CancelNotification,
    ConfirmReceipt,
    Notify,
    RecordFailure,
    RecordSent,
    ShowNotification,
    Suppress,
)
from services.notifications.notification.events import (
    NotificationCancelled,
    NotificationFailed,
    NotificationQueued,
    NotificationReceiptConfirmed,
    NotificationScheduled,
    NotificationSent,
    NotificationSuppressed,
)

NOW = datetime(2017, 5, 2, 1, tzinfo=UTC)
LATER = NOW + timedelta(days=3)

SCHEDULED = NotificationScheduled(
    recipient="unit~gongan-ju",
    kind="reminder",
    rule="due-today",
    basis="REQ-43",
    cause="deadline~progress_report~2017-p08~2017q2",
    cause_event_id=UUID("6c0f2f5e-8a52-5d0c-9b1e-0c1c6b1f2018"),
    project_id="2017-p08",
    title="提醒：“2017年第二季度进展情况”今天截止",
    text="请今天登录领办提交。",
    label="2017年第二季度进展情况",
    due_at=LATER,
    visible_at=LATER,
)
QUEUED = NotificationQueued()
SENT = NotificationSent(channel="email", attempt=1, answer="250 OK")
FAILED = NotificationFailed(channel="email", attempt=1, answer="451 later", retry_at=LATER)
SUPPRESSED = NotificationSuppressed(channel="email", reason="当日已发送相同内容。")
CONFIRMED = NotificationReceiptConfirmed(by="gongan-liaison")
CANCELLED = NotificationCancelled(reason="已按要求提交，无需再提醒。")

NOTIFY = Notify(notice=SCHEDULED, at=NOW)
SHOW = ShowNotification()
CANCEL = CancelNotification(reason=CANCELLED.reason)
CONFIRM = ConfirmReceipt(by="gongan-liaison")
RECORD_SENT = RecordSent(channel="email", answer="250 OK")
RECORD_FAILURE = RecordFailure(channel="email", answer="451 later", retry_at=LATER)
SUPPRESS = Suppress(channel="email", reason=SUPPRESSED.reason)
