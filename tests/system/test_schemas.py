"""Every operation answers every persona as its OpenAPI document says, whatever is sent (schemathesis).

The season has been played to mid-November, so that there is something to hit. No answer is a fault of
the server, and each has a status, a media type and a body that the document names.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import httpx2
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import APIOperation, Case
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from deploy.topology import NAMES
from tests.deploy.installation import Installation

PERSONAS = (
    "staff",
    "leader",
    "guozi-wei",
    "guozi-wei-leader",
    "reviewer-3",
    "auditor",
    "admin",
)
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
REAL: Mapping[str, str] = {
    "programme_id": "szjg-zutuanshi-2017",
    "project_id": "2017-p08",
    "unit_id": "gongan-ju",
    "period": "2017Q4",
    "obligation": "results",
    "subject": "2017-p18",
    "reviewer_id": "reviewer-3",
    "source": "progress",
    "stream": "task:2017-p08",
    "record": "project:2017-p08",
}
"""What is there: half of the requests name it, so that they come further than the address."""

NEVER_ENDING = "/events/stream"
LEFT_OUT = {
    ("DELETE", "/api/gateway/session"),  # the persona would be signed out
    ("PUT", "/api/gateway/clock"),  # all would happen in another year
}


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    installation = Installation(tmp_path_factory.mktemp("schemas") / "data", ["--demo"])
    installation.start()
    yield installation
    if installation.process and installation.process.poll() is None:
        installation.process.kill()
        installation.process.wait()


def operations(
    installation: Installation, service: str
) -> Iterator[APIOperation[Any, Any, Any, Any]]:
    schema = schemathesis.openapi.from_url(f"{installation.address}/api/{service}/openapi.json")
    for found in schema.get_all_operations():
        operation = found.ok()
        left_out = (operation.method.upper(), operation.path) in LEFT_OUT
        if not left_out and not operation.path.endswith(NEVER_ENDING):
            yield operation


def headers_of(client: httpx2.Client) -> Mapping[str, str]:
    cookies = "; ".join(f"{name}={text}" for name, text in client.cookies.items())
    return {"Cookie": cookies, "Origin": str(client.base_url).rstrip("/")}


def hit(operation: APIOperation[Any, Any, Any, Any], headers: Mapping[str, str]) -> None:
    @seed(20171116)
    @settings(
        max_examples=4,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(), real=st.booleans())
    def each(case: Case, real: bool) -> None:
        if real:
            known = {name: REAL[name] for name in case.path_parameters or {} if name in REAL}
            case.path_parameters = {**(case.path_parameters or {}), **known}
        case.call_and_validate(headers=dict(headers), checks=CHECKS)

    each()


@pytest.mark.parametrize("persona", PERSONAS)
@pytest.mark.parametrize("service", NAMES)
def test_every_operation_answers_as_its_document_says(
    installation: Installation, service: str, persona: str
) -> None:
    with installation.signed_in(persona) as client:
        headers = headers_of(client)
    hits = 0
    for operation in operations(installation, service):
        hit(operation, headers)
        hits += 1

    assert hits
