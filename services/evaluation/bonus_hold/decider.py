"""The rule by which a line is held (X11): for news that it does not rest on, once for each piece."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from uuid import UUID

from services.evaluation.bonus.events import (
    BonusAdjusted,
    BonusAwarded,
    BonusEvent,
    BonusHeld,
    BonusRevoked,
)
from shared.domain import Decider, value
from shared.ids import ProgrammeId, ProjectId

from .commands import HoldLine

type Decision = tuple[BonusEvent, ...]
type Cause = tuple[ProgrammeId, ProjectId]

NOTHING_NEW: Decision = ()
NO_LINES: Mapping[Cause, frozenset[UUID]] = MappingProxyType({})


@value
class Credited:
    """The events that each line of a sheet rests on, and those for which it was held."""

    because: Mapping[Cause, frozenset[UUID]] = NO_LINES


def evolve(sheet: Credited, event: BonusEvent) -> Credited:
    """Return the lines as the event leaves them."""
    match event:
        case BonusAwarded():
            new = {
                (event.programme_id, line.project_id): frozenset(line.because)
                for line in event.lines
            }
        case BonusAdjusted(line=line) if line is not None:
            new = {(event.programme_id, line.project_id): frozenset(line.because)}
        case BonusHeld():
            cause = (event.programme_id, event.project_id)
            new = {cause: sheet.because.get(cause, frozenset()) | {event.because}}
        case BonusRevoked():
            gone = (event.programme_id, event.project_id)
            left = {cause: known for cause, known in sheet.because.items() if cause != gone}
            return replace(sheet, because=left)
        case _:
            return sheet
    return replace(sheet, because={**sheet.because, **new})


def decide(command: HoldLine, sheet: Credited) -> Decision:
    """A line is held if there is one and the news is news to it."""
    known = sheet.because.get((command.programme_id, command.project_id))
    if known is None or command.because in known:
        return NOTHING_NEW
    held = BonusHeld(
        year=command.year,
        unit_id=command.unit_id,
        programme_id=command.programme_id,
        project_id=command.project_id,
        because=command.because,
    )
    return (held,)


DECIDER: Decider[HoldLine, Credited, BonusEvent] = Decider(
    initial=Credited(), decide=decide, evolve=evolve
)
