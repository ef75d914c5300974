"""What can be asked of an objection."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from shared.domain import value
from shared.ids import AccountId, ProgrammeId, ProjectId
from shared.store.sealed import Sealed

from .events import Ruling


@value
class LodgeObjection:
    """Object to a result that is before the public.

    `parties` are the units that have or had a part in the project; `until` is when its publicity
    ends, or None while it had none: as they are known here.
    """

    programme_id: ProgrammeId
    project_id: ProjectId
    objection_id: str
    unit_id: str
    by: AccountId
    name: Sealed | None
    reason: str
    parties: Mapping[str, Sequence[str]]
    until: datetime | None
    at: datetime


@value
class RuleObjection:
    """Rule on an objection to this project's result, with an answer in writing.

    `revises` says that the ruling would change the decision.
    """

    project_id: ProjectId
    ruling: Ruling
    answer: str
    revises: bool
    by: AccountId


type ObjectionCommand = LodgeObjection | RuleObjection
