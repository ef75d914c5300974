"""The rules of a programme."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.applications.programme.decider import (
    DECIDER,
    AlreadyAnnounced,
    NotReadyToAnnounce,
    NoWorkingCalendar,
    ProgrammeDiffers,
    ProgrammeUnknown,
    quarters,
)
from services.applications.programme.events import ParticipationRules, ProgrammeAnnounced
from shared.ids import ProgrammeId
from tests.applications.programme.examples import (
    ANNOUNCE,
    DRAFT,
    DRAFTED,
    OBLIGATIONS,
    P08,
    RULES,
    midnight,
)
from tests.scenario import Scenario

programme = Scenario(DECIDER)
ANNOUNCED = ProgrammeAnnounced(
    programme_id=DRAFTED.programme_id,
    year=2017,
    title=DRAFTED.title,
    document_number="金直委发〔2017〕20号",
    issue_date=date(2017, 5, 2),
    projects=(P08,),
    obligations=OBLIGATIONS,
    applications_close_at=midnight(5, 11),
    addressees=ANNOUNCE.addressees,
    supplementary_close_at=midnight(6, 1),
)


def missing(*changes: object, **command: object) -> set[str]:
    drafted = replace(DRAFTED, **dict(changes))  # type: ignore[arg-type]
    with pytest.raises(NotReadyToAnnounce) as refused:
        DECIDER.decide(replace(ANNOUNCE, **command), DECIDER.fold([drafted, RULES]))
    return {fault.field for fault in refused.value.faults}


class TestDrafting:
    def test_a_programme_is_drafted_with_its_rules(self) -> None:
        programme.given().when(DRAFT).then(DRAFTED, RULES)

    def test_the_same_draft_again_changes_nothing(self) -> None:
        programme.given(DRAFTED, RULES).when(DRAFT).then_nothing()
        programme.given(DRAFTED, RULES, ANNOUNCED).when(DRAFT).then_nothing()

    def test_another_draft_under_the_same_id_is_refused_with_what_differs(self) -> None:
        other = replace(DRAFT, programme=replace(DRAFTED, title="另一个", annexes=()))

        with pytest.raises(ProgrammeDiffers) as refused:
            DECIDER.decide(other, DECIDER.fold([DRAFTED, RULES]))

        assert [fault.field for fault in refused.value.faults] == [
            "/title",
            "/annexes/0",
            "/annexes/1",
        ]


class TestAnnouncing:
    def test_a_complete_draft_is_announced_with_its_dates(self) -> None:
        programme.given(DRAFTED, RULES).when(ANNOUNCE).then(ANNOUNCED)

    def test_a_programme_may_take_no_supplementary_forms(self) -> None:
        rules = replace(RULES, participation=ParticipationRules(supplementary_until=None))
        without = replace(ANNOUNCED, supplementary_close_at=None)
        programme.given(DRAFTED, rules).when(ANNOUNCE).then(without)

    def test_the_drafts_own_date_of_issue_serves_if_it_has_one(self) -> None:
        dated = replace(DRAFTED, issue_date=date(2017, 5, 2))
        without = replace(ANNOUNCE, issue_date=None)
        programme.given(dated, RULES).when(without).then(ANNOUNCED)

    def test_what_is_not_drafted_is_not_announced(self) -> None:
        programme.given().when(ANNOUNCE).then_rejected(ProgrammeUnknown)

    def test_a_programme_is_announced_once(self) -> None:
        history = DRAFTED, RULES, ANNOUNCED
        programme.given(*history).when(ANNOUNCE).then_rejected(AlreadyAnnounced)

    def test_a_year_has_one_announced_programme(self) -> None:
        second = replace(ANNOUNCE, announced=ProgrammeId("another"))
        programme.given(DRAFTED, RULES).when(second).then_rejected(AlreadyAnnounced)

    def test_everything_that_is_missing_is_named(self) -> None:
        gaps = (("document_number", ""), ("title", ""), ("issuer", ""))
        assert missing(*gaps, issue_date=None, projects=()) == {
            "/document_number",
            "/title",
            "/issuer",
            "/issue_date",
            "/projects",
        }

    @pytest.mark.parametrize("day", [date(2017, 5, 3), date(2015, 12, 31), date(1917, 5, 2)])
    def test_a_date_of_issue_is_not_in_the_future_nor_long_ago(self, day: date) -> None:
        assert missing(issue_date=day) == {"/issue_date"}

    def test_without_a_holiday_table_no_grace_is_guessed(self) -> None:
        filings = tuple(
            replace(rule, due_on=rule.due_on.replace(year=2050)) if rule.kind == "results" else rule
            for rule in RULES.filings
        )
        rules = replace(RULES, filings=filings)
        programme.given(DRAFTED, rules).when(ANNOUNCE).then_rejected(NoWorkingCalendar)

    def test_due_by_a_day_means_that_day_to_its_end(self) -> None:
        deadline = next(each for each in OBLIGATIONS if each.kind == "lead_application")
        last_second = midnight(5, 10) + timedelta(hours=23, minutes=59, seconds=59)
        assert last_second < deadline.due_at == midnight(5, 11)


class TestQuarters:
    def test_in_2017_the_second_and_third_quarter_are_reported(self) -> None:
        found = list(quarters(date(2017, 5, 2), date(2017, 11, 30)))
        assert found == [(2017, 2, date(2017, 6, 30)), (2017, 3, date(2017, 9, 30))]

    def test_a_quarter_that_ends_with_the_results_is_reported(self) -> None:
        found = list(quarters(date(2016, 12, 31), date(2017, 3, 31)))
        assert found == [(2016, 4, date(2016, 12, 31)), (2017, 1, date(2017, 3, 31))]

    @given(st.dates(date(2010, 1, 1), date(2020, 1, 1)), st.integers(0, 900))
    def test_every_quarters_end_in_between_comes_once_and_no_other_day(
        self, first: date, days: int
    ) -> None:
        last = first + timedelta(days=days)
        between = [first + timedelta(days=n) for n in range(days + 1)]
        ends = {(3, 31), (6, 30), (9, 30), (12, 31)}

        found = [end for _, _, end in quarters(first, last)]

        assert found == [day for day in between if (day.month, day.day) in ends]
