"""`docs/rights.md`: who may do what, from `shared/http/rights.py` and from the routes."""

from collections.abc import Iterator, Mapping, Sequence

from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, iter_route_contexts

from shared.http.caller import signed_in
from shared.http.requests import May
from shared.http.rights import RIGHTS, Role
from shared.service import Service
from tools.openapi import application

PAGE = "docs/rights.md"
ORDER = "CEARX"
HEADER = """\
# Rights

Made from `shared/http/rights.py` and the routes by `make docs`. Do not edit.

C create or submit, E edit the own draft or version, A approve or decide, R read, X export. Which
project, unit or assignment the right covers depends on the data and is asked where the data is;
lead and co-lead liaison are one role, and the project says which of both an account is.
"""


def pages(known: Sequence[Service]) -> Mapping[str, str]:
    """Return the page of rights."""
    return {PAGE: "\n".join([HEADER, *matrix(), *operations(known), ""])}


def matrix() -> Iterator[str]:
    """Write the office's matrix."""
    yield "| Capability | " + " | ".join(role.value for role in Role) + " |"
    yield "|---" * (len(Role) + 1) + "|"
    for capability, roles in RIGHTS.items():
        cells = [cell(roles[role]) for role in Role]
        yield f"| {capability.value} | " + " | ".join(cells) + " |"


def cell(verbs: frozenset[str]) -> str:
    """Return the verbs of a cell in their usual order."""
    return "".join(verb for verb in ORDER if verb in verbs) or "-"


def operations(known: Sequence[Service]) -> Iterator[str]:
    """Write which right every operation asks for."""
    yield "\n## What each operation asks for\n"
    yield "| Operation | Right |\n|---|---|"
    for service in known:
        for context in iter_route_contexts(application(service).routes):
            route = context.original_route
            path = context.path or ""
            if isinstance(route, APIRoute) and path.startswith(f"/api/{service.name}/"):
                methods = ", ".join(sorted(context.methods or ()))
                yield f"| `{methods} {path}` | {asked(route.dependant)} |"


def asked(dependant: Dependant) -> str:
    """Return the right that a route asks for, in words."""
    calls = [call for call in _calls(dependant) if call is not None]
    rights = [f"{c.right.verb}: {c.right.capability.value}" for c in calls if isinstance(c, May)]
    if rights:
        return ", ".join(rights)
    return "to be signed in" if signed_in in calls else "-"


def _calls(dependant: Dependant) -> Iterator[object]:
    for inner in dependant.dependencies:
        yield inner.call
        yield from _calls(inner)
