"""What can be asked of a plan."""

from collections.abc import Iterator, Sequence

from shared.domain import Fault, value
from shared.ids import AccountId, ProjectId, UnitId

from .events import PlanContent, PlanKind

SCHEME_SECTIONS = (
    ("rules_relied_on", "所依据的党章党规和文件", "the governing rules it relies on"),
    ("targets", "项目内容及目标要求", "the project's targets"),
    ("resources", "资源整合", "how resources are pooled"),
    ("mobilisation", "发动基层党组织和党员的措施", "how branches and members are mobilised"),
)
"""What every scheme says: section, and how people call it (REQ-10, REQ-26, REQ-27, REQ-15)."""


@value
class Standing:
    """How a project stands, as far as its plans are concerned.

    `scheme_addressee` is the body that schemes go to (AMB-15), or "" where the programme names
    none; `text` the project's content and targets as printed, or "" while it is not known; `set_up`
    are the units that registered a team, `staffed` those that named a liaison.
    """

    lead_unit_id: UnitId
    executing_unit_id: str
    co_leads: frozenset[str]
    set_up: frozenset[str]
    staffed: frozenset[str]
    scheme_addressee: str
    text: str

    def acts_for_the_lead(self, unit: str) -> bool:
        """Return whether a unit is the lead or may act for it (AMB-13)."""
        return bool(unit) and unit in (self.lead_unit_id, self.executing_unit_id)

    def due_to(self, kind: PlanKind) -> str:
        """Return whom a plan of this kind goes to."""
        return self.lead_unit_id if kind == "co_lead_plan" else self.scheme_addressee


@value
class FilePlan:
    """File a unit's first plan for a project.

    `addressed_to` is whom the filer named, or "" for whomever it is due to; `from_unit` the unit
    whose account files.
    """

    project_id: ProjectId
    unit_id: UnitId
    kind: PlanKind
    from_unit: str
    addressed_to: str
    content: PlanContent
    standing: Standing


@value
class RevisePlan:
    """File a new version of a plan."""

    project_id: ProjectId
    unit_id: UnitId
    kind: PlanKind
    from_unit: str
    addressed_to: str
    content: PlanContent
    standing: Standing


@value
class ReturnPlan:
    """Send a co-lead's plan back with advice."""

    advice: str
    from_unit: str
    by: AccountId
    standing: Standing


@value
class AcknowledgePlan:
    """Take note of a co-lead's plan."""

    from_unit: str
    by: AccountId
    standing: Standing


@value
class ReaddressPlan:
    """Hand a co-lead's open plan over to the project's lead."""

    lead_unit_id: UnitId


def gaps(kind: PlanKind, content: PlanContent, standing: Standing) -> Sequence[Fault]:
    """Name what a plan of this kind lacks, and what it says that cannot be."""
    if kind == "co_lead_plan":
        return () if content.entry_point else (lacks("entry_point", "切入点", "its entry point"),)
    missing = [lacks(*each) for each in SCHEME_SECTIONS if not getattr(content, each[0])]
    return (*missing, *misquoted(content, standing), *parts_amiss(content, standing))


def lacks(section: str, zh: str, en: str) -> Fault:
    """Return the fault of a section that is missing."""
    return Fault(field=f"/body/{section}", zh=f"请填写{zh}。", en=f"State {en}.")


def misquoted(content: PlanContent, standing: Standing) -> Iterator[Fault]:
    """Name the targets that are not the project's own words; spaces do not count (REQ-26)."""
    text = "".join(standing.text.split())
    for number, target in enumerate(content.targets):
        if text and "".join(target.split()) not in text:
            yield Fault(
                field=f"/body/targets/{number}",
                zh="此段与任务分解清单中的项目内容及目标要求不一致, 请照原文摘录。",
                en="This is not in the project's content and targets. Quote them word for word.",
            )


def parts_amiss(content: PlanContent, standing: Standing) -> Iterator[Fault]:
    """Name the co-leads without a part, and the parts of units that are none (REQ-26)."""
    named = [part.unit_id for part in content.parts]
    for unit in sorted(standing.co_leads - set(named)):
        yield Fault(
            field="/body/parts",
            zh=f"未写明联办单位“{unit}”的分工, 请补充。",
            en=f'The part of co-lead "{unit}" is missing. Add it.',
        )
    for number, unit in enumerate(named):
        if unit not in standing.co_leads or unit in named[:number]:
            yield Fault(
                field=f"/body/parts/{number}",
                zh=f"“{unit}”不是本项目的联办单位, 或已列出。请删除。",
                en=f'"{unit}" is no co-lead of this project, or is listed already. Delete it.',
            )


type PlanCommand = FilePlan | RevisePlan | ReturnPlan | AcknowledgePlan | ReaddressPlan
