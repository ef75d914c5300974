"""The rules of evaluation over HTTP. Points are numbers with at most two decimals (87.25)."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Response
from pydantic import BaseModel, ConfigDict, Field

from services.evaluation.catalogue.projection import categories
from services.evaluation.forms import CriterionOut, PassRuleIn, PassRuleOut, RubricIn
from services.evaluation.points import Points, hundredths, points
from shared.http.caller import Caller
from shared.http.problems import refusals
from shared.http.requests import Context, Resources, SeenVersion, etag, may
from shared.http.rights import Capability
from shared.ids import SLUG_PATTERN, ProgrammeId
from shared.store.events import Receipt
from shared.store.handle import KeyReused, VersionMoved, handle

from .commands import ProposedCriterion, SetBonusRules, SetPassRule, SetProcedure, SetRubric
from .decider import (
    DECIDER,
    USUAL_AGGREGATE,
    USUAL_PUBLICITY,
    CapTooHigh,
    NoSuchProgramme,
    RubricNotSound,
    RulesAreFixed,
    TooFewWithoutReason,
    TracesAreNotResults,
    UnknownCategory,
)
from .events import Aggregate, CapScope, Contribution, LeadBonus, ProcessGate, rules_of
from .projection import RulesRow, rules

router = APIRouter(prefix="/programmes/{programme_id}", tags=["rules"])

type Programme = Annotated[str, Path(pattern=SLUG_PATTERN, max_length=80)]
Setter = Annotated[Caller, Depends(may(Capability.RULES, "A"))]
Reader = Annotated[Caller, Depends(may(Capability.RULES, "R"))]


class BonusRulesIn(BaseModel):
    """Points for the lead, for each co-lead, and at most for a unit and year (AMB-01, 12, 13, 25)."""

    model_config = ConfigDict(extra="forbid")

    lead: Points
    co_lead: Points
    cap: Points
    cap_scope: CapScope = "unit_year"
    executing_unit_bonus: bool = False
    contribution: Contribution = "recognised"
    contest_working_days: Annotated[int, Field(ge=1, le=30)] = 3
    lead_bonus: LeadBonus = "at_acceptance"


class ProcedureIn(BaseModel):
    """How sheets become a mean, for how many working days results are public, what bars a pass.

    `commendation_in_parts`: passes may be commended before every decision stands (REQ-51).
    """

    model_config = ConfigDict(extra="forbid")

    aggregate: Aggregate
    publicity_working_days: Annotated[int, Field(ge=0, le=30)]
    process_gate: ProcessGate = "off"
    contact_leader_scores: bool = False
    commendation_in_parts: Annotated[bool, Field(strict=True)] = False


class BonusRulesOut(BaseModel):
    """What a pass is worth."""

    lead: Points
    co_lead: Points
    cap: Points
    cap_scope: CapScope
    executing_unit_bonus: bool
    contribution: Contribution
    contest_working_days: int
    lead_bonus: LeadBonus


class ProcedureOut(BaseModel):
    """The procedure in force: the one that was set, or the usual one."""

    aggregate: Aggregate
    publicity_working_days: int
    process_gate: ProcessGate
    contact_leader_scores: bool
    commendation_in_parts: bool
    usual: bool


class RulesOut(BaseModel):
    """The rules of a programme; null where nothing was set. `fixed`: a score has come in."""

    programme_id: str
    rubrics: dict[str, list[CriterionOut]]
    pass_rule: PassRuleOut | None
    bonus_rules: BonusRulesOut | None
    procedure: ProcedureOut
    fixed: bool


def shown(row: RulesRow) -> RulesOut:
    """Return the rules as people read them."""
    pass_rule = bonus = None
    if row.min_score is not None and row.min_valid is not None:
        pass_rule = PassRuleOut(
            min_score=points(row.min_score), min_valid=row.min_valid, reason=row.reason
        )
    if row.lead is not None and row.co_lead is not None and row.cap is not None:
        bonus = BonusRulesOut(
            lead=points(row.lead),
            co_lead=points(row.co_lead),
            cap=points(row.cap),
            cap_scope=row.cap_scope,
            executing_unit_bonus=row.executing_unit_bonus,
            contribution=row.contribution,
            contest_working_days=row.contest_working_days,
            lead_bonus=row.lead_bonus,
        )
    return RulesOut(
        programme_id=row.programme_id,
        rubrics={category: criteria_of(row, category) for category in sorted(row.rubrics)},
        pass_rule=pass_rule,
        bonus_rules=bonus,
        procedure=procedure_of(row),
        fixed=row.fixed,
    )


def procedure_of(row: RulesRow) -> ProcedureOut:
    """Return the procedure in force: the usual one where none was set (AMB-23, AMB-27)."""
    days = row.publicity_working_days
    return ProcedureOut(
        aggregate=row.aggregate or USUAL_AGGREGATE,
        publicity_working_days=USUAL_PUBLICITY if days is None else days,
        process_gate=row.process_gate or "off",
        contact_leader_scores=row.contact_leader_scores,
        commendation_in_parts=row.commendation_in_parts,
        usual=days is None,
    )


def criteria_of(row: RulesRow, category: str) -> list[CriterionOut]:
    """Return a category's criteria as people read them."""
    return [
        CriterionOut(id=c.id, name=c.name, kind=c.kind, max_points=points(c.max_points))
        for c in row.rubric(category)
    ]


@router.get("/rubric")
async def read_rules(
    programme_id: Programme, _: Reader, resources: Resources, response: Response
) -> RulesOut:
    """Read the rubrics by category, the pass rule and the bonus table."""
    row = await rules(resources.pool, programme_id)
    response.headers.update(etag(row.version))
    return shown(row)


@router.put(
    "/rubric",
    responses=refusals(
        NoSuchProgramme,
        UnknownCategory,
        TracesAreNotResults,
        RubricNotSound,
        RulesAreFixed,
        VersionMoved,
        KeyReused,
    ),
)
async def set_rubric(
    programme_id: Programme,
    rubric: RubricIn,
    _: Setter,
    resources: Resources,
    context: Context,
    seen: SeenVersion,
) -> Receipt:
    """Set what projects of one category are judged by, before the first score."""
    programme = ProgrammeId(programme_id)
    command = SetRubric(
        programme_id=programme,
        category=rubric.category,
        criteria=tuple(
            ProposedCriterion(
                id=c.id, name=c.name, kind=c.kind, max_points=hundredths(c.max_points)
            )
            for c in rubric.criteria
        ),
        categories=await categories(resources.pool, programme_id),
    )
    return await handle(
        command, DECIDER, rules_of(programme), resources.store, context, expected_version=seen
    )


@router.put(
    "/pass-rule", responses=refusals(TooFewWithoutReason, RulesAreFixed, VersionMoved, KeyReused)
)
async def set_pass_rule(
    programme_id: Programme,
    rule: PassRuleIn,
    _: Setter,
    resources: Resources,
    context: Context,
    seen: SeenVersion,
) -> Receipt:
    """Set what a pass is, before the first score (AMB-03: usually 60 from 5 sheets)."""
    programme = ProgrammeId(programme_id)
    command = SetPassRule(
        programme_id=programme,
        min_score=hundredths(rule.min_score),
        min_valid=rule.min_valid,
        reason=rule.reason,
    )
    return await handle(
        command, DECIDER, rules_of(programme), resources.store, context, expected_version=seen
    )


@router.put("/bonus-rules", responses=refusals(CapTooHigh, RulesAreFixed, VersionMoved, KeyReused))
async def set_bonus_rules(
    programme_id: Programme,
    bonus: BonusRulesIn,
    _: Setter,
    resources: Resources,
    context: Context,
    seen: SeenVersion,
) -> Receipt:
    """Set what a pass is worth, before the first score (AMB-02: there is no built-in table)."""
    programme = ProgrammeId(programme_id)
    command = SetBonusRules(
        programme_id=programme,
        lead=hundredths(bonus.lead),
        co_lead=hundredths(bonus.co_lead),
        cap=hundredths(bonus.cap),
        cap_scope=bonus.cap_scope,
        executing_unit_bonus=bonus.executing_unit_bonus,
        contribution=bonus.contribution,
        contest_working_days=bonus.contest_working_days,
        lead_bonus=bonus.lead_bonus,
    )
    return await handle(
        command, DECIDER, rules_of(programme), resources.store, context, expected_version=seen
    )


@router.put("/procedure", responses=refusals(RulesAreFixed, VersionMoved, KeyReused))
async def set_procedure(
    programme_id: Programme,
    procedure: ProcedureIn,
    _: Setter,
    resources: Resources,
    context: Context,
    seen: SeenVersion,
) -> Receipt:
    """Set the mean, the length of publicity and the process gate, before the first score."""
    programme = ProgrammeId(programme_id)
    command = SetProcedure(
        programme_id=programme,
        aggregate=procedure.aggregate,
        publicity_working_days=procedure.publicity_working_days,
        process_gate=procedure.process_gate,
        contact_leader_scores=procedure.contact_leader_scores,
        commendation_in_parts=procedure.commendation_in_parts,
    )
    return await handle(
        command, DECIDER, rules_of(programme), resources.store, context, expected_version=seen
    )
