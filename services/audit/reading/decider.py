"""The rule of reading: every reading is recorded, the same one twice if it was read twice."""

from shared.domain import Decider

from .commands import ReadingCommand
from .events import LogRead, ReadingEvent


def evolve(_: None, __: ReadingEvent) -> None:
    """Nothing needs to be remembered."""


def decide(command: ReadingCommand, _: None) -> tuple[ReadingEvent, ...]:
    """A reading is recorded whatever was read before."""
    return (LogRead(what=command.what, by=command.by, request=command.request),)


DECIDER: Decider[ReadingCommand, None, ReadingEvent] = Decider(
    initial=None, decide=decide, evolve=evolve
)
