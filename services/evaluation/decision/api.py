"""Closing rounds over HTTP."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import Depends, Path
from pydantic import BaseModel, ConfigDict

from services.evaluation.bars import bar_of
from services.evaluation.catalogue.decider import NoSuchProject
from services.evaluation.catalogue.projection import ListedProject, parties, project
from services.evaluation.contact import barred_contact
from services.evaluation.obligation.projection import obligations, time_for_results_over
from services.evaluation.panel.projection import panel
from services.evaluation.participation.projection import results_frozen
from services.evaluation.review.commands import CloseReview
from services.evaluation.review.decider import DECIDER as REVIEW_DECIDER
from services.evaluation.review.decider import SheetReplaced
from services.evaluation.review.events import review_of
from services.evaluation.review.projection import ReviewRow, reviews
from services.evaluation.rules.api import procedure_of
from services.evaluation.rules.decider import USUAL_MIN_VALID
from services.evaluation.rules.projection import rules
from services.evaluation.running import running_routes
from services.evaluation.sheets import unseal
from shared.domain import NotPermitted
from shared.http.caller import Caller
from shared.http.problems import refusals
from shared.http.requests import Context, Resources, may
from shared.http.rights import Capability, Role
from shared.http.validation import Line
from shared.ids import SLUG_PATTERN, AccountId
from shared.resources import OpenResources
from shared.store.events import Receipt
from shared.store.handle import KeyReused, Reaction, handle_together

from .commands import CloseRound, FindResultsMissing, UnsealedSheet
from .decider import (
    DECIDER,
    AlreadyEvaluated,
    ResultsAreIn,
    ResultsTimeNotOver,
    SealBroken,
    SheetsAreIn,
    TooFewSheets,
)
from .events import ProcessFact, decision_of

router = running_routes("decision", "/projects/{project_id}")

type Id = Annotated[str, Path(pattern=SLUG_PATTERN, max_length=80)]
ORGANISER = frozenset({Role.STAFF, Role.LEADER})


class OnlyTheOrganiser(NotPermitted):
    zh = "结束评审由工委工作人员或领导办理。"
    en = "Only the organiser closes a round: its staff computes, its leader may too."
    rule = "domain.md 4"


async def organiser(caller: Annotated[Caller, Depends(may(Capability.DECISION, "R"))]) -> Caller:
    """Return the caller if it is the organiser: the staff computes, the leader may as well."""
    if not caller.roles & ORGANISER:
        raise OnlyTheOrganiser
    return caller


Organiser = Annotated[Caller, Depends(organiser)]


class NoResults(BaseModel):
    """Why the organiser takes it that a project has no results to be judged."""

    model_config = ConfigDict(extra="forbid")

    reason: Line


@router.post(
    "/round/closing",
    responses=refusals(
        OnlyTheOrganiser,
        NoSuchProject,
        AlreadyEvaluated,
        TooFewSheets,
        SealBroken,
        SheetReplaced,
        KeyReused,
    ),
)
async def close_round(
    project_id: Id,
    _: Organiser,
    resources: Resources,
    context: Context,
) -> Receipt:
    """Close a project's round: open its sheets, check every seal, and compute the outcome.

    Decision and sheets change in one transaction, so no sheet is replaced in between.
    """
    found = await project(resources.pool, project_id)
    if found is None:
        raise NoSuchProject
    rows = await reviews(resources.pool, project_id)
    in_force = await rules(resources.pool, found.programme_id)
    command = CloseRound(
        programme_id=found.programme_id,
        project_id=found.project_id,
        category=found.category,
        sheets=await unsealed(resources, found, [row for row in rows if opens(row)]),
        min_score=in_force.min_score or 0,
        min_valid=in_force.min_valid or USUAL_MIN_VALID,
        aggregate=procedure_of(in_force).aggregate,
        facts=await facts_of(resources, project_id),
        process_gate=procedure_of(in_force).process_gate,
    )
    return await handle_together(
        [Reaction(command, DECIDER, decision_of(found.project_id)), *closing(rows)],
        resources.store,
        context,
    )


@router.put(
    "/round/no-results",
    responses=refusals(
        OnlyTheOrganiser,
        NoSuchProject,
        AlreadyEvaluated,
        SheetsAreIn,
        ResultsAreIn,
        ResultsTimeNotOver,
        KeyReused,
    ),
)
async def find_results_missing(
    project_id: Id,
    finding: NoResults,
    caller: Organiser,
    resources: Resources,
    context: Context,
) -> Receipt:
    """Close the round of a project whose time for results passed without any: `not_submitted`."""
    found = await project(resources.pool, project_id)
    if found is None:
        raise NoSuchProject
    rows = await reviews(resources.pool, project_id)
    in_force = await rules(resources.pool, found.programme_id)
    command = FindResultsMissing(
        programme_id=found.programme_id,
        project_id=found.project_id,
        category=found.category,
        handed_in=sum(1 for row in rows if row.handed_in),
        frozen=await results_frozen(found.project_id, resources.pool),
        time_over=await time_for_results_over(resources.pool, project_id),
        min_score=in_force.min_score or 0,
        min_valid=in_force.min_valid or USUAL_MIN_VALID,
        reason=finding.reason,
        by=AccountId(caller.id),
    )
    return await handle_together(
        [Reaction(command, DECIDER, decision_of(found.project_id)), *closing(rows)],
        resources.store,
        context,
    )


async def facts_of(resources: OpenResources, project_id: str) -> tuple[ProcessFact, ...]:
    """Return what is known of a project's process: what was owed, and how it stands."""
    return tuple(
        ProcessFact(
            obligation=row.obligation, subject=row.subject, label=row.label, status=row.status
        )
        for row in await obligations(resources.pool, project_id)
    )


def opens(row: ReviewRow) -> bool:
    """Return whether a sheet is opened with its round: one that is in, also of a voided review."""
    return bool(row.sheet) and not row.reopened


def closing(rows: Sequence[ReviewRow]) -> Sequence[Reaction[Any, Any, Any]]:
    """Return the closing of every review with the sheet that was read."""
    return [
        Reaction(
            CloseReview(
                programme_id=row.programme_id,
                project_id=row.project_id,
                reviewer_id=row.reviewer_id,
                sheet=row.handed_in,
            ),
            REVIEW_DECIDER,
            review_of(row.project_id, row.reviewer_id),
        )
        for row in rows
    ]


async def unsealed(
    resources: OpenResources, found: ListedProject, rows: list[ReviewRow]
) -> tuple[UnsealedSheet, ...]:
    """Return the sheets of a project out of their boxes; one that does not open is refused."""
    taking_part = await parties(resources.pool, found.project_id)
    contact = await barred_contact(resources.pool, found.project_id)
    sitting = await panel(resources.pool, found.programme_id)
    opened: list[UnsealedSheet] = []
    for row in rows:
        sheet = await unseal(resources.vault, row.sealed)
        if sheet is None:
            raise SealBroken(reviewer=row.reviewer_id)
        units = {row.unit_id, sitting.members.get(row.reviewer_id, "")}
        recused = sitting.recused(row.project_id, row.reviewer_id)
        opened.append(
            UnsealedSheet(
                reviewer_id=row.reviewer_id,
                sheet=row.sheet,
                review_version=row.version,
                marks=sheet.marks,
                advice=sheet.advice,
                salt=sheet.salt,
                commitment=row.commitment,
                barred=any(
                    bar_of(unit, taking_part, contact=row.reviewer_id == contact, recused=recused)
                    for unit in units
                ),
                void=row.void,
            )
        )
    return tuple(opened)
