"""The service `evaluation`, put together."""

from services.evaluation.bonus import api as bonus
from services.evaluation.bonus.events import BonusEvent
from services.evaluation.bonus.projection import SHEETS
from services.evaluation.catalogue.projection import ACCEPTED, ANNOUNCED, LEADS, LISTED
from services.evaluation.catalogue.projection import SOURCE as APPLICATIONS
from services.evaluation.contribution import api as contribution
from services.evaluation.contribution.events import ContributionEvent
from services.evaluation.contribution.projection import CONTRIBUTIONS
from services.evaluation.decision import api as decision
from services.evaluation.decision.events import DecisionEvent
from services.evaluation.decision.projection import DECISIONS
from services.evaluation.expected_points import api as expected_points
from services.evaluation.panel import api as panel
from services.evaluation.panel.events import PanelEvent
from services.evaluation.panel.projection import PANELS
from services.evaluation.review import api as review
from services.evaluation.review.events import ReviewEvent
from services.evaluation.review.projection import REVIEWS
from services.evaluation.rules import api as rules
from services.evaluation.rules.events import UPCASTS, RulesEvent
from services.evaluation.rules.projection import RULES
from services.evaluation.tables import metadata
from shared.bus.subscription import Subscribed
from shared.service import Feature, Service

SERVICE = Service(
    name="evaluation",
    title="Lingban: evaluation",
    features=(
        Feature("rules", RulesEvent, UPCASTS),
        Feature("panel", PanelEvent),
        Feature("review", ReviewEvent),
        Feature("decision", DecisionEvent),
        Feature("contribution", ContributionEvent),
        Feature("bonus", BonusEvent),
    ),
    routers=(
        rules.router,
        panel.router,
        review.router,
        decision.router,
        expected_points.router,
        contribution.router,
        bonus.router,
    ),
    metadata=metadata,
    projections=(RULES, PANELS, REVIEWS, DECISIONS, CONTRIBUTIONS, SHEETS),
    subscribed=(Subscribed(APPLICATIONS, projections=(ANNOUNCED, LISTED, LEADS, ACCEPTED)),),
)
