"""Whenever something happens that somebody has to know, whoever the rules name is told at once.

The rule and its version are kept with the notice. An event leads to one notice for a recipient, by
however many roles it is told, and however often it is delivered.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from services.notifications.case_owner.projection import Case, case_of
from services.notifications.notification.commands import Notify
from services.notifications.notification.decider import DECIDER
from services.notifications.notification.events import (
    NotificationScheduled,
    notification,
    notification_id,
)
from services.notifications.party.projection import holders_of, roll
from services.notifications.recipients import LEADERS, REVIEWERS, STAFF, account, unit
from services.notifications.roles import OF_A_PROJECT
from services.notifications.wordings import WORDINGS, EventWording
from shared.bus.subscription import Process
from shared.contracts import applications, evaluation, progress
from shared.store.events import Recorded
from shared.store.handle import Reaction
from shared.store.sql import Connection

from .events import NoticeRule
from .projection import rules_in_force

type Telling = Reaction[Any, Any, Any]

MAILBOXES = {"staff": STAFF, "leaders": LEADERS, "reviewers": REVIEWERS}
CONCERNED = ("unit_id", "to_unit_id", "owner_unit_id")
FORMER = ("former_unit_id", "from_unit_id")


async def look_up(recorded: Recorded[Any], connection: Connection) -> Iterable[Telling]:
    """Return the notices that the rules in force ask for."""
    wording = WORDINGS.get(recorded.type)
    if wording is None or wording.keeps_silent(recorded.event):
        return ()
    rules = await rules_in_force(connection)
    case = await case_of(recorded.stream.name, connection)
    told = dict[str, NoticeRule]()
    for rule in rules.of(recorded.type):
        for recipient in await recipients(rule.role, recorded.event, case, connection):
            told.setdefault(recipient, rule)
    return [
        telling(recorded, wording, rule, rules.number, recipient, case)
        for recipient, rule in told.items()
    ]


async def recipients(
    role: str,
    event: Any,  # noqa: ANN401 - any event that there are words for
    case: Case,
    connection: Connection,
) -> Sequence[str]:
    """Return everybody who has a role in what an event is about."""
    if role in OF_A_PROJECT:
        project_id = getattr(event, "project_id", "") or case.project_id
        holders = await holders_of(role, project_id, connection)
        return [account(one) if role.endswith("_leader") else unit(one) for one in holders]
    if role == "all_units":
        return [unit(one) for one in await roll(connection)]
    if role in MAILBOXES:
        return [MAILBOXES[role]]
    return named(role, event, case)


def named(role: str, event: Any, case: Case) -> Sequence[str]:  # noqa: ANN401 - as above
    """Return whom an event names itself, or whose case it is about."""
    if role == "reviewer":
        return [account(event.reviewer_id)]
    if role == "addressees":
        return [unit(one) for one in event.addressees]
    fields = FORMER if role == "former_unit" else CONCERNED
    ids = [found for field in fields if (found := getattr(event, field, ""))] or [case.unit_id]
    return [unit(ids[0])] if ids[0] else []


def telling(
    recorded: Recorded[Any],
    wording: EventWording,
    rule: NoticeRule,
    number: int,
    recipient: str,
    case: Case,
) -> Telling:
    """Return the reaction that puts a notice into an inbox at once."""
    words = wording.said_to(rule.role, recorded.event, case.label)
    cause = cause_of(recorded, wording)
    notice = NotificationScheduled(
        recipient=recipient,
        kind="notice",
        rule=wording.notice,
        basis=wording.basis,
        cause=cause,
        cause_event_id=recorded.event_id,
        project_id=getattr(recorded.event, "project_id", "") or case.project_id,
        title=words.zh.title,
        text=words.zh.text,
        label="",
        due_at=None,
        visible_at=recorded.recorded_at,
        title_en=words.en.title,
        text_en=words.en.text,
        role=rule.role,
        rules_number=number,
        by_email=rule.email,
    )
    stream = notification(notification_id(wording.notice, cause, recipient))
    return Reaction(Notify(notice=notice, at=recorded.recorded_at), DECIDER, stream)


def cause_of(recorded: Recorded[Any], wording: EventWording) -> str:
    """Return what a notice is about: this event alone, unless several are told as one."""
    if wording.cause:
        event = recorded.event
        names = event.__dataclass_fields__
        return wording.cause.format_map({name: getattr(event, name) for name in names})
    return f"{recorded.stream.feature}~{recorded.stream.id}~{recorded.version}"


OF_APPLICATIONS = Process(name="told-of-applications", events=applications.CODEC, look_up=look_up)
OF_PROGRESS = Process(name="told-of-progress", events=progress.CODEC, look_up=look_up)
OF_EVALUATION = Process(name="told-of-evaluation", events=evaluation.CODEC, look_up=look_up)
