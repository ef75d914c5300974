"""What can be asked of a programme. A command brings its own time."""

from datetime import date, datetime

from shared.domain import value
from shared.ids import ProgrammeId, UnitId

from .events import AnnouncedProject, NoticeText, ProgrammeDrafted, ProgrammeRulesSet


@value
class DraftProgramme:
    """Draft a programme with its rules, as these facts say."""

    programme: ProgrammeDrafted
    rules: ProgrammeRulesSet


@value
class Announce:
    """Announce a programme to the units of the roll.

    `issue_date` may be left out if the draft has one. `announced` is another programme of the
    same year that is announced already, or "".
    """

    issue_date: date | None
    projects: tuple[AnnouncedProject, ...]
    addressees: tuple[UnitId, ...]
    announced: ProgrammeId | None
    at: datetime


@value
class Correct:
    """Put right one text of the notice."""

    field: NoticeText
    text: str
    reason: str


@value
class CarryOver:
    """Draft a later year's programme by the rules of an earlier one, which `earlier` and `rules` are."""

    earlier: ProgrammeDrafted | None
    rules: ProgrammeRulesSet | None
    programme_id: ProgrammeId
    year: int
    title: str
    title_en: str


type ProgrammeCommand = DraftProgramme | Announce | Correct | CarryOver
