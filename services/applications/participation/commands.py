"""What can be asked of a unit's part in a project. A command brings its own time.

Each also brings the facts of the project and its programme that its rules rest on.
"""

from dataclasses import replace
from datetime import date, datetime

from services.applications.programme.events import DatedRule, Obligation
from services.applications.standing import ParticipationRole, ProjectFacts
from services.applications.terms import due_after_joining, term
from shared.domain import Fault, value
from shared.ids import UnitId

from .events import (
    ApplicationAccepted,
    ApplicationRejected,
    ApplicationReturned,
    ApplicationWithdrawn,
    DesignationDeclined,
    EndCause,
    PaperApplicationEntered,
    ParticipationEnded,
    ParticipationEvent,
    SupplementaryApplicationFiled,
    SupplementaryCase,
    UnitApplied,
)

REQUIRED = (
    ("functions_and_strengths", "本单位工作职能和特长", "the unit's functions and strengths"),
    ("entry_point", "切入点", "the entry point"),
)
"""What an application must say: field, and how people call it (REQ-19)."""


def gaps_of(application: object) -> tuple[Fault, ...]:
    """Name what an application has to say and does not (REQ-19)."""
    return tuple(
        Fault(field=f"/{field}", zh=f"请填写{zh}。", en=f"State {en}.")
        for field, zh, en in REQUIRED
        if not getattr(application, field)
    )


@value
class Supplement:
    """What the supplementary form says beside the application: which case it is, and why."""

    case: SupplementaryCase
    reason: str


@value
class Paper:
    """A form that came on paper; `scan` is the SHA-256 of its picture, or ""."""

    scan: str = ""


@value
class Apply:
    """Apply to take part in a project. `by` is the unit whose account asks, or "".

    For a form on paper `at` is when it came in. `takes_part_in` is in how many other projects of the
    programme the unit has a part, or has asked for one.
    """

    project: ProjectFacts
    unit_id: UnitId
    role: ParticipationRole
    functions_and_strengths: str
    entry_point: str
    plan_outline: str
    resources: str
    by: str
    at: datetime
    supplement: Supplement | None = None
    paper: Paper | None = None
    takes_part_in: int = 0

    def answers_a_late_designation(self) -> bool:
        """Return whether the unit was designated after the cut-off: no window binds it then."""
        closes_at, at = self.project.lead_applications_close_at, self.project.designated_at
        designated = self.role == "lead" and self.unit_id == self.project.lead_unit_id
        return designated and closes_at is not None and at is not None and at >= closes_at

    def gaps(self) -> tuple[Fault, ...]:
        """Name what the application lacks (REQ-19), and the reason of a supplement (REQ-21)."""
        gaps = gaps_of(self)
        if self.supplement is not None and not self.supplement.reason:
            gaps += (Fault(field="/reason", zh="请填写补报事由。", en="State the reason."),)
        return gaps

    def filed(self) -> tuple[ParticipationEvent, ...]:
        """Return the facts that are asked for, in the order in which they are recorded."""
        filed = (self.applied(), self.supplemented(), self.entered())
        return tuple(event for event in filed if event is not None)

    def repeats(
        self, application: UnitApplied | None, supplement: SupplementaryApplicationFiled | None
    ) -> bool:
        """Return whether this is what was filed before, whoever files it now."""
        if application is None or supplement != self.supplemented():
            return False
        return replace(application, filed_by=UnitId(self.by)) == self.applied()

    def supplemented(self) -> SupplementaryApplicationFiled | None:
        """Return the fact that this is the supplementary form, if it is."""
        return self.supplement and SupplementaryApplicationFiled(
            programme_id=self.project.programme_id,
            project_id=self.project.project_id,
            unit_id=self.unit_id,
            case=self.supplement.case,
            reason=self.supplement.reason,
        )

    def entered(self) -> PaperApplicationEntered | None:
        """Return the fact that the form came on paper, if it did."""
        return self.paper and PaperApplicationEntered(
            programme_id=self.project.programme_id,
            project_id=self.project.project_id,
            unit_id=self.unit_id,
            scan=self.paper.scan,
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
    """Accept an application. `by_leader`: a leader of the organiser does."""

    project: ProjectFacts
    unit_id: UnitId
    at: datetime
    by_leader: bool = False

    def gaps(self, application: UnitApplied | None) -> tuple[Fault, ...]:
        """Name what an application on paper lacks, so that it cannot be accepted (REQ-19)."""
        return gaps_of(application)

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
    """Refuse an application. `by_leader`: a leader of the organiser does."""

    project: ProjectFacts
    unit_id: UnitId
    reason: str
    by_leader: bool = False

    def rejected(self) -> ApplicationRejected:
        """Return the fact that is asked for."""
        return ApplicationRejected(
            programme_id=self.project.programme_id,
            project_id=self.project.project_id,
            unit_id=self.unit_id,
            reason=self.reason,
        )


@value
class End:
    """End a unit's part in a project. `ended_on` is its last day, `today` the day it is now.

    `liaison` is the account of its liaison, or "".
    """

    project: ProjectFacts
    unit_id: UnitId
    cause: EndCause
    reason: str
    ended_on: date
    today: date
    liaison: str = ""

    def ended(self, role: ParticipationRole) -> ParticipationEnded:
        """Return the fact that is asked for."""
        return ParticipationEnded(
            programme_id=self.project.programme_id,
            project_id=self.project.project_id,
            unit_id=self.unit_id,
            role=role,
            cause=self.cause,
            reason=self.reason,
            ended_on=self.ended_on,
            liaison=self.liaison,
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


type ParticipationCommand = Apply | Withdraw | Decline | Accept | Return | Reject | End
