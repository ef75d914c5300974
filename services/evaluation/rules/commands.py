"""What can be asked of the rules of evaluation."""

from shared.domain import value
from shared.ids import ProgrammeId

from .events import Aggregate, CapScope, Contribution, Criterion, LeadBonus, ProcessGate


@value
class ProposedCriterion:
    """A criterion as it was sent: its kind may be one that is refused. Points in hundredths."""

    id: str
    name: str
    kind: str
    max_points: int


@value
class SetRubric:
    """Say what projects of a category are judged by. `categories` are those the programme has."""

    programme_id: ProgrammeId
    category: str
    criteria: tuple[ProposedCriterion, ...]
    categories: frozenset[str]


@value
class SetPassRule:
    """Say what a pass is."""

    programme_id: ProgrammeId
    min_score: int
    min_valid: int
    reason: str


@value
class SetBonusRules:
    """Say what a pass is worth."""

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
class SetProcedure:
    """Say how sheets become a mean, how long results are public, what the process bars, and more."""

    programme_id: ProgrammeId
    aggregate: Aggregate
    publicity_working_days: int
    process_gate: ProcessGate
    contact_leader_scores: bool = False
    commendation_in_parts: bool = False


@value
class FixRules:
    """Let the rules stand, because a sheet was judged by these criteria of this category."""

    programme_id: ProgrammeId
    category: str
    criteria: tuple[Criterion, ...]
    categories: frozenset[str]


type RulesCommand = SetRubric | SetPassRule | SetBonusRules | SetProcedure | FixRules
