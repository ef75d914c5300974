"""What can be asked about being relieved of something owed."""

from datetime import datetime

from services.progress.deadline.events import WaiverCause, Wish
from shared.domain import value
from shared.ids import AccountId, UnitId


@value
class RequestRelief:
    """Ask for a waiver or for more time. `for_unit` is the unit that asks, or "" for the staff."""

    wish: Wish
    reason: str
    by: AccountId
    for_unit: str


@value
class WaiveDeadline:
    """Decide that it is owed no more, for a reason."""

    reason: str
    by: AccountId


@value
class ReleaseOwner:
    """Put down that the owing unit's part, or the whole project, ended at a moment."""

    reason: str
    at: datetime
    cause: WaiverCause = "participation_ended"


@value
class TransferDeadline:
    """Put down that another unit leads the project since a moment, so that it owes this."""

    to_unit: UnitId
    reason: str
    by: str
    at: datetime


type ReliefCommand = RequestRelief | WaiveDeadline | ReleaseOwner | TransferDeadline
