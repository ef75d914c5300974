"""The rules of the results library (REQ-07, PRA-13).

The organiser's staff publishes the results of a project once they are final and the decision stands that
it passed. Once published is enough: whether they are shown goes by the decision.

Everything here is pure: no clock, no database, no log.
"""

from shared.domain import Decider, NotFound, Rejection, value

from .commands import LibraryCommand, PublishResults
from .events import LibraryEvent, ResultsPublished

type Decision = tuple[LibraryEvent, ...]

NOTHING_NEW: Decision = ()


class NotPassedForGood(Rejection):
    """Only what passed, and stands, is an example to others."""

    zh = "该项目结论不是合格或尚未确认, 不能列入成果库。请待合格结论确认后再发布。"
    en = "No confirmed decision says that the project passed. Publish its results once one does."
    rule = "PRA-13 REQ-07"


class ResultsNotFinal(Rejection):
    """What can still change is not published."""

    zh = "该项目成果尚未封存, 不能列入成果库。请待报送期限截止、成果封存后再发布。"
    en = "The results are not final yet. Publish them once their time is over."
    rule = "PRA-13 X7"


class NothingToPublish(Rejection):
    """No project of the programme has passed with final results."""

    zh = "本年度尚无结论已确认为合格、成果已封存的项目, 没有可发布的成果。请待结论确认后再发布。"
    en = "No project has passed for good with final results yet. Wait for confirmed decisions."
    rule = "PRA-13"


class NotInTheLibrary(NotFound):
    """What was not published, or does not stand any more, is not there."""

    zh = "成果库中没有该项目。请返回成果库核对。"
    en = "The library has no results of this project. Go back to the library and check."
    rule = "PRA-13"


@value
class Place:
    """Whether a project's results were published."""

    published: bool = False


def evolve(_: Place, event: LibraryEvent) -> Place:  # noqa: ARG001 - there is one event
    """Return the place as the event leaves it."""
    return Place(published=True)


def decide(command: LibraryCommand, place: Place) -> Decision:
    """Results that are final and passed for good are published, once."""
    if place.published:
        return NOTHING_NEW
    if not command.passed:
        raise NotPassedForGood
    if not command.number:
        raise ResultsNotFinal
    return (published(command),)


def published(command: PublishResults) -> ResultsPublished:
    """Return that the results were published."""
    return ResultsPublished(
        programme_id=command.programme_id,
        project_id=command.project_id,
        number=command.number,
        by=command.by,
    )


DECIDER: Decider[LibraryCommand, Place, LibraryEvent] = Decider(
    initial=Place(), decide=decide, evolve=evolve
)
