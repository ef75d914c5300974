"""What can be asked about reminding of something that is owed."""

from datetime import datetime

from shared.domain import value
from shared.ids import AccountId


@value
class IssueReminder:
    """Remind whoever owes something. `cooldown_days` lie between two reminders (REQ-43)."""

    remark: str
    cooldown_days: int
    by: AccountId
    at: datetime


@value
class RemindByClock:
    """Remind of what is overdue, on the first working morning."""

    at: datetime


type ReminderCommand = IssueReminder | RemindByClock
