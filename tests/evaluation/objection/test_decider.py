"""Who objects until when and with what, and how it is answered."""

from dataclasses import replace

from services.evaluation.objection.decider import (
    DECIDER,
    AlreadyDeclined,
    AlreadyRuled,
    DismissedChangesNothing,
    NoSuchObjection,
    NothingToObjectTo,
    NotOnesOwnProject,
    ObjectionIdTaken,
)
from shared.ids import ProjectId
from shared.store.sealed import Sealed
from tests.evaluation.objection.examples import DECLINED, LODGE, LODGED, RULE, RULED, UNTIL
from tests.scenario import Scenario

objection = Scenario(DECIDER)


class TestLodging:
    def test_a_unit_of_the_project_objects_with_name_and_reason(self) -> None:
        objection.given().when(LODGE).then(LODGED)
        co_lead = replace(LODGE, unit_id="weiji-wei")
        objection.given().when(co_lead).then(replace(LODGED, unit_id="weiji-wei"))

    def test_nobody_objects_to_a_project_of_others(self) -> None:
        for unit in ("minzheng-xitong", ""):
            stranger = replace(LODGE, unit_id=unit)
            objection.given().when(stranger).then_rejected(NotOnesOwnProject)

    def test_nobody_objects_to_what_is_not_public_yet(self) -> None:
        objection.given().when(replace(LODGE, until=None)).then_rejected(NothingToObjectTo)

    def test_what_comes_when_publicity_is_over_is_put_down_and_declined(self) -> None:
        late = replace(LODGE, at=UNTIL)
        objection.given().when(late).then(LODGED, replace(DECLINED, lack="out_of_time"))

    def test_what_is_unsigned_or_without_a_reason_is_put_down_and_declined(self) -> None:
        unsigned = replace(LODGE, name=None)
        objection.given().when(unsigned).then(replace(LODGED, name=None), DECLINED)
        silent = replace(LODGE, reason="")
        lacking = replace(DECLINED, lack="without_reason")
        objection.given().when(silent).then(replace(LODGED, reason=""), lacking)

    def test_the_same_objection_again_changes_nothing(self) -> None:
        sealed_anew = replace(LODGE, name=Sealed(subject="person:signer", box="YW5kZXJz"))
        objection.given(LODGED).when(sealed_anew).then_nothing()

    def test_an_id_stands_for_one_objection(self) -> None:
        other = replace(LODGE, reason="评分有误")
        objection.given(LODGED).when(other).then_rejected(ObjectionIdTaken)


class TestRuling:
    def test_an_objection_is_ruled_on_once_with_an_answer(self) -> None:
        objection.given(LODGED).when(RULE).then(RULED)
        objection.given(LODGED, RULED).when(RULE).then_rejected(AlreadyRuled)

    def test_it_may_be_upheld_and_change_the_decision(self) -> None:
        upheld = replace(RULE, ruling="upheld", revises=True)
        objection.given(LODGED).when(upheld).then(replace(RULED, ruling="upheld"))

    def test_dismissing_it_changes_nothing_else(self) -> None:
        changing = replace(RULE, revises=True)
        objection.given(LODGED).when(changing).then_rejected(DismissedChangesNothing)

    def test_what_was_declined_is_not_ruled_on(self) -> None:
        objection.given(LODGED, DECLINED).when(RULE).then_rejected(AlreadyDeclined)

    def test_only_an_objection_to_this_project_is_ruled_on(self) -> None:
        objection.given().when(RULE).then_rejected(NoSuchObjection)
        elsewhere = replace(RULE, project_id=ProjectId("2017-p10"))
        objection.given(LODGED).when(elsewhere).then_rejected(NoSuchObjection)
