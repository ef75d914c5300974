"""Since when and until when units led and joined projects, and when results were accepted.

Copies of what `applications` and `progress` recorded; they may lag, and what they say decides (X11).
Each row comes from one stream, and keeps every term, so that it does not matter what arrived first.
Moments are ISO 8601 in UTC; `until` is the first one that no longer counts, or None.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import asyncpg
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from services.evaluation.rules.projection import table as rules
from services.evaluation.tables import metadata
from shared.contracts.applications import (
    CODEC,
    ApplicationAccepted,
    LeadUnitDesignated,
    ParticipationEnded,
)
from shared.contracts.progress import ResultsAccepted, ResultsFrozen
from shared.domain import value
from shared.ids import ProgrammeId, ProjectId, UnitId
from shared.readmodels.projection import Key, Projection
from shared.store.codec import EventCodec
from shared.store.events import Recorded
from shared.store.sql import Connection, Statement
from shared.timing.workdays import end_of

type Term = Mapping[str, Any]
type PartEvent = ApplicationAccepted | ParticipationEnded
type TakenInEvent = ResultsAccepted | ResultsFrozen

RESULTS = EventCodec(TakenInEvent, ignore_unknown=True)
"""All that is read of the results: that they were taken in, never what is in them."""

lead_terms = sa.Table(
    "lead_term",
    metadata,
    sa.Column("project_id", sa.Text, primary_key=True),
    sa.Column("programme_id", sa.Text, nullable=False),
    sa.Column("terms", JSONB, nullable=False),
)

part_terms = sa.Table(
    "part_term",
    metadata,
    sa.Column("project_id", sa.Text, primary_key=True),
    sa.Column("unit_id", sa.Text, primary_key=True),
    sa.Column("programme_id", sa.Text, nullable=False),
    sa.Column("terms", JSONB, nullable=False),
)

taken_in = sa.Table(
    "results_taken_in",
    metadata,
    sa.Column("project_id", sa.Text, primary_key=True),
    sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("event_id", sa.Uuid, nullable=False),
    sa.Column("frozen", sa.Boolean, nullable=False),
)


@value
class LeadTerms:
    """The units that led a project, one after the other."""

    project_id: ProjectId
    programme_id: ProgrammeId
    terms: Sequence[Term]


@value
class PartTerms:
    """The times during which a unit took part in a project, and its role in each."""

    project_id: ProjectId
    unit_id: UnitId
    programme_id: ProgrammeId
    terms: Sequence[Term]


@value
class TakenIn:
    """When a project's results were accepted, or became final without that; whether they are final."""

    project_id: ProjectId
    accepted_at: datetime
    event_id: UUID
    frozen: bool = False


def ended(terms: Sequence[Term], at: datetime) -> list[Term]:
    """Return the terms with the last one ended, if it was open or would have lasted longer."""
    if not terms:
        return []
    last = terms[-1]
    if last["until"] is not None and datetime.fromisoformat(last["until"]) <= at:
        return list(terms)
    return [*terms[:-1], {**last, "until": at.astimezone(UTC).isoformat()}]


def fold_lead(row: LeadTerms | None, recorded: Recorded[LeadUnitDesignated]) -> LeadTerms:
    """Return the leads after a designation, which ends the term of the former one."""
    event, at = recorded.event, recorded.occurred_at
    known = row.terms if row else ()
    term = {
        "unit_id": event.unit_id,
        "executing_unit_id": event.executing_unit_id,
        "since": at.isoformat(),
        "until": None,
        "first": not known,
        "event_id": str(recorded.event_id),
    }
    return LeadTerms(
        project_id=event.project_id,
        programme_id=event.programme_id,
        terms=[*ended(known, at), term],
    )


def fold_part(row: PartTerms | None, recorded: Recorded[PartEvent]) -> PartTerms | None:
    """Return a unit's terms after it was accepted or left. The day it left on still counts."""
    event, at = recorded.event, recorded.occurred_at
    if isinstance(event, ParticipationEnded):
        return row and replace(row, terms=ended(row.terms, end_of(event.ended_on)))
    term = {
        "role": event.role,
        "since": at.isoformat(),
        "until": None,
        "event_id": str(recorded.event_id),
    }
    return PartTerms(
        project_id=event.project_id,
        unit_id=event.unit_id,
        programme_id=event.programme_id,
        terms=[*ended(row.terms if row else (), at), term],
    )


def fold_taken_in(row: TakenIn | None, recorded: Recorded[TakenInEvent]) -> TakenIn:
    """Return when results were accepted last; what was frozen unchecked is taken in by that."""
    event = recorded.event
    if row is not None and isinstance(event, ResultsFrozen) and event.form_check == "accepted":
        return replace(row, frozen=True)
    return TakenIn(
        project_id=event.project_id,
        accepted_at=recorded.occurred_at,
        event_id=recorded.event_id,
        frozen=isinstance(event, ResultsFrozen) or (row is not None and row.frozen),
    )


def key_of_lead(recorded: Recorded[Any]) -> Key | None:
    """Return the project whose lead was designated."""
    event = recorded.event
    return (event.project_id,) if isinstance(event, LeadUnitDesignated) else None


def key_of_part(recorded: Recorded[Any]) -> Key | None:
    """Return the project and unit whose part began or ended."""
    event = recorded.event
    if isinstance(event, ApplicationAccepted | ParticipationEnded):
        return event.project_id, event.unit_id
    return None


LEAD_TERMS = Projection(
    name="lead_term",
    source="applications",
    table=lead_terms,
    row=LeadTerms,
    key=key_of_lead,
    fold=fold_lead,
    events=CODEC,
)
PART_TERMS = Projection(
    name="part_term",
    source="applications",
    table=part_terms,
    row=PartTerms,
    key=key_of_part,
    fold=fold_part,
    events=CODEC,
)
TAKEN_IN = Projection(
    name="results_taken_in",
    source="progress",
    table=taken_in,
    row=TakenIn,
    key=lambda recorded: (recorded.event.project_id,),
    fold=fold_taken_in,
    events=RESULTS,
)


def _unfolded(terms: sa.Column[Any], *texts: str) -> Any:  # noqa: ANN401
    """Return a row's terms as rows of their own."""
    moments = (sa.column(name, sa.DateTime(timezone=True)) for name in ("since", "until"))
    return (
        sa.func.jsonb_to_recordset(terms)
        .table_valued(
            *moments,
            *(sa.column(name, sa.Text) for name in texts),
            sa.column("first", sa.Boolean),
            sa.column("event_id", sa.Uuid),
        )
        .render_derived(with_types=True)
        .lateral()
    )


_lead = _unfolded(lead_terms.c.terms, "unit_id", "executing_unit_id")
_part = _unfolded(part_terms.c.terms, "role")
_left = _unfolded(part_terms.c.terms, "role")
_at = sa.func.coalesce(taken_in.c.accepted_at, sa.text("'infinity'::timestamptz"))


def _lasts(term: Any) -> sa.ColumnElement[bool]:  # noqa: ANN401
    """Return whether a term lasts at the moment that counts: now, until results are accepted."""
    return sa.and_(term.c.since <= _at, sa.or_(term.c.until.is_(None), term.c.until > _at))


_resigned = (
    sa.select(sa.literal(1))
    .select_from(part_terms)
    .join(_left, sa.true())
    .where(
        part_terms.c.project_id == lead_terms.c.project_id,
        part_terms.c.unit_id == _lead.c.unit_id,
        _left.c.role == "lead",
        _left.c.until <= _at,
        _left.c.until > _lead.c.since,
    )
    .correlate(lead_terms, _lead, taken_in)
    .exists()
)
leading: Any = (
    sa.select(
        lead_terms.c.project_id,
        lead_terms.c.programme_id,
        _lead.c.unit_id,
        _lead.c.executing_unit_id,
        _lead.c.event_id,
        taken_in.c.event_id.label("taken_in_event_id"),
    )
    .select_from(lead_terms)
    .join(rules, rules.c.programme_id == lead_terms.c.programme_id)
    .join(taken_in, taken_in.c.project_id == lead_terms.c.project_id, isouter=True)
    .join(_lead, sa.true())
    .where(
        sa.or_(
            sa.and_(rules.c.lead_bonus == "at_acceptance", _lasts(_lead), ~_resigned),
            sa.and_(rules.c.lead_bonus == "first_lead", _lead.c.first),
        )
    )
    .subquery("leading")
)
"""Who leads each project as far as points go: whoever did at results acceptance (AMB-12)."""

joining: Any = (
    sa.select(
        part_terms.c.project_id,
        part_terms.c.programme_id,
        part_terms.c.unit_id,
        _part.c.event_id,
        taken_in.c.event_id.label("taken_in_event_id"),
    )
    .select_from(part_terms)
    .join(taken_in, taken_in.c.project_id == part_terms.c.project_id, isouter=True)
    .join(_part, sa.true())
    .where(_part.c.role == "co_lead", _lasts(_part))
    .subquery("joining")
)
"""Who was co-lead of each project at results acceptance (AMB-11)."""

_TAKEN_IN = Statement(
    sa.select(taken_in).where(taken_in.c.project_id == sa.bindparam("project_id"))
)


async def results_taken_in(
    project_id: ProjectId, reader: Connection | asyncpg.Pool
) -> TakenIn | None:
    """Return when a project's results were accepted, as far as is known here."""
    row = await _TAKEN_IN.fetch_one(reader, project_id=project_id)
    return None if row is None else TakenIn(**dict(row))


async def results_frozen(project_id: ProjectId, reader: Connection | asyncpg.Pool) -> bool:
    """Return whether a project's package is known here to be final (X8)."""
    known = await results_taken_in(project_id, reader)
    return known is not None and known.frozen
