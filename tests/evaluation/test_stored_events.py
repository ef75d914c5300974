"""Every version of every event ever released can still be read, and others can rely on them."""

from pathlib import Path

import orjson
import pytest

from services.evaluation.main import SERVICE
from services.evaluation.obligation import projection as obligation
from services.evaluation.participation.projection import RESULTS
from shared.contracts import applications, evaluation
from shared.contracts.evaluation import EvaluationEvent
from shared.store.codec import canonical, members

HERE = Path(__file__).parent
STORED = sorted(HERE.glob("*/stored/*.json"))
CODEC = SERVICE.codec()


def split(file: Path) -> tuple[str, int]:
    name, version, _ = file.name.split(".")
    return name, int(version.removeprefix("v"))


@pytest.mark.parametrize("file", STORED, ids=lambda file: file.name)
def test_a_stored_event_is_read_and_written_again_as_it_was(file: Path) -> None:
    name, version = split(file)
    content = file.read_bytes()

    event = CODEC.decode(name, version, content)

    assert type(event).__name__ == name
    if version == CODEC.schema_version(name):
        assert canonical(event) == canonical(orjson.loads(content))


def test_every_event_has_a_stored_example_of_every_version() -> None:
    versions = {(name, n) for name in CODEC.known for n in range(1, CODEC.schema_version(name) + 1)}

    assert {split(file) for file in STORED} == versions
    for feature in SERVICE.features:
        folder = {
            split(file)[0]
            for file in (HERE / feature.name.replace("-", "_") / "stored").glob("*.json")
        }
        assert folder == {event.__name__ for event in members(feature.events)}


@pytest.mark.parametrize("contract", members(EvaluationEvent), ids=lambda event: event.__name__)
def test_what_others_rely_on_is_in_the_real_events(contract: type) -> None:
    (file,) = [file for file in STORED if split(file)[0] == contract.__name__]

    event = evaluation.CODEC.decode(*split(file), file.read_bytes())

    content = orjson.loads(file.read_bytes())
    assert orjson.loads(canonical(event)).items() <= content.items()


def test_judging_reads_nothing_that_counts_posts_pictures_log_ins_or_likes() -> None:
    codecs = {s.source: {p.events for p in s.projections} for s in SERVICE.subscribed}

    assert codecs == {"applications": {applications.CODEC}, "progress": {obligation.CODEC, RESULTS}}
    reacting = {process.events for s in SERVICE.subscribed for process in s.processes}
    assert reacting == {applications.CODEC, RESULTS}
    assert all(name.startswith("Deadline") for name in obligation.CODEC.known)
    assert set(RESULTS.known) == {"ResultsAccepted", "ResultsFrozen"}
    assert not [
        name
        for name in (*applications.CODEC.known, *CODEC.known)
        if any(word in name.lower() for word in ("practice", "post", "photo", "like", "login"))
    ]
