"""What can be asked of a line that may rest on an old copy."""

from uuid import UUID

from shared.domain import value
from shared.ids import ProgrammeId, ProjectId, UnitId


@value
class HoldLine:
    """Hold a unit's line from a project, because an event that it may rest on came late."""

    year: int
    unit_id: UnitId
    programme_id: ProgrammeId
    project_id: ProjectId
    because: UUID
