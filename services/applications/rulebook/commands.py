"""What can be asked of the rules of a draft."""

from collections.abc import Mapping

from services.applications.programme.events import ProgrammeDrafted, ProgrammeRulesSet
from shared.domain import value
from shared.ids import ProjectId


@value
class Begin:
    """Begin the draft of a programme from nothing, with its first rules."""

    programme: ProgrammeDrafted
    rules: ProgrammeRulesSet


@value
class SetRules:
    """Set rules otherwise: the new values by the names of `ProgrammeRulesSet`; the others stay."""

    changes: Mapping[str, object]


@value
class TakeIn:
    """Take a project that is being listed into the draft, in its category (REQ-05, REQ-06).

    `taken` are the numbers that other projects of the programme have.
    """

    project_id: ProjectId
    number: int
    category: str
    taken: frozenset[int]


type RulebookCommand = Begin | SetRules | TakeIn
