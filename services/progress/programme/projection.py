"""What results and ledgers of a project must hold, as `applications` set it for its programme.

A target of a project is a sentence of its content and targets, byte for byte; targets are numbered
from 1.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from pydantic import TypeAdapter

from services.progress.tables import programmes, projects
from shared.contracts.programme_rules import ResultsForm, ResultsRule
from shared.domain import value
from shared.ids import ProgrammeId
from shared.store.sql import Connection, Statement

FULL_STOP = "。"
RULE = TypeAdapter(ResultsRule)


def targets_of(text: str) -> Sequence[str]:
    """Return the sentences of a project's content and targets."""
    sentences = (sentence.strip() for sentence in text.split(FULL_STOP))
    return [sentence + FULL_STOP for sentence in sentences if sentence]


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
        targets=targets_of(row["content_and_targets"]),
        legal_basis=row["legal_basis"] or (),
        held_by_unit=rule.held_by_unit,
        form=form_of(rule, row["category"]),
    )


def form_of(rule: ResultsRule, category: str) -> ResultsForm:
    """Return what results of a category must hold; nothing of its own if no rule says so."""
    nothing = ResultsForm(category=category, sections=(), required_kinds=(), every_target=False)
    return next((form for form in rule.forms if form.category == category), nothing)
