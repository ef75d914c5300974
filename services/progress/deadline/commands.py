"""What can be asked of something that is owed."""

from datetime import datetime

from shared.domain import value
from shared.ids import AccountId, ProgrammeId, ProjectId, UnitId


@value
class SetDeadline:
    """Put down that a unit owes something by a date."""

    programme_id: ProgrammeId
    obligation: str
    subject: str
    project_id: ProjectId
    owner_unit_id: UnitId
    label: str
    due_at: datetime
    grace_until: datetime
    late_within_grace: bool = False


@value
class ExtendDeadline:
    """Give more time: until strictly before `due_at`."""

    due_at: datetime
    reason: str
    by: AccountId
    at: datetime


@value
class FulfilObligation:
    """Put down that what was owed came at a moment.

    `from_unit` is the unit that brought it, where only the owner's counts; None where another rule
    has already found the right unit.
    """

    at: datetime
    from_unit: UnitId | None = None


@value
class DeclareMissed:
    """Put down that nothing has come by now."""

    at: datetime


@value
class NoteFulfilment:
    """Put down that something came which another service has accepted, owed here already or not yet.

    News of it and of the obligation come on different ways; either may come first.
    """

    obligation: str
    subject: str
    at: datetime
    from_unit: UnitId | None = None


type DeadlineCommand = (
    SetDeadline | ExtendDeadline | FulfilObligation | NoteFulfilment | DeclareMissed
)
