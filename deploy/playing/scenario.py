"""The script: 159 dated steps with what each of them should lead to (`scenario-2017.json`)."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any

from shared.domain import value
from shared.timing.clock import SHANGHAI


@value
class Step:
    """One step: who does what when, what should follow, and which requirements it shows.

    `events` is a lower bound: more may be recorded.
    """

    id: str
    at: datetime
    role: str
    unit: str
    kind: str
    action: str
    outcome: str
    expect: str
    events: Sequence[str]
    covers: Sequence[str]


@cache
def script() -> Mapping[str, Any]:
    """Return the whole file."""
    content: Mapping[str, Any] = json.loads(
        (files("deploy.playing") / "scenario-2017.json").read_text(encoding="utf-8")
    )
    return content


def steps() -> Sequence[Step]:
    """Return the steps in the order of their times."""
    found: list[Step] = []
    for each in script()["steps"]:
        at = datetime.fromisoformat(each["at"]).replace(tzinfo=SHANGHAI)
        fields: dict[str, Any] = {**each, "at": at}
        found.append(Step(**fields))
    return found
