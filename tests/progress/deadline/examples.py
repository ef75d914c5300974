"""An ordinary deadline: the second quarter's report of 2017-p08."""

from datetime import date, datetime, timedelta

from services.progress.deadline.commands import (
    DeclareMissed,
    ExtendDeadline,
    FulfilObligation,
    NoteFulfilment,
    SetDeadline,
)
from services.progress.deadline.events import (
    DeadlineExtended,
    DeadlineMet,
    DeadlineMetLate,
    DeadlineMissed,
    DeadlineSet,
    DeadlineTransferred,
    DeadlineWaived,
    FulfilmentNoted,
    ReliefRequested,
    ReminderIssued,
)
from shared.ids import AccountId
from tests.progress.examples import GONGAN, GUOZI, P08, PROGRAMME, shanghai

SUBJECT = "2017-p08~2017q2"
DUE, GRACE = shanghai(7, 1), shanghai(7, 8)
MORNING_AFTER = shanghai(7, 3, 8) + timedelta(minutes=30)
LAST_SECOND = timedelta(seconds=1)

SET_COMMAND = SetDeadline(
    programme_id=PROGRAMME,
    obligation="progress_report",
    subject=SUBJECT,
    project_id=P08,
    owner_unit_id=GUOZI,
    label="第二季度进展反馈",
    due_at=DUE,
    grace_until=GRACE,
)
SET = DeadlineSet(
    programme_id=PROGRAMME,
    obligation="progress_report",
    subject=SUBJECT,
    project_id=P08,
    owner_unit_id=GUOZI,
    label="第二季度进展反馈",
    due_at=DUE,
    grace_until=GRACE,
)
EXTEND = ExtendDeadline(
    due_at=shanghai(7, 11), reason="防汛", by=AccountId("leader"), at=shanghai(6, 26, 9)
)
EXTENDED = DeadlineExtended(
    obligation="progress_report",
    subject=SUBJECT,
    due_at=shanghai(7, 11),
    grace_until=shanghai(7, 11),
    reason="防汛",
    approved_by=AccountId("leader"),
    project_id=P08,
    owner_unit_id=GUOZI,
    label="第二季度进展反馈",
)
MET = DeadlineMet(obligation="progress_report", subject=SUBJECT, within_grace=False)
MET_WITHIN_GRACE = DeadlineMet(obligation="progress_report", subject=SUBJECT, within_grace=True)
MISSED = DeadlineMissed(
    obligation="progress_report", subject=SUBJECT, owner_unit_id=GUOZI, label="第二季度进展反馈"
)
MET_LATE = DeadlineMetLate(obligation="progress_report", subject=SUBJECT)
REMINDED = ReminderIssued(
    obligation="progress_report",
    subject=SUBJECT,
    project_id=P08,
    owner_unit_id=GUOZI,
    label="第二季度进展反馈",
    due_at=DUE,
    on=date(2017, 7, 3),
    by="",
    remark="",
)
ASKED = ReliefRequested(
    obligation="progress_report",
    subject=SUBJECT,
    wish="waiver",
    reason="并入10月份报告",
    by=AccountId("li-guozi"),
    for_unit_id=GUOZI,
)
WAIVED = DeadlineWaived(
    obligation="progress_report",
    subject=SUBJECT,
    owner_unit_id=GUOZI,
    label="第二季度进展反馈",
    reason="同意并入10月份报告",
    cause="decided",
    approved_by="leader",
)
TRANSFERRED = DeadlineTransferred(
    obligation="progress_report",
    subject=SUBJECT,
    project_id=P08,
    from_unit_id=GUOZI,
    to_unit_id=GONGAN,
    label="第二季度进展反馈",
    due_at=DUE,
    grace_until=GRACE,
    reason="职能划转",
    approved_by="leader",
)
GRACE_OVER = DeclareMissed(at=GRACE)


def note(at: datetime) -> NoteFulfilment:
    return NoteFulfilment(obligation="progress_report", subject=SUBJECT, at=at, from_unit=GUOZI)


def noted(at: datetime) -> FulfilmentNoted:
    return FulfilmentNoted(obligation="progress_report", subject=SUBJECT, at=at, from_unit=GUOZI)


def fulfil(at: datetime) -> FulfilObligation:
    return FulfilObligation(at=at)
