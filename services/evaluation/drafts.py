"""What people send and read of a simulation. Points are numbers with at most two decimals."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from services.evaluation.points import AnyPoints, Points
from services.evaluation.rules.events import Aggregate, CapScope


class DraftIn(BaseModel):
    """The rules to try; what is left out is as in the rules in force. `mean` is not trimmed."""

    model_config = ConfigDict(extra="forbid")

    min_score: Points | None = None
    min_valid: Annotated[int, Field(ge=1, le=50)] | None = None
    aggregate: Aggregate | None = None
    lead: Points | None = None
    co_lead: Points | None = None
    cap: Points | None = None
    cap_scope: CapScope | None = None


class DraftOut(BaseModel):
    """The rules that were tried."""

    min_score: AnyPoints
    min_valid: int
    aggregate: Aggregate
    lead: AnyPoints
    co_lead: AnyPoints
    cap: AnyPoints
    cap_scope: CapScope


class RunOut(BaseModel):
    """A simulation without what came of it."""

    what_if_id: str
    run_by: str
    run_at: datetime
    rules: DraftOut


class RunsOut(BaseModel):
    """The simulations of a programme, in the order in which they were run."""

    items: list[RunOut]


class SimulatedProject(BaseModel):
    """A project as it was judged and as it would be; "too_few_sheets": it could not be judged."""

    project_id: str
    outcome: str
    mean: AnyPoints
    simulated_outcome: str
    simulated_mean: AnyPoints | None
    changed: bool


class SimulatedUnit(BaseModel):
    """A unit's points from the programme after the cut, by what is in force and by the draft."""

    unit_id: str
    points: AnyPoints
    simulated_points: AnyPoints
    difference: AnyPoints


class WhatIfOut(BaseModel):
    """What would come of the sheets by other rules. `simulation` is always true: nothing changed."""

    simulation: Literal[True] = True
    run: RunOut
    passes: int
    simulated_passes: int
    projects: list[SimulatedProject]
    units: list[SimulatedUnit]
