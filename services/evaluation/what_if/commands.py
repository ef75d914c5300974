"""What can be asked of a simulation."""

from shared.domain import value
from shared.ids import AccountId, ProgrammeId

from .events import DraftRules


@value
class RunWhatIf:
    """Say who tries out which rules."""

    programme_id: ProgrammeId
    what_if_id: str
    rules: DraftRules
    by: AccountId
