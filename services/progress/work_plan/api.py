"""Plans over HTTP: filing, revising, returning, acknowledging, reading, comparing."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Annotated

from fastapi import Depends, Path, Query, Response

from services.progress.catalogue.projection import Terms, terms_of
from services.progress.comparison import Comparison, changes
from services.progress.deadline.commands import FulfilObligation
from services.progress.deadline.decider import DECIDER as DEADLINE
from services.progress.deadline.events import deadline_of
from services.progress.deadline_refusals import NothingOwed
from services.progress.forms import Advice, PlanForm, SchemeForm
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
from services.progress.progress_report.api import NoSuchProject, Project
from services.progress.progress_report.projection import project_is_visible
from services.progress.running import running_routes
from services.progress.scope import own_unit
from shared.domain import value
from shared.http.caller import Caller
from shared.http.problems import refusals
from shared.http.requests import Context, Resources, SeenVersion, etag, may
from shared.http.rights import Capability
from shared.ids import SLUG_PATTERN, AccountId, ProjectId, UnitId
from shared.resources import OpenResources
from shared.store.events import CommandContext, Receipt
from shared.store.handle import KeyReused, Reaction, VersionMoved, handle, handle_together

from .commands import (
    AcknowledgePlan,
    FilePlan,
    PlanCommand,
    ReturnPlan,
    RevisePlan,
    Standing,
)
from .decider import DECIDER, AlreadyAcknowledged, AlreadyPlanned, AwaitsRevision, NoSuchPlan
from .events import CoLeadPart, PlanContent, plan_of
from .projection import CONTENT, PlanView, VersionRow, plans_of, versions_of

router = running_routes("work plans", "/projects/{project_id}")
of_unit = running_routes("work plans", "/projects/{project_id}/plans/{unit_id}")

CoLead = Annotated[Caller, Depends(may(Capability.CO_LEAD_PLAN, "C"))]
PlanEditor = Annotated[Caller, Depends(may(Capability.CO_LEAD_PLAN, "E"))]
Receiver = Annotated[Caller, Depends(may(Capability.CO_LEAD_PLAN, "A"))]
Planner = Annotated[Caller, Depends(may(Capability.LEAD_SCHEME, "C"))]
SchemeEditor = Annotated[Caller, Depends(may(Capability.LEAD_SCHEME, "E"))]
Reader = Annotated[Caller, Depends(may(Capability.LEAD_SCHEME, "R"))]
Unit = Annotated[UnitId, Path(pattern=SLUG_PATTERN, max_length=80, examples=["gongan-ju"])]
Number = Annotated[int, Query(ge=1, le=9999)]


@value
class PlanList:
    """A project's plans: the lead's scheme first, then those of the co-leads."""

    items: Sequence[PlanView]


@value
class VersionList:
    """Every version of a plan, oldest first."""

    items: Sequence[VersionRow]


async def terms(project_id: Project, resources: Resources) -> Terms:
    """Return how the project in the path stands. Raises `NoSuchProject`."""
    async with resources.pool.acquire() as connection:
        found = await terms_of(project_id, connection)
    if found is None:
        raise NoSuchProject
    return found


Stands = Annotated[Terms, Depends(terms)]


@dataclass(frozen=True)
class Desk:
    """Where a request about a project's plans is decided on."""

    project_id: ProjectId
    terms: Terms
    context: CommandContext
    seen: int | None
    resources: OpenResources

    @property
    def standing(self) -> Standing:
        """Return how the project stands, as the rules want it."""
        return Standing(
            lead_unit_id=UnitId(self.terms.lead_unit_id),
            executing_unit_id=self.terms.executing_unit_id,
            co_leads=self.terms.co_leads,
            set_up=self.terms.set_up,
            staffed=self.terms.staffed,
            scheme_addressee=self.terms.programme.scheme_addressee,
            text=self.terms.text,
        )

    async def take(self, command: PlanCommand, unit_id: UnitId) -> Receipt:
        """Hand a command to the rules and record what follows."""
        stream, store = plan_of(self.project_id, unit_id), self.resources.store
        seen = self.seen
        return await handle(command, DECIDER, stream, store, self.context, expected_version=seen)

    async def file(self, command: FilePlan) -> Receipt:
        """File a plan and meet its deadline, both or neither."""
        is_scheme = command.kind == "lead_scheme"
        subject = self.project_id if is_scheme else f"{self.project_id}~{command.unit_id}"
        owed = FulfilObligation(at=self.context.occurred_at)
        return await handle_together(
            [
                Reaction(command, DECIDER, plan_of(self.project_id, command.unit_id)),
                Reaction(owed, DEADLINE, deadline_of(command.kind, subject)),
            ],
            self.resources.store,
            self.context,
        )


async def desk(
    project_id: Project, stands: Stands, context: Context, seen: SeenVersion, resources: Resources
) -> Desk:
    """Return where a request about this project's plans is decided on."""
    return Desk(project_id, stands, context, seen, resources)


AtDesk = Annotated[Desk, Depends(desk)]


def content_of(form: PlanForm | SchemeForm) -> PlanContent:
    """Return a form's content as it is recorded; an entry that is named twice is meant once."""
    said = form.model_dump(exclude={"addressed_to", "parts"})
    if isinstance(form, PlanForm):
        return PlanContent(**said)
    for passages in ("rules_relied_on", "targets"):
        said[passages] = tuple(dict.fromkeys(said[passages]))
    parts = (CoLeadPart(**part.model_dump()) for part in form.parts)
    return PlanContent(**said, parts=tuple(parts))


def asked[Wish: (FilePlan, RevisePlan)](
    wish: type[Wish], form: PlanForm | SchemeForm, unit_id: UnitId, by: Caller, at: Desk
) -> Wish:
    """Return the wish to file a form as a unit's plan, or as its new version."""
    return wish(
        project_id=at.project_id,
        unit_id=unit_id,
        kind="co_lead_plan" if isinstance(form, PlanForm) else "lead_scheme",
        from_unit=own_unit(by),
        addressed_to=form.addressed_to or "",
        content=content_of(form),
        standing=at.standing,
    )


PLANNING = (OnlyACoLeadFiles, NoSuchProject, WrongAddressee, EntryPointMissing, KeyReused)
SCHEMING = (OnlyTheLeadPlans, NoSuchProject, WrongAddressee, SchemeIncomplete, KeyReused)
RECEIVING = (OnlyTheLeadReceives, NoSuchProject, NoSuchPlan, AwaitsRevision, KeyReused)


@of_unit.put("", responses=refusals(*PLANNING, PersonInChargeMissing, AlreadyPlanned, NothingOwed))
async def file_plan(unit_id: Unit, form: PlanForm, caller: CoLead, at: AtDesk) -> Receipt:
    """File a co-lead's plan with the project's lead. A late one is accepted and marked."""
    return await at.file(asked(FilePlan, form, unit_id, caller, at))


@of_unit.put("/revision", responses=refusals(*PLANNING, NoSuchPlan, VersionMoved))
async def revise_plan(unit_id: Unit, form: PlanForm, caller: PlanEditor, at: AtDesk) -> Receipt:
    """File a new version of a co-lead's plan, also after it was returned or acknowledged."""
    return await at.take(asked(RevisePlan, form, unit_id, caller, at), unit_id)


@of_unit.post("/return", responses=refusals(*RECEIVING, AlreadyAcknowledged, VersionMoved))
async def return_plan(unit_id: Unit, advice: Advice, caller: Receiver, at: AtDesk) -> Receipt:
    """Send a co-lead's plan back with advice, as the lead's liaison."""
    command = ReturnPlan(
        advice=advice.advice,
        from_unit=own_unit(caller),
        by=AccountId(caller.id),
        standing=at.standing,
    )
    return await at.take(command, unit_id)


@of_unit.post("/acknowledgement", responses=refusals(*RECEIVING, VersionMoved))
async def acknowledge_plan(unit_id: Unit, caller: Receiver, at: AtDesk) -> Receipt:
    """Take note of a co-lead's plan, as the lead's liaison."""
    command = AcknowledgePlan(
        from_unit=own_unit(caller), by=AccountId(caller.id), standing=at.standing
    )
    return await at.take(command, unit_id)


@router.put("/scheme", responses=refusals(*SCHEMING, TeamMissing, AlreadyPlanned, NothingOwed))
async def file_scheme(form: SchemeForm, caller: Planner, at: AtDesk) -> Receipt:
    """File the lead's scheme with the organiser. Its date only reminds (AMB-15)."""
    return await at.file(asked(FilePlan, form, at.standing.lead_unit_id, caller, at))


@router.put("/scheme/revision", responses=refusals(*SCHEMING, NoSuchPlan, VersionMoved))
async def revise_scheme(form: SchemeForm, caller: SchemeEditor, at: AtDesk) -> Receipt:
    """File a new version of the lead's scheme, for example to name a co-lead that joined later."""
    lead = at.standing.lead_unit_id
    return await at.take(asked(RevisePlan, form, lead, caller, at), lead)


@router.get("/scheme/form", responses=refusals(NoSuchProject, OnlyTheLeadPlans))
async def scheme_form(
    project_id: Project, stands: Stands, caller: Planner, resources: Resources
) -> PlanContent:
    """Return a scheme to begin with: rules, targets and entry points that are known already."""
    if not stands.acts_for_the_lead(own_unit(caller)):
        raise OnlyTheLeadPlans
    async with resources.pool.acquire() as connection:
        plans = await plans_of(project_id, caller, stands, connection)
    said = {plan.unit_id: plan.content for plan in plans if plan.kind == "co_lead_plan"}
    return PlanContent(
        title="工作方案",
        rules_relied_on=tuple(stands.programme.legal_basis),
        targets=(stands.text,) if stands.text else (),
        parts=tuple(
            CoLeadPart(unit_id=UnitId(unit), entry_point=content.entry_point, task=content.tasks)
            for unit in sorted(stands.co_leads)
            for content in (said.get(unit, PlanContent(title="")),)
        ),
    )


@router.get("/plans", responses=refusals(NoSuchProject))
async def list_plans(
    project_id: Project, stands: Stands, caller: Reader, resources: Resources
) -> PlanList:
    """List a project's plans; who does not read one in full sees its title and entry point."""
    async with resources.pool.acquire() as connection:
        if not await project_is_visible(project_id, caller, connection):
            raise NoSuchProject
        return PlanList(items=await plans_of(project_id, caller, stands, connection))


@of_unit.get("", responses=refusals(NoSuchProject, NoSuchPlan))
async def read_plan(
    project_id: Project,
    unit_id: Unit,
    stands: Stands,
    caller: Reader,
    resources: Resources,
    response: Response,
) -> PlanView:
    """Read a unit's plan as it stands, with its receipt: version and time."""
    async with resources.pool.acquire() as connection:
        found = await plans_of(project_id, caller, stands, connection, unit_id=unit_id)
    if not found:
        raise NoSuchPlan
    response.headers.update(etag(found[0].version))
    return found[0]


async def readable(
    project_id: Project, unit_id: Unit, stands: Stands, caller: Reader, resources: Resources
) -> Sequence[VersionRow]:
    """Return every version of a plan that the caller reads in full. Raises `NoSuchPlan`."""
    async with resources.pool.acquire() as connection:
        seen = await plans_of(project_id, caller, stands, connection, unit_id=unit_id)
        found = await versions_of(project_id, unit_id, caller, stands, connection) if seen else ()
    if not found:
        raise NoSuchPlan
    return found


Versions = Annotated[Sequence[VersionRow], Depends(readable)]


@of_unit.get("/versions", responses=refusals(NoSuchProject, NoSuchPlan))
async def list_versions(versions: Versions) -> VersionList:
    """List every version of a plan."""
    return VersionList(items=versions)


@of_unit.get("/comparison", responses=refusals(NoSuchProject, NoSuchPlan))
async def compare_versions(versions: Versions, before: Number, after: Number) -> Comparison:
    """Compare two versions of a plan, section by section."""
    said = {row.number: asdict(CONTENT.validate_python(row.content)) for row in versions}
    if not {before, after} <= said.keys():
        raise NoSuchPlan
    return Comparison(before=before, after=after, changes=changes(said[before], said[after]))
