"""Milestones over HTTP: scheduling, settling, plan beside actual."""

from collections.abc import Sequence
from datetime import date
from itertools import cycle, islice
from typing import Annotated, assert_never

from fastapi import Depends, Path

from services.progress.catalogue.projection import Terms, terms_of
from services.progress.deadline.projection import Light
from services.progress.forms import (
    MAX_OCCURRENCES,
    Between,
    MilestoneForm,
    Monthly,
    OnDay,
    ReachedForm,
    SkippedForm,
)
from services.progress.programme_rules.projection import rules_for
from services.progress.progress_report.api import NoSuchProject, Project
from services.progress.progress_report.projection import project_is_visible
from services.progress.recurrence import MonthlyDay, monthly
from services.progress.running import running_routes
from services.progress.scope import own_unit
from shared.domain import value
from shared.http.caller import Caller
from shared.http.problems import refusals
from shared.http.requests import Context, Now, Resources, SeenVersion, may
from shared.http.rights import Capability
from shared.ids import SLUG_PATTERN, AccountId, UnitId
from shared.store.events import Receipt
from shared.store.handle import KeyReused, Reaction, VersionMoved, handle, handle_together
from shared.timing.zone import SHANGHAI

from .commands import Participants, ReachMilestone, ScheduleMilestone, SkipMilestone
from .decider import (
    DECIDER,
    AlreadySettled,
    NoSchemeYet,
    NoSuchMilestone,
    NotYetReached,
    OnlyTheLeadSchedules,
    OutsideTheProject,
    PeriodAmiss,
)
from .events import milestone_of
from .projection import Kept, MilestoneRow, kept, light_of, milestones_of, scheme_is_filed

router = running_routes("milestones", "/projects/{project_id}/milestones")

Planner = Annotated[Caller, Depends(may(Capability.LEAD_SCHEME, "C"))]
Editor = Annotated[Caller, Depends(may(Capability.LEAD_SCHEME, "E"))]
Reader = Annotated[Caller, Depends(may(Capability.LEAD_SCHEME, "R"))]
MilestonePath = Annotated[str, Path(pattern=SLUG_PATTERN, max_length=80, examples=["qiyi"])]

type Period = tuple[date, date]


@value
class MilestoneView:
    """A milestone with its light, and whether what was reached was reached in its range."""

    milestone: MilestoneRow
    light: Light
    kept: Kept | None


@value
class MilestoneList:
    """A project's milestones in the order of their dates."""

    items: Sequence[MilestoneView]


@value
class Standing:
    """How the project in the path stands, and who may plan and lead activities in it."""

    terms: Terms
    participants: Participants


async def standing(project_id: Project, resources: Resources) -> Standing:
    """Return how the project in the path stands. Raises `NoSuchProject`."""
    async with resources.pool.acquire() as connection:
        terms = await terms_of(project_id, connection)
        filed = await scheme_is_filed(project_id, connection)
    if terms is None:
        raise NoSuchProject
    leading = frozenset({terms.lead_unit_id, terms.executing_unit_id} - {""})
    participants = Participants(
        leading=leading, joining=leading | terms.co_leads, scheme_filed=filed
    )
    return Standing(terms=terms, participants=participants)


Stands = Annotated[Standing, Depends(standing)]


def periods(when: OnDay | Between | Monthly, meant: MonthlyDay) -> Sequence[Period]:
    """Return the days from which to which a milestone goes: one period for each occurrence."""
    match when:
        case OnDay():
            return [(when.on, when.on)]
        case Between():
            return [(when.starts_on, when.ends_on)]
        case Monthly():
            days = monthly(when.first_month, when.last_month, when.weekday, meant)
            return [(day, day) for day in islice(days, MAX_OCCURRENCES + 1)]
        case _:
            assert_never(when)


@router.post(
    "",
    responses=refusals(
        NoSuchProject,
        OnlyTheLeadSchedules,
        NoSchemeYet,
        OutsideTheProject,
        PeriodAmiss,
        AlreadySettled,
        KeyReused,
    ),
)
async def schedule_milestone(
    project_id: Project,
    form: MilestoneForm,
    stands: Stands,
    caller: Planner,
    resources: Resources,
    context: Context,
) -> Receipt:
    """Put a milestone into the plan: a day, a range, or one for each month, led by units in turn."""
    terms = stands.terms
    found = periods(form.when, terms.programme.monthly_day)
    if not 1 <= len(found) <= MAX_OCCURRENCES:
        raise PeriodAmiss
    recurs = isinstance(form.when, Monthly)
    commands = [
        ScheduleMilestone(
            project_id=project_id,
            milestone_id=f"{form.id}-{starts_on:%Y%m%d}" if recurs else form.id,
            series=form.id if recurs else "",
            title=form.title,
            outcome=form.outcome,
            starts_on=starts_on,
            ends_on=ends_on,
            activity_lead=UnitId(unit),
            participants=stands.participants,
            from_unit=own_unit(caller),
            by=AccountId(caller.id),
        )
        for (starts_on, ends_on), unit in zip(
            found, cycle(form.activity_leads or [terms.lead_unit_id]), strict=False
        )
    ]
    reactions = [
        Reaction(command, DECIDER, milestone_of(project_id, command.milestone_id))
        for command in commands
    ]
    return await handle_together(reactions, resources.store, context)


@router.post(
    "/{milestone_id}/reached",
    responses=refusals(
        NoSuchProject,
        NoSuchMilestone,
        OnlyTheLeadSchedules,
        NotYetReached,
        AlreadySettled,
        KeyReused,
        VersionMoved,
    ),
)
async def reach_milestone(
    project_id: Project,
    milestone_id: MilestonePath,
    form: ReachedForm,
    stands: Stands,
    caller: Editor,
    resources: Resources,
    context: Context,
    now: Now,
    seen: SeenVersion,
) -> Receipt:
    """Put down the day on which it took place, and the ledger item that shows it."""
    command = ReachMilestone(
        reached_on=form.reached_on,
        note=form.note,
        ledger_item_id=form.ledger_item_id or "",
        participants=stands.participants,
        from_unit=own_unit(caller),
        by=AccountId(caller.id),
        today=now.astimezone(SHANGHAI).date(),
    )
    stream = milestone_of(project_id, milestone_id)
    return await handle(command, DECIDER, stream, resources.store, context, expected_version=seen)


@router.post(
    "/{milestone_id}/skipped",
    responses=refusals(
        NoSuchProject,
        NoSuchMilestone,
        OnlyTheLeadSchedules,
        AlreadySettled,
        KeyReused,
        VersionMoved,
    ),
)
async def skip_milestone(
    project_id: Project,
    milestone_id: MilestonePath,
    form: SkippedForm,
    stands: Stands,
    caller: Editor,
    resources: Resources,
    context: Context,
    seen: SeenVersion,
) -> Receipt:
    """Put down that it will not take place, with a reason; other occurrences are untouched."""
    command = SkipMilestone(
        reason=form.reason,
        participants=stands.participants,
        from_unit=own_unit(caller),
        by=AccountId(caller.id),
    )
    stream = milestone_of(project_id, milestone_id)
    return await handle(command, DECIDER, stream, resources.store, context, expected_version=seen)


@router.get("", responses=refusals(NoSuchProject))
async def list_milestones(
    project_id: Project, caller: Reader, resources: Resources, now: Now
) -> MilestoneList:
    """List a project's milestones, plan beside actual, each with its light."""
    today = now.astimezone(SHANGHAI).date()
    async with resources.pool.acquire() as connection:
        if not await project_is_visible(project_id, caller, connection):
            raise NoSuchProject
        rows = await milestones_of(project_id, connection)
        days = (await rules_for(project_id, connection)).amber_days
    return MilestoneList(
        items=[
            MilestoneView(milestone=row, light=light_of(row, today, days), kept=kept(row))
            for row in rows
        ]
    )
