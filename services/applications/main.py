"""Puts the service together. Knows all its features; nobody imports it but who runs it."""

from services.applications.cancelling import api as cancelling
from services.applications.catalogue import api as catalogue
from services.applications.closing import api as closing
from services.applications.closing.events import ClosingEvent
from services.applications.closing.projection import CLOSINGS
from services.applications.coverage import api as coverage
from services.applications.coverage.events import CoverageEvent
from services.applications.coverage.process import watching
from services.applications.coverage.projection import GAPS
from services.applications.document import api as document
from services.applications.drafting import api as drafting
from services.applications.intake import api as intake
from services.applications.invitation import api as invitation
from services.applications.invitation.events import InvitationEvent
from services.applications.judgement.projection import ACCEPTED, DECIDED, OBJECTED
from services.applications.leadership import api as leadership
from services.applications.leaving import api as leaving
from services.applications.leaving.events import LeavingEvent
from services.applications.leaving.projection import LEAVINGS
from services.applications.listing import api as listing
from services.applications.paper import api as paper
from services.applications.participation import api as participation
from services.applications.participation.events import ParticipationEvent
from services.applications.participation.projection import PARTICIPATIONS
from services.applications.programme import api as programme
from services.applications.programme.events import ProgrammeEvent
from services.applications.programme.projection import PROGRAMMES
from services.applications.project import api as project
from services.applications.project.events import ProjectEvent
from services.applications.project.projection import PROJECTS
from services.applications.rulebook import api as rulebook
from services.applications.selection import api as selection
from services.applications.supplement import api as supplement
from services.applications.supplementary_window import api as supplementary_window
from services.applications.supplementary_window.events import WindowEvent
from services.applications.supplementary_window.projection import WINDOWS
from services.applications.tables import metadata
from services.applications.team import api as team
from services.applications.team.events import TeamEvent
from services.applications.team.projection import TEAMS
from services.applications.unit import api as unit
from services.applications.unit.events import UnitEvent
from services.applications.unit.projection import UNITS
from shared.bus.subscription import Subscribed
from shared.papers.register import DocumentEvent
from shared.service import Feature, Service

SERVICE = Service(
    name="applications",
    title="Lingban: applications (领办: 申报)",
    features=(
        Feature("programme", ProgrammeEvent),
        Feature("unit", UnitEvent),
        Feature("project", ProjectEvent),
        Feature("participation", ParticipationEvent),
        Feature("invitation", InvitationEvent),
        Feature("supplementary-window", WindowEvent),
        Feature("team", TeamEvent),
        Feature("leaving", LeavingEvent),
        Feature("coverage", CoverageEvent),
        Feature("document", DocumentEvent),
        Feature("closing", ClosingEvent),
    ),
    routers=(
        drafting.router,
        programme.router,
        rulebook.router,
        listing.router,
        supplementary_window.router,
        catalogue.router,
        project.router,
        leadership.router,
        participation.router,
        participation.of_unit,
        supplement.router,
        paper.router,
        invitation.router,
        selection.router,
        team.router,
        team.of_project,
        leaving.router,
        unit.router,
        coverage.router,
        intake.router,
        document.of_programme,
        document.of_part,
        cancelling.router,
        closing.router,
    ),
    metadata=metadata,
    projections=(
        PROGRAMMES,
        UNITS,
        PROJECTS,
        PARTICIPATIONS,
        WINDOWS,
        TEAMS,
        LEAVINGS,
        GAPS,
        CLOSINGS,
    ),
    subscribed=(
        Subscribed("evaluation", projections=(DECIDED, OBJECTED)),
        Subscribed("progress", projections=(ACCEPTED,)),
    ),
    background=(watching,),
)
