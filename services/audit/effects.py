"""What each event does to the record that it happened to, as a table.

An event that is not in the table leaves its fields in the record and brings a new state. That is right
for most: a later event's field replaces an earlier one's. The table names those that write into a
part of the record, or that change it without bringing a new state.
"""

from collections.abc import Mapping
from typing import Literal

from shared.domain import value


@value
class Effect:
    """What an event does to its record.

    `part` is the part of the record that it writes, "" the record itself; `by` is the field that
    tells the entries of that part apart, "" where the part has no entries. `turns`: the event
    brings a new state. `ends`: the entry ends.
    """

    part: str = ""
    by: str = ""
    turns: bool = False
    ends: bool = False


TURNING = Effect(turns=True)

EFFECTS: Mapping[str, Effect] = {
    "ProgrammeRulesSet": Effect(part="rules"),
    "ProgrammeCorrected": Effect(part="corrections", by="field"),
    "LeadUnitDesignated": Effect(part="lead", turns=True),
    "LeadUnitReplaced": Effect(part="lead", turns=True),
    "LeadReplacementPrepared": Effect(part="prepared_lead"),
    "PaperApplicationEntered": Effect(part="paper"),
    "ContactLeaderAssigned": Effect(part="contact_leader"),
    "ProjectTextCorrected": Effect(),
    "WorkTeamRegistered": Effect(part="work_team"),
    "ResponsibleLeaderNamed": Effect(part="responsible_leader"),
    "LiaisonNamed": Effect(part="liaison"),
    "RubricSet": Effect(part="rubrics", by="category"),
    "PassRuleSet": Effect(part="pass_rule"),
    "BonusRulesSet": Effect(part="bonus_rules"),
    "ProcedureSet": Effect(part="procedure"),
    "ReviewerAppointed": Effect(part="members", by="reviewer_id"),
    "ReviewerStoodDown": Effect(part="members", by="reviewer_id", ends=True),
    "ProcessFactsNoted": Effect(),
    "BonusPrepared": Effect(part="prepared"),
    "BonusHeld": Effect(part="held", by="project_id"),
    "BonusReleased": Effect(part="held", by="project_id", ends=True),
    "RecusalDeclared": Effect(part="recusals", by="reviewer_id"),
    "RecusalImposed": Effect(part="recusals", by="reviewer_id"),
}

type Group = Literal["data", "roles", "rules", "score"]

GROUPS: Mapping[str, Group] = {
    "participation": "roles",
    "panel": "roles",
    "programme": "rules",
    "rules": "rules",
    "review": "score",
    "decision": "score",
    "objection": "score",
}
"""Under what a case shows the records of a feature; those of the others are its data."""


def effect_of(type_name: str) -> Effect:
    """Return what an event of this type does to its record."""
    return EFFECTS.get(type_name, TURNING)


def group_of(feature: str) -> Group:
    """Return under what a case shows the records of a feature."""
    return GROUPS.get(feature, "data")
