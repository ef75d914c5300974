"""What can be asked of a unit's part in a project. A command brings its own time.

Each also brings the facts of the project and its programme that its rules rest on.
"""

from datetime import datetime

from services.applications.programme.events import DatedRule, Obligation
from services.applications.terms import due_after_joining, term
from shared.domain import Fault, value
from shared.ids import ProgrammeId, ProjectId, UnitId

from .events import (
    ApplicationAccepted,
    ApplicationRejected,
    ApplicationReturned,
    ApplicationWithdrawn,
    DesignationDeclined,
    ParticipationRole,
    UnitApplied,
)

REQUIRED = (
    ("functions_and_strengths", "本单位工作职能和特长", "the unit's functions and strengths"),
    ("entry_point", "切入点", "the entry point"),
)
"""What an application must say: field, and how people call it (REQ-19)."""


@value
class ProjectFacts:
    """What the rules need to know of a project and its programme.

    The times are None until the programme is announced. `executing_unit_id` may be "".
    `co_lead_plan` is the rule for the plan that a co-lead owes.
    """

    programme_id: ProgrammeId
    project_id: ProjectId
    lead_unit_id: str
    executing_unit_id: str
    designated_at: datetime | None
    announced_at: datetime | None
    lead_applications_close_at: datetime | None
    applications_close_at: datetime | None
    co_lead_plan: DatedRule | None = None

    def acts_for(self, actor: str, unit_id: str) -> bool:
        """Return whether a unit's account may act for a unit here (AMB-13)."""
        is_executing = actor == self.executing_unit_id and unit_id == self.lead_unit_id
        return bool(actor) and (actor == unit_id or is_executing)

    def closes_at(self, role: ParticipationRole) -> datetime | None:
        """Return the first moment at which an application in this role is late."""
        if role == "lead":
            return self.lead_applications_close_at
        return self.applications_close_at


@value
class Apply:
    """Apply to take part in a project. `by` is the unit whose account asks, or ""."""

    project: ProjectFacts
    unit_id: UnitId
    role: ParticipationRole
    functions_and_strengths: str
    entry_point: str
    plan_outline: str
    resources: str
    by: str
    at: datetime

    def gaps(self) -> tuple[Fault, ...]:
        """Name what the application lacks (REQ-19)."""
        return tuple(
            Fault(field=f"/{field}", zh=f"请填写{zh}。", en=f"State {en}.")
            for field, zh, en in REQUIRED
            if not getattr(self, field)
        )

    def applied(self) -> UnitApplied:
        """Return the fact that is asked for."""
        return UnitApplied(
            programme_id=self.project.programme_id,
            project_id=self.project.project_id,
            unit_id=self.unit_id,
            role=self.role,
            functions_and_strengths=self.functions_and_strengths,
            entry_point=self.entry_point,
            plan_outline=self.plan_outline,
            resources=self.resources,
            filed_by=UnitId(self.by),
        )

    def accepted(self) -> ApplicationAccepted:
        """Return the fact that the application is accepted at once."""
        return ApplicationAccepted(
            programme_id=self.project.programme_id,
            project_id=self.project.project_id,
            unit_id=self.unit_id,
            role=self.role,
        )


@value
class Withdraw:
    """Take an application back."""

    project: ProjectFacts
    unit_id: UnitId
    by: str
    at: datetime

    def withdrawn(self) -> ApplicationWithdrawn:
        """Return the fact that is asked for."""
        return ApplicationWithdrawn(
            programme_id=self.project.programme_id,
            project_id=self.project.project_id,
            unit_id=self.unit_id,
        )


@value
class Decline:
    """Decline to lead a project."""

    project: ProjectFacts
    unit_id: UnitId
    reason: str
    by: str
    at: datetime

    def declined(self, designated_at: datetime) -> DesignationDeclined:
        """Return the fact that is asked for."""
        return DesignationDeclined(
            programme_id=self.project.programme_id,
            project_id=self.project.project_id,
            unit_id=self.unit_id,
            reason=self.reason,
            designated_at=designated_at,
        )


@value
class Accept:
    """Accept an application."""

    project: ProjectFacts
    unit_id: UnitId
    at: datetime

    def accepted(self, role: ParticipationRole) -> ApplicationAccepted:
        """Return the fact that is asked for, with the plan that a co-lead owes from now on."""
        rule = self.project.co_lead_plan
        owes = () if rule is None or role == "lead" else (plan_owed(rule, self.at),)
        return ApplicationAccepted(
            programme_id=self.project.programme_id,
            project_id=self.project.project_id,
            unit_id=self.unit_id,
            role=role,
            obligations=owes,
        )


@value
class Return:
    """Give an application back to be completed."""

    project: ProjectFacts
    unit_id: UnitId
    advice: str

    def returned(self) -> ApplicationReturned:
        """Return the fact that is asked for."""
        return ApplicationReturned(
            programme_id=self.project.programme_id,
            project_id=self.project.project_id,
            unit_id=self.unit_id,
            advice=self.advice,
        )


@value
class Reject:
    """Refuse an application."""

    project: ProjectFacts
    unit_id: UnitId
    reason: str

    def rejected(self) -> ApplicationRejected:
        """Return the fact that is asked for."""
        return ApplicationRejected(
            programme_id=self.project.programme_id,
            project_id=self.project.project_id,
            unit_id=self.unit_id,
            reason=self.reason,
        )


def plan_owed(rule: DatedRule, accepted_at: datetime) -> Obligation:
    """Return the plan that a co-lead owes from its acceptance on (REQ-24, AMB-06)."""
    days = rule.working_days_after_acceptance
    due_on = due_after_joining(rule.due_on, days, accepted_at)
    ending = term(due_on, rule.grace_working_days)
    return Obligation(
        kind="co_lead_plan",
        period="",
        label=rule.label,
        due_at=ending.due_at,
        grace_until=ending.grace_until,
    )


type ParticipationCommand = Apply | Withdraw | Decline | Accept | Return | Reject
