"""The published schemas are schemas, and every stored example keeps to its own."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

ROOT = Path(__file__).parents[2]
SCHEMAS = sorted((ROOT / "docs/schemas").rglob("*.json"))


def example_of(schema: Path) -> Path | None:
    """Return the stored example of an event version, if its service's tests have one."""
    service = ROOT / "tests" / schema.parent.name
    return next(iter(service.glob(f"*/stored/{schema.name}")), None)


def example_id(schema: Path) -> str:
    return f"{schema.parent.name}.{schema.stem}"


@pytest.mark.parametrize("schema", SCHEMAS, ids=example_id)
def test_every_schema_is_a_json_schema(schema: Path) -> None:
    Draft202012Validator.check_schema(json.loads(schema.read_text()))


@pytest.mark.parametrize("schema", SCHEMAS, ids=example_id)
def test_the_stored_example_keeps_to_the_schema(schema: Path) -> None:
    example = example_of(schema)
    assert example is not None, "every event version has a stored example"
    validator = Draft202012Validator(
        json.loads(schema.read_text()), format_checker=Draft202012Validator.FORMAT_CHECKER
    )

    assert [e.message for e in validator.iter_errors(json.loads(example.read_text()))] == []
