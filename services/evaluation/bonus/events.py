"""What can have happened to a unit's points of a year. Points are integers in hundredths.

A sheet is only ever added to: what was credited is taken back by a counter-entry, and what is cut
above the cap is an entry of its own. The sum of all entries is what the unit has.
"""

from uuid import UUID

from services.evaluation.lines import BonusLine
from services.evaluation.rules.events import CapScope
from shared.domain import value
from shared.ids import AccountId, ProgrammeId, ProjectId, UnitId
from shared.store.events import Stream


@value
class BonusPrepared:
    """The organiser's staff prepared what is due: `lines` as they should stand afterwards.

    `held` are projects on which something is still open, so that nothing changes for them; `named`
    the only ones that are spoken of, or none for all. Nothing is credited before somebody else has
    approved it (X15).
    """

    year: int
    unit_id: UnitId
    programme_id: ProgrammeId
    lines: tuple[BonusLine, ...]
    held: tuple[ProjectId, ...]
    named: tuple[ProjectId, ...]
    reason: str
    prepared_by: AccountId


@value
class BonusAwarded:
    """Points were credited. `cut` is what this takes off above the cap: 0 or negative (REQ-53).

    `raw` and `total` are the sheet's sums afterwards, before and after the cut; `cap`, `cap_scope`
    and `rules_event_id` are the rules it was done by.
    """

    year: int
    unit_id: UnitId
    programme_id: ProgrammeId
    lines: tuple[BonusLine, ...]
    cut: int
    raw: int
    total: int
    cap: int
    cap_scope: CapScope
    rules_event_id: UUID
    prepared_by: AccountId
    approved_by: AccountId


@value
class BonusRevoked:
    """What was credited for a project was taken back: `points` is negative (REQ-54)."""

    year: int
    unit_id: UnitId
    programme_id: ProgrammeId
    project_id: ProjectId
    points: int
    reason: str
    prepared_by: AccountId
    approved_by: AccountId


@value
class BonusAdjusted:
    """A sheet was put right: a project's line became `line`, or only the cut was reckoned anew.

    `points` and `cut` are what this adds to the sheet, either way. `line` is None for the cut alone.
    """

    year: int
    unit_id: UnitId
    programme_id: ProgrammeId
    line: BonusLine | None
    points: int
    cut: int
    reason: str
    prepared_by: AccountId
    approved_by: AccountId


@value
class BonusHeld:
    """News came late of who took part in a project: its line may rest on an old copy (X11).

    The line stays as it is and is not exported before it has been reckoned anew. `because` is the event
    that came late.
    """

    year: int
    unit_id: UnitId
    programme_id: ProgrammeId
    project_id: ProjectId
    because: UUID


@value
class BonusReleased:
    """A line that was held was reckoned anew and is what it was."""

    year: int
    unit_id: UnitId
    programme_id: ProgrammeId
    project_id: ProjectId
    by: AccountId


type BonusEvent = (
    BonusPrepared | BonusAwarded | BonusRevoked | BonusAdjusted | BonusHeld | BonusReleased
)


def bonus_of(year: int, unit_id: UnitId) -> Stream[BonusEvent]:
    """Return the stream that holds one unit's points of one year (AMB-01)."""
    return Stream("bonus", f"{year}~{unit_id}")
