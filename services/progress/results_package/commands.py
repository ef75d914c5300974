"""What can be asked of a project's results package."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from services.progress.progress_report.commands import Leading
from shared.domain import value
from shared.ids import AccountId, ProgrammeId, ProjectId, UnitId

from .events import ManifestLine, ResultsContent


@value
class Demanded:
    """What results of the project's category must hold, and which kinds the ledger has.

    `sections` are names by id; `required_kinds` and `kinds` are kinds of ledger items;
    `every_target` says whether a target without an item keeps the package from being accepted.
    """

    sections: Mapping[str, str]
    required_kinds: Sequence[str]
    kinds: frozenset[str]
    every_target: bool


@value
class SubmitResults:
    """Hand in the results.

    `joining` are the units that take part besides the lead. `freezes_at` is when the time for
    results is over, its grace and what was given by extension included; `at` is now.
    """

    programme_id: ProgrammeId
    project_id: ProjectId
    category: str
    leading: Leading
    joining: tuple[UnitId, ...]
    from_unit: str
    content: ResultsContent
    manifest: tuple[ManifestLine, ...]
    bare_targets: tuple[int, ...]
    demanded: Demanded
    freezes_at: datetime
    at: datetime


@value
class ReturnResults:
    """Send the package back, naming what is missing."""

    missing: tuple[str, ...]
    advice: str
    by: AccountId
    at: datetime


@value
class AcceptResults:
    """Put down that nothing is missing."""

    every_target: bool
    by: AccountId
    at: datetime


@value
class FreezeResults:
    """Make the package final, now that its time is over."""

    at: datetime


type ResultsCommand = SubmitResults | ReturnResults | AcceptResults | FreezeResults
