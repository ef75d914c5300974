"""The rules of the roll."""

from dataclasses import replace

from services.applications.unit.commands import RegisterUnit
from services.applications.unit.decider import DECIDER, UnitDiffers
from services.applications.unit.events import UnitRegistered
from shared.ids import UnitId
from tests.scenario import Scenario

roll = Scenario(DECIDER)
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


def test_a_unit_is_registered_once() -> None:
    roll.given().when(REGISTER).then(POLICE)
    roll.given(POLICE).when(REGISTER).then_nothing()


def test_a_file_does_not_rename_a_unit() -> None:
    renamed = RegisterUnit(unit=replace(POLICE, name="市公安分局"))
    roll.given(POLICE).when(renamed).then_rejected(UnitDiffers)
