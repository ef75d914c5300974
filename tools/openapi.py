"""`docs/openapi/<service>.json`: each service's OpenAPI 3.1 document."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, cast

from fastapi import FastAPI

from shared.http.app import create_app
from shared.service import Service


def application(service: Service) -> FastAPI:
    """Build a service's application to look at; it holds nothing open and cannot answer."""
    return create_app(service, cast("Any", None), cast("Any", None))


def files(known: Sequence[Service]) -> Mapping[str, str]:
    """Return the OpenAPI document of every service, by path."""
    return {f"docs/openapi/{service.name}.json": text(service) for service in known}


def text(service: Service) -> str:
    """Return one document as it stands in its file."""
    return json.dumps(application(service).openapi(), ensure_ascii=False, indent=2) + "\n"
