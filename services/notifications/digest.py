"""Which notices go out in one e-mail, and when (PRA-09).

What comes into the inbox up to the hour of the digest goes out in one e-mail to its recipient on that
working day. Only what is due on the same day goes at once and by itself. The hours are the office's
(`mail_hours`); those of a year whose holidays are not known yet leave out weekends only.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from uuid import UUID

from services.notifications.mail_hours.projection import MailHours
from shared.domain import value
from shared.ids import derived_id
from shared.store.sql import Row
from shared.timing.workdays import end_of, offices_work
from shared.timing.zone import SHANGHAI

GATHERS = timedelta(minutes=1)
"""How long the reminders of the same morning may take to come into the inbox."""

DAY = timedelta(days=1)
LONGEST = 1800
"""Bytes of the titles in a digest; with what stands around them the text stays below 2,048 (PRA-10)."""


@value
class Letter:
    """Notices that go to one recipient in one e-mail, under the Message-ID that `id` leads to.

    `repeated` are those whose text the recipient gets, or got on the same day, with another one.
    """

    id: UUID
    recipient: str
    rows: Sequence[Row]
    repeated: Sequence[Row]

    @property
    def attempts(self) -> int:
        """Return how often it was tried to send what is in it."""
        return max(row["email_attempts"] for row in (*self.rows, *self.repeated))


def is_open(now: datetime, hours: MailHours) -> bool:
    """Return whether anything may go out now."""
    local = now.astimezone(SHANGHAI)
    return offices_work(local.date()) and hours.opens_at <= local.time() < hours.closes_at


def last_gathered(now: datetime, hours: MailHours) -> datetime:
    """Return up to when what came into the inbox goes into the latest digest."""
    day = now.astimezone(SHANGHAI).date()
    while not offices_work(day) or _gathered(hours, day) > now:
        day -= DAY
    return _gathered(hours, day)


def digest_of(queued_at: datetime, hours: MailHours) -> datetime:
    """Return until when the digest gathers in which a notice goes out."""
    day = queued_at.astimezone(SHANGHAI).date()
    while not offices_work(day) or _gathered(hours, day) < queued_at:
        day += DAY
    return _gathered(hours, day)


def day_of(now: datetime) -> tuple[datetime, datetime]:
    """Return the first moment of a moment's day, and the first after it."""
    end = end_of(now.astimezone(SHANGHAI).date())
    return end - DAY, end


def letters_of(rows: Sequence[Row], hours: MailHours) -> Sequence[Letter]:
    """Return the e-mails that these notices go out in; they come sorted by recipient and time."""

    def of_one_mail(row: Row) -> tuple[str, str]:
        apart = str(row["id"]) if row["urgent"] else digest_of(row["queued_at"], hours).isoformat()
        return row["recipient"], apart

    return [
        letter_of(recipient, digest, list(group))
        for (recipient, digest), group in groupby(sorted(rows, key=of_one_mail), of_one_mail)
    ]


def letter_of(recipient: str, digest: str, rows: Sequence[Row]) -> Letter:
    """Return one e-mail: each text once, and none that was sent on the same day."""
    said = set[tuple[str, str]]()
    fresh: list[Row] = []
    repeated: list[Row] = []
    for row in rows:
        text = (row["title"], row["text"])
        (repeated if row["repeated"] or text in said else fresh).append(row)
        said.add(text)
    alone = len(fresh) == 1
    letter_id = fresh[0]["id"] if alone else derived_id("digest", recipient, digest)
    return Letter(id=letter_id, recipient=recipient, rows=fresh, repeated=repeated)


def subject_of(letter: Letter) -> str:
    """Return what an e-mail is called: as its only notice, or by how many it holds."""
    rows = letter.rows
    return rows[0]["title"] if len(rows) == 1 else f"领办通知汇总：共{len(rows)}条"


def text_of(letter: Letter) -> str:
    """Return the text of the only notice, or the titles of all, as many as there is room for."""
    if len(letter.rows) == 1:
        return letter.rows[0]["text"]
    lines: list[str] = []
    room = LONGEST
    for number, row in enumerate(letter.rows, 1):
        line = f"{number}. {row['title']}"
        room -= len(line.encode()) + 1
        if room < 0:
            lines.append("其余通知请登录领办查看。")
            break
        lines.append(line)
    return "\n".join((*lines, "请登录领办收件箱查看全文并办理。"))


def _gathered(hours: MailHours, day: date) -> datetime:
    return datetime.combine(day, hours.digest_at, SHANGHAI) + GATHERS
