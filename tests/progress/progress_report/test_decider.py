"""The rules of a quarterly report, one example each."""

from dataclasses import replace

import pytest

from services.progress.progress_report.decider import (
    DECIDER,
    AlreadyAccepted,
    AlreadyReported,
    AwaitsCorrection,
    NoSuchReport,
    NotReturned,
    OnlyTheLeadReports,
    PeriodNotBegun,
    PictureNotUploaded,
)
from services.progress.progress_report.events import ReportEvent
from tests.progress.examples import GONGAN, TIYU, shanghai
from tests.progress.progress_report.examples import (
    ACCEPT,
    ACCEPTED,
    BETTER,
    CONTENT,
    CORRECT,
    CORRECTED,
    FILE,
    LEADING,
    OTHER_PICTURE,
    PICTURE,
    REPORTED,
    RETURN,
    RETURNED,
)
from tests.scenario import Scenario

report = Scenario(DECIDER)


class TestFiling:
    def test_the_lead_reports(self) -> None:
        report.given().when(FILE).then(REPORTED)

    def test_the_unit_that_acts_for_the_lead_reports(self) -> None:
        acting = replace(FILE, leading=replace(LEADING, executing_unit_id=TIYU), from_unit=TIYU)
        report.given().when(acting).then(replace(REPORTED, filed_by_unit_id=TIYU))

    @pytest.mark.parametrize("unit", [GONGAN, ""])
    def test_nobody_else_reports(self, unit: str) -> None:
        foreign = replace(FILE, from_unit=unit)
        report.given().when(foreign).then_rejected(OnlyTheLeadReports)

    def test_staff_enters_what_came_on_paper(self) -> None:
        paper = replace(FILE, from_unit="", on_paper=True)
        entered = replace(REPORTED, filed_by_unit_id="", on_paper=True)
        report.given().when(paper).then(entered)

    def test_the_same_report_again_changes_nothing(self) -> None:
        report.given(REPORTED).when(FILE).then_nothing()

    def test_a_second_report_for_the_quarter_is_refused(self) -> None:
        second = replace(FILE, content=BETTER)
        report.given(REPORTED).when(second).then_rejected(AlreadyReported)

    def test_a_correction_is_another_act_also_after_a_return(self) -> None:
        second = replace(FILE, content=BETTER)
        report.given(REPORTED, RETURNED).when(second).then_rejected(AlreadyReported)

    def test_nobody_reports_a_quarter_that_lies_ahead(self) -> None:
        early = replace(FILE, period_begins=shanghai(7, 1))
        report.given().when(early).then_rejected(PeriodNotBegun)

    def test_a_picture_that_the_filer_did_not_upload_is_refused_and_named(self) -> None:
        content = replace(CONTENT, pictures=(PICTURE, OTHER_PICTURE))

        with pytest.raises(PictureNotUploaded) as refused:
            DECIDER.decide(replace(FILE, content=content), DECIDER.initial)

        assert [fault.field for fault in refused.value.faults] == ["/body/pictures/1"]


class TestReturning:
    def test_the_organiser_returns_with_advice(self) -> None:
        report.given(REPORTED).when(RETURN).then(RETURNED)

    def test_a_correction_can_be_returned_too(self) -> None:
        report.given(REPORTED, RETURNED, CORRECTED).when(RETURN).then(RETURNED)

    def test_returning_with_the_same_advice_again_changes_nothing(self) -> None:
        report.given(REPORTED, RETURNED).when(RETURN).then_nothing()

    def test_other_advice_waits_for_the_correction(self) -> None:
        other = replace(RETURN, advice="还有")
        report.given(REPORTED, RETURNED).when(other).then_rejected(AwaitsCorrection)

    def test_an_accepted_report_is_not_returned(self) -> None:
        report.given(REPORTED, ACCEPTED).when(RETURN).then_rejected(AlreadyAccepted)

    def test_what_was_never_filed_is_not_returned(self) -> None:
        report.given().when(RETURN).then_rejected(NoSuchReport)


class TestCorrecting:
    def test_the_lead_corrects_what_was_returned(self) -> None:
        report.given(REPORTED, RETURNED).when(CORRECT).then(CORRECTED)

    def test_the_same_correction_again_changes_nothing(self) -> None:
        report.given(REPORTED, RETURNED, CORRECTED).when(CORRECT).then_nothing()

    def test_only_the_lead_corrects(self) -> None:
        foreign = replace(CORRECT, from_unit=GONGAN)
        report.given(REPORTED, RETURNED).when(foreign).then_rejected(OnlyTheLeadReports)

    @pytest.mark.parametrize("then", [(), (ACCEPTED,)])
    def test_what_was_not_returned_is_not_corrected(self, then: tuple[ReportEvent, ...]) -> None:
        report.given(REPORTED, *then).when(CORRECT).then_rejected(NotReturned)

    def test_a_picture_that_was_in_the_report_may_stay(self) -> None:
        kept = replace(CORRECT, handed_in=frozenset())
        report.given(REPORTED, RETURNED).when(kept).then(CORRECTED)

    def test_a_new_picture_must_be_uploaded(self) -> None:
        new = replace(CORRECT, content=replace(BETTER, pictures=(OTHER_PICTURE,)))
        report.given(REPORTED, RETURNED).when(new).then_rejected(PictureNotUploaded)

    def test_what_was_never_filed_is_not_corrected(self) -> None:
        report.given().when(CORRECT).then_rejected(NoSuchReport)


class TestAccepting:
    def test_the_organiser_accepts(self) -> None:
        report.given(REPORTED).when(ACCEPT).then(ACCEPTED)
        report.given(REPORTED, RETURNED, CORRECTED).when(ACCEPT).then(ACCEPTED)

    def test_accepting_again_changes_nothing(self) -> None:
        report.given(REPORTED, ACCEPTED).when(ACCEPT).then_nothing()

    def test_what_is_out_for_correction_is_not_accepted(self) -> None:
        report.given(REPORTED, RETURNED).when(ACCEPT).then_rejected(AwaitsCorrection)

    def test_what_was_never_filed_is_not_accepted(self) -> None:
        report.given().when(ACCEPT).then_rejected(NoSuchReport)
