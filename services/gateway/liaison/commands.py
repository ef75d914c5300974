"""What follows for an account from being named a unit's liaison in a project, or no longer being it."""

from datetime import datetime

from shared.domain import value
from shared.ids import AccountId, ProjectId


@value
class NameLiaison:
    """Let the account act as liaison in the project. `as_of` is when the unit named it."""

    account_id: AccountId
    project_id: ProjectId
    as_of: datetime


@value
class ReleaseLiaison:
    """Let it act there no longer. `as_of` is when another was named, or the unit's part ended."""

    account_id: AccountId
    project_id: ProjectId
    as_of: datetime


type LiaisonCommand = NameLiaison | ReleaseLiaison
