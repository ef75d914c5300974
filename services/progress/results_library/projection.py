"""The results library: what was published, joined with results, ledgers and decisions when it is read."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONPATH

from services.progress.published import (
    copyable,
    decided_projects,
    passed_for_good,
    published_results,
)
from services.progress.tables import ledger_items, programmes, projects, results_packages
from shared.domain import value
from shared.readmodels.projection import Key, Projection
from shared.store.events import Recorded
from shared.store.sql import Connection, Statement, dynamic

from .events import LibraryEvent

TEXTS = ARRAY(sa.Text)

type LastSeen = tuple[int, int, str]


@value
class PublishedRow:
    """That a project's results were published, and when."""

    project_id: str
    programme_id: str
    published_at: datetime
    version: int


@value
class CopyableItem:
    """A system or model of a project. One that its unit holds is an entry only; ask the unit for it.

    `sha256` is the stored file, or "".
    """

    item_id: str
    kind: str
    title: str
    document_number: str
    pages: int
    sha256: str
    held_by_unit: bool
    filed_by_unit_id: str


@value
class LibraryEntry:
    """The published results of a project: never how many took part, nor anything about a person."""

    year: int
    number: int
    project_id: str
    programme_id: str
    title: str
    category: str
    unit_id: str
    participants: Sequence[str]
    summary: str
    sections: Sequence[Mapping[str, str]]
    rules_relied_on: Sequence[str]
    published_at: datetime
    items: Sequence[CopyableItem]


@value
class Sought:
    """Which results are sought; "", 0 and None seek all. `after` is the last one already seen."""

    words: str = ""
    category: str = ""
    year: int = 0
    project: str = ""
    after: LastSeen | None = None
    limit: int = 1


@value
class Publishable:
    """A project and what its publication rests on."""

    project_id: str
    programme_id: str
    number: int
    passed: bool


def key(recorded: Recorded[LibraryEvent]) -> Key:
    """Return the row of the project that the event is about."""
    return (recorded.event.project_id,)


def published_after(_: PublishedRow | None, recorded: Recorded[LibraryEvent]) -> PublishedRow:
    """Return that the project's results were published."""
    event = recorded.event
    return PublishedRow(
        project_id=event.project_id,
        programme_id=event.programme_id,
        published_at=recorded.occurred_at,
        version=recorded.version,
    )


LIBRARY = Projection(
    name="published_results",
    source="progress",
    table=published_results,
    row=PublishedRow,
    key=key,
    fold=published_after,
    features=frozenset({"results-library"}),
)

_PROJECT = projects.c.project_id
_NUMBER = sa.case((results_packages.c.state == "frozen", results_packages.c.number), else_=0)
_PUBLISHABLE = (
    sa.select(
        _PROJECT,
        projects.c.programme_id,
        sa.func.coalesce(_NUMBER, 0).label("number"),
        sa.func.coalesce(passed_for_good, sa.false()).label("passed"),
    )
    .outerjoin_from(projects, results_packages, results_packages.c.project_id == _PROJECT)
    .outerjoin(decided_projects, decided_projects.c.project_id == _PROJECT)
    .order_by(projects.c.number)
)
_OF_PROGRAMME = Statement(
    _PUBLISHABLE.where(projects.c.programme_id == sa.bindparam("programme_id"))
)
_OF_PROJECT = Statement(_PUBLISHABLE.where(sa.bindparam("project_id") == _PROJECT))

_YEAR = sa.func.coalesce(programmes.c.year, 0)
_ORDER: Sequence[sa.ColumnElement[Any]] = (-_YEAR, projects.c.number, _PROJECT)
_WRITTEN = sa.cast(
    sa.func.jsonb_path_query_array(results_packages.c.sections, sa.cast("$[*].text", JSONPATH)),
    sa.Text,
)
_ENTRIES = (
    sa.select(
        _YEAR.label("year"),
        projects.c.number,
        *(_PROJECT, projects.c.programme_id, projects.c.title, projects.c.category),
        *(
            results_packages.c[name]
            for name in ("unit_id", "participants", "summary", "sections", "rules_relied_on")
        ),
        published_results.c.published_at,
    )
    .join_from(published_results, projects, published_results.c.project_id == _PROJECT)
    .join(results_packages, results_packages.c.project_id == _PROJECT)
    .join(decided_projects, decided_projects.c.project_id == _PROJECT)
    .outerjoin(programmes, programmes.c.programme_id == projects.c.programme_id)
    .where(passed_for_good)
    .order_by(*_ORDER)
)
ITEM = ("item_id", "kind", "title", "document_number", "pages", "sha256", "held_by_unit")
_ITEMS = (
    sa.select(
        ledger_items.c.project_id,
        *(ledger_items.c[name] for name in ITEM),
        ledger_items.c.filed_by_unit_id,
    )
    .where(copyable)
    .order_by(ledger_items.c.dated, ledger_items.c.item_id)
)


async def publishable_in(programme_id: str, connection: Connection) -> Sequence[Publishable]:
    """Return every project of a programme by number, and whether it may be published."""
    rows = await _OF_PROGRAMME.fetch(connection, programme_id=programme_id)
    return [Publishable(**dict(row)) for row in rows]


async def publishable(project_id: str, connection: Connection) -> Publishable | None:
    """Return whether a project may be published; None for one that was never listed."""
    row = await _OF_PROJECT.fetch_one(connection, project_id=project_id)
    return None if row is None else Publishable(**dict(row))


async def entries(sought: Sought, connection: Connection) -> Sequence[LibraryEntry]:
    """Return the results that are sought and stand: the newest year first, by number."""
    sql, arguments = dynamic(_narrowed(sought))
    rows = [dict(row) for row in await connection.fetch(sql, *arguments)]
    shown = [row["project_id"] for row in rows]
    sql, arguments = dynamic(
        _ITEMS.where(ledger_items.c.project_id == sa.any_(sa.literal(shown, TEXTS)))
    )
    items = [dict(row) for row in await connection.fetch(sql, *arguments)]
    return [LibraryEntry(**row, items=_of(row["project_id"], items)) for row in rows]


def _of(project_id: str, items: Sequence[Mapping[str, Any]]) -> Sequence[CopyableItem]:
    return [
        CopyableItem(**{name: text for name, text in item.items() if name != "project_id"})
        for item in items
        if item["project_id"] == project_id
    ]


def _narrowed(sought: Sought) -> sa.Select[Any]:
    query = _ENTRIES.limit(sought.limit)
    for word in sought.words.split():
        texts = (projects.c.title, results_packages.c.summary, _WRITTEN)
        query = query.where(sa.or_(*(text.icontains(word, autoescape=True) for text in texts)))
    if sought.category:
        query = query.where(projects.c.category == sought.category)
    if sought.year:
        query = query.where(programmes.c.year == sought.year)
    if sought.project:
        query = query.where(sought.project == _PROJECT)
    if sought.after is not None:
        year, number, project = sought.after
        query = query.where(sa.tuple_(*_ORDER) > sa.tuple_(-year, number, project))
    return query
