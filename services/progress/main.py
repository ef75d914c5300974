"""Puts the service together."""

from services.progress.board.api import router as board_routes
from services.progress.catalogue.projection import PROGRAMMES, PROJECTS
from services.progress.deadline.api import router as deadline_routes
from services.progress.deadline.events import DeadlineEvent
from services.progress.deadline.process import OBLIGATIONS
from services.progress.deadline.projection import DEADLINES
from services.progress.document.api import of_ledger, of_plan, of_programme, of_report
from services.progress.ended.projection import CANCELLED, CLOSED
from services.progress.evidence.api import router as evidence_routes
from services.progress.evidence.events import EvidenceEvent
from services.progress.evidence.projection import EVIDENCE
from services.progress.good_practice.api import router as practice_routes
from services.progress.good_practice.events import PracticeEvent
from services.progress.good_practice.projection import PRACTICES
from services.progress.judgement.projection import DECIDED
from services.progress.ledger.api import router as ledger_routes
from services.progress.ledger.events import LedgerEvent
from services.progress.ledger.projection import LEDGER
from services.progress.participant.projection import (
    CONTACT_LEADERS,
    LEADS,
    PARTICIPATIONS,
    TEAMS,
    UNITS,
)
from services.progress.plan_milestone.api import router as milestone_routes
from services.progress.plan_milestone.events import MilestoneEvent
from services.progress.plan_milestone.projection import MILESTONES
from services.progress.practice_channel.api import router as practice_channel_routes
from services.progress.prefilled.api import router as prefilled_routes
from services.progress.programme_rules.projection import PROGRAMME_RULES
from services.progress.progress_report.api import router as report_routes
from services.progress.progress_report.events import ReportEvent
from services.progress.progress_report.projection import REPORTS
from services.progress.relief.api import router as relief_routes
from services.progress.relief.process import DUTIES
from services.progress.reminder.api import router as reminder_routes
from services.progress.results_library.api import router as library_routes
from services.progress.results_library.events import LibraryEvent
from services.progress.results_library.projection import LIBRARY
from services.progress.results_package.api import router as results_routes
from services.progress.results_package.events import ResultsEvent
from services.progress.results_package.projection import RESULTS
from services.progress.supervision.api import router as supervision_routes
from services.progress.supervision.events import SupervisionEvent
from services.progress.supervision.projection import SUPERVISIONS
from services.progress.tables import metadata
from services.progress.task.api import router as task_routes
from services.progress.task.events import TaskEvent
from services.progress.task.projection import TASKS
from services.progress.task_dispute.api import router as task_dispute_routes
from services.progress.task_work.api import router as task_work_routes
from services.progress.timers import FIRINGS, TIMERS
from services.progress.work_plan.api import of_unit as plan_of_unit_routes
from services.progress.work_plan.api import router as plan_routes
from services.progress.work_plan.events import WorkPlanEvent
from services.progress.work_plan.process import READDRESSING
from services.progress.work_plan.projection import PLANS, VERSIONS
from shared.bus.subscription import Subscribed
from shared.papers.register import DocumentEvent
from shared.service import Feature, Service

SERVICE = Service(
    name="progress",
    title="Lingban: progress (进展)",
    features=(
        Feature("deadline", DeadlineEvent),
        Feature("progress-report", ReportEvent),
        Feature("evidence", EvidenceEvent),
        Feature("work-plan", WorkPlanEvent),
        Feature("plan-milestone", MilestoneEvent),
        Feature("task", TaskEvent),
        Feature("good-practice", PracticeEvent),
        Feature("ledger-item", LedgerEvent),
        Feature("results-package", ResultsEvent),
        Feature("results-library", LibraryEvent),
        Feature("document", DocumentEvent),
        Feature("supervision", SupervisionEvent),
    ),
    routers=(
        deadline_routes,
        reminder_routes,
        relief_routes,
        report_routes,
        evidence_routes,
        plan_routes,
        plan_of_unit_routes,
        milestone_routes,
        task_routes,
        task_work_routes,
        task_dispute_routes,
        practice_routes,
        practice_channel_routes,
        ledger_routes,
        results_routes,
        library_routes,
        prefilled_routes,
        of_report,
        of_plan,
        of_ledger,
        of_programme,
        supervision_routes,
        board_routes,
    ),
    metadata=metadata,
    projections=(
        DEADLINES,
        TIMERS,
        REPORTS,
        EVIDENCE,
        PLANS,
        VERSIONS,
        MILESTONES,
        TASKS,
        PRACTICES,
        LEDGER,
        RESULTS,
        LIBRARY,
        SUPERVISIONS,
    ),
    subscribed=(
        Subscribed(
            "applications",
            projections=(
                LEADS,
                PARTICIPATIONS,
                TEAMS,
                CONTACT_LEADERS,
                UNITS,
                PROGRAMMES,
                PROJECTS,
                PROGRAMME_RULES,
                CANCELLED,
                CLOSED,
            ),
            processes=(OBLIGATIONS, DUTIES, READDRESSING),
        ),
        Subscribed("evaluation", projections=(DECIDED,)),
    ),
    firings=FIRINGS,
)
