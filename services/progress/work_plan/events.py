"""What can have happened to a plan.

These classes are the stored format. A field may be added with a default; nothing is renamed or
removed. A fact that means something new gets a new class.
"""

from typing import Literal

from shared.domain import value
from shared.ids import AccountId, ProjectId, UnitId
from shared.store.events import Stream

type PlanKind = Literal["co_lead_plan", "lead_scheme"]


@value
class CoLeadPart:
    """What a scheme has one co-lead do (form F3, part 4)."""

    unit_id: UnitId
    entry_point: str
    task: str


@value
class PlanContent:
    """What a plan says (form F3 of domain.md 5.2). What a kind of plan does not have is empty.

    A co-lead's plan has its entry point, tasks and the support it needs; a lead's scheme the rules
    it relies on, the project's targets word for word, the part of each co-lead and the rest.
    """

    title: str
    entry_point: str = ""
    tasks: str = ""
    schedule: str = ""
    support_needed: str = ""
    rules_relied_on: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    parts: tuple[CoLeadPart, ...] = ()
    resources: str = ""
    mobilisation: str = ""
    outcomes: str = ""
    safeguards: str = ""


@value
class WorkPlanFiled:
    """A co-lead filed its plan with the lead, or the lead its scheme with the organiser.

    `addressee` is the unit or body it went to; `number` counts a unit's versions from 1;
    `filed_by_unit_id` is the unit itself or the one that acts for it (AMB-13).
    """

    project_id: ProjectId
    unit_id: UnitId
    kind: PlanKind
    number: int
    addressee: str
    filed_by_unit_id: UnitId
    content: PlanContent


@value
class WorkPlanReturned:
    """The lead sent a co-lead's plan back with advice."""

    project_id: ProjectId
    unit_id: UnitId
    number: int
    advice: str
    by_unit_id: UnitId
    by: AccountId


@value
class WorkPlanAcknowledged:
    """The lead took note of a co-lead's plan."""

    project_id: ProjectId
    unit_id: UnitId
    number: int
    by_unit_id: UnitId
    by: AccountId


@value
class WorkPlanRevised:
    """A new version of a plan was filed; the earlier ones stay."""

    project_id: ProjectId
    unit_id: UnitId
    kind: PlanKind
    number: int
    addressee: str
    filed_by_unit_id: UnitId
    content: PlanContent


@value
class WorkPlanReaddressed:
    """A co-lead's open plan went over to the project's new lead (X5)."""

    project_id: ProjectId
    unit_id: UnitId
    addressee: str


type WorkPlanEvent = (
    WorkPlanFiled | WorkPlanReturned | WorkPlanAcknowledged | WorkPlanRevised | WorkPlanReaddressed
)


def plan_of(project_id: ProjectId, unit_id: UnitId) -> Stream[WorkPlanEvent]:
    """Return the stream of one unit's plan for one project."""
    return Stream("work-plan", f"{project_id}~{unit_id}")
