"""What results and ledgers of a project must hold, as `applications` set it for its programme.

A target of a project is a sentence of its content and targets, byte for byte; targets are numbered
from 1.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

import sqlalchemy as sa
from pydantic import TypeAdapter

from services.progress.tables import programmes, projects
from shared.contracts.applications import (
    CODEC,
    ProgrammeDrafted,
    ProgrammeRulesSet,
    ProjectListed,
    ResultsForm,
    ResultsRule,
)
from shared.domain import value
from shared.ids import ProgrammeId
from shared.readmodels.projection import Key, Projection
from shared.store.events import Recorded
from shared.store.sql import Connection, Statement

SOURCE = "applications"
FULL_STOP = "。"
RULE = TypeAdapter(ResultsRule)


@value
class Programme:
    """A programme's opinions to rely on, and its rule for results, as JSON."""

    programme_id: str
    legal_basis: Sequence[str]
    results: Mapping[str, Any]


@value
class Project:
    """A project of the catalogue with its targets in order."""

    project_id: str
    programme_id: str
    title: str
    category: str
    targets: Sequence[str]


def programme_key(recorded: Recorded[object]) -> Key | None:
    """Return the row that an event of `applications` touches: one for each programme."""
    event = recorded.event
    if isinstance(event, ProgrammeDrafted | ProgrammeRulesSet):
        return (event.programme_id,)
    return None


def programme_after(
    row: Programme | None, recorded: Recorded[ProgrammeDrafted | ProgrammeRulesSet]
) -> Programme:
    """Return the programme after its draft or its rules: the newest count."""
    event = recorded.event
    row = row or Programme(programme_id=event.programme_id, legal_basis=(), results={})
    if isinstance(event, ProgrammeDrafted):
        return replace(row, legal_basis=event.legal_basis)
    return replace(row, results=asdict(event.results))


def project_key(recorded: Recorded[object]) -> Key | None:
    """Return the row that an event of `applications` touches: one for each listed project."""
    event = recorded.event
    return (event.project_id,) if isinstance(event, ProjectListed) else None


def project_after(_: Project | None, recorded: Recorded[ProjectListed]) -> Project:
    """Return the project as it was listed."""
    event = recorded.event
    return Project(
        project_id=event.project_id,
        programme_id=event.programme_id,
        title=event.title,
        category=event.category,
        targets=targets_of(event.content_and_targets),
    )


def targets_of(text: str) -> Sequence[str]:
    """Return the sentences of a project's content and targets."""
    sentences = (sentence.strip() for sentence in text.split(FULL_STOP))
    return [sentence + FULL_STOP for sentence in sentences if sentence]


PROGRAMMES = Projection(
    name="programmes",
    source=SOURCE,
    table=programmes,
    row=Programme,
    key=programme_key,
    fold=programme_after,
    events=CODEC,
)
PROJECTS = Projection(
    name="projects",
    source=SOURCE,
    table=projects,
    row=Project,
    key=project_key,
    fold=project_after,
    events=CODEC,
)

BY_PROJECT = Statement(
    sa.select(projects, programmes.c.legal_basis, programmes.c.results)
    .outerjoin_from(projects, programmes, projects.c.programme_id == programmes.c.programme_id)
    .where(projects.c.project_id == sa.bindparam("project_id"))
)


@value
class Asked:
    """What is asked of one project: its targets, and what its results must hold."""

    programme_id: ProgrammeId
    title: str
    category: str
    targets: Sequence[str]
    legal_basis: Sequence[str]
    held_by_unit: bool
    form: ResultsForm


async def asked_of(project_id: str, connection: Connection) -> Asked | None:
    """Return what is asked of a project; None for one that was never listed."""
    row = await BY_PROJECT.fetch_one(connection, project_id=project_id)
    if row is None:
        return None
    rule = RULE.validate_python(row["results"] or {})
    return Asked(
        programme_id=ProgrammeId(row["programme_id"]),
        title=row["title"],
        category=row["category"],
        targets=row["targets"],
        legal_basis=row["legal_basis"] or (),
        held_by_unit=rule.held_by_unit,
        form=form_of(rule, row["category"]),
    )


def form_of(rule: ResultsRule, category: str) -> ResultsForm:
    """Return what results of a category must hold; nothing of its own if no rule says so."""
    nothing = ResultsForm(category=category, sections=(), required_kinds=(), every_target=False)
    return next((form for form in rule.forms if form.category == category), nothing)
