"""What can have been tried out. Points are integers in hundredths."""

from services.evaluation.rules.events import Aggregate, CapScope
from shared.domain import value
from shared.ids import AccountId, ProgrammeId
from shared.store.events import Stream


@value
class DraftRules:
    """The rules of a simulation: what passes, how sheets become a mean, what a pass is worth."""

    min_score: int
    min_valid: int
    aggregate: Aggregate
    lead: int
    co_lead: int
    cap: int
    cap_scope: CapScope


@value
class WhatIfRun:
    """Somebody asked what would come of the sheets by other rules. Nothing else follows from it."""

    programme_id: ProgrammeId
    what_if_id: str
    rules: DraftRules
    by: AccountId


type WhatIfEvent = WhatIfRun


def what_if_of(programme_id: ProgrammeId, what_if_id: str) -> Stream[WhatIfEvent]:
    """Return the stream of one simulation."""
    return Stream("what-if", f"{programme_id}~{what_if_id}")
