"""Every event version ever released is kept as an example, and loads for ever."""

from pathlib import Path

import orjson
import pytest

from services.progress.main import SERVICE
from shared.contracts import progress as contract
from shared.contracts.progress import ProgressEvent
from shared.store.codec import canonical, members

HERE = Path(__file__).parent
STORED = sorted(HERE.glob("*/stored/*.json"))
CODEC = SERVICE.codec()


def name_and_version(file: Path) -> tuple[str, int]:
    name, version = file.stem.split(".v")
    return name, int(version)


def test_every_event_has_an_example_of_its_present_version() -> None:
    present = {(name, CODEC.schema_version(name)) for name in CODEC.known}

    assert present <= {name_and_version(file) for file in STORED}


@pytest.mark.parametrize("file", STORED, ids=lambda file: file.stem)
def test_an_example_loads_and_is_written_the_same_again(file: Path) -> None:
    name, version = name_and_version(file)

    event = CODEC.decode(name, version, file.read_bytes())

    assert type(event).__name__ == name
    if version == CODEC.schema_version(name):
        assert canonical(event) == canonical(orjson.loads(file.read_bytes()))


@pytest.mark.parametrize("name", sorted(e.__name__ for e in members(ProgressEvent)))
def test_what_others_rely_on_is_in_our_events(name: str) -> None:
    (file,) = HERE.glob(f"*/stored/{name}.v{CODEC.schema_version(name)}.json")

    told = contract.CODEC.decode(name, 1, file.read_bytes())

    stored = orjson.loads(file.read_bytes())
    assert orjson.loads(canonical(told)).items() <= stored.items()


@pytest.mark.parametrize(
    ("name", "before"),
    [
        ("DeadlineMet", b'{"obligation": "results", "subject": "2017-p08", "within_grace": true}'),
        ("DeadlineMetLate", b'{"obligation": "results", "subject": "2017-p08"}'),
    ],
)
def test_what_was_stored_before_a_field_was_added_still_loads(name: str, before: bytes) -> None:
    assert CODEC.decode(name, 1, before).fulfilled_at is None
