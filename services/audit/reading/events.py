"""What can have happened in one auditor's day of reading.

These classes are the stored format.
"""

import re
from datetime import date
from typing import Literal

from shared.domain import value
from shared.ids import derived_id
from shared.store.events import Stream

type What = Literal["log", "history", "as_of", "difference", "authority"]

TOKEN = re.compile(r"[A-Za-z0-9-]{1,100}")


@value
class LogRead:
    """An auditor read the log, the history of a record, or a case as it was.

    A case was read as of a moment, as the difference between two, or for who was entitled.
    `request` is the path and query that was asked for: it says which events were looked at.
    """

    what: What
    by: str
    request: str


type ReadingEvent = LogRead


def readings_of(account: str, day: date) -> Stream[ReadingEvent]:
    """Return the stream of one account's reading on one day in Asia/Shanghai.

    An account id that does not fit into a stream's name is replaced by the id derived from it.
    """
    name = account if TOKEN.fullmatch(account) else derived_id("reading", account)
    return Stream("reading", f"{name}~{day.isoformat()}")
