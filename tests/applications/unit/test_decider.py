"""The rules of the roll."""

from dataclasses import replace
from datetime import date

import pytest

from services.applications.unit.commands import MergeUnit, RegisterUnit, RenameUnit
from services.applications.unit.decider import (
    DECIDER,
    NameStandsLater,
    NoUnitToMergeInto,
    UnitDiffers,
    UnitIsMerged,
    UnitNotOnRoll,
)
from services.applications.unit.events import UnitMerged, UnitRegistered, UnitRenamed
from shared.ids import UnitId
from tests.scenario import Scenario

roll = Scenario(DECIDER)
MARCH_2 = date(2018, 3, 2)
POLICE = UnitRegistered(
    unit_id=UnitId("gongan-ju"),
    name="市公安局",
    name_en="Municipal Public Security Bureau",
    party_organisation="机关党委",
    executing_unit_id="",
    full_name="市公安局机关党委",
    is_system=False,
)
REGISTER = RegisterUnit(unit=POLICE)
RENAMED = UnitRenamed(
    unit_id=POLICE.unit_id,
    name="市公安总局",
    name_en="Municipal Police",
    party_organisation="党委",
    full_name="市公安总局党委",
    effective_on=MARCH_2,
    reason="机构改革",
)
RENAME = RenameUnit(renaming=RENAMED)
MERGED = UnitMerged(
    unit_id=POLICE.unit_id,
    into_unit_id=UnitId("guozi-wei"),
    effective_on=MARCH_2,
    reason="机构改革",
)
MERGE = MergeUnit(merger=MERGED, into_stands=True)
RENAMED_IN_THE_FILE = RegisterUnit(
    unit=replace(
        POLICE,
        name="市公安总局",
        name_en="Municipal Police",
        party_organisation="党委",
        full_name="市公安总局党委",
    )
)


class TestRegistering:
    def test_a_unit_is_registered_once(self) -> None:
        roll.given().when(REGISTER).then(POLICE)
        roll.given(POLICE).when(REGISTER).then_nothing()

    def test_a_file_does_not_rename_a_unit(self) -> None:
        roll.given(POLICE).when(RENAMED_IN_THE_FILE).then_rejected(UnitDiffers)

    def test_after_a_renaming_old_and_new_files_both_name_the_unit(self) -> None:
        roll.given(POLICE, RENAMED).when(REGISTER).then_nothing()
        roll.given(POLICE, RENAMED).when(RENAMED_IN_THE_FILE).then_nothing()

    def test_and_a_third_name_is_still_refused_with_what_differs(self) -> None:
        other = RegisterUnit(unit=replace(RENAMED_IN_THE_FILE.unit, name="市公安分局"))

        with pytest.raises(UnitDiffers) as refused:
            DECIDER.decide(other, DECIDER.fold([POLICE, RENAMED]))

        assert [fault.field for fault in refused.value.faults] == ["/name"]


class TestRenaming:
    def test_a_unit_bears_another_name_from_a_day_on(self) -> None:
        roll.given(POLICE).when(RENAME).then(RENAMED)

    def test_the_same_renaming_again_changes_nothing(self) -> None:
        roll.given(POLICE, RENAMED).when(RENAME).then_nothing()
        roll.given(POLICE, RENAMED, MERGED).when(RENAME).then_nothing()

    def test_names_follow_one_another(self) -> None:
        earlier = RenameUnit(renaming=replace(RENAMED, name="市局", effective_on=MARCH_2))
        later = replace(RENAMED, name="市局", effective_on=date(2018, 3, 3))

        roll.given(POLICE, RENAMED).when(earlier).then_rejected(NameStandsLater)
        roll.given(POLICE, RENAMED).when(RenameUnit(renaming=later)).then(later)

    def test_what_is_not_on_the_roll_is_not_renamed(self) -> None:
        roll.given().when(RENAME).then_rejected(UnitNotOnRoll)

    def test_a_merged_unit_is_not_renamed(self) -> None:
        roll.given(POLICE, MERGED).when(RENAME).then_rejected(UnitIsMerged)


class TestMerging:
    def test_a_unit_is_part_of_another_from_a_day_on(self) -> None:
        roll.given(POLICE, RENAMED).when(MERGE).then(MERGED)

    def test_the_same_merger_again_changes_nothing_and_another_is_refused(self) -> None:
        elsewhere = replace(MERGE, merger=replace(MERGED, into_unit_id=UnitId("jianshe-ju")))

        roll.given(POLICE, MERGED).when(MERGE).then_nothing()
        roll.given(POLICE, MERGED).when(elsewhere).then_rejected(UnitIsMerged)

    def test_a_unit_merges_into_another_that_still_stands(self) -> None:
        itself = replace(MERGE, merger=replace(MERGED, into_unit_id=POLICE.unit_id))

        roll.given(POLICE).when(itself).then_rejected(NoUnitToMergeInto)
        gone = replace(MERGE, into_stands=False)
        roll.given(POLICE).when(gone).then_rejected(NoUnitToMergeInto)

    def test_what_is_not_on_the_roll_is_not_merged(self) -> None:
        roll.given().when(MERGE).then_rejected(UnitNotOnRoll)
