"""What can have happened to the hours of e-mail.

These classes are the stored format. A field may be added with a default; nothing is renamed or removed.
"""

from datetime import time

from shared.domain import value
from shared.store.events import Stream

OFFICE = "office"
"""The whole office has the same hours."""


@value
class MailHoursSet:
    """From now on digests go out at `digest_at`, and nothing before `opens_at` or from `closes_at` on.

    All are of a working day in Asia/Shanghai; on other days nothing goes out (PRA-09).
    """

    digest_at: time
    opens_at: time
    closes_at: time


type MailHoursEvent = MailHoursSet


def mail_hours() -> Stream[MailHoursEvent]:
    """Return the stream of the office's hours of e-mail."""
    return Stream("mail-hours", OFFICE)
