"""The rules of a plan.

A co-lead files its plan with the project's current lead (REQ-24), who acknowledges or returns it; the
organiser reads only. The lead files one scheme (AMB-16) with the organiser. Both have a team first, the
co-lead also a person in charge (REQ-31, REQ-39). Each kind has sections
without which it is refused (REQ-10, REQ-15, REQ-23, REQ-26, REQ-27). A plan may be revised at any
time; its versions are counted and stay. When the lead changes, open plans go over to the new one
(X5); one that a lagging copy left behind goes over when the new lead decides on it.

Everything here is pure: no clock, no database, no log.
"""

from dataclasses import replace
from typing import Literal, assert_never

from services.progress.plan_refusals import (
    EntryPointMissing,
    OnlyACoLeadFiles,
    OnlyTheLeadPlans,
    OnlyTheLeadReceives,
    PersonInChargeMissing,
    SchemeIncomplete,
    TeamMissing,
    WrongAddressee,
)
from shared.domain import Decider, NotFound, Rejection, value
from shared.ids import UnitId

from .commands import (
    AcknowledgePlan,
    FilePlan,
    PlanCommand,
    ReaddressPlan,
    ReturnPlan,
    RevisePlan,
    gaps,
)
from .events import (
    PlanContent,
    PlanKind,
    WorkPlanAcknowledged,
    WorkPlanEvent,
    WorkPlanFiled,
    WorkPlanReaddressed,
    WorkPlanReturned,
    WorkPlanRevised,
)

type Decision = tuple[WorkPlanEvent, ...]
type Status = Literal["filed", "returned", "acknowledged"]

NOTHING_NEW: Decision = ()


class AlreadyPlanned(Rejection):
    """A unit files once; then it revises."""

    zh = "该计划已经报送。如需修改, 请提交修订版, 原版本保留可查。"
    en = "This plan was filed already. Revise it instead; the earlier version stays readable."
    rule = "REQ-26 AMB-16"


class NoSuchPlan(NotFound):
    """There is no such plan, or it is not this person's to see."""

    zh = "没有找到该计划, 或您无权查看。请核对项目、单位和版本。"
    en = "There is no such plan, or it is not yours to see. Check project, unit and version."
    rule = "domain.md 4"


class AwaitsRevision(Rejection):
    """A returned plan is with its filer until it is revised."""

    zh = "计划已退回, 请等待联办单位修订后再办理。"
    en = "The plan was returned and waits for the co-lead's revision."
    rule = "domain.md 3.2"


class AlreadyAcknowledged(Rejection):
    """An acknowledged plan is not returned."""

    zh = "计划已经签收, 不能再退回。请与联办单位商定后由其提交修订版。"
    en = "The plan was acknowledged. Agree with the co-lead on a revision instead."
    rule = "domain.md 3.2"


@value
class Plan:
    """What the rules need to remember. A plan that was never filed has no filing."""

    filing: WorkPlanFiled | None = None
    content: PlanContent | None = None
    number: int = 0
    addressee: str = ""
    status: Status = "filed"
    advice: str = ""


def evolve(plan: Plan, event: WorkPlanEvent) -> Plan:
    """Return the plan as the event leaves it. A fact is never refused."""
    match event:
        case WorkPlanFiled():
            return _at_version(replace(plan, filing=event), event)
        case WorkPlanReturned():
            return replace(plan, status="returned", advice=event.advice)
        case WorkPlanAcknowledged():
            return replace(plan, status="acknowledged")
        case WorkPlanRevised():
            return _at_version(plan, event)
        case WorkPlanReaddressed():
            return replace(plan, addressee=event.addressee)
        case _:
            assert_never(event)


def _at_version(plan: Plan, event: WorkPlanFiled | WorkPlanRevised) -> Plan:
    number, addressee = event.number, event.addressee
    return replace(plan, content=event.content, number=number, addressee=addressee, status="filed")


def decide(command: PlanCommand, plan: Plan) -> Decision:
    """Return what follows from a command, or raise the `Rejection` that stops it."""
    match command:
        case FilePlan():
            return file_plan(command, plan)
        case RevisePlan():
            return revise_plan(command, plan)
        case ReturnPlan():
            return return_plan(command, plan)
        case AcknowledgePlan():
            return acknowledge_plan(command, plan)
        case ReaddressPlan():
            return readdress_plan(command, plan)
        case _:
            assert_never(command)


def file_plan(command: FilePlan, plan: Plan) -> Decision:
    """A unit files once in its role; the same plan again changes nothing, another one is refused.

    A co-lead that has become the lead, or a lead that stays as co-lead, files anew in its new role.
    """
    _by_who_plans(command)
    if plan.filing is not None and plan.filing.kind == command.kind:
        if plan.content == command.content:
            return NOTHING_NEW
        raise AlreadyPlanned
    _by_whose_people(command)
    filed = WorkPlanFiled(
        project_id=command.project_id,
        unit_id=command.unit_id,
        kind=command.kind,
        number=plan.number + 1,
        addressee=_complete_and_addressed(command),
        filed_by_unit_id=UnitId(command.from_unit),
        content=command.content,
    )
    return (filed,)


def revise_plan(command: RevisePlan, plan: Plan) -> Decision:
    """A new version replaces the last one, for whoever leads now; the same again changes nothing."""
    filing = _filing(plan, command.kind)
    _by_who_plans(command)
    if plan.content == command.content:
        return NOTHING_NEW
    revised = WorkPlanRevised(
        project_id=filing.project_id,
        unit_id=filing.unit_id,
        kind=filing.kind,
        number=plan.number + 1,
        addressee=_complete_and_addressed(command),
        filed_by_unit_id=UnitId(command.from_unit),
        content=command.content,
    )
    return (revised,)


def return_plan(command: ReturnPlan, plan: Plan) -> Decision:
    """The lead returns a plan that it has not acknowledged, with advice."""
    filing = _received(command, plan)
    if plan.status == "returned":
        if plan.advice == command.advice:
            return NOTHING_NEW
        raise AwaitsRevision
    if plan.status == "acknowledged":
        raise AlreadyAcknowledged
    returned = WorkPlanReturned(
        project_id=filing.project_id,
        unit_id=filing.unit_id,
        number=plan.number,
        advice=command.advice,
        by_unit_id=UnitId(command.from_unit),
        by=command.by,
    )
    return (*_handed_over(plan, filing, command.standing.lead_unit_id), returned)


def acknowledge_plan(command: AcknowledgePlan, plan: Plan) -> Decision:
    """The lead takes note of a plan that is not out for revision; again changes nothing."""
    filing = _received(command, plan)
    if plan.status == "acknowledged":
        return NOTHING_NEW
    if plan.status == "returned":
        raise AwaitsRevision
    acknowledged = WorkPlanAcknowledged(
        project_id=filing.project_id,
        unit_id=filing.unit_id,
        number=plan.number,
        by_unit_id=UnitId(command.from_unit),
        by=command.by,
    )
    return (*_handed_over(plan, filing, command.standing.lead_unit_id), acknowledged)


def readdress_plan(command: ReaddressPlan, plan: Plan) -> Decision:
    """An open plan of a co-lead goes over to the new lead; what is settled stays as it was."""
    filing = plan.filing
    if filing is None or filing.kind != "co_lead_plan" or plan.status == "acknowledged":
        return NOTHING_NEW
    return _handed_over(plan, filing, command.lead_unit_id)


def _handed_over(plan: Plan, filing: WorkPlanFiled, lead: UnitId) -> Decision:
    if lead in (plan.addressee, filing.unit_id):
        return NOTHING_NEW
    project_id, unit_id = filing.project_id, filing.unit_id
    return (WorkPlanReaddressed(project_id=project_id, unit_id=unit_id, addressee=lead),)


def _filing(plan: Plan, kind: PlanKind) -> WorkPlanFiled:
    if plan.filing is None or plan.filing.kind != kind:
        raise NoSuchPlan
    return plan.filing


def _received(command: ReturnPlan | AcknowledgePlan, plan: Plan) -> WorkPlanFiled:
    if not command.standing.acts_for_the_lead(command.from_unit):
        raise OnlyTheLeadReceives
    return _filing(plan, "co_lead_plan")


def _by_who_plans(command: FilePlan | RevisePlan) -> None:
    unit, standing = command.unit_id, command.standing
    if command.kind == "co_lead_plan":
        if command.from_unit != unit or unit not in standing.co_leads:
            raise OnlyACoLeadFiles
    elif unit != standing.lead_unit_id or not standing.acts_for_the_lead(command.from_unit):
        raise OnlyTheLeadPlans


def _by_whose_people(command: FilePlan) -> None:
    unit, standing = command.unit_id, command.standing
    if command.kind == "lead_scheme":
        if unit not in standing.set_up:
            raise TeamMissing
    elif unit not in standing.set_up & standing.staffed:
        raise PersonInChargeMissing


def _complete_and_addressed(command: FilePlan | RevisePlan) -> str:
    """Return whom the plan goes to, if it names nobody else and says what it has to."""
    due_to = command.standing.due_to(command.kind)
    if command.addressed_to not in ("", due_to):
        raise WrongAddressee(addressee=due_to)
    if faults := gaps(command.kind, command.content, command.standing):
        if command.kind == "co_lead_plan":
            raise EntryPointMissing(faults=faults)
        raise SchemeIncomplete(faults=faults)
    return due_to


DECIDER = Decider(initial=Plan(), decide=decide, evolve=evolve)
