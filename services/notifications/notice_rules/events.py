"""What can have happened to the rules of who is told of what."""

from shared.domain import value
from shared.store.events import Stream


@value
class NoticeRule:
    """Whoever has a role is told of an event in the inbox, and by e-mail as well or not."""

    event: str
    role: str
    inbox: bool
    email: bool


@value
class NoticeRulesSet:
    """The office said who is told of what. `number` counts the versions; 0 is what comes with it.

    What no line names is told to nobody.
    """

    number: int
    lines: tuple[NoticeRule, ...]


type NoticeRulesEvent = NoticeRulesSet


def notice_rules() -> Stream[NoticeRulesEvent]:
    """Return the stream of the office's rules."""
    return Stream("notice-rules", "office")
