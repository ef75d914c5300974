"""Programmes and projects, as `applications` recorded them, and what they ask of results.

A target of a project is a sentence of its content and targets, byte for byte; targets are numbered
from 1.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, field, replace
from typing import Any, Literal

import sqlalchemy as sa
from pydantic import TypeAdapter

from services.progress.recurrence import MonthlyDay
from services.progress.tables import leads, participations, programmes, projects, teams
from shared.contracts.applications import (
    CODEC,
    ProgrammeAnnounced,
    ProgrammeDrafted,
    ProgrammeRulesSet,
    ProjectListed,
)
from shared.contracts.programme_rules import ResultsForm, ResultsRule
from shared.domain import value
from shared.ids import ProgrammeId
from shared.readmodels.projection import Key, Projection
from shared.store.events import Recorded
from shared.store.sql import Connection, Statement

SOURCE = "applications"
FULL_STOP = "。"
RULE = TypeAdapter(ResultsRule)

type PlanReaders = Literal["lead", "lead_and_organiser", "participants"]


@value
class Programme:
    """What a programme says about plans.

    `legal_basis` is offered to every scheme (REQ-10); `scheme_addressee` is the body that schemes go
    to (AMB-15), or ""; `plan_readers` says who reads a co-lead's plan in full (AMB-32);
    `monthly_day` which day of a month's first week is meant (AMB-26); `results` is the rule for results
    packages, as JSON; `year` is known from the announcement on, 0 until then.
    """

    programme_id: str
    legal_basis: Sequence[str] = ()
    scheme_addressee: str = ""
    plan_readers: PlanReaders = "lead_and_organiser"
    monthly_day: MonthlyDay = "first_such_day"
    results: Mapping[str, Any] = field(default_factory=dict[str, Any])
    year: int = 0


@value
class ProjectText:
    """A project's number, title and text, as printed."""

    project_id: str
    programme_id: str
    number: int
    title: str
    category: str
    content_and_targets: str


@value
class Terms:
    """How a project stands: who leads and co-leads it, its text, and the programme's settings.

    `set_up` are the units that registered a team, `staffed` those that named a liaison.
    """

    lead_unit_id: str
    executing_unit_id: str
    co_leads: frozenset[str]
    set_up: frozenset[str]
    staffed: frozenset[str]
    text: str
    programme: Programme

    def acts_for_the_lead(self, unit: str) -> bool:
        """Return whether a unit is the lead or may act for it (AMB-13)."""
        return bool(unit) and unit in (self.lead_unit_id, self.executing_unit_id)


def programme_key(recorded: Recorded[object]) -> Key | None:
    """Return the row that an event of `applications` touches: one for each programme."""
    event = recorded.event
    if isinstance(event, ProgrammeDrafted | ProgrammeRulesSet | ProgrammeAnnounced):
        return (event.programme_id,)
    return None


def programme_after(
    row: Programme | None,
    recorded: Recorded[ProgrammeDrafted | ProgrammeRulesSet | ProgrammeAnnounced],
) -> Programme:
    """Return the programme after it was drafted or announced, or after its rules were set."""
    event = recorded.event
    row = row or Programme(programme_id=event.programme_id)
    if isinstance(event, ProgrammeDrafted):
        return replace(row, legal_basis=list(event.legal_basis))
    if isinstance(event, ProgrammeAnnounced):
        return replace(row, year=event.year)
    desks = (filing.addressee for filing in event.filings if filing.kind == "lead_scheme")
    return replace(
        row,
        scheme_addressee=next(desks, ""),
        plan_readers=event.plan_readers,
        monthly_day=event.monthly_day,
        results=asdict(event.results),
    )


def project_key(recorded: Recorded[object]) -> Key | None:
    """Return the row that an event of `applications` touches: one for each project."""
    event = recorded.event
    return (event.project_id,) if isinstance(event, ProjectListed) else None


def project_after(_: ProjectText | None, recorded: Recorded[ProjectListed]) -> ProjectText:
    """Return the project as it was listed last."""
    event = recorded.event
    return ProjectText(
        project_id=event.project_id,
        programme_id=event.programme_id,
        number=event.number,
        title=event.title,
        category=event.category,
        content_and_targets=event.content_and_targets,
    )


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
    row=ProjectText,
    key=project_key,
    fold=project_after,
    events=CODEC,
)

_CO_LEADS = (
    sa.select(participations.c.unit_id)
    .where(participations.c.project_id == leads.c.project_id)
    .where(participations.c.role == "co_lead", participations.c.unit_id != leads.c.unit_id)
    .correlate(leads)
    .scalar_subquery()
)
_SET_UP = (
    sa.select(teams.c.unit_id)
    .where(teams.c.project_id == leads.c.project_id, teams.c.registered)
    .correlate(leads)
    .scalar_subquery()
)
_STAFFED = (
    sa.select(teams.c.unit_id)
    .where(teams.c.project_id == leads.c.project_id, teams.c.liaison != "")
    .correlate(leads)
    .scalar_subquery()
)
UNITS = ("co_leads", "set_up", "staffed")
_TERMS = Statement(
    sa.select(
        leads.c.unit_id.label("lead_unit_id"),
        leads.c.executing_unit_id,
        sa.func.array(_CO_LEADS).label("co_leads"),
        sa.func.array(_SET_UP).label("set_up"),
        sa.func.array(_STAFFED).label("staffed"),
        projects.c.content_and_targets.label("text"),
        programmes,
    )
    .outerjoin_from(leads, projects, projects.c.project_id == leads.c.project_id)
    .outerjoin(programmes, programmes.c.programme_id == projects.c.programme_id)
    .where(leads.c.project_id == sa.bindparam("project_id"))
)


async def terms_of(project_id: str, connection: Connection) -> Terms | None:
    """Return how a project stands; None for one that nobody leads.

    What has not come from `applications` yet is as a programme without particulars has it.
    """
    row = await _TERMS.fetch_one(connection, project_id=project_id)
    if row is None:
        return None
    found = dict(row)
    terms = {name: found.pop(name) for name in ("lead_unit_id", "executing_unit_id")}
    co_leads, set_up, staffed = (frozenset[str](found.pop(name)) for name in UNITS)
    text = found.pop("text") or ""
    known = found["programme_id"] is not None
    programme = Programme(**found) if known else Programme(programme_id="")
    return Terms(
        **terms,
        co_leads=co_leads,
        set_up=set_up,
        staffed=staffed,
        text=text,
        programme=programme,
    )


_PROGRAMME = Statement(
    sa.select(projects.c.programme_id).where(projects.c.project_id == sa.bindparam("project_id"))
)


async def programme_of(project_id: str, connection: Connection) -> ProgrammeId:
    """Return the programme that a project was listed in; "" for one that never was."""
    row = await _PROGRAMME.fetch_one(connection, project_id=project_id)
    return ProgrammeId(row["programme_id"] if row else "")


def targets_of(text: str) -> Sequence[str]:
    """Return the sentences of a project's content and targets."""
    sentences = (sentence.strip() for sentence in text.split(FULL_STOP))
    return [sentence + FULL_STOP for sentence in sentences if sentence]


_ASKED = Statement(
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
    row = await _ASKED.fetch_one(connection, project_id=project_id)
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
