"""What happens in other services, for the tests of this one."""

from datetime import date, datetime

from shared.contracts.applications import (
    AnnouncedProject,
    ApplicationAccepted,
    ApplicationsEvent,
    LeadUnitDesignated,
    ProgrammeAnnounced,
)
from shared.contracts.evaluation import EvaluationEvent, ReviewAssigned
from shared.contracts.progress import DeadlineSet, ProgressEvent
from shared.ids import ProgrammeId, ProjectId, UnitId
from shared.store.events import Stream
from shared.timing.zone import SHANGHAI

PROGRAMME = ProgrammeId("2017")
DUE = datetime(2017, 7, 11, tzinfo=SHANGHAI)
"""The 10th of July, to 24:00."""
GRACE = datetime(2017, 7, 18, tzinfo=SHANGHAI)


def announced(*addressees: str, programme: str = "2017") -> ProgrammeAnnounced:
    return ProgrammeAnnounced(
        programme_id=ProgrammeId(programme),
        year=2017,
        title="关于开展机关党建组团式领办项目的通知",
        document_number="金直委发〔2017〕20号",
        issue_date=date(2017, 5, 2),
        projects=(
            AnnouncedProject(
                project_id=ProjectId("2017-p08"),
                number=8,
                title="主题党日",
                lead_unit_id=UnitId("guozi-wei"),
            ),
        ),
        obligations=(),
        addressees=tuple(UnitId(unit) for unit in addressees),
    )


def accepted(unit: str) -> ApplicationAccepted:
    return ApplicationAccepted(
        programme_id=PROGRAMME,
        project_id=ProjectId("2017-p08"),
        unit_id=UnitId(unit),
        role="co_lead",
    )


def assigned(reviewer: str) -> ReviewAssigned:
    return ReviewAssigned(
        programme_id=PROGRAMME, project_id=ProjectId("2017-p08"), reviewer_id=reviewer
    )


def deadline(subject: str, unit: str, due: datetime = DUE, grace: datetime = GRACE) -> DeadlineSet:
    return DeadlineSet(
        programme_id=PROGRAMME,
        obligation="progress_report",
        subject=subject,
        project_id=ProjectId("2017-p08"),
        owner_unit_id=UnitId(unit),
        label="2017年第二季度进展情况",
        due_at=due,
        grace_until=grace,
    )


def programme(programme_id: str = "2017") -> Stream[ApplicationsEvent]:
    return Stream("programme", programme_id)


def participation(unit: str) -> Stream[ApplicationsEvent]:
    return Stream("participation", f"2017-p08~{unit}")


def review(reviewer: str) -> Stream[EvaluationEvent]:
    return Stream("review", f"2017-p08~{reviewer}")


def deadline_of(subject: str) -> Stream[ProgressEvent]:
    return Stream("deadline", f"progress_report~{subject}")


def designated(project: str, unit: str) -> LeadUnitDesignated:
    return LeadUnitDesignated(
        programme_id=PROGRAMME,
        project_id=ProjectId(project),
        unit_id=UnitId(unit),
        executing_unit_id="",
    )
