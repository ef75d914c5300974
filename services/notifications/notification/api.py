"""The inbox, the proof of a notice, and who has confirmed receipt, over HTTP."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query, Response

from services.notifications.recipients import (
    PATTERN,
    NoSuchRecipient,
    NotYours,
    must_act_for,
    own,
    readable,
    reads_all,
)
from shared.domain import value
from shared.http.caller import Caller
from shared.http.problems import refusals
from shared.http.requests import Context, MayNot, Resources, SeenVersion, etag, may
from shared.http.rights import Capability
from shared.store.events import Receipt, Recorded
from shared.store.handle import Reaction, VersionMoved, handle_together
from shared.store.sql import Row
from shared.store.store import EventStore

from .commands import CancelNotification, ConfirmReceipt, NotificationCommand
from .decider import DECIDER, NoSuchNotification, Notice
from .events import (
    NotificationEvent,
    NotificationFailed,
    NotificationScheduled,
    NotificationSent,
    NotificationSuppressed,
    notification,
    receipt_reminder,
)
from .projection import INBOX, NOTICE, RECEIPTS, UNREAD, EmailState, State

router = APIRouter(tags=["inbox"])

Reader = Annotated[Caller, Depends(may(Capability.NOTICES, "R"))]
Cause = Annotated[str, Path(pattern=r"^[A-Za-z0-9~_-]{1,200}$", examples=["programme~2017"])]


@value
class InboxItem:
    """A notice as its recipient reads it. `queued_at` is since when it is in the inbox."""

    id: UUID
    recipient: str
    kind: str
    title: str
    text: str
    title_en: str
    text_en: str
    label: str
    project_id: str
    due_at: datetime | None
    queued_at: datetime | None
    confirmed_at: datetime | None


@value
class InboxPage:
    """A page of the inbox, newest first. `next` is the following page's `after`; null at the end."""

    items: Sequence[InboxItem]
    next: UUID | None
    unread: int


@value
class Step:
    """One step in a notice's life. `channel`, `attempt` and `answer` speak of a delivery.

    `together` is how many notices went out in the same e-mail, under `message_id`.
    """

    event: str
    event_id: UUID
    occurred_at: datetime
    recorded_at: datetime
    actor: str
    channel: str = ""
    attempt: int = 0
    answer: str = ""
    message_id: str = ""
    together: int = 0


@value
class ProofOfNotice:
    """Which rule fired and on what, the text, every attempt at delivery, and the receipt.

    `role` and `rules_number` say by which line of which version of the notice rules; "" and 0 for none.
    """

    item: InboxItem
    state: State
    rule: str
    role: str
    rules_number: int
    basis: str
    cause: str
    cause_event_id: UUID
    visible_at: datetime
    email_state: EmailState
    email_attempts: int
    confirmed_by: str
    steps: Sequence[Step]


@value
class ReceiptLine:
    """One recipient of a notice, and when and by whom receipt was confirmed, if it was."""

    id: UUID
    recipient: str
    queued_at: datetime
    confirmed_at: datetime | None
    confirmed_by: str


@value
class Receipts:
    """Who was told of something; those who have not confirmed come first."""

    cause: str
    told: int
    confirmed: int
    lines: Sequence[ReceiptLine]


def item_of(row: Row) -> InboxItem:
    """Return a row as its recipient reads it."""
    return InboxItem(**{name: row[name] for name in InboxItem.__dataclass_fields__})


def step_of(recorded: Recorded[NotificationEvent]) -> Step:
    """Return an event as a step of the proof."""
    event = recorded.event
    delivery: Mapping[str, Any] = {}
    if isinstance(event, NotificationSent | NotificationFailed):
        delivery = {"channel": event.channel, "attempt": event.attempt, "answer": event.answer}
    if isinstance(event, NotificationSent):
        delivery = {**delivery, "message_id": event.message_id, "together": event.together}
    if isinstance(event, NotificationSuppressed):
        delivery = {"channel": event.channel, "answer": event.reason}
    return Step(
        event=recorded.type,
        event_id=recorded.event_id,
        occurred_at=recorded.occurred_at,
        recorded_at=recorded.recorded_at,
        actor=recorded.actor,
        **delivery,
    )


async def notice_for(caller: Caller, notice_id: UUID, resources: Resources) -> Row:
    """Return a notice that this caller may see. Raises `NoSuchNotification` for any other.

    Recipients see what is in their inbox; the organiser and the auditor see what waits as well.
    """
    row = await NOTICE.fetch_one(resources.pool, id=notice_id)
    if row is None:
        raise NoSuchNotification
    mine = row["recipient"] in own(caller) and row["state"] == "visible"
    if not mine and not reads_all(caller):
        raise NoSuchNotification
    return row


async def place_after(
    after: UUID | None, recipients: Sequence[str], resources: Resources
) -> Mapping[str, Any]:
    """Return where a page starts: after this notice, which must be in the same inbox."""
    if after is None:
        return {}
    row = await NOTICE.fetch_one(resources.pool, id=after)
    if row is None or row["recipient"] not in recipients or row["queued_at"] is None:
        raise NoSuchNotification
    return {"before": row["queued_at"], "before_id": after}


@router.get("/inbox", responses=refusals(MayNot, NoSuchRecipient, NoSuchNotification))
async def read_inbox(
    caller: Reader,
    resources: Resources,
    recipient: Annotated[str | None, Query(pattern=PATTERN)] = None,
    after: UUID | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> InboxPage:
    """Read the own inbox; the organiser and the auditor may name any recipient."""
    recipients = readable(caller, recipient)
    place = await place_after(after, recipients, resources)
    rows = await INBOX.fetch(resources.pool, recipients=recipients, limit=limit + 1, **place)
    unread = await UNREAD.fetch_one(resources.pool, recipients=recipients)
    items = [item_of(row) for row in rows[:limit]]
    return InboxPage(
        items=items,
        next=items[-1].id if len(rows) > limit else None,
        unread=unread["unread"] if unread else 0,
    )


@router.get("/inbox/{notice_id}", responses=refusals(MayNot, NoSuchNotification))
async def read_proof(
    notice_id: UUID, caller: Reader, resources: Resources, response: Response
) -> ProofOfNotice:
    """Read one notice with the proof of it: rule, text, channel, attempts, delivery, receipt."""
    row = await notice_for(caller, notice_id, resources)
    response.headers.update(etag(row["version"]))
    return await proof_of(row, resources.store)


async def proof_of(row: Row, store: EventStore) -> ProofOfNotice:
    """Return the proof of a notice, read from its events up to the row's version."""
    history = await store.read(notification(row["id"]))
    recorded = history.recorded[: row["version"]]
    first = recorded[0].event
    assert isinstance(first, NotificationScheduled)  # noqa: S101 - nothing else starts the stream
    return ProofOfNotice(
        item=item_of(row),
        state=row["state"],
        rule=row["rule"],
        role=first.role,
        rules_number=first.rules_number,
        basis=row["basis"],
        cause=row["cause"],
        cause_event_id=first.cause_event_id,
        visible_at=row["visible_at"],
        email_state=row["email_state"],
        email_attempts=row["email_attempts"],
        confirmed_by=row["confirmed_by"],
        steps=[step_of(each) for each in recorded],
    )


@router.post(
    "/inbox/{notice_id}/receipt",
    responses=refusals(MayNot, NotYours, NoSuchNotification, VersionMoved),
)
async def confirm_receipt(
    notice_id: UUID, caller: Reader, resources: Resources, context: Context, seen: SeenVersion
) -> Receipt:
    """Confirm that a notice arrived (REQ-03); it is not reminded of any more. Again changes nothing."""
    row = await notice_for(caller, notice_id, resources)
    must_act_for(caller, row["recipient"])
    confirms = Reaction(ConfirmReceipt(by=caller.id), DECIDER, notification(notice_id))
    return await handle_together(
        [confirms, *no_more_reminders(row)], resources.store, context, expected_version=seen
    )


def no_more_reminders(row: Row) -> Sequence[Reaction[NotificationCommand, Notice, Any]]:
    """Return what ends the reminder that waits for the receipt of a notice, if it has one."""
    if row["rule"] != "programme-announced":
        return ()
    stream = receipt_reminder(row["cause"], row["recipient"])
    return (Reaction(CancelNotification(reason="已确认收到，无需再提醒。"), DECIDER, stream),)


async def reader_of_all(caller: Reader) -> Caller:
    """Return a caller who reads everybody's notices, or refuse."""
    if not reads_all(caller):
        raise MayNot
    return caller


@router.get("/notices/{cause}/receipts", responses=refusals(MayNot, NoSuchNotification))
async def read_receipts(
    cause: Cause, _: Annotated[Caller, Depends(reader_of_all)], resources: Resources
) -> Receipts:
    """Read who was told of something and who has not confirmed it yet (REQ-03)."""
    lines = [ReceiptLine(**row) for row in await RECEIPTS.fetch(resources.pool, cause=cause)]
    if not lines:
        raise NoSuchNotification
    confirmed = sum(line.confirmed_at is not None for line in lines)
    return Receipts(cause=cause, told=len(lines), confirmed=confirmed, lines=lines)
