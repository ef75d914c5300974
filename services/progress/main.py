"""Puts the service together."""

from services.progress.deadline.api import router as deadline_routes
from services.progress.deadline.events import DeadlineEvent
from services.progress.deadline.process import OBLIGATIONS
from services.progress.deadline.projection import DEADLINES
from services.progress.deadline.timers import FIRINGS, TIMERS
from services.progress.evidence.api import router as evidence_routes
from services.progress.evidence.events import EvidenceEvent
from services.progress.evidence.projection import EVIDENCE
from services.progress.participant.projection import LEADS, PARTICIPATIONS
from services.progress.progress_report.api import router as report_routes
from services.progress.progress_report.events import ReportEvent
from services.progress.progress_report.projection import REPORTS
from services.progress.tables import metadata
from shared.bus.subscription import Subscribed
from shared.service import Feature, Service

SERVICE = Service(
    name="progress",
    title="Lingban: progress (进展)",
    features=(
        Feature("deadline", DeadlineEvent),
        Feature("progress-report", ReportEvent),
        Feature("evidence", EvidenceEvent),
    ),
    routers=(deadline_routes, report_routes, evidence_routes),
    metadata=metadata,
    projections=(DEADLINES, TIMERS, REPORTS, EVIDENCE),
    subscribed=(
        Subscribed("applications", projections=(LEADS, PARTICIPATIONS), processes=(OBLIGATIONS,)),
    ),
    firings=FIRINGS,
)
