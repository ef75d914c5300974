"""The settings of a programme, as `applications` set them; the newest version counts."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Literal

import sqlalchemy as sa
from pydantic import TypeAdapter

from services.progress.tables import programme_rules, projects
from shared.contracts.applications import CODEC, ProgrammeRulesSet
from shared.contracts.programme_rules import ReportingPeriod
from shared.domain import value
from shared.ids import ProgrammeId
from shared.readmodels.projection import Key, Projection
from shared.store.events import Recorded
from shared.store.sql import Connection, Statement

PERIODS = TypeAdapter(tuple[ReportingPeriod, ...])


@value
class ProgrammeRules:
    """What a programme asks of tasks (REQ-41) and good practices (AMB-17, AMB-18).

    `periods` are those that leads report on, as JSON; none: the calendar's quarters (AMB-07).
    `amber_days` and `reminder_cooldown_days` say how the organiser follows up (PRA-05, REQ-43).
    """

    programme_id: str
    projects: Sequence[str]
    task_confirmation_working_days: int
    practice_picture_required: bool
    practice_channels_required: Literal["any", "all"]
    amber_days: int
    reminder_cooldown_days: int
    periods: Sequence[Mapping[str, str]]

    @property
    def reporting_periods(self) -> Sequence[ReportingPeriod]:
        """Return the periods that the rules list."""
        return PERIODS.validate_python(self.periods)


def key(recorded: Recorded[object]) -> Key | None:
    """Return the row that an event of `applications` touches: one for each programme."""
    event = recorded.event
    return (event.programme_id,) if isinstance(event, ProgrammeRulesSet) else None


def rules_after(_: ProgrammeRules | None, recorded: Recorded[ProgrammeRulesSet]) -> ProgrammeRules:
    """Return the settings after they were set."""
    return rules_from(recorded.event)


def rules_from(event: ProgrammeRulesSet) -> ProgrammeRules:
    """Return the settings that a version of the rules holds."""
    return ProgrammeRules(
        programme_id=event.programme_id,
        projects=[project for category in event.categories for project in category.projects],
        task_confirmation_working_days=event.task_confirmation_working_days,
        practice_picture_required=event.practice_picture_required,
        practice_channels_required=event.practice_channels_required,
        amber_days=event.supervision.amber_days,
        reminder_cooldown_days=event.supervision.reminder_cooldown_days,
        periods=PERIODS.dump_python(event.periods, mode="json"),
    )


PROGRAMME_RULES = Projection(
    name="programme_rules",
    source="applications",
    table=programme_rules,
    row=ProgrammeRules,
    key=key,
    fold=rules_after,
    events=CODEC,
)

DEFAULTS = rules_from(ProgrammeRulesSet(programme_id=ProgrammeId(""), categories=()))
OF_PROJECT = Statement(
    sa.select(programme_rules).where(
        programme_rules.c.projects.contains(
            sa.func.jsonb_build_array(sa.bindparam("project_id", type_=sa.Text))
        )
    )
)


async def rules_for(project_id: str, connection: Connection) -> ProgrammeRules:
    """Return the settings of a project's programme; the defaults where none have been heard of."""
    row = await OF_PROJECT.fetch_one(connection, project_id=project_id)
    return DEFAULTS if row is None else ProgrammeRules(**dict(row))


EVERY = Statement(sa.select(programme_rules).order_by(programme_rules.c.programme_id))


async def every_programmes_rules(connection: Connection) -> Sequence[ProgrammeRules]:
    """Return the settings of every programme."""
    return [ProgrammeRules(**dict(row)) for row in await EVERY.fetch(connection)]


AMBER_DAYS = Statement(
    sa.select(projects.c.project_id, programme_rules.c.amber_days).join(
        programme_rules, programme_rules.c.programme_id == projects.c.programme_id
    )
)


async def amber_days(connection: Connection) -> Mapping[str, int]:
    """Return for each project how many days before a date its lights turn amber (PRA-05)."""
    days = defaultdict[str, int](lambda: DEFAULTS.amber_days)
    for row in await AMBER_DAYS.fetch(connection):
        days[row["project_id"]] = row["amber_days"]
    return days
