"""What can be asked of a project's judgement."""

from collections.abc import Mapping
from typing import Literal

from shared.domain import value
from shared.ids import AccountId, ProgrammeId, ProjectId

from .events import ProcessFact


@value
class UnsealedSheet:
    """A sheet as it came out of its box. `marks` maps criterion ids to hundredths.

    `barred` says that the reviewer's unit has turned out to have a part in the project (X8), `void`
    that the review was voided.
    """

    reviewer_id: str
    sheet: int
    review_version: int
    marks: Mapping[str, int]
    advice: str
    salt: str
    commitment: str
    barred: bool
    void: bool = False


@value
class CloseRound:
    """Close a project's round with these sheets, by this pass rule.

    `facts` are what is known of the process; with the gate `no_missed` they may bar a pass.
    """

    programme_id: ProgrammeId
    project_id: ProjectId
    category: str
    sheets: tuple[UnsealedSheet, ...]
    min_score: int
    min_valid: int
    aggregate: Literal["trimmed_mean", "mean"] = "trimmed_mean"
    facts: tuple[ProcessFact, ...] = ()
    process_gate: Literal["off", "no_missed"] = "off"


@value
class FindResultsMissing:
    """Close the round of a project without results. `handed_in` is how many sheets are in.

    `frozen` says whether a final package is known here, `time_over` whether the time for results is
    known to have passed without one.
    """

    programme_id: ProgrammeId
    project_id: ProjectId
    category: str
    handed_in: int
    frozen: bool
    time_over: bool
    min_score: int
    min_valid: int
    reason: str
    by: AccountId


type DecisionCommand = CloseRound | FindResultsMissing
