"""The rules of a ledger item, one example each."""

from dataclasses import replace

import pytest

from services.progress.ledger.decider import (
    DECIDER,
    AlreadyVoided,
    FileNotUploaded,
    FileOrHeld,
    ItemIdTaken,
    LedgerClosed,
    NoSuchItem,
    NotForClassified,
    OnlyTheLeadCoordinates,
    OnlyTheLeadVoids,
    OnlyTheProjectsUnitsFile,
    UnknownTarget,
    UploadTheOriginal,
)
from shared.ids import AccountId, UnitId
from tests.progress.examples import GONGAN, JIAOTONG, TIYU
from tests.progress.ledger.examples import ENTRY, FILE, FILED, HELD, VOID, VOIDED
from tests.progress.progress_report.examples import LEADING
from tests.scenario import Scenario

item = Scenario(DECIDER)


class TestFiling:
    def test_the_lead_files_a_document_under_a_target_as_it_reads(self) -> None:
        item.given().when(FILE).then(FILED)

    def test_the_unit_that_acts_for_the_lead_files(self) -> None:
        acting = replace(FILE, leading=replace(LEADING, executing_unit_id=TIYU), from_unit=TIYU)
        item.given().when(acting).then(replace(FILED, filed_by_unit_id=TIYU))

    def test_a_co_lead_files(self) -> None:
        theirs = replace(FILED, filed_by_unit_id=UnitId(JIAOTONG))
        item.given().when(replace(FILE, from_unit=JIAOTONG)).then(theirs)

    @pytest.mark.parametrize("unit", [GONGAN, ""])
    def test_nobody_else_files(self, unit: str) -> None:
        foreign = replace(FILE, from_unit=unit)
        item.given().when(foreign).then_rejected(OnlyTheProjectsUnitsFile)

    def test_a_record_of_coordination_is_the_leads(self) -> None:
        record = replace(FILE, entry=replace(ENTRY, kind="coordination", target=0))
        told = replace(FILED, entry=replace(ENTRY, kind="coordination", target=0))

        item.given().when(record).then(told)
        theirs = replace(record, from_unit=JIAOTONG)
        item.given().when(theirs).then_rejected(OnlyTheLeadCoordinates)

    def test_the_same_document_again_changes_nothing_whoever_of_the_unit_files_it(self) -> None:
        item.given(FILED).when(FILE).then_nothing()
        item.given(FILED).when(replace(FILE, by=AccountId("wang-guozi"))).then_nothing()

    def test_another_document_needs_another_id(self) -> None:
        other = replace(FILE, entry=replace(ENTRY, pages=7))
        item.given(FILED).when(other).then_rejected(ItemIdTaken)

    def test_a_target_that_the_project_does_not_have_is_refused(self) -> None:
        stray = replace(FILE, entry=replace(ENTRY, target=3))
        item.given().when(stray).then_rejected(UnknownTarget)

    def test_an_original_may_stay_with_the_unit(self) -> None:
        item.given().when(HELD).then(replace(FILED, sha256="", held_by_unit=True))

    def test_an_original_is_uploaded_if_the_rules_say_so(self) -> None:
        item.given().when(replace(HELD, may_be_held=False)).then_rejected(UploadTheOriginal)

    def test_a_document_is_uploaded_or_held_not_both_and_not_neither(self) -> None:
        item.given().when(replace(FILE, held_by_unit=True)).then_rejected(FileOrHeld)
        item.given().when(replace(FILE, sha256="")).then_rejected(FileOrHeld)

    def test_a_file_that_the_filer_did_not_upload_is_refused(self) -> None:
        item.given().when(replace(FILE, handed_in=False)).then_rejected(FileNotUploaded)

    @pytest.mark.parametrize("title", ["参与党员名单", "党员花名册", "活动签到表"])
    def test_a_list_of_persons_is_filed_with_a_warning(self, title: str) -> None:
        named = replace(FILE, entry=replace(ENTRY, title=title))
        warned = replace(FILED, entry=replace(FILED.entry, title=title), names_people=True)
        item.given().when(named).then(warned)

    @pytest.mark.parametrize("field", ["title", "document_number", "remark"])
    def test_what_bears_a_mark_of_secrecy_is_refused_and_the_place_is_named(
        self, field: str
    ) -> None:
        marked = replace(FILE, entry=replace(ENTRY, **{field: "机密★5年"}))

        with pytest.raises(NotForClassified) as refused:
            DECIDER.decide(marked, DECIDER.initial)

        assert [fault.field for fault in refused.value.faults] == [f"/body/{field}"]

    def test_a_ledger_whose_results_are_frozen_is_closed(self) -> None:
        item.given().when(replace(FILE, closed=True)).then_rejected(LedgerClosed)


class TestVoiding:
    def test_the_lead_declares_an_item_void(self) -> None:
        item.given(FILED).when(VOID).then(VOIDED)

    def test_again_changes_nothing_and_the_first_reason_stands(self) -> None:
        item.given(FILED, VOIDED).when(VOID).then_nothing()
        item.given(FILED, VOIDED).when(replace(VOID, reason="另")).then_rejected(AlreadyVoided)

    @pytest.mark.parametrize("unit", [JIAOTONG, GONGAN, ""])
    def test_nobody_else_does(self, unit: str) -> None:
        item.given(FILED).when(replace(VOID, from_unit=unit)).then_rejected(OnlyTheLeadVoids)

    def test_what_was_never_filed_is_not_void(self) -> None:
        item.given().when(VOID).then_rejected(NoSuchItem)

    def test_a_ledger_whose_results_are_frozen_is_closed(self) -> None:
        item.given(FILED).when(replace(VOID, closed=True)).then_rejected(LedgerClosed)
