"""The rules of the roll.

A unit is registered once, and a file does not rename it. It is renamed and merged from a day on, with
the reason, so that older papers keep older names (REQ-25, PRA-16).

Everything here is pure: no clock, no database, no log.
"""

from dataclasses import replace
from typing import assert_never

from services.applications.differences import differences
from shared.domain import Decider, NotFound, Rejection, value

from .commands import MergeUnit, RegisterUnit, RenameUnit, UnitCommand
from .events import UnitEvent, UnitMerged, UnitRegistered, UnitRenamed

type Decision = tuple[UnitEvent, ...]

NOTHING_NEW: Decision = ()


class UnitNotOnRoll(NotFound):
    zh = "名册中没有该单位, 或您无权查看。请核对单位编号。"
    en = "There is no such unit on the roll, or not for you."
    rule = "REQ-25"


class UnitDiffers(Rejection):
    zh = "单位名册中已有该单位, 内容与文件不同。单位更名请走更名程序, 或更正文件后重新导入。"
    en = "The roll has this unit otherwise. Correct the file, or record a renaming."
    rule = "REQ-05 REQ-25"


class NameStandsLater(Rejection):
    zh = "该单位自 {since} 起已使用现名称, 新名称的生效日期须在其后。请核对生效日期。"
    en = "The unit bears its present name since {since}. Choose a later day for the new one."
    rule = "REQ-25 PRA-16"


class UnitIsMerged(Rejection):
    zh = "该单位已于 {since} 并入 {into}, 不能再更名或合并。请对合并后的单位办理。"
    en = "The unit is part of {into} since {since}. Record the change for that unit instead."
    rule = "REQ-25 PRA-16"


class NoUnitToMergeInto(Rejection):
    zh = "并入的单位须是名册中另一个未被合并的单位。请核对并入单位的编号。"
    en = "A unit merges into another one that is on the roll and not merged. Check its id."
    rule = "REQ-25 PRA-16"


@value
class Unit:
    """What the rules need to remember of a unit. `named` is what it was registered as, renamed."""

    registered: UnitRegistered | None = None
    named: UnitRegistered | None = None
    renamed: UnitRenamed | None = None
    merged: UnitMerged | None = None


def evolve(unit: Unit, event: UnitEvent) -> Unit:
    """Return the unit as the event leaves it."""
    match event:
        case UnitRegistered():
            return Unit(registered=event, named=event)
        case UnitRenamed():
            return replace(unit, named=unit.named and renamed(unit.named, event), renamed=event)
        case UnitMerged():
            return replace(unit, merged=event)
        case _:
            assert_never(event)


def renamed(unit: UnitRegistered, event: UnitRenamed) -> UnitRegistered:
    """Return a unit under its new name."""
    return replace(
        unit,
        name=event.name,
        name_en=event.name_en,
        party_organisation=event.party_organisation,
        full_name=event.full_name,
    )


def decide(command: UnitCommand, unit: Unit) -> Decision:
    """Return what follows from a command, or raise the `Rejection` that stops it."""
    match command:
        case RegisterUnit():
            return register(command, unit)
        case RenameUnit():
            return rename(command, unit)
        case MergeUnit():
            return merge(command, unit)
        case _:
            assert_never(command)


def register(command: RegisterUnit, unit: Unit) -> Decision:
    """A unit is registered once; the same under its first or present name changes nothing."""
    if unit.named is None:
        return (command.unit,)
    if command.unit == unit.registered:
        return NOTHING_NEW
    if faults := differences(unit.named, command.unit):
        raise UnitDiffers(faults=faults)
    return NOTHING_NEW


def rename(command: RenameUnit, unit: Unit) -> Decision:
    """Names follow one another: a new one begins after the one before it."""
    renaming = command.renaming
    if unit.registered is None:
        raise UnitNotOnRoll
    if unit.renamed == renaming:
        return NOTHING_NEW
    stands(unit)
    if unit.renamed is not None and renaming.effective_on <= unit.renamed.effective_on:
        raise NameStandsLater(since=unit.renamed.effective_on)
    return (renaming,)


def merge(command: MergeUnit, unit: Unit) -> Decision:
    """A unit merges once, into another one that still stands."""
    merger = command.merger
    if unit.registered is None:
        raise UnitNotOnRoll
    if unit.merged == merger:
        return NOTHING_NEW
    stands(unit)
    if merger.into_unit_id == merger.unit_id or not command.into_stands:
        raise NoUnitToMergeInto
    return (merger,)


def stands(unit: Unit) -> None:
    """Refuse if the unit is merged, now or from a day to come."""
    if unit.merged is not None:
        raise UnitIsMerged(into=unit.merged.into_unit_id, since=unit.merged.effective_on)


DECIDER: Decider[UnitCommand, Unit, UnitEvent] = Decider(
    initial=Unit(), decide=decide, evolve=evolve
)
