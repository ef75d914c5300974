"""Puts the service together."""

from services.progress.deadline.api import router as deadline_routes
from services.progress.deadline.events import DeadlineEvent
from services.progress.deadline.process import OBLIGATIONS
from services.progress.deadline.projection import DEADLINES
from services.progress.evidence.api import router as evidence_routes
from services.progress.evidence.events import EvidenceEvent
from services.progress.evidence.projection import EVIDENCE
from services.progress.ledger.api import router as ledger_routes
from services.progress.ledger.events import LedgerEvent
from services.progress.ledger.projection import LEDGER
from services.progress.participant.projection import LEADS, PARTICIPATIONS
from services.progress.programme.projection import PROGRAMMES, PROJECTS
from services.progress.progress_report.api import router as report_routes
from services.progress.progress_report.events import ReportEvent
from services.progress.progress_report.projection import REPORTS
from services.progress.results_package.api import router as results_routes
from services.progress.results_package.events import ResultsEvent
from services.progress.results_package.projection import RESULTS
from services.progress.tables import metadata
from services.progress.timers import FIRINGS, TIMERS
from shared.bus.subscription import Subscribed
from shared.service import Feature, Service

SERVICE = Service(
    name="progress",
    title="Lingban: progress (进展)",
    features=(
        Feature("deadline", DeadlineEvent),
        Feature("progress-report", ReportEvent),
        Feature("evidence", EvidenceEvent),
        Feature("ledger-item", LedgerEvent),
        Feature("results-package", ResultsEvent),
    ),
    routers=(deadline_routes, report_routes, evidence_routes, ledger_routes, results_routes),
    metadata=metadata,
    projections=(DEADLINES, TIMERS, REPORTS, EVIDENCE, LEDGER, RESULTS),
    subscribed=(
        Subscribed(
            "applications",
            projections=(LEADS, PARTICIPATIONS, PROGRAMMES, PROJECTS),
            processes=(OBLIGATIONS,),
        ),
    ),
    firings=FIRINGS,
)
