"""A line of a unit's points, in hundredths: what is due, and what was credited."""

from collections.abc import Mapping
from typing import Literal
from uuid import UUID

from shared.domain import value
from shared.ids import ProjectId

type BonusRole = Literal["lead", "executing", "co_lead"]

RULE_OF: Mapping[str, str] = {
    "award": "REQ-52 AMB-02",
    "revocation": "REQ-54",
    "adjustment": "REQ-52 REQ-53",
    "cut": "REQ-53 AMB-01",
}
"""The source of the rule by which each kind of entry is made."""


@value
class BonusLine:
    """Points from one project in one role.

    `decision_version` is the version of the decision's stream that it rests on: one decision is
    credited once. `because` names the events it follows from.
    """

    project_id: ProjectId
    role: BonusRole
    points: int
    decision_version: int
    because: tuple[UUID, ...]
