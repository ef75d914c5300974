"""Every event that was ever stored is understood, for ever."""

from pathlib import Path

import orjson
import pytest

from services.applications.main import SERVICE
from shared.store.codec import canonical, members

HERE = Path(__file__).parent
STORED = sorted(HERE.glob("*/stored/*.json"))
CODEC = SERVICE.codec()


@pytest.mark.parametrize("file", STORED, ids=lambda file: file.name)
def test_a_stored_event_is_decoded_and_written_the_same_again(file: Path) -> None:
    name, version, _ = file.name.split(".")

    event = CODEC.decode(name, int(version.removeprefix("v")), file.read_bytes())

    assert orjson.loads(canonical(event)) == orjson.loads(file.read_bytes())


def test_every_version_of_every_event_has_a_stored_example() -> None:
    events = [
        (feature.name, event) for feature in SERVICE.features for event in members(feature.events)
    ]
    wanted = {
        f"{name.replace('-', '_')}/stored/{event.__name__}.v{version}.json"
        for name, event in events
        for version in range(1, getattr(event, "SCHEMA_VERSION", 1) + 1)
    }

    assert {str(file.relative_to(HERE)) for file in STORED} == wanted
