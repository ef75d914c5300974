"""What can be asked about the window of the supplementary form."""

from datetime import datetime

from shared.domain import value
from shared.ids import AccountId, ProgrammeId


@value
class ExtendWindow:
    """Take supplementary forms until strictly before `closes_at`.

    `announced_until` is when the window closes by the announcement, None if it never opens by it.
    """

    programme_id: ProgrammeId
    announced_until: datetime | None
    closes_at: datetime
    reason: str
    by: AccountId


type WindowCommand = ExtendWindow
