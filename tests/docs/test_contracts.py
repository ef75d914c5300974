"""What `docs/events.md` says is relied on: every contract reads its producer's real events."""

from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import Any

import orjson
import pytest

from shared.store.codec import EventCodec
from tools.codebase import events_of, services

ROOT = Path(__file__).parents[2]
PRODUCERS = {service.name: service for service in services()}
CONTRACTS = sorted(
    path.stem for path in (ROOT / "shared/contracts").glob("*.py") if path.stem in PRODUCERS
)


def codec_of(contract: str) -> EventCodec:
    return import_module(f"shared.contracts.{contract}").CODEC


RELIED_ON = [(producer, event) for producer in CONTRACTS for event in codec_of(producer).known]


def as_stored(event: object) -> Any:
    return orjson.loads(orjson.dumps(asdict(event), option=orjson.OPT_UTC_Z))


def lacks(wanted: object, stored: object) -> bool:
    """Return whether something that was read is not what is stored."""
    if isinstance(wanted, dict):
        return not isinstance(stored, dict) or any(
            name not in stored or lacks(part, stored[name]) for name, part in wanted.items()
        )
    if isinstance(wanted, list):
        return not isinstance(stored, list) or any(
            lacks(one, other) for one, other in zip(wanted, stored, strict=True)
        )
    return wanted != stored


@pytest.mark.parametrize(("producer", "event"), RELIED_ON)
def test_a_contract_reads_what_its_producer_records(producer: str, event: str) -> None:
    (described,) = (e for e in events_of(PRODUCERS[producer]) if e.name == event)
    name = f"{event}.v{described.version}.json"
    (example,) = (ROOT / "tests" / producer).glob(f"*/stored/{name}")

    read = codec_of(producer).decode(event, 1, example.read_bytes())

    assert not lacks(as_stored(read), orjson.loads(example.read_bytes()))
