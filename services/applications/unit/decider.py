"""The rules of the roll: a unit is registered once, and a file does not rename it (REQ-25)."""

from services.applications.differences import differences
from shared.domain import Decider, Rejection

from .commands import UnitCommand
from .events import UnitEvent, UnitRegistered

type Unit = UnitRegistered | None


class UnitDiffers(Rejection):
    zh = "单位名册中已有该单位, 内容与文件不同。单位更名请走更名程序, 或更正文件后重新导入。"
    en = "The roll has this unit otherwise. Correct the file, or record a renaming."
    rule = "REQ-05 REQ-25"


def evolve(_: Unit, event: UnitEvent) -> Unit:
    """Return the unit as the event leaves it."""
    return event


def decide(command: UnitCommand, unit: Unit) -> tuple[UnitEvent, ...]:
    """A unit is registered once; the same again changes nothing, another content is refused."""
    if unit is None:
        return (command.unit,)
    if faults := differences(unit, command.unit):
        raise UnitDiffers(faults=faults)
    return ()


DECIDER: Decider[UnitCommand, Unit, UnitEvent] = Decider(initial=None, decide=decide, evolve=evolve)
