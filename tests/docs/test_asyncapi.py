"""`docs/asyncapi.yaml` is what its standard asks for."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from tests.shared.toy.service import counting, watching
from tools import asyncapi

ROOT = Path(__file__).parents[2]
STANDARD = Draft7Validator(json.loads((Path(__file__).parent / "asyncapi/3.0.0.json").read_text()))


def faults(document: dict[str, Any]) -> list[str]:
    return [f"{list(e.absolute_path)}: {e.message}"[:300] for e in STANDARD.iter_errors(document)]


def references(node: object) -> list[str]:
    if isinstance(node, dict):
        own = [node["$ref"]] if isinstance(node.get("$ref"), str) else []
        return own + [found for part in node.values() for found in references(part)]
    if isinstance(node, list):
        return [found for part in node for found in references(part)]
    return []


def leads_somewhere(document: object, reference: str) -> bool:
    for name in reference.removeprefix("#/").split("/"):
        if not isinstance(document, dict) or name not in document:
            return False
        document = document[name]
    return True


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return yaml.safe_load((ROOT / asyncapi.PAGE).read_text())


def test_the_document_is_asyncapi_3(document: dict[str, Any]) -> None:
    assert faults(document) == []


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    assert [r for r in references(document) if not leads_somewhere(document, r)] == []


def test_a_wrong_document_would_be_found() -> None:
    wrong = asyncapi.document([counting(), watching()])
    wrong["operations"]["applications.sends.counter"]["action"] = "shout"

    assert faults(wrong)
