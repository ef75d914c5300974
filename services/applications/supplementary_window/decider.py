"""The rules of the window in which supplementary forms are taken.

It closes when the programme's announcement says so; the organiser's leader may let it close later,
never earlier, and says why (REQ-21, AMB-04).

Everything here is pure: no clock, no database, no log.
"""

from shared.domain import Decider, Rejection

from .commands import WindowCommand
from .events import SupplementaryWindowExtended, WindowEvent

type Window = SupplementaryWindowExtended | None


class NotLongerThanBefore(Rejection):
    zh = "新的截止日期须晚于现在的截止日期。请另选日期。"
    en = "The window has to close later than it does now. Choose a later day."
    rule = "REQ-21 AMB-04"


def evolve(_: Window, event: WindowEvent) -> Window:
    """Return the window as the event leaves it."""
    return event


def decide(command: WindowCommand, window: Window) -> tuple[WindowEvent, ...]:
    """The window is only ever made longer; the same again changes nothing."""
    extended = SupplementaryWindowExtended(
        programme_id=command.programme_id,
        closes_at=command.closes_at,
        reason=command.reason,
        approved_by=command.by,
    )
    if window == extended:
        return ()
    closes_at = window.closes_at if window else command.announced_until
    if closes_at is not None and command.closes_at <= closes_at:
        raise NotLongerThanBefore
    return (extended,)


DECIDER: Decider[WindowCommand, Window, WindowEvent] = Decider(
    initial=None, decide=decide, evolve=evolve
)
