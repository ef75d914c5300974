"""What can have happened to the rules by which a programme's projects are judged.

Points and marks are integers in hundredths of a point.
"""

from typing import Any, ClassVar, Literal

from shared.domain import value
from shared.ids import ProgrammeId
from shared.store.events import Stream

type CapScope = Literal["unit_year", "unit_project"]
type LeadBonus = Literal["at_acceptance", "first_lead"]
type Contribution = Literal["recognised", "not_recognised"]
type CriterionKind = Literal["system", "method", "effect", "compliance"]
type Aggregate = Literal["trimmed_mean", "mean"]
type ProcessGate = Literal["off", "no_missed"]


@value
class Criterion:
    """One thing that is judged, and the most it can bring, in hundredths."""

    id: str
    name: str
    kind: CriterionKind
    max_points: int


@value
class RubricSet:
    """What projects of a category are judged by was set. The maxima add up to 10000 hundredths."""

    programme_id: ProgrammeId
    category: str
    criteria: tuple[Criterion, ...]


@value
class PassRuleSet:
    """What a pass is was set: a trimmed mean of at least `min_score` from `min_valid` sheets.

    `reason` says why fewer than five sheets are enough (AMB-23), or is "".
    """

    programme_id: ProgrammeId
    min_score: int
    min_valid: int
    reason: str


@value
class BonusRulesSet:
    """What a pass is worth was set: for the lead, for each co-lead, at most for a unit and year.

    `cap_scope` says what the cap holds for (AMB-01); `executing_unit_bonus` whether the unit that
    acts for the lead gets the lead's points too (AMB-13); `contribution` how a co-lead's part
    stands while nobody has ruled on it, and `contest_working_days` how long a co-lead may contest
    what the lead proposes (AMB-25). `lead_bonus` says whose the lead's points are where the lead was
    replaced: the unit's that led when results were accepted, or the first one's (AMB-12).
    """

    SCHEMA_VERSION: ClassVar[int] = 3

    programme_id: ProgrammeId
    lead: int
    co_lead: int
    cap: int
    cap_scope: CapScope = "unit_year"
    executing_unit_bonus: bool = False
    contribution: Contribution = "recognised"
    contest_working_days: int = 3
    lead_bonus: LeadBonus = "at_acceptance"


@value
class ProcedureSet:
    """How sheets become a mean (AMB-23), and how long results are public (AMB-27), was set.

    `contact_leader_scores` says whether a project's contact leader may score it (AMB-21).

    `publicity_working_days` 0 means that results are not put before the public. With the gate
    `no_missed` a project that still owes something fails whatever its sheets say (AMB-03).
    `commendation_in_parts`: passes may be commended before every decision stands (REQ-51).
    """

    SCHEMA_VERSION: ClassVar[int] = 3

    programme_id: ProgrammeId
    aggregate: Aggregate
    publicity_working_days: int
    process_gate: ProcessGate
    contact_leader_scores: bool = False
    commendation_in_parts: bool = False


@value
class RulesFixed:
    """The first score sheet came in: from now on the rules stand."""

    programme_id: ProgrammeId


def with_settings(first: dict[str, Any]) -> dict[str, Any]:
    """Return the first version of `BonusRulesSet`, which had no settings, with the office's."""
    settings = {
        "cap_scope": "unit_year",
        "executing_unit_bonus": False,
        "contribution": "recognised",
        "contest_working_days": 3,
    }
    return first | settings


def with_lead_bonus(second: dict[str, Any]) -> dict[str, Any]:
    """Return the second version of `BonusRulesSet`, which did not say whose a lead's points are."""
    return second | {"lead_bonus": "at_acceptance"}


def with_contact_leaders(first: dict[str, Any]) -> dict[str, Any]:
    """Return the first version of `ProcedureSet`, which did not say whether contact leaders score."""
    return first | {"contact_leader_scores": False}


def in_one_piece(second: dict[str, Any]) -> dict[str, Any]:
    """Return the second version of `ProcedureSet`, by which all passes are commended at once."""
    return second | {"commendation_in_parts": False}


UPCASTS = {
    ("BonusRulesSet", 1): with_settings,
    ("BonusRulesSet", 2): with_lead_bonus,
    ("ProcedureSet", 1): with_contact_leaders,
    ("ProcedureSet", 2): in_one_piece,
}

type RulesEvent = RubricSet | PassRuleSet | BonusRulesSet | ProcedureSet | RulesFixed


def rules_of(programme_id: ProgrammeId) -> Stream[RulesEvent]:
    """Return the stream that holds one programme's rules of evaluation."""
    return Stream("rules", programme_id)
