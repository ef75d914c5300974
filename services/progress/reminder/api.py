"""Reminding over HTTP. Earlier reminders stand in the deadline's history."""

from pydantic import BaseModel, ConfigDict

from services.progress.deadline.api import Kind, Subject
from services.progress.deadline.events import deadline_of
from services.progress.deadline.projection import one
from services.progress.deadline_refusals import NothingOwed
from services.progress.participant.projection import contact_leader_of
from services.progress.pressing import (
    AnotherLooksAfterIt,
    OnlyTheOrganiser,
    Organiser,
    must_press,
)
from services.progress.programme_rules.projection import rules_for
from services.progress.running import running_routes
from shared.http.problems import refusals
from shared.http.requests import Context, Resources
from shared.http.validation import Line
from shared.ids import AccountId
from shared.store.events import Receipt
from shared.store.handle import KeyReused, handle

from .commands import IssueReminder
from .decider import DECIDER, NothingToRemindOf, RemindedLately, RemindedToday

router = running_routes("deadlines", "/deadlines")


class ReminderForm(BaseModel):
    """What the organiser wants to say with the reminder, if anything."""

    model_config = ConfigDict(extra="forbid")

    remark: Line | None = None


@router.post(
    "/{obligation}/{subject}/reminders",
    responses=refusals(
        OnlyTheOrganiser,
        AnotherLooksAfterIt,
        NothingOwed,
        NothingToRemindOf,
        RemindedToday,
        RemindedLately,
        KeyReused,
    ),
)
async def issue_reminder(
    obligation: Kind,
    subject: Subject,
    form: ReminderForm,
    caller: Organiser,
    resources: Resources,
    context: Context,
) -> Receipt:
    """Remind of what has not come (催办), as the organiser's staff or the project's contact leader."""
    async with resources.pool.acquire() as connection:
        row = await one(obligation, subject, caller, connection)
        if row is None:
            raise NothingOwed
        must_press(caller, await contact_leader_of(row.project_id, connection))
        rules = await rules_for(row.project_id, connection)
    command = IssueReminder(
        remark=form.remark or "",
        cooldown_days=rules.reminder_cooldown_days,
        by=AccountId(caller.id),
        at=context.occurred_at,
    )
    stream = deadline_of(obligation, subject)
    return await handle(command, DECIDER, stream, resources.store, context)
