"""Results packages as they stand, joined with their deadlines when they are read."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any, Literal, assert_never

import sqlalchemy as sa

from services.progress.tables import deadlines, results_packages
from shared.domain import value
from shared.readmodels.projection import Key, Projection
from shared.store.events import Recorded
from shared.store.sql import Connection, Statement

from .events import (
    ResultsAccepted,
    ResultsEvent,
    ResultsFrozen,
    ResultsReturned,
    ResultsSubmitted,
)

type Timeliness = Literal["in_time", "within_grace", "late"]


@value
class PackageRow:
    """A package as it was handed in last. `state` says how far it has come.

    It is submitted, returned, accepted, or frozen; `form_check` still says, of a frozen one, how far
    the organiser had come. `missing` and `advice` are those of the last return.
    """

    project_id: str
    programme_id: str
    number: int
    category: str
    unit_id: str
    filed_by_unit_id: str
    summary: str
    sections: Sequence[Mapping[str, str]]
    rules_relied_on: Sequence[str]
    party_organisations: int
    party_members: int
    participants: Sequence[str]
    manifest: Sequence[Mapping[str, str]]
    manifest_sha256: str
    bare_targets: Sequence[int]
    state: str
    form_check: str
    missing: Sequence[str]
    advice: str
    submitted_at: datetime
    freezes_at: datetime
    version: int


@value
class TimedPackage:
    """A package and whether it first came in time; a late one stays marked (REQ-30)."""

    package: PackageRow
    timeliness: Timeliness


def key(recorded: Recorded[ResultsEvent]) -> Key:
    """Return the row of the project that the event is about."""
    return (recorded.event.project_id,)


def package_after(row: PackageRow | None, recorded: Recorded[ResultsEvent]) -> PackageRow | None:
    """Return the package after an event."""
    event = recorded.event
    if isinstance(event, ResultsSubmitted):
        return _submitted(event, row, recorded)
    if row is None:
        return None
    row = replace(row, version=recorded.version)
    match event:
        case ResultsReturned():
            return replace(
                row,
                state="returned",
                form_check="returned",
                missing=list(event.missing),
                advice=event.advice,
            )
        case ResultsAccepted():
            return replace(row, state="accepted", form_check="accepted")
        case ResultsFrozen():
            return replace(row, state="frozen", manifest_sha256=event.manifest_sha256)
        case _:
            assert_never(event)


def _submitted(
    event: ResultsSubmitted, before: PackageRow | None, recorded: Recorded[ResultsEvent]
) -> PackageRow:
    return PackageRow(
        project_id=event.project_id,
        programme_id=event.programme_id,
        number=event.number,
        category=event.category,
        unit_id=event.unit_id,
        filed_by_unit_id=event.filed_by_unit_id,
        **_content(event),
        participants=list(event.participants),
        manifest=[asdict(line) for line in event.manifest],
        manifest_sha256="",
        bare_targets=list(event.bare_targets),
        state="submitted",
        form_check="pending",
        missing=before.missing if before else (),
        advice=before.advice if before else "",
        submitted_at=recorded.occurred_at,
        freezes_at=event.freezes_at,
        version=recorded.version,
    )


def _content(event: ResultsSubmitted) -> dict[str, Any]:
    content = event.content
    return {
        "summary": content.summary,
        "sections": [asdict(section) for section in content.sections],
        "rules_relied_on": list(content.rules_relied_on),
        "party_organisations": content.party_organisations,
        "party_members": content.party_members,
    }


RESULTS = Projection(
    name="results_packages",
    source="progress",
    table=results_packages,
    row=PackageRow,
    key=key,
    fold=package_after,
    features=frozenset({"results-package"}),
)

TIMELINESS = sa.case(
    (deadlines.c.state == "met_late", "late"),
    (deadlines.c.within_grace, "within_grace"),
    else_="in_time",
).label("timeliness")
OWN_DEADLINE = sa.and_(
    deadlines.c.obligation == "results", deadlines.c.subject == results_packages.c.project_id
)
BY_PROJECT = Statement(
    sa.select(results_packages, TIMELINESS)
    .outerjoin_from(results_packages, deadlines, OWN_DEADLINE)
    .where(results_packages.c.project_id == sa.bindparam("project_id"))
)


async def package_of(project_id: str, connection: Connection) -> TimedPackage | None:
    """Return a project's package as it stands; None while nothing was handed in."""
    found = await BY_PROJECT.fetch_one(connection, project_id=project_id)
    if found is None:
        return None
    row = dict(found)
    return TimedPackage(timeliness=row.pop("timeliness"), package=PackageRow(**row))
