"""The service `evaluation`, put together."""

from services.evaluation.bonus import api as bonus
from services.evaluation.bonus.events import BonusEvent
from services.evaluation.bonus.projection import SHEETS
from services.evaluation.bonus_export import api as bonus_export
from services.evaluation.bonus_export.events import ExportEvent
from services.evaluation.bonus_export.projection import EXPORTS
from services.evaluation.bonus_hold.process import HOLDING_FOR_PARTS, HOLDING_FOR_RESULTS
from services.evaluation.cancelled.projection import CANCELLED, CLOSED
from services.evaluation.catalogue.projection import (
    ACCEPTED,
    ANNOUNCED,
    LEADS,
    LISTED,
)
from services.evaluation.catalogue.projection import SOURCE as APPLICATIONS
from services.evaluation.commendation import api as commendation
from services.evaluation.commendation.events import CommendationEvent
from services.evaluation.commendation.projection import COMMENDATIONS
from services.evaluation.contact import CONTACTS
from services.evaluation.contribution import api as contribution
from services.evaluation.contribution.events import ContributionEvent
from services.evaluation.contribution.projection import CONTRIBUTIONS
from services.evaluation.decision import api as decision
from services.evaluation.decision.events import DecisionEvent
from services.evaluation.decision.projection import DECISIONS
from services.evaluation.document import api as document
from services.evaluation.expected_points import api as expected_points
from services.evaluation.letterhead import LETTERHEADS, UNIT_NAMES
from services.evaluation.objection import api as objection
from services.evaluation.objection.events import ObjectionEvent
from services.evaluation.objection.projection import OBJECTIONS
from services.evaluation.obligation.projection import OBLIGATIONS
from services.evaluation.obligation.projection import SOURCE as PROGRESS
from services.evaluation.panel import api as panel
from services.evaluation.panel.events import UPCASTS as PANEL_UPCASTS
from services.evaluation.panel.events import PanelEvent
from services.evaluation.panel.projection import PANELS
from services.evaluation.participation.projection import LEAD_TERMS, PART_TERMS, TAKEN_IN
from services.evaluation.publicity import api as publicity
from services.evaluation.recusal import api as recusal
from services.evaluation.result import api as result
from services.evaluation.review import api as review
from services.evaluation.review.events import ReviewEvent
from services.evaluation.review.process import BARRING_BY_LATE_NEWS
from services.evaluation.review.projection import REVIEWS
from services.evaluation.rules import api as rules
from services.evaluation.rules.events import UPCASTS, RulesEvent
from services.evaluation.rules.projection import RULES
from services.evaluation.sheet import api as sheet
from services.evaluation.tables import metadata
from services.evaluation.what_if import api as what_if
from services.evaluation.what_if.events import WhatIfEvent
from services.evaluation.what_if.projection import WHAT_IFS
from shared.bus.subscription import Subscribed
from shared.papers.register import DocumentEvent
from shared.service import Feature, Service

SERVICE = Service(
    name="evaluation",
    title="Lingban: evaluation",
    features=(
        Feature("rules", RulesEvent, UPCASTS),
        Feature("panel", PanelEvent, PANEL_UPCASTS),
        Feature("review", ReviewEvent),
        Feature("decision", DecisionEvent),
        Feature("objection", ObjectionEvent),
        Feature("contribution", ContributionEvent),
        Feature("bonus", BonusEvent),
        Feature("document", DocumentEvent),
        Feature("bonus-export", ExportEvent),
        Feature("what-if", WhatIfEvent),
        Feature("commendation", CommendationEvent),
    ),
    routers=(
        rules.router,
        panel.router,
        recusal.router,
        review.router,
        sheet.router,
        decision.router,
        publicity.router,
        objection.router,
        result.router,
        expected_points.router,
        contribution.router,
        bonus.router,
        document.of_programme,
        document.of_sheet,
        document.of_project,
        document.of_commendation,
        bonus_export.router,
        what_if.router,
        commendation.router,
    ),
    metadata=metadata,
    projections=(
        RULES,
        PANELS,
        REVIEWS,
        DECISIONS,
        OBJECTIONS,
        CONTRIBUTIONS,
        SHEETS,
        EXPORTS,
        WHAT_IFS,
        COMMENDATIONS,
    ),
    subscribed=(
        Subscribed(
            APPLICATIONS,
            projections=(
                *(ANNOUNCED, LISTED, LEADS, ACCEPTED, LEAD_TERMS, PART_TERMS),
                *(CANCELLED, CLOSED, CONTACTS, UNIT_NAMES, LETTERHEADS),
            ),
            processes=(HOLDING_FOR_PARTS, BARRING_BY_LATE_NEWS),
        ),
        Subscribed(PROGRESS, projections=(OBLIGATIONS, TAKEN_IN), processes=(HOLDING_FOR_RESULTS,)),
    ),
)
