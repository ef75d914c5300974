"""What stands keeps its number, and what changed gets the next one."""

from dataclasses import replace

import pytest

from services.evaluation.bonus_export.decider import DECIDER, LinesAreHeld, NothingToExport
from shared.ids import AccountId, UnitId
from tests.evaluation.bonus_export.examples import EXPORT, EXPORTED, LINE
from tests.scenario import Scenario

export = Scenario(DECIDER)
TAKEN_BACK = replace(LINE, kind="revocation", points=-1200, reason="制度文本系抄袭")


@pytest.mark.covers("REQ-52", "PRA-18")
def test_what_is_approved_is_exported_under_the_first_number() -> None:
    export.given().when(EXPORT).then(EXPORTED)


@pytest.mark.covers("PRA-18")
def test_what_has_not_changed_keeps_its_number_whoever_asks() -> None:
    export.given(EXPORTED).when(replace(EXPORT, by=AccountId("staff"))).then_nothing()


@pytest.mark.covers("PRA-18", "REQ-54")
def test_what_has_changed_gets_the_next_number() -> None:
    both = LINE, TAKEN_BACK

    export.given(EXPORTED).when(replace(EXPORT, lines=both)).then(
        replace(EXPORTED, number=2, lines=both)
    )


def test_before_the_award_there_is_nothing_to_export() -> None:
    export.given().when(replace(EXPORT, lines=())).then_rejected(NothingToExport)


def test_nothing_is_exported_while_a_line_is_held() -> None:
    export.given().when(replace(EXPORT, held=(UnitId("guoshui-ju"),))).then_rejected(LinesAreHeld)
