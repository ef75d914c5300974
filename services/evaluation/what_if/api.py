"""Trying rules out over HTTP. The real rules of judging and of points are run on what is there.

What is returned is a simulation: nothing is stored but who tried which rules.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Path

from services.evaluation.bonus.commands import ApproveBonus, PrepareBonus
from services.evaluation.bonus.decider import DECIDER as POINTS
from services.evaluation.bonus.decider import Sheet
from services.evaluation.decision.commands import CloseRound, UnsealedSheet
from services.evaluation.decision.decider import DECIDER as JUDGING
from services.evaluation.decision.decider import TooFewSheets
from services.evaluation.decision.events import ProcessFact, ProjectEvaluated
from services.evaluation.decision.projection import DecisionRow
from services.evaluation.drafts import (
    DraftIn,
    DraftOut,
    RunOut,
    RunsOut,
    SimulatedProject,
    SimulatedUnit,
    WhatIfOut,
)
from services.evaluation.entitlement.commands import BonusFacts, PartTaken
from services.evaluation.entitlement.decider import due_to_units
from services.evaluation.points import hundredths, points
from services.evaluation.rules.api import procedure_of
from services.evaluation.rules.projection import RulesRow, rules
from shared.http.caller import Caller
from shared.http.problems import refusals
from shared.http.requests import Context, Resources, may
from shared.http.rights import Capability, Role
from shared.ids import SLUG_PATTERN, AccountId, ProgrammeId
from shared.resources import OpenResources
from shared.store.events import Receipt
from shared.store.handle import KeyReused, handle

from .commands import RunWhatIf
from .decider import (
    DECIDER,
    NoSuchWhatIf,
    OnlyTheOrganiserTries,
    RulesToTryAreMissing,
    WhatIfIdTaken,
)
from .events import DraftRules, what_if_of
from .projection import WhatIfRow, judged, parts, what_ifs

router = APIRouter(prefix="/programmes/{programme_id}/what-ifs", tags=["what-if"])

type Id = Annotated[str, Path(pattern=SLUG_PATTERN, max_length=80)]
type Simulated = tuple[str, int | None]

ORGANISER = frozenset({Role.STAFF, Role.LEADER})
NO_EVENT = UUID(int=0)


async def runner(caller: Annotated[Caller, Depends(may(Capability.RULES, "R"))]) -> Caller:
    """Return a caller who tries rules out: those who prepare and set them."""
    if not caller.roles & ORGANISER:
        raise OnlyTheOrganiserTries
    return caller


async def reader(caller: Annotated[Caller, Depends(may(Capability.RULES, "R"))]) -> Caller:
    """Return a caller who reads simulations: those who run them, and the auditor."""
    if not caller.roles & (ORGANISER | {Role.AUDITOR}):
        raise OnlyTheOrganiserTries
    return caller


Reader = Annotated[Caller, Depends(reader)]


def drafted(draft: DraftIn, row: RulesRow) -> DraftRules:
    """Return the rules to try: the draft's and, where it says nothing, those in force."""
    known: dict[str, Any] = in_force(row) | {
        name: said if name in {"min_valid", "aggregate", "cap_scope"} else hundredths(said)
        for name, said in draft
        if said is not None
    }
    missing = [name for name, said in known.items() if said is None]
    if missing:
        raise RulesToTryAreMissing(missing="、".join(missing))
    return DraftRules(**known)


def in_force(row: RulesRow) -> dict[str, Any]:
    """Return the rules in force as a draft would have them; None where nothing was set."""
    names = ("min_score", "min_valid", "lead", "co_lead", "cap", "cap_scope")
    return {name: getattr(row, name) for name in names} | {"aggregate": procedure_of(row).aggregate}


def replayed(row: DecisionRow, tried: Mapping[str, Any], gate: Any) -> Simulated:  # noqa: ANN401
    """Return outcome and mean of a project's sheets by some rules, as closing its round would."""
    command = CloseRound(
        programme_id=row.programme_id,
        project_id=row.project_id,
        category=row.category,
        sheets=tuple(unsealed(sheet) for sheet in row.sheets),
        min_score=tried["min_score"],
        min_valid=tried["min_valid"],
        aggregate=tried["aggregate"],
        facts=tuple(ProcessFact(**fact) for fact in row.facts),  # pyright: ignore[reportArgumentType]
        process_gate=gate,
    )
    try:
        events = JUDGING.decide(command, JUDGING.initial)
    except TooFewSheets:
        return "too_few_sheets", None
    (evaluated,) = (event for event in events if isinstance(event, ProjectEvaluated))
    return evaluated.outcome, evaluated.mean


def unsealed(sheet: Mapping[str, Any]) -> UnsealedSheet:
    """Return an opened sheet as it came out of its box."""
    names = ("reviewer_id", "sheet", "review_version", "marks", "advice", "salt", "commitment")
    standing = sheet["standing"]
    return UnsealedSheet(
        **{name: sheet[name] for name in names},
        barred=standing == "barred",
        void=standing == "voided",
    )


def simulated(row: DecisionRow, draft: DraftRules, current: RulesRow) -> Simulated:
    """Return what would come of a project; what its sheets did not decide stays as it was found."""
    gate = procedure_of(current).process_gate
    found = {"min_score": row.min_score, "min_valid": 1, "aggregate": row.aggregate}
    if row.outcome == "not_submitted" or replayed(row, found, gate)[0] != row.outcome:
        return row.outcome, row.mean
    return replayed(row, asdict(draft), gate)


def points_of(
    taken: Sequence[PartTaken], outcomes: Mapping[str, str], draft: DraftRules, current: RulesRow
) -> dict[str, int]:
    """Return each unit's points if these projects passed, awarded by the rules of points."""
    worth = {"lead": draft.lead, "executing": draft.lead, "co_lead": draft.co_lead}
    facts = BonusFacts(
        year=0,
        programme_id=current.programme_id,
        outcomes=outcomes,
        undecided=frozenset(),
        parts=tuple(
            replace(part, points=worth[part.role])
            for part in taken
            if outcomes.get(part.project_id) == "pass"
        ),
        credited={part.unit_id: frozenset() for part in taken},
        contribution=current.contribution,
        cap=draft.cap,
        cap_scope=draft.cap_scope,
        rules_event_id=NO_EVENT,
    )
    by = AccountId("simulation"), AccountId("simulation-approval")
    totals: dict[str, int] = {}
    for due in due_to_units(facts, ()) if taken else ():
        sheet: Sheet = POINTS.initial
        for command in (
            PrepareBonus(due=due, reason="", by=by[0]),
            ApproveBonus(due=due, by=by[1]),
        ):
            for event in POINTS.decide(command, sheet):
                sheet = POINTS.evolve(sheet, event)
        totals[due.unit_id] = sheet.raw + sheet.cut
    return totals


def tried(row: WhatIfRow) -> RunOut:
    """Return a simulation as people read it."""
    draft = row.draft
    rules_tried = DraftOut(
        min_score=points(draft.min_score),
        min_valid=draft.min_valid,
        aggregate=draft.aggregate,
        lead=points(draft.lead),
        co_lead=points(draft.co_lead),
        cap=points(draft.cap),
        cap_scope=draft.cap_scope,
    )
    return RunOut(
        what_if_id=row.what_if_id, run_by=row.run_by, run_at=row.run_at, rules=rules_tried
    )


@router.put(
    "/{what_if_id}",
    responses=refusals(OnlyTheOrganiserTries, RulesToTryAreMissing, WhatIfIdTaken, KeyReused),
)
async def run_what_if(
    programme_id: Id,
    what_if_id: Id,
    draft: DraftIn,
    caller: Annotated[Caller, Depends(runner)],
    resources: Resources,
    context: Context,
) -> Receipt:
    """Try rules out under a new id; what would come of them is read there."""
    programme = ProgrammeId(programme_id)
    command = RunWhatIf(
        programme_id=programme,
        what_if_id=what_if_id,
        rules=drafted(draft, await rules(resources.pool, programme_id)),
        by=AccountId(caller.id),
    )
    stream = what_if_of(programme, what_if_id)
    return await handle(command, DECIDER, stream, resources.store, context)


@router.get("", responses=refusals(OnlyTheOrganiserTries))
async def list_what_ifs(programme_id: Id, _: Reader, resources: Resources) -> RunsOut:
    """List who tried which rules."""
    return RunsOut(items=[tried(row) for row in await what_ifs(resources.pool, programme_id)])


@router.get("/{what_if_id}", responses=refusals(OnlyTheOrganiserTries, NoSuchWhatIf))
async def read_what_if(
    programme_id: Id, what_if_id: Id, _: Reader, resources: Resources
) -> WhatIfOut:
    """Read what would come, by the rules that were tried, of the sheets as they are now."""
    for row in await what_ifs(resources.pool, programme_id):
        if row.what_if_id == what_if_id:
            return await compared(resources, row)
    raise NoSuchWhatIf


async def compared(resources: OpenResources, run: WhatIfRow) -> WhatIfOut:
    """Return the outcome of each project and the points of each unit, as they are and would be."""
    current = await rules(resources.pool, run.programme_id)
    rows = await judged(resources.pool, run.programme_id)
    taken = await parts(resources.pool, run.programme_id)
    after = {row.project_id: simulated(row, run.draft, current) for row in rows}
    outcomes: dict[str, str] = {row.project_id: row.outcome for row in rows}
    would: dict[str, str] = {project: outcome for project, (outcome, _) in after.items()}
    known = in_force(current)
    real = (
        {} if None in known.values() else points_of(taken, outcomes, DraftRules(**known), current)
    )
    units = points_of(taken, would, run.draft, current)
    return WhatIfOut(
        run=tried(run),
        passes=[*outcomes.values()].count("pass"),
        simulated_passes=[*would.values()].count("pass"),
        projects=[beside(row, *after[row.project_id]) for row in rows],
        units=[unit_of(unit, real.get(unit, 0), would_get) for unit, would_get in units.items()],
    )


def beside(row: DecisionRow, outcome: str, mean: int | None) -> SimulatedProject:
    """Return a project as it was judged beside what would come of it."""
    return SimulatedProject(
        project_id=row.project_id,
        outcome=row.outcome,
        mean=points(row.mean),
        simulated_outcome=outcome,
        simulated_mean=None if mean is None else points(mean),
        changed=outcome != row.outcome,
    )


def unit_of(unit_id: str, real: int, would: int) -> SimulatedUnit:
    """Return a unit's points beside what it would get."""
    return SimulatedUnit(
        unit_id=unit_id,
        points=points(real),
        simulated_points=points(would),
        difference=points(would - real),
    )
