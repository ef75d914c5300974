"""The service `audit`, put together."""

from services.audit.case.api import router as case
from services.audit.history.api import router as history
from services.audit.log.api import router as log
from services.audit.log.projection import FOREIGN, OWN, log_of
from services.audit.reading.events import ReadingEvent
from services.audit.tables import metadata
from shared.bus.subscription import Subscribed
from shared.service import Feature, Service

SERVICE = Service(
    name="audit",
    title="领办：审计",
    features=(Feature("reading", ReadingEvent),),
    routers=(log, history, case),
    metadata=metadata,
    projections=(log_of(OWN),),
    subscribed=tuple(Subscribed(source, projections=(log_of(source),)) for source in FOREIGN),
)
