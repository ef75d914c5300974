"""The rules of a programme."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.applications.days import years_later
from services.applications.periods import reported
from services.applications.programme.commands import CarryOver, Correct, DraftProgramme
from services.applications.programme.decider import (
    DECIDER,
    AlreadyAnnounced,
    NotALaterYear,
    NotReadyToAnnounce,
    ProgrammeDiffers,
    ProgrammeUnknown,
    obligations,
)
from services.applications.programme.events import (
    Obligation,
    ProgrammeAnnounced,
    ProgrammeCorrected,
    ProgrammeRulesSet,
)
from services.applications.rule_parts import ParticipationRules, ResultsRule
from services.applications.terms import NoWorkingCalendar
from shared.ids import ProgrammeId
from tests.applications.programme.examples import (
    ANNOUNCE,
    DRAFT,
    DRAFTED,
    FOUR_MONTHLY,
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

CORRECT = Correct(field="method", text="牵头领办、申报联办", reason="笔误")
CORRECTED = ProgrammeCorrected(
    programme_id=DRAFTED.programme_id,
    field="method",
    was=DRAFTED.method,
    text="牵头领办、申报联办",
    reason="笔误",
)
NEXT = ProgrammeId("szjg-zutuanshi-2018")
CARRY_OVER = CarryOver(
    earlier=DRAFTED,
    rules=RULES,
    programme_id=NEXT,
    year=2018,
    title="2018年度通知",
    title_en="Notice of 2018",
)


def missing(*changes: object, **command: object) -> set[str]:
    drafted = replace(DRAFTED, **dict(changes))  # type: ignore[arg-type]
    with pytest.raises(NotReadyToAnnounce) as refused:
        DECIDER.decide(replace(ANNOUNCE, **command), DECIDER.fold([drafted, RULES]))
    return {fault.field for fault in refused.value.faults}


def due_rules(day: date) -> ProgrammeRulesSet:
    filings = tuple(
        replace(rule, due_on=day) if rule.kind == "results" else rule for rule in RULES.filings
    )
    return replace(RULES, filings=filings)


def results_of(rules: ProgrammeRulesSet) -> Obligation:
    (owed,) = (each for each in obligations(rules, date(2017, 5, 2)) if each.kind == "results")
    return owed


def periods(rules: ProgrammeRulesSet) -> list[str]:
    return [each.period for each in obligations(rules, date(2017, 5, 2)) if each.period]


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

    def test_a_date_that_is_hard_can_be_missed(self) -> None:
        filings = tuple(replace(rule, hard=True) for rule in RULES.filings)
        (announced,) = DECIDER.decide(
            ANNOUNCE, DECIDER.fold([DRAFTED, replace(RULES, filings=filings)])
        )

        assert isinstance(announced, ProgrammeAnnounced)
        (scheme,) = (each for each in announced.obligations if each.kind == "lead_scheme")
        assert scheme.grace_until == scheme.due_at == midnight(6, 1)

    @pytest.mark.covers("AMB-09")
    def test_results_due_on_a_day_off_are_due_then_unless_the_rules_say_the_working_day_before(
        self,
    ) -> None:
        on_a_sunday = due_rules(date(2017, 11, 26))
        shifted = replace(on_a_sunday, results=ResultsRule(shift="previous_working_day"))

        assert results_of(on_a_sunday).due_at == midnight(11, 27)
        assert results_of(shifted).due_at == midnight(11, 25)
        assert results_of(replace(RULES, results=shifted.results)).due_at == midnight(12, 1)

    def test_a_day_off_of_an_unknown_year_is_not_guessed(self) -> None:
        rules = replace(
            due_rules(date(2050, 11, 30)), results=ResultsRule(shift="previous_working_day")
        )
        programme.given(DRAFTED, rules).when(ANNOUNCE).then_rejected(NoWorkingCalendar)

    def test_results_without_grace_are_missed_when_they_are_due(self) -> None:
        filings = tuple(replace(rule, grace_working_days=0) for rule in RULES.filings)
        owed = results_of(replace(RULES, filings=filings))

        assert owed.grace_until == owed.due_at == midnight(12, 1)
        assert results_of(RULES).grace_until == midnight(12, 8)

    @pytest.mark.covers("AMB-24")
    def test_results_within_their_grace_are_late_unless_the_rules_say_otherwise(self) -> None:
        in_time = replace(RULES, results=ResultsRule(late_within_grace=False))

        assert results_of(RULES).late_within_grace
        assert not results_of(in_time).late_within_grace
        assert [each.kind for each in OBLIGATIONS if each.late_within_grace] == ["results"]

    @pytest.mark.covers("AMB-35")
    def test_the_last_quarter_is_reported_apart_if_the_results_do_not_stand_for_it(self) -> None:
        apart = replace(RULES, results=ResultsRule(replace_last_report=False))

        assert periods(RULES) == ["2017Q2", "2017Q3"]
        assert periods(apart) == ["2017Q2", "2017Q3", "2017Q4"]

    def test_due_by_a_day_means_that_day_to_its_end(self) -> None:
        deadline = next(each for each in OBLIGATIONS if each.kind == "lead_application")
        last_second = midnight(5, 10) + timedelta(hours=23, minutes=59, seconds=59)
        assert last_second < deadline.due_at == midnight(5, 11)


class TestCorrecting:
    def test_a_text_is_put_right_with_its_reason_and_the_first_one_kept(self) -> None:
        programme.given(DRAFTED, RULES, ANNOUNCED).when(CORRECT).then(CORRECTED)

    def test_a_draft_is_put_right_as_well(self) -> None:
        programme.given(DRAFTED, RULES).when(CORRECT).then(CORRECTED)

    def test_what_reads_so_already_is_not_put_right_again(self) -> None:
        programme.given(DRAFTED, RULES, ANNOUNCED, CORRECTED).when(CORRECT).then_nothing()

    def test_each_correction_says_how_the_text_read_before(self) -> None:
        second = replace(CORRECT, text="方法")
        after = replace(CORRECTED, was=CORRECT.text, text="方法")
        programme.given(DRAFTED, RULES, CORRECTED).when(second).then(after)

    def test_what_is_not_drafted_is_not_put_right(self) -> None:
        programme.given().when(CORRECT).then_rejected(ProgrammeUnknown)

    def test_the_file_is_the_same_as_it_read_first_and_as_it_reads_now(self) -> None:
        now = DraftProgramme(programme=replace(DRAFTED, method=CORRECT.text), rules=RULES)

        programme.given(DRAFTED, RULES, CORRECTED).when(DRAFT).then_nothing()
        programme.given(DRAFTED, RULES, CORRECTED).when(now).then_nothing()

    def test_an_announcement_carries_the_text_that_was_put_right(self) -> None:
        title = replace(CORRECTED, field="title", was=DRAFTED.title, text="通知")
        corrected = replace(ANNOUNCED, title="通知")
        programme.given(DRAFTED, RULES, title).when(ANNOUNCE).then(corrected)


class TestCarryingOver:
    def test_a_later_year_begins_with_the_rules_and_texts_but_without_projects(self) -> None:
        drafted, rules = DECIDER.decide(CARRY_OVER, DECIDER.fold([]))

        assert drafted == replace(
            DRAFTED,
            programme_id=NEXT,
            year=2018,
            title="2018年度通知",
            title_en="Notice of 2018",
            document_number="",
            issue_date=None,
        )
        assert rules == replace(
            RULES,
            programme_id=NEXT,
            categories=tuple(replace(each, projects=()) for each in RULES.categories),
            filings=tuple(
                replace(each, due_on=each.due_on.replace(year=2018), stated=False)
                for each in RULES.filings
            ),
            participation=replace(RULES.participation, supplementary_until=date(2018, 5, 31)),
        )

    def test_carried_over_again_it_changes_nothing_and_otherwise_it_is_refused(self) -> None:
        history = DECIDER.decide(CARRY_OVER, DECIDER.fold([]))

        programme.given(*history).when(CARRY_OVER).then_nothing()
        other = replace(CARRY_OVER, title="另一个")
        programme.given(*history).when(other).then_rejected(ProgrammeDiffers)

    @pytest.mark.parametrize("year", [2016, 2017])
    def test_it_goes_to_a_later_year(self, year: int) -> None:
        programme.given().when(replace(CARRY_OVER, year=year)).then_rejected(NotALaterYear)

    def test_of_nothing_nothing_is_carried_over(self) -> None:
        for lacking in (replace(CARRY_OVER, earlier=None), replace(CARRY_OVER, rules=None)):
            programme.given().when(lacking).then_rejected(ProgrammeUnknown)

    def test_it_is_announced_only_once_it_has_a_number(self) -> None:
        history = DECIDER.decide(CARRY_OVER, DECIDER.fold([]))
        in_2018 = replace(
            ANNOUNCE, issue_date=date(2018, 5, 2), at=midnight(5, 2).replace(year=2018)
        )

        with pytest.raises(NotReadyToAnnounce) as refused:
            DECIDER.decide(in_2018, DECIDER.fold(history))

        assert [fault.field for fault in refused.value.faults] == ["/document_number"]

    def test_the_last_of_february_stays_the_last(self) -> None:
        assert years_later(date(2016, 2, 29), 1) == date(2017, 2, 28)
        assert years_later(date(2016, 2, 29), 4) == date(2020, 2, 29)
        assert years_later(date(2017, 5, 10), 1) == date(2018, 5, 10)


def reported_from(first: date, last: date) -> list[tuple[str, date]]:
    return [(each.id, each.last_day) for each in reported((), first, last, merged=True)]


class TestPeriods:
    @pytest.mark.covers("AMB-07")
    def test_in_2017_the_second_and_third_quarter_are_reported(self) -> None:
        found = reported_from(date(2017, 5, 2), date(2017, 11, 30))
        assert found == [("2017Q2", date(2017, 6, 30)), ("2017Q3", date(2017, 9, 30))]

    def test_a_quarter_that_ends_with_the_results_is_reported(self) -> None:
        found = reported_from(date(2016, 12, 31), date(2017, 3, 31))
        assert found == [("2016Q4", date(2016, 12, 31)), ("2017Q1", date(2017, 3, 31))]

    @given(st.dates(date(2010, 1, 1), date(2020, 1, 1)), st.integers(0, 900))
    def test_every_quarters_end_in_between_comes_once_and_no_other_day(
        self, first: date, days: int
    ) -> None:
        last = first + timedelta(days=days)
        between = [first + timedelta(days=n) for n in range(days + 1)]
        ends = {(3, 31), (6, 30), (9, 30), (12, 31)}

        found = [end for _, end in reported_from(first, last)]

        assert found == [day for day in between if (day.month, day.day) in ends]

    @pytest.mark.covers("REQ-38", "AMB-07", "AMB-35")
    def test_a_programme_that_lists_its_periods_has_reports_on_those(self) -> None:
        listed = replace(RULES, periods=FOUR_MONTHLY)
        apart = replace(listed, results=ResultsRule(replace_last_report=False))
        report = next(
            each for each in obligations(listed, date(2017, 5, 2)) if each.period == "2017T1"
        )

        assert periods(listed) == ["2017T1"]
        assert periods(apart) == ["2017T1", "2017T2"]
        assert report.label == f"2017年第一阶段{RULES.quarterly.label}"
        assert report.due_at == midnight(9, 1)

    def test_a_later_year_has_the_same_periods_of_that_year(self) -> None:
        listed = replace(CARRY_OVER, rules=replace(RULES, periods=FOUR_MONTHLY))
        _, rules = DECIDER.decide(listed, DECIDER.fold([]))

        assert isinstance(rules, ProgrammeRulesSet)
        assert [(each.id, each.first_day, each.last_day) for each in rules.periods] == [
            ("2018T1", date(2018, 5, 1), date(2018, 8, 31)),
            ("2018T2", date(2018, 9, 1), date(2018, 12, 31)),
        ]
