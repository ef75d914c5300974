from services.audit.reading.commands import RecordReading
from services.audit.reading.decider import DECIDER
from services.audit.reading.events import LogRead, readings_of
from tests.office import OPENING
from tests.scenario import Scenario

READ = RecordReading(what="log", by="shenji", request="/api/audit/log")
DONE = LogRead(what="log", by="shenji", request="/api/audit/log")

day = Scenario(DECIDER)


def test_a_reading_is_recorded() -> None:
    day.given().when(READ).then(DONE)


def test_the_same_reading_again_is_recorded_again() -> None:
    day.given(DONE).when(READ).then(DONE)


def test_every_account_id_has_a_stream_whose_name_fits_into_a_subject() -> None:
    plain = readings_of("shenji", OPENING.date())
    dotted = readings_of("shenji.ke@jinhua>*", OPENING.date())

    assert plain.name == "reading:shenji~2017-05-02"
    assert set(dotted.id) <= set("0123456789abcdef-~")
