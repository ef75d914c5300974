"""The rules by which points are due (REQ-52, REQ-54, X11).

A confirmed pass brings a line to the lead and to each co-lead whose part is recognised, from the
programme's bonus table: to those who led or joined it when its results were accepted (AMB-11,
AMB-12). Nothing else brings points, and without a table nothing does. Until it is known when
results were accepted, nothing changes for the project.
"""

from collections.abc import Sequence

from services.evaluation.lines import BonusLine
from shared.domain import Rejection
from shared.ids import ProjectId, UnitId

from .commands import BonusFacts, Due, PartTaken

RANK = ("lead", "executing", "co_lead")


class NoBonusTable(Rejection):
    zh = "本年度加分标准尚未设定，不能加分。请工委领导先设定加分标准。"
    en = "The bonus table is not set, so nothing can be awarded. The organiser's leader sets it."
    rule = "REQ-52 AMB-02"


class NotAPass(Rejection):
    zh = "项目{project}没有经确认的“通过”结论，不能加分。请核对项目。"
    en = "Project {project} has no confirmed pass and brings no points. Check the project."
    rule = "REQ-54 X11"


class NothingConfirmed(Rejection):
    zh = "还没有经确认的通过项目，暂无可加分的单位。请在评审结论确认后再办理。"
    en = "No pass is confirmed yet, so no unit gets points. Come back when decisions are confirmed."
    rule = "REQ-52 REQ-54"


def due_to_units(facts: BonusFacts, named: Sequence[str]) -> tuple[Due, ...]:
    """Return what is due to every unit that took part or has a sheet; only a pass may be named."""
    if facts.cap is None or facts.rules_event_id is None:
        raise NoBonusTable
    for project in named:
        if facts.outcomes.get(project) != "pass":
            raise NotAPass(project=project)
    units = sorted({part.unit_id for part in facts.parts} | facts.credited.keys())
    if not units:
        raise NothingConfirmed
    only = tuple(ProjectId(project) for project in sorted(set(named)))
    return tuple(
        Due(
            year=facts.year,
            unit_id=unit,
            programme_id=facts.programme_id,
            lines=tuple(
                line for line in lines_due(facts, unit) if not only or line.project_id in only
            ),
            held=held(facts, unit),
            named=only,
            cap=facts.cap,
            cap_scope=facts.cap_scope,
            rules_event_id=facts.rules_event_id,
        )
        for unit in units
    )


def standing(part: PartTaken, facts: BonusFacts) -> str:
    """Return how a part counts: a co-lead's as ruled, as the rules say, or "open" (AMB-25)."""
    if part.role != "co_lead":
        return "recognised"
    if part.contribution == "":
        return facts.contribution
    return part.ruled if part.contribution == "ruled" else "open"


def lines_due(facts: BonusFacts, unit: UnitId) -> tuple[BonusLine, ...]:
    """Return a unit's lines by project: one role and one line for each (AMB-36)."""
    ranked = sorted(facts.parts, key=lambda part: RANK.index(part.role), reverse=True)
    of_project = {part.project_id: part for part in ranked if part.unit_id == unit}
    return tuple(
        BonusLine(
            project_id=project,
            role=part.role,
            points=part.points,
            decision_version=part.decision_version,
            because=part.because,
        )
        for project, part in sorted(of_project.items())
        if standing(part, facts) == "recognised"
    )


def held(facts: BonusFacts, unit: UnitId) -> tuple[ProjectId, ...]:
    """Return the projects in which something is open for a unit: its part, results, or the decision."""
    open_parts = {
        part.project_id
        for part in facts.parts
        if part.unit_id == unit and (standing(part, facts) == "open" or not part.taken_in)
    }
    return tuple(sorted(open_parts | (facts.credited.get(unit, frozenset()) & facts.undecided)))
