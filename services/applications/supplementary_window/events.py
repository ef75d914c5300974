"""What can have happened to the window of the supplementary form.

These classes are the stored format. A field may be added with a default; nothing is renamed or
removed.
"""

from datetime import datetime

from shared.domain import value
from shared.ids import AccountId, ProgrammeId
from shared.store.events import Stream


@value
class SupplementaryWindowExtended:
    """The organiser's leader takes supplementary forms for longer, for a reason (AMB-04).

    `closes_at` is the first moment at which one is late.
    """

    programme_id: ProgrammeId
    closes_at: datetime
    reason: str
    approved_by: AccountId


type WindowEvent = SupplementaryWindowExtended


def window_of(programme_id: ProgrammeId) -> Stream[WindowEvent]:
    """Return the stream of one programme's window."""
    return Stream("supplementary-window", programme_id)
