"""The files that were handed in, by whom, and who may see them."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from services.progress.published import copyable
from services.progress.scope import own_unit, practices_seen_by, visible_to
from services.progress.tables import evidence, good_practices, ledger_items, progress_reports
from shared.domain import value
from shared.http.caller import Caller
from shared.readmodels.projection import Key, Projection
from shared.store.events import Recorded
from shared.store.sql import Connection, dynamic

from .events import EvidenceEvent

TEXTS = ARRAY(sa.Text)


@value
class EvidenceRow:
    """One person's hand-in of one content."""

    sha256: str
    uploaded_by: str
    unit_id: str
    name: str
    media_type: str
    bytes: int
    width: int
    height: int
    stored_at: datetime


def key(recorded: Recorded[EvidenceEvent]) -> Key:
    """Return the row of this content and this person."""
    return (recorded.event.sha256, recorded.event.uploaded_by)


def row_after(_: EvidenceRow | None, recorded: Recorded[EvidenceEvent]) -> EvidenceRow:
    """Return the row after a hand-in."""
    event = recorded.event
    return EvidenceRow(
        sha256=event.sha256,
        uploaded_by=event.uploaded_by,
        unit_id=event.unit_id,
        name=event.name,
        media_type=event.media_type,
        bytes=event.bytes,
        width=event.width,
        height=event.height,
        stored_at=recorded.recorded_at,
    )


EVIDENCE = Projection(
    name="evidence",
    source="progress",
    table=evidence,
    row=EvidenceRow,
    key=key,
    fold=row_after,
    features=frozenset({"evidence"}),
)


def _handed_in_by(caller: Caller) -> sa.ColumnElement[bool]:
    unit = own_unit(caller)
    mine = evidence.c.uploaded_by == caller.id
    return sa.or_(mine, evidence.c.unit_id == unit) if unit else mine


async def handed_in(files: Sequence[str], caller: Caller, connection: Connection) -> frozenset[str]:
    """Return which of these contents the caller or the caller's unit has handed in.

    Only those may go into a ledger: naming the digest of a foreign file must not open it.
    """
    return await _handed_in(files, caller, connection, sa.true())


async def pictures_handed_in(
    pictures: Sequence[str], caller: Caller, connection: Connection
) -> frozenset[str]:
    """Return which of these contents are pictures that the caller or the caller's unit has handed in.

    Only those may go into a report: naming the digest of a foreign picture must not open it.
    """
    return await _handed_in(pictures, caller, connection, evidence.c.width > 0)


async def _handed_in(
    files: Sequence[str], caller: Caller, connection: Connection, kind: sa.ColumnElement[bool]
) -> frozenset[str]:
    query = (
        sa.select(evidence.c.sha256)
        .distinct()
        .where(
            evidence.c.sha256 == sa.any_(sa.literal(list(files), TEXTS)),
            _handed_in_by(caller),
            kind,
        )
    )
    sql, arguments = dynamic(query)
    return frozenset(row["sha256"] for row in await connection.fetch(sql, *arguments))


async def seen_by(sha256: str, caller: Caller, connection: Connection) -> EvidenceRow | None:
    """Return a file that the caller handed in, or sees in a report, practice, ledger or library.

    The own hand-in comes first, so that people find their file under the name they gave it.
    """
    mine = _handed_in_by(caller)
    in_report = sa.exists().where(
        progress_reports.c.pictures.contains([sha256]),
        visible_to(caller, progress_reports.c.project_id),
    )
    in_practice = sa.exists().where(
        good_practices.c.pictures.contains([sha256]), practices_seen_by(caller)
    )
    in_ledger = sa.exists().where(
        ledger_items.c.sha256 == sha256, visible_to(caller, ledger_items.c.project_id)
    )
    in_library = sa.exists().where(ledger_items.c.sha256 == sha256, copyable)
    query = (
        sa.select(evidence)
        .where(
            evidence.c.sha256 == sha256, sa.or_(mine, in_report, in_practice, in_ledger, in_library)
        )
        .order_by(sa.desc(mine), evidence.c.stored_at, evidence.c.uploaded_by)
        .limit(1)
    )
    sql, arguments = dynamic(query)
    row = await connection.fetchrow(sql, *arguments)
    return None if row is None else EvidenceRow(**dict(row))
