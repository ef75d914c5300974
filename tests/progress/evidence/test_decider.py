"""Each person hands in a content once."""

from dataclasses import replace

from services.progress.evidence.commands import StoreEvidence
from services.progress.evidence.decider import DECIDER
from services.progress.evidence.events import EvidenceStored
from shared.ids import AccountId
from tests.scenario import Scenario

evidence = Scenario(DECIDER)

STORE = StoreEvidence(
    sha256="a" * 64,
    name="活动.jpg",
    media_type="image/jpeg",
    bytes=1000,
    width=30,
    height=20,
    unit_id="guozi-wei",
    by=AccountId("li-guozi"),
)
STORED = EvidenceStored(
    sha256="a" * 64,
    name="活动.jpg",
    media_type="image/jpeg",
    bytes=1000,
    width=30,
    height=20,
    unit_id="guozi-wei",
    uploaded_by=AccountId("li-guozi"),
)


def test_a_picture_is_recorded_with_who_handed_it_in() -> None:
    evidence.given().when(STORE).then(STORED)


def test_the_same_content_from_the_same_person_changes_nothing() -> None:
    again = replace(STORE, name="别名.jpg")
    evidence.given(STORED).when(again).then_nothing()


def test_another_person_hands_in_the_same_content_for_the_other_unit() -> None:
    wang, unit = AccountId("wang"), "gongan-ju"
    other = replace(STORE, by=wang, unit_id=unit)
    evidence.given(STORED).when(other).then(replace(STORED, uploaded_by=wang, unit_id=unit))
