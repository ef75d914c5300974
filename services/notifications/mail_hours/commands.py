"""What can be wished of the hours of e-mail."""

from datetime import time

from shared.domain import value


@value
class SetMailHours:
    """Send digests at this hour, and nothing outside these hours."""

    digest_at: time
    opens_at: time
    closes_at: time


type MailHoursCommand = SetMailHours
