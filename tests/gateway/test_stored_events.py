"""One stored example of every event in every version it ever had; all of them load for ever."""

import json
from pathlib import Path

import pytest

from services.gateway.main import SERVICE
from shared.store.codec import canonical, members

HERE = Path(__file__).parent
STORED = sorted(HERE.glob("*/stored/*.json"))


def test_every_event_has_an_example() -> None:
    names = {event.__name__ for feature in SERVICE.features for event in members(feature.events)}

    assert {path.name.split(".")[0] for path in STORED} == names


@pytest.mark.parametrize("path", STORED, ids=lambda path: path.stem)
def test_it_loads_and_is_written_as_it_was(path: Path) -> None:
    name, version = path.stem.split(".v")
    content = json.loads(path.read_text())

    event = SERVICE.codec().decode(name, int(version), path.read_text())

    assert json.loads(canonical(event)) == content
