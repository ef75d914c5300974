"""Every programme with its notice, its rules and its announcement."""

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import date, datetime
from typing import Any, Literal, assert_never

import orjson
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from services.applications.tables import metadata
from shared.domain import value
from shared.ids import ProgrammeId
from shared.readmodels.projection import Key, Projection
from shared.store.codec import canonical
from shared.store.events import Recorded
from shared.store.sql import Connection, Statement

from .events import (
    ProgrammeAnnounced,
    ProgrammeCorrected,
    ProgrammeDrafted,
    ProgrammeEvent,
    ProgrammeRulesSet,
)

table = sa.Table(
    "programmes",
    metadata,
    sa.Column("programme_id", sa.Text, primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("year", sa.Integer, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("document_number", sa.Text, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("title_en", sa.Text, nullable=False),
    sa.Column("issue_date", sa.Date),
    sa.Column("announced_at", sa.DateTime(timezone=True)),
    sa.Column("lead_applications_close_at", sa.DateTime(timezone=True)),
    sa.Column("applications_close_at", sa.DateTime(timezone=True)),
    sa.Column("supplementary_close_at", sa.DateTime(timezone=True)),
    sa.Column("notice", JSONB, nullable=False),
    sa.Column("rules", JSONB, nullable=False),
    sa.Column("announcement", JSONB, nullable=False),
    sa.Column("corrections", JSONB, nullable=False),
)
ONE_A_YEAR = sa.Index(
    "programmes_one_announced_a_year",
    table.c.year,
    unique=True,
    postgresql_where=table.c.announced_at.is_not(None),
)
"""Two announcements of one year cannot both be committed, however close they come (REQ-02)."""


@value
class Programme:
    """A programme. `rules` and `announcement` are the facts as they were recorded.

    `notice` is as it reads now; `corrections` say how each text read before, oldest first (REQ-01).
    """

    programme_id: ProgrammeId
    version: int
    year: int
    status: Literal["drafted", "announced"]
    document_number: str
    title: str
    title_en: str
    issue_date: date | None
    announced_at: datetime | None = None
    lead_applications_close_at: datetime | None = None
    applications_close_at: datetime | None = None
    supplementary_close_at: datetime | None = None
    notice: dict[str, Any]
    rules: dict[str, Any]
    announcement: dict[str, Any]
    corrections: list[dict[str, Any]]


@value
class ProgrammeEntry:
    """A programme in a list."""

    programme_id: ProgrammeId
    year: int
    status: Literal["drafted", "announced"]
    document_number: str
    title: str
    title_en: str
    issue_date: date | None
    applications_close_at: datetime | None


def as_json(event: ProgrammeEvent) -> dict[str, Any]:
    """Return a fact as the JSON in which it is stored."""
    return orjson.loads(canonical(event))


def key(recorded: Recorded[ProgrammeEvent]) -> Key:
    """Return the row an event touches."""
    return (recorded.event.programme_id,)


def fold(row: Programme | None, recorded: Recorded[ProgrammeEvent]) -> Programme | None:
    """Return the programme after an event."""
    match recorded.event:
        case ProgrammeDrafted() as drafted:
            return Programme(
                programme_id=drafted.programme_id,
                version=recorded.version,
                year=drafted.year,
                status="drafted",
                document_number=drafted.document_number,
                title=drafted.title,
                title_en=drafted.title_en,
                issue_date=drafted.issue_date,
                notice=as_json(drafted),
                rules={},
                announcement={},
                corrections=[],
            )
        case ProgrammeRulesSet() as rules:
            return row and replace(row, version=recorded.version, rules=as_json(rules))
        case ProgrammeAnnounced() as announced:
            return row and _announced(row, announced, recorded)
        case ProgrammeCorrected() as corrected:
            return row and _corrected(row, corrected, recorded)
        case _:
            assert_never(recorded.event)


def _announced(
    row: Programme, announced: ProgrammeAnnounced, recorded: Recorded[ProgrammeEvent]
) -> Programme:
    lead = next(each for each in announced.obligations if each.kind == "lead_application")
    return replace(
        row,
        version=recorded.version,
        status="announced",
        issue_date=announced.issue_date,
        announced_at=recorded.occurred_at,
        lead_applications_close_at=lead.due_at,
        applications_close_at=announced.applications_close_at,
        supplementary_close_at=announced.supplementary_close_at,
        announcement=as_json(announced),
    )


def _corrected(
    row: Programme, corrected: ProgrammeCorrected, recorded: Recorded[ProgrammeEvent]
) -> Programme:
    notice = row.notice | {corrected.field: corrected.text}
    said = as_json(corrected) | {"corrected_at": _written(recorded.occurred_at)}
    return replace(
        row,
        version=recorded.version,
        document_number=notice["document_number"],
        title=notice["title"],
        title_en=notice["title_en"],
        notice=notice,
        corrections=[*row.corrections, said],
    )


def _written(moment: datetime) -> str:
    return orjson.loads(canonical(moment))


PROGRAMMES = Projection(
    name="programmes",
    source="applications",
    table=table,
    row=Programme,
    key=key,
    fold=fold,
    features=frozenset({"programme"}),
)

_ENTRIES = Statement(
    sa.select(*(table.c[entry.name] for entry in fields(ProgrammeEntry)))
    .where(table.c.announced_at.is_not(None) | sa.bindparam("drafts", type_=sa.Boolean))
    .order_by(table.c.year.desc(), table.c.programme_id)
)
_ONE = Statement(sa.select(table).where(table.c.programme_id == sa.bindparam("programme_id")))
_ANNOUNCED = Statement(
    sa.select(table.c.programme_id)
    .where(table.c.year == sa.bindparam("year"))
    .where(table.c.announced_at.is_not(None))
)


async def programmes(connection: Connection, *, drafts: bool) -> Sequence[ProgrammeEntry]:
    """Return the announced programmes, newest year first, and the drafts if asked for."""
    rows = await _ENTRIES.fetch(connection, drafts=drafts)
    return [ProgrammeEntry(**dict(row)) for row in rows]


async def programme_with(programme_id: ProgrammeId, connection: Connection) -> Programme | None:
    """Return the programme, if there is one."""
    row = await _ONE.fetch_one(connection, programme_id=programme_id)
    return Programme(**dict(row)) if row else None


async def announced_in(year: int, connection: Connection) -> ProgrammeId | None:
    """Return the programme that is announced for a year, if one is."""
    row = await _ANNOUNCED.fetch_one(connection, year=year)
    return row["programme_id"] if row else None
