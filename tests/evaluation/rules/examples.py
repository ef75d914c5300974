"""Ordinary rules of evaluation."""

from services.evaluation.rules.commands import (
    FixRules,
    ProposedCriterion,
    SetBonusRules,
    SetPassRule,
    SetProcedure,
    SetRubric,
)
from services.evaluation.rules.events import (
    BonusRulesSet,
    Criterion,
    PassRuleSet,
    ProcedureSet,
    RubricSet,
    RulesFixed,
)
from shared.ids import ProgrammeId

PROGRAMME = ProgrammeId("szjg-zutuanshi-2017")
CATEGORY = "zhidu-jizhi"
CATEGORIES = frozenset({CATEGORY})
OPERABLE = ProposedCriterion(id="operable", name="规范可操作", kind="system", max_points=4000)
EFFECT = ProposedCriterion(id="effect", name="实际成效", kind="effect", max_points=6000)
CRITERIA = (
    Criterion(id="operable", name="规范可操作", kind="system", max_points=4000),
    Criterion(id="effect", name="实际成效", kind="effect", max_points=6000),
)
SET_RUBRIC = SetRubric(
    programme_id=PROGRAMME,
    category=CATEGORY,
    criteria=(OPERABLE, EFFECT),
    categories=CATEGORIES,
)
RUBRIC_SET = RubricSet(programme_id=PROGRAMME, category=CATEGORY, criteria=CRITERIA)
SET_PASS_RULE = SetPassRule(programme_id=PROGRAMME, min_score=6000, min_valid=5, reason="")
PASS_RULE_SET = PassRuleSet(programme_id=PROGRAMME, min_score=6000, min_valid=5, reason="")
SET_BONUS = SetBonusRules(programme_id=PROGRAMME, lead=1200, co_lead=600, cap=2000)
BONUS_SET = BonusRulesSet(programme_id=PROGRAMME, lead=1200, co_lead=600, cap=2000)
SET_PROCEDURE = SetProcedure(
    programme_id=PROGRAMME, aggregate="mean", publicity_working_days=7, process_gate="no_missed"
)
PROCEDURE_SET = ProcedureSet(
    programme_id=PROGRAMME, aggregate="mean", publicity_working_days=7, process_gate="no_missed"
)
FIX = FixRules(programme_id=PROGRAMME, category=CATEGORY, criteria=CRITERIA, categories=CATEGORIES)
FIXED = RulesFixed(programme_id=PROGRAMME)
COMPLETE = (RUBRIC_SET, PASS_RULE_SET, BONUS_SET)
