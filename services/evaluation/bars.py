"""Why a reviewer does not judge a project (X8, PRA-01)."""

from collections.abc import Mapping, Sequence

BARS = {
    "lead": "牵头领办单位 (lead)",
    "executing": "具体承办单位 (executing unit)",
    "co_lead": "联办单位 (co-lead)",
}
CONTACT = "联系领导 (contact leader)"
RECUSED = "已申报或决定回避 (recused)"


def bar_of(
    unit_id: str, parties: Mapping[str, Sequence[str]], *, contact: bool, recused: bool
) -> str:
    """Return what bars a reviewer from a project, or "" for one who is free to judge.

    It is the part that the reviewer's unit has or had in it, that the reviewer is the project's
    contact leader and the rules let none score (AMB-21), or, where neither is so, a recusal.
    """
    roles = parties.get(unit_id, ()) if unit_id else ()
    grounds = [*(BARS[role] for role in roles), *([CONTACT] if contact else [])]
    return "、".join(grounds) or (RECUSED if recused else "")
