"""What can be asked about the roll."""

from shared.domain import value

from .events import UnitRegistered


@value
class RegisterUnit:
    """Put a unit on the roll as this fact says."""

    unit: UnitRegistered


type UnitCommand = RegisterUnit
