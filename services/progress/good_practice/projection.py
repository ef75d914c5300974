"""Good practices as they stand. Nothing here counts, ranks or scores them (REQ-11, AMB-17)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, assert_never

import sqlalchemy as sa

from services.progress.scope import practices_seen_by
from services.progress.tables import good_practices, programme_rules
from shared.domain import value
from shared.http.caller import Caller
from shared.readmodels.projection import Key, Projection
from shared.store.events import Recorded
from shared.store.sql import Connection, dynamic

from .events import (
    CHANNELS,
    Channel,
    GoodPracticeChannelRecorded,
    GoodPracticeDrafted,
    GoodPracticeRecommended,
    GoodPracticeShared,
    GoodPracticeWithdrawn,
    PracticeEvent,
)


@value
class PracticeRow:
    """A practice as it stands: `draft`, `shared` or `withdrawn`.

    Each of its `channels` says who put the practice there and when. A withdrawn one keeps its
    title, text and pictures in the log only.
    """

    project_id: str
    practice_id: str
    unit_id: str
    drafted_by_unit_id: str
    title: str
    text: str
    pictures: Sequence[str]
    state: str
    recommended: bool
    channels: Sequence[dict[str, Any]]
    reason: str
    begun_at: datetime
    shared_at: datetime | None
    version: int


@value
class PracticeLine:
    """A practice with what is left to do.

    `reported` says that any, or all, of its channels have it, as the programme's rules ask (AMB-18);
    `pending` are the channels of which one, or each, is still open. `ready_text` is what people
    paste into a channel: it is entered only once (REQ-37).
    """

    practice: PracticeRow
    reported: bool
    pending: Sequence[Channel]
    ready_text: str


def key(recorded: Recorded[PracticeEvent]) -> Key:
    """Return the row of the practice that the event is about."""
    return (recorded.event.project_id, recorded.event.practice_id)


def practice_after(
    row: PracticeRow | None, recorded: Recorded[PracticeEvent]
) -> PracticeRow | None:
    """Return the practice after an event."""
    event = recorded.event
    match event:
        case GoodPracticeDrafted():
            return _drafted(row or _begun(event, recorded), event, recorded.version)
        case GoodPracticeShared():
            return _shared(row or _begun(event, recorded), event, recorded)
        case GoodPracticeChannelRecorded():
            return row and _in_channel(row, event, recorded)
        case GoodPracticeRecommended():
            return row and replace(row, recommended=True, version=recorded.version)
        case GoodPracticeWithdrawn():
            return row and _withdrawn(row, event, recorded.version)
        case _:
            assert_never(event)


def _begun(
    event: GoodPracticeDrafted | GoodPracticeShared, recorded: Recorded[PracticeEvent]
) -> PracticeRow:
    return PracticeRow(
        project_id=event.project_id,
        practice_id=event.practice_id,
        unit_id="",
        drafted_by_unit_id="",
        title=event.content.title,
        text=event.content.text,
        pictures=list(event.content.pictures),
        state="draft",
        recommended=False,
        channels=[],
        reason="",
        begun_at=recorded.occurred_at,
        shared_at=None,
        version=recorded.version,
    )


def _drafted(row: PracticeRow, event: GoodPracticeDrafted, version: int) -> PracticeRow:
    return replace(
        row,
        drafted_by_unit_id=event.unit_id,
        title=event.content.title,
        text=event.content.text,
        pictures=list(event.content.pictures),
        version=version,
    )


def _shared(
    row: PracticeRow, event: GoodPracticeShared, recorded: Recorded[PracticeEvent]
) -> PracticeRow:
    return replace(
        row,
        unit_id=event.unit_id,
        title=event.content.title,
        text=event.content.text,
        pictures=list(event.content.pictures),
        state="shared",
        shared_at=recorded.occurred_at,
        version=recorded.version,
    )


def _in_channel(
    row: PracticeRow, event: GoodPracticeChannelRecorded, recorded: Recorded[PracticeEvent]
) -> PracticeRow:
    entry = {
        "channel": event.channel,
        "by": event.by,
        "at": recorded.occurred_at.isoformat(),
        "message_id": event.message_id,
    }
    return replace(row, channels=[*row.channels, entry], version=recorded.version)


def _withdrawn(row: PracticeRow, event: GoodPracticeWithdrawn, version: int) -> PracticeRow:
    return replace(
        row,
        title="",
        text="",
        pictures=[],
        state="withdrawn",
        recommended=False,
        reason=event.reason,
        version=version,
    )


PRACTICES = Projection(
    name="good_practices",
    source="progress",
    table=good_practices,
    row=PracticeRow,
    key=key,
    fold=practice_after,
    features=frozenset({"good-practice"}),
)

REQUIRED = (
    sa.select(programme_rules.c.practice_channels_required)
    .where(
        programme_rules.c.projects.contains(sa.func.jsonb_build_array(good_practices.c.project_id))
    )
    .limit(1)
    .scalar_subquery()
    .label("required")
)


@value
class Wanted:
    """Which practices are asked for; "" asks for all. `after` is the last one already seen."""

    project: str = ""
    practice: str = ""
    after: tuple[datetime, str, str] | None = None
    limit: int = 1


async def listed(wanted: Wanted, caller: Caller, connection: Connection) -> Sequence[PracticeLine]:
    """Return the practices that are asked for and may be seen, the newest first."""
    order = (
        good_practices.c.begun_at,
        good_practices.c.project_id,
        good_practices.c.practice_id,
    )
    query = (
        sa.select(good_practices, REQUIRED)
        .where(practices_seen_by(caller))
        .order_by(*(column.desc() for column in order))
        .limit(wanted.limit)
    )
    if wanted.project:
        query = query.where(good_practices.c.project_id == wanted.project)
    if wanted.practice:
        query = query.where(good_practices.c.practice_id == wanted.practice)
    if wanted.after is not None:
        query = query.where(sa.tuple_(*order) < sa.tuple_(*wanted.after))
    sql, arguments = dynamic(query)
    return [_line(dict(row)) for row in await connection.fetch(sql, *arguments)]


def _line(columns: dict[str, Any]) -> PracticeLine:
    required = columns.pop("required")
    row = PracticeRow(**columns)
    recorded: set[str] = {entry["channel"] for entry in row.channels}
    missing: list[Channel] = [channel for channel in CHANNELS if channel not in recorded]
    reported = not missing or (required != "all" and bool(recorded))
    return PracticeLine(
        practice=row,
        reported=reported,
        pending=[] if reported else missing,
        ready_text=f"{row.title}\n\n{row.text}" if row.text else "",
    )
