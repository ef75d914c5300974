"""When news comes late that bars a reviewer from a project, the review it concerns is set right (X8).

The copies decided when the review was assigned. If no sheet is in, the reviewer is recused; one that
is in is voided. Once the round is closed only an objection does that.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from services.evaluation.bars import BARS, CONTACT
from services.evaluation.contact import contact_leaders_score
from services.evaluation.panel.commands import RecordBars
from services.evaluation.panel.decider import BY_THE_RULES
from services.evaluation.panel.decider import DECIDER as PANEL_DECIDER
from services.evaluation.panel.events import panel_of
from services.evaluation.panel.projection import panel
from shared.bus.subscription import Process
from shared.contracts.applications import (
    CODEC,
    ApplicationAccepted,
    ContactLeaderAssigned,
    LeadUnitDesignated,
)
from shared.store.events import Recorded
from shared.store.handle import Reaction
from shared.store.sql import Connection

from .commands import VoidReview
from .decider import DECIDER
from .events import review_of
from .projection import ReviewRow, reviews, round_closed

type News = ApplicationAccepted | LeadUnitDesignated | ContactLeaderAssigned
type Reactions = Iterable[Reaction[Any, Any, Any]]


async def look_up(recorded: Recorded[Any], connection: Connection) -> Reactions:
    """Return what follows for the reviews of a project from news of who has a part in it."""
    event = recorded.event
    if not isinstance(event, ApplicationAccepted | LeadUnitDesignated | ContactLeaderAssigned):
        return ()
    standing = [row for row in await reviews(connection, event.project_id) if not row.void]
    if not standing or await round_closed(connection, event.project_id):
        return ()
    members = (await panel(connection, event.programme_id)).members
    units, contact = units_of(event), await contact_of(event, connection)
    grounds = {
        row.reviewer_id: ground
        for row in standing
        if (ground := ground_of(row, members.get(row.reviewer_id, ""), units, contact))
    }
    return set_right(event, standing, grounds)


def units_of(event: News) -> Mapping[str, str]:
    """Return the units that have a part in the project by this news, each with the ground."""
    match event:
        case ApplicationAccepted():
            return {event.unit_id: BARS[event.role]}
        case LeadUnitDesignated():
            acting = {event.executing_unit_id: BARS["executing"]} if event.executing_unit_id else {}
            return acting | {event.unit_id: BARS["lead"]}
        case ContactLeaderAssigned():
            return {}


async def contact_of(event: News, connection: Connection) -> str:
    """Return the contact leader by this news, if such do not score (AMB-21), or ""."""
    if not isinstance(event, ContactLeaderAssigned):
        return ""
    scores = await contact_leaders_score(connection, event.programme_id)
    return "" if scores else event.account_id


def ground_of(row: ReviewRow, unit_now: str, units: Mapping[str, str], contact: str) -> str:
    """Return what bars the reviewer by this news, or ""."""
    if row.reviewer_id == contact:
        return CONTACT
    return units.get(row.unit_id, "") or units.get(unit_now, "")


def set_right(event: News, standing: Sequence[ReviewRow], grounds: Mapping[str, str]) -> Reactions:
    """Return the voiding of sheets that are in, and the recusal of those who have yet to score."""
    sheets = {row.reviewer_id for row in standing if row.handed_in}
    for who in sorted(grounds.keys() & sheets):
        void = VoidReview(
            programme_id=event.programme_id,
            project_id=event.project_id,
            reviewer_id=who,
            reason=grounds[who],
            objection_id="",
            by=BY_THE_RULES,
            round_closed=False,
        )
        yield Reaction(void, DECIDER, review_of(event.project_id, who))
    barred = {who: ground for who, ground in grounds.items() if who not in sheets}
    record = RecordBars(
        programme_id=event.programme_id, project_id=event.project_id, grounds=barred
    )
    yield Reaction(record, PANEL_DECIDER, panel_of(event.programme_id))


BARRING_BY_LATE_NEWS = Process(name="reviewers-barred-late", events=CODEC, look_up=look_up)
