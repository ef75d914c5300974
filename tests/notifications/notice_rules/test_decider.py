from dataclasses import replace

import pytest

from services.notifications.notice_rules.commands import SetNoticeRules
from services.notifications.notice_rules.decider import DECIDER, NoticeRulesNotSound
from services.notifications.notice_rules.events import NoticeRule, NoticeRulesSet
from services.notifications.notice_rules.projection import USUAL
from services.notifications.wordings import WORDINGS
from tests.scenario import Scenario

rules = Scenario(DECIDER)
KNOWN = {event: wording.roles for event, wording in WORDINGS.items()}
LINE = NoticeRule(event="WorkPlanReturned", role="unit", inbox=True, email=True)
OTHER = replace(LINE, role="contact_leader", email=False)
SET = NoticeRulesSet(number=1, lines=(LINE,))


def test_the_office_says_who_is_told_of_what() -> None:
    rules.given().when(SetNoticeRules(lines=(LINE,), known=KNOWN)).then(SET)


def test_versions_are_counted() -> None:
    later = NoticeRulesSet(number=2, lines=(LINE, OTHER))

    rules.given(SET).when(SetNoticeRules(lines=(LINE, OTHER), known=KNOWN)).then(later)


def test_the_same_lines_again_change_nothing() -> None:
    rules.given(SET).when(SetNoticeRules(lines=(LINE,), known=KNOWN)).then_nothing()


def test_the_office_may_tell_nobody_of_anything() -> None:
    rules.given().when(SetNoticeRules(lines=(), known=KNOWN)).then(
        NoticeRulesSet(number=1, lines=())
    )


def test_the_usual_rules_can_be_followed() -> None:
    rules.given().when(SetNoticeRules(lines=USUAL, known=KNOWN)).then(
        NoticeRulesSet(number=1, lines=USUAL)
    )


@pytest.mark.parametrize(
    ("line", "field"),
    [
        (replace(LINE, event="SomethingElse"), "/lines/1/event"),
        (replace(LINE, role="mayor"), "/lines/1/role"),
        (replace(LINE, event="ProgrammeClosed", role="lead"), "/lines/1/role"),
        (replace(LINE, role="reviewer"), "/lines/1/role"),
        (LINE, "/lines/1"),
        (replace(OTHER, inbox=False, email=True), "/lines/1/email"),
    ],
)
def test_a_line_that_cannot_be_followed_is_named(line: NoticeRule, field: str) -> None:
    with pytest.raises(NoticeRulesNotSound) as refused:
        DECIDER.decide(SetNoticeRules(lines=(LINE, line), known=KNOWN), DECIDER.begin())

    (fault,) = refused.value.faults
    assert fault.field == field
    assert fault.zh.endswith("。")
