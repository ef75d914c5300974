"""Whether a unit is free to judge a project (X8)."""

from collections.abc import Mapping, Sequence

ROLES = {
    "lead": "牵头领办单位 (lead)",
    "executing": "具体承办单位 (executing unit)",
    "co_lead": "联办单位 (co-lead)",
}


def part_of(unit_id: str, parties: Mapping[str, Sequence[str]]) -> str:
    """Return the part that a unit has or had in a project, or "" if it is free to judge (X8)."""
    if not unit_id:
        return ""
    return "、".join(ROLES[role] for role in parties.get(unit_id, ()))
