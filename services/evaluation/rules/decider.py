"""The rules about the rules of evaluation.

Each category of the programme has a rubric whose maxima add up to 100 points and which asks for
effect; traces of work (posts, photos, log-ins, likes) are never counted. There is one pass rule
and one bonus table. The first score sheet fixes them all, so all must be there before it. How
sheets become a mean and how long results are before the public has a usual form that stands unless
another is set, and is fixed with the rest.
"""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import assert_never, cast, get_args

from services.evaluation.traces import counts_traces
from shared.domain import Decider, Fault, Incomplete, NotFound, Rejection, value

from .commands import (
    FixRules,
    ProposedCriterion,
    RulesCommand,
    SetBonusRules,
    SetPassRule,
    SetProcedure,
    SetRubric,
)
from .events import (
    Aggregate,
    BonusRulesSet,
    Criterion,
    CriterionKind,
    PassRuleSet,
    ProcedureSet,
    RubricSet,
    RulesEvent,
    RulesFixed,
)

type Decision = tuple[RulesEvent, ...]

NOTHING_NEW: Decision = ()
HUNDRED = 100_00
HIGHEST_CAP = 20_00
USUAL_MIN_VALID = 5
USUAL_AGGREGATE: Aggregate = "trimmed_mean"
USUAL_PUBLICITY = 5
"""Working days for which a result is before the public, unless the rules say otherwise (AMB-27)."""

NO_RUBRICS: Mapping[str, tuple[Criterion, ...]] = MappingProxyType({})
KINDS: tuple[str, ...] = get_args(CriterionKind.__value__)
COUNTS = frozenset({"posts", "photos", "log_ins", "likes"})
"""Kinds of criterion that one might wish for and that REQ-11 rules out."""


class NoSuchProgramme(NotFound):
    zh = "没有找到这个年度项目，或其项目清单尚未下达。请核对编号，或稍后再试。"
    en = "There is no such programme, or its catalogue has not arrived yet. Check the id or retry."


class UnknownCategory(Rejection):
    zh = "本年度没有类别“{category}”。请从以下类别中选择：{known}。"
    en = "The programme has no category {category}. Choose one of: {known}."
    rule = "REQ-06 REQ-12"


class TracesAreNotResults(Incomplete):
    zh = "评分标准不得以发帖、照片、登录、点赞等痕迹的数量计分，请改为评价实际成效。"
    en = "A rubric may not count posts, photos, log-ins or likes. Judge the effect instead."
    rule = "REQ-11 AMB-17"


class RubricNotSound(Incomplete):
    zh = "评分标准不完整，请按下列提示修改后重新提交。"
    en = "The rubric is not sound. Correct what is listed and send it again."
    rule = "REQ-11 REQ-12"


class TooFewWithoutReason(Incomplete):
    zh = "有效评分少于5份须由工委领导书面说明理由，请填写理由。"
    en = "Fewer than five valid sheets need the leader's reason in writing. Give a reason."
    rule = "AMB-22 AMB-23"


class CapTooHigh(Incomplete):
    zh = "每个单位每年加分最高不超过20分，请调低上限。"
    en = "A unit gets at most 20 points a year. Lower the cap."
    rule = "REQ-53 AMB-01"


class RulesAreFixed(Rejection):
    zh = "已有评委提交评分，评分标准、通过标准、加分标准和评审程序不得再作更改。"
    en = "A score has been submitted: the rules of evaluation can no longer change."
    rule = "REQ-50 AMB-03"


class RulesIncomplete(Rejection):
    zh = "评审规则尚未齐备，暂不能评分。请工委领导先设定：{missing}。"
    en = "Scoring cannot start yet. The organiser's leader must first set: {missing}."
    rule = "REQ-50 REQ-52"


class RubricChanged(Rejection):
    zh = "您评分期间评分标准已有更改。请刷新页面，按新标准评分后重新提交。"
    en = "The rubric was changed while you were scoring. Reload and score by the new one."
    rule = "REQ-50"


@value
class Rules:
    """What has been set so far."""

    rubrics: Mapping[str, tuple[Criterion, ...]] = NO_RUBRICS
    pass_rule: PassRuleSet | None = None
    bonus: BonusRulesSet | None = None
    procedure: ProcedureSet | None = None
    fixed: bool = False


def evolve(rules: Rules, event: RulesEvent) -> Rules:
    """Return the rules as the event leaves them."""
    match event:
        case RubricSet():
            return replace(rules, rubrics={**rules.rubrics, event.category: event.criteria})
        case PassRuleSet():
            return replace(rules, pass_rule=event)
        case BonusRulesSet():
            return replace(rules, bonus=event)
        case ProcedureSet():
            return replace(rules, procedure=event)
        case RulesFixed():
            return replace(rules, fixed=True)
        case _:
            assert_never(event)


def decide(command: RulesCommand, rules: Rules) -> Decision:
    """Return what follows from a command, or raise the `Rejection` that stops it."""
    match command:
        case SetRubric():
            return set_rubric(command, rules)
        case SetPassRule():
            return set_pass_rule(command, rules)
        case SetBonusRules():
            return set_bonus_rules(command, rules)
        case SetProcedure():
            return set_procedure(command, rules)
        case FixRules():
            return fix_rules(command, rules)
        case _:
            assert_never(command)


def set_rubric(command: SetRubric, rules: Rules) -> Decision:
    """A category's rubric can be set until the first score; afterwards only a category without one."""
    if not command.categories:
        raise NoSuchProgramme
    if command.category not in command.categories:
        known = "、".join(sorted(command.categories))
        raise UnknownCategory(category=command.category, known=known)
    if counted := counted_traces(command.criteria):
        raise TracesAreNotResults(faults=counted)
    if faults := unsound(command.criteria):
        raise RubricNotSound(faults=faults)
    criteria = tuple(
        Criterion(id=c.id, name=c.name, kind=cast("CriterionKind", c.kind), max_points=c.max_points)
        for c in command.criteria
    )
    if rules.rubrics.get(command.category) == criteria:
        return NOTHING_NEW
    if rules.fixed and command.category in rules.rubrics:
        raise RulesAreFixed
    return (
        RubricSet(programme_id=command.programme_id, category=command.category, criteria=criteria),
    )


def counted_traces(criteria: tuple[ProposedCriterion, ...]) -> tuple[Fault, ...]:
    """Return where a rubric counts traces of work, by its kind or by its words (REQ-11)."""
    return tuple(
        Fault(
            field=f"/criteria/{number}",
            zh=f"“{criterion.name}”按数量计分，请改为评价成效。",
            en=f"“{criterion.name}” counts traces of work. Judge the effect instead.",
        )
        for number, criterion in enumerate(criteria)
        if criterion.kind in COUNTS or counts_traces(criterion.name)
    )


def unsound(criteria: tuple[ProposedCriterion, ...]) -> tuple[Fault, ...]:
    """Return what a rubric lacks: other kinds, an id twice, worthless criteria, not 100, no effect."""
    faults: list[Fault] = []
    seen: set[str] = set()
    for number, criterion in enumerate(criteria):
        where = f"/criteria/{number}"
        if criterion.kind not in KINDS:
            known = "、".join(KINDS)
            faults.append(
                Fault(field=f"{where}/kind", zh=f"只能是：{known}。", en=f"One of: {known}.")
            )
        if criterion.id in seen:
            faults.append(Fault(field=f"{where}/id", zh="编号重复。", en="This id comes twice."))
        if criterion.max_points <= 0:
            faults.append(
                Fault(field=f"{where}/max_points", zh="分值应大于0。", en="Must be more than 0.")
            )
        seen.add(criterion.id)
    if (total := sum(c.max_points for c in criteria)) != HUNDRED:
        given = f"{total // 100}.{total % 100:02}"
        faults.append(
            Fault(
                field="/criteria",
                zh=f"各项分值合计应为100分，现为{given}分。",
                en=f"The maxima must add up to 100 points; they add up to {given}.",
            )
        )
    if all(c.kind != "effect" for c in criteria):
        faults.append(
            Fault(
                field="/criteria",
                zh="至少应有一项评价实际成效（effect）。",
                en="At least one criterion must judge the effect (kind `effect`).",
            )
        )
    return tuple(faults)


def set_pass_rule(command: SetPassRule, rules: Rules) -> Decision:
    """The pass rule can be set until the first score; fewer than five sheets need a reason."""
    if command.min_valid < USUAL_MIN_VALID and not command.reason:
        raise TooFewWithoutReason
    event = PassRuleSet(
        programme_id=command.programme_id,
        min_score=command.min_score,
        min_valid=command.min_valid,
        reason=command.reason,
    )
    if event == rules.pass_rule:
        return NOTHING_NEW
    if rules.fixed:
        raise RulesAreFixed
    return (event,)


def set_bonus_rules(command: SetBonusRules, rules: Rules) -> Decision:
    """The bonus table can be set until the first score; its cap is at most 20 points."""
    if command.cap > HIGHEST_CAP:
        raise CapTooHigh
    event = BonusRulesSet(
        programme_id=command.programme_id,
        lead=command.lead,
        co_lead=command.co_lead,
        cap=command.cap,
        cap_scope=command.cap_scope,
        executing_unit_bonus=command.executing_unit_bonus,
        contribution=command.contribution,
        contest_working_days=command.contest_working_days,
        lead_bonus=command.lead_bonus,
    )
    if event == rules.bonus:
        return NOTHING_NEW
    if rules.fixed:
        raise RulesAreFixed
    return (event,)


def set_procedure(command: SetProcedure, rules: Rules) -> Decision:
    """How sheets become a mean and how long results are public can be set until the first score."""
    event = ProcedureSet(
        programme_id=command.programme_id,
        aggregate=command.aggregate,
        publicity_working_days=command.publicity_working_days,
        process_gate=command.process_gate,
        contact_leader_scores=command.contact_leader_scores,
        commendation_in_parts=command.commendation_in_parts,
    )
    if event == rules.procedure:
        return NOTHING_NEW
    if rules.fixed:
        raise RulesAreFixed
    return (event,)


def fix_rules(command: FixRules, rules: Rules) -> Decision:
    """A sheet must be judged by the rubric in force; the first one fixes the complete rules."""
    missing = [f"rubric {c}" for c in sorted(command.categories - rules.rubrics.keys())]
    missing += ["pass rule"] if rules.pass_rule is None else []
    missing += ["bonus rules"] if rules.bonus is None else []
    if missing and not rules.fixed:
        raise RulesIncomplete(missing="、".join(missing))
    if rules.rubrics.get(command.category) != command.criteria:
        raise RubricChanged
    return NOTHING_NEW if rules.fixed else (RulesFixed(programme_id=command.programme_id),)


DECIDER = Decider(initial=Rules(), decide=decide, evolve=evolve)
