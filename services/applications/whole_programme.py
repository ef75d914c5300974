"""What the summary sheets are compiled from: everyone's part and team in a whole programme."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import sqlalchemy as sa

from services.applications.catalogue.projection import CatalogueEntry, Wanted, projects_of
from services.applications.coverage.projection import UnitCoverage, coverage_in
from services.applications.participation.projection import Participation
from services.applications.participation.projection import table as participations
from services.applications.project.projection import table as projects
from services.applications.team.projection import Team
from services.applications.team.projection import table as teams
from shared.domain import value
from shared.ids import ProgrammeId, ProjectId
from shared.store.sql import Connection, Statement

ALL = 1000
"""More projects than a programme has."""

_PARTS = Statement(
    sa.select(participations)
    .where(participations.c.programme_id == sa.bindparam("programme_id"))
    .order_by(participations.c.accepted_at.nulls_last(), participations.c.unit_id)
)
_TEAMS = Statement(
    sa.select(teams)
    .where(teams.c.programme_id == sa.bindparam("programme_id"))
    .order_by(teams.c.unit_id)
)

_LEADERS = Statement(
    sa.select(projects.c.project_id, projects.c.contact_leader).where(
        projects.c.programme_id == sa.bindparam("programme_id")
    )
)


@value
class WholeProgramme:
    """All projects of a programme with everyone's part and team, and what each unit takes part in.

    People are accounts.
    """

    entries: Sequence[CatalogueEntry]
    parts: Mapping[ProjectId, Sequence[Participation]]
    teams: Mapping[ProjectId, Sequence[Team]]
    contact_leaders: Mapping[ProjectId, str]
    coverage: Sequence[UnitCoverage]


def by_project[Row: (Participation, Team)](
    rows: Iterable[Row],
) -> Mapping[ProjectId, Sequence[Row]]:
    """Return rows under the project they belong to."""
    found: defaultdict[ProjectId, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.project_id].append(row)
    return found


async def whole(programme_id: ProgrammeId, day: date, connection: Connection) -> WholeProgramme:
    """Return a programme with all that its summary sheets say, units under their names of a day."""
    parts = await _PARTS.fetch(connection, programme_id=programme_id)
    known = await _TEAMS.fetch(connection, programme_id=programme_id)
    leaders = await _LEADERS.fetch(connection, programme_id=programme_id)
    return WholeProgramme(
        entries=await projects_of(programme_id, Wanted(), 0, ALL, connection),
        parts=by_project(Participation(**dict(row)) for row in parts),
        teams=by_project(Team(**dict(row)) for row in known),
        contact_leaders={row["project_id"]: row["contact_leader"] for row in leaders},
        coverage=await coverage_in(programme_id, "", day, connection),
    )
