"""Every version of every event that was ever stored can be read for ever."""

from pathlib import Path

import orjson
import pytest

from services.notifications.main import SERVICE
from shared.store.codec import canonical, members

HERE = Path(__file__).parent
STORED = sorted(HERE.glob("*/stored/*.json"))
CODEC = SERVICE.codec()


@pytest.mark.parametrize("file", STORED, ids=lambda file: file.stem)
def test_a_stored_event_is_read_and_written_as_it_was(file: Path) -> None:
    name, version = file.stem.rsplit(".v", 1)
    stored = file.read_bytes()
    event = CODEC.decode(name, int(version), stored)

    assert type(event).__name__ == name
    if int(version) == CODEC.schema_version(name):
        assert canonical(event) == canonical(orjson.loads(stored))


def test_every_event_has_a_stored_example_of_every_version() -> None:
    wanted = {
        f"{feature.name}/{event.__name__}.v{version}"
        for feature in SERVICE.features
        for event in members(feature.events)
        for version in range(1, CODEC.schema_version(event.__name__) + 1)
    }

    assert {f"{file.parts[-3].replace('_', '-')}/{file.stem}" for file in STORED} == wanted
