"""What can be asked of a unit's points."""

from services.evaluation.entitlement.commands import Due
from shared.domain import value
from shared.ids import AccountId


@value
class PrepareBonus:
    """Prepare what is due to a unit; `reason` says why something is taken back."""

    due: Due
    reason: str
    by: AccountId


@value
class ApproveBonus:
    """Credit and take back what was prepared, if it is still what is due."""

    due: Due
    by: AccountId


type BonusCommand = PrepareBonus | ApproveBonus
