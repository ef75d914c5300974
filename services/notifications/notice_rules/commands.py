"""What can be asked of the rules of who is told of what."""

from collections.abc import Mapping

from shared.domain import value

from .events import NoticeRule


@value
class SetNoticeRules:
    """Let these lines hold from now on, and no others. `known`: what can be told, and to which roles."""

    lines: tuple[NoticeRule, ...]
    known: Mapping[str, frozenset[str]]


type NoticeRulesCommand = SetNoticeRules
