"""The rules of the hours of e-mail: the digest goes out while the office is open."""

from shared.domain import Decider, Rejection

from .commands import MailHoursCommand, SetMailHours
from .events import MailHoursEvent, MailHoursSet

type Decision = tuple[MailHoursEvent, ...]

NOTHING_NEW: Decision = ()


class DigestOutsideHours(Rejection):
    """A digest that may not go out would never come."""

    zh = "汇总邮件的时间须在开始时间之后(含)、停止时间之前。请调整三个时间后重新保存。"
    en = "The digest goes out from the opening hour on and before the closing hour. Adjust the hours."
    rule = "PRA-09"


def evolve(_: MailHoursSet | None, event: MailHoursEvent) -> MailHoursSet | None:
    """Return the hours as the event leaves them."""
    return event


def decide(command: MailHoursCommand, hours: MailHoursSet | None) -> Decision:
    """Return what follows from a command, or raise the `Rejection` that stops it."""
    return set_mail_hours(command, hours)


def set_mail_hours(command: SetMailHours, hours: MailHoursSet | None) -> Decision:
    """The hours are set anew as often as the office likes; the same again changes nothing."""
    if not command.opens_at <= command.digest_at < command.closes_at:
        raise DigestOutsideHours
    wished = MailHoursSet(
        digest_at=command.digest_at, opens_at=command.opens_at, closes_at=command.closes_at
    )
    return NOTHING_NEW if wished == hours else (wished,)


DECIDER: Decider[MailHoursCommand, MailHoursSet | None, MailHoursEvent] = Decider(
    initial=None, decide=decide, evolve=evolve
)
