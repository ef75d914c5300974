"""The facts from which points follow, and what is due by them."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from services.evaluation.lines import BonusLine, BonusRole
from services.evaluation.rules.events import CapScope, Contribution
from shared.domain import value
from shared.ids import ProgrammeId, ProjectId, UnitId


@value
class PartTaken:
    """A unit's part in a project with a confirmed pass, worth so many points by the rules.

    `taken_in` says whether it is known when results were accepted, and so who took part then.
    `contribution` is how the question of a co-lead's part stands ("" if nobody asked), `ruled` what
    was ruled on it.
    """

    unit_id: UnitId
    project_id: ProjectId
    role: BonusRole
    points: int
    decision_version: int
    because: tuple[UUID, ...]
    taken_in: bool = True
    contribution: str = ""
    ruled: str = ""


@value
class BonusFacts:
    """All from which a programme's points follow: what is confirmed, who took part, the rules.

    `outcomes` holds the confirmed outcome of each project, `undecided` those whose decision does
    not stand (any more); `credited` the projects on each unit's sheet of the year.
    """

    year: int
    programme_id: ProgrammeId
    outcomes: Mapping[str, str]
    undecided: frozenset[ProjectId]
    parts: Sequence[PartTaken]
    credited: Mapping[UnitId, frozenset[ProjectId]]
    contribution: Contribution
    cap: int | None
    cap_scope: CapScope
    rules_event_id: UUID | None


@value
class Due:
    """What a unit should have from a programme: its `lines`; projects in `held` stay as they are.

    If projects are `named`, only those are spoken of.
    """

    year: int
    unit_id: UnitId
    programme_id: ProgrammeId
    lines: tuple[BonusLine, ...]
    held: tuple[ProjectId, ...]
    named: tuple[ProjectId, ...]
    cap: int
    cap_scope: CapScope
    rules_event_id: UUID
