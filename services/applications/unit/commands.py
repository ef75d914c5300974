"""What can be asked about the roll."""

from shared.domain import value

from .events import UnitMerged, UnitRegistered, UnitRenamed


@value
class RegisterUnit:
    """Put a unit on the roll as this fact says."""

    unit: UnitRegistered


@value
class RenameUnit:
    """Give a unit another name as this fact says."""

    renaming: UnitRenamed


@value
class MergeUnit:
    """Merge a unit into another as this fact says.

    `into_stands` says whether the other one is on the roll and not merged itself.
    """

    merger: UnitMerged
    into_stands: bool


type UnitCommand = RegisterUnit | RenameUnit | MergeUnit
