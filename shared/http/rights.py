"""Who may do what: the office's matrix (domain.md section 4) as data, asked at every route (P6).

The table says which *role* may use which capability: C create or submit, E edit the own draft or version,
A approve or decide, R read, X export. The scope (own unit, own project, assigned) depends on the
data and is asked where the data is: in the decider or in the query. Lead and co-lead liaison are
one role; which of both an account is, the project says.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Literal

from shared.domain import value

type Verb = Literal["C", "E", "A", "R", "X"]


class Role(StrEnum):
    """What an account was granted. One account may hold several."""

    STAFF = "organiser_staff"
    LEADER = "organiser_leader"
    LIAISON = "liaison"
    RESPONSIBLE = "responsible_leader"
    REVIEWER = "reviewer"
    AUDITOR = "auditor"
    CLIENT = "integration_client"
    ADMIN = "system_admin"


class Capability(StrEnum):
    """A row of the matrix."""

    PROGRAMME_DRAFT = "programme draft, rules"
    PROGRAMME_ANNOUNCE = "announce, close programme"
    UNITS = "unit roll, names, mergers"
    CATALOGUE = "catalogue, text correction"
    DESIGNATION = "designate, replace lead"
    CONTACT_LEADER = "assign contact leader"
    LEAD_APPLICATION = "lead application, confirmation"
    CO_LEAD_APPLICATION = "co-lead application"
    APPLICATION_DECISION = "accept, return, reject application"
    LEAVING = "ask to leave, decide on it"
    TEAM = "team, responsible leader, liaison"
    CO_LEAD_PLAN = "co-lead plan"
    LEAD_SCHEME = "lead scheme, milestones"
    REPORT = "quarterly report"
    PRACTICE = "good practice"
    TASK = "assign, confirm task"
    LEDGER = "ledger items"
    RESULTS = "results package"
    SUPERVISION = "supervision, rectification"
    DEADLINE = "extend, waive deadline"
    RULES = "rubric, pass rule, bonus table"
    PANEL = "panel, recusal, void review"
    SCORE = "score sheet"
    DECISION = "decision, publicity"
    OBJECTION = "objection"
    CONTRIBUTION = "contribution of a co-lead"
    BONUS = "bonus sheet"
    COMMENDATION = "commendation"
    NOTICES = "notices and channel bindings"
    DOCUMENTS = "documents, print, export"
    EVENT_LOG = "event log"
    ACCOUNTS = "accounts, clients, backups"
    GRANTS = "business roles of accounts"


_COLUMNS = (
    Role.STAFF,
    Role.LEADER,
    Role.LIAISON,
    Role.RESPONSIBLE,
    Role.REVIEWER,
    Role.AUDITOR,
    Role.CLIENT,
    Role.ADMIN,
)

_MATRIX: Mapping[Capability, str] = {
    # staff | leader | liaison | responsible | reviewer | auditor | client | admin
    Capability.PROGRAMME_DRAFT: "CER | AR | - | - | - | R | - | -",
    Capability.PROGRAMME_ANNOUNCE: "CR | AR | R | R | R | R | R | -",
    Capability.UNITS: "CER | AR | R | R | - | R | R | -",
    Capability.CATALOGUE: "CER | AR | R | R | R | R | R | -",
    Capability.DESIGNATION: "CR | AR | - | C | - | R | - | -",
    Capability.CONTACT_LEADER: "CR | AR | R | R | - | R | - | -",
    Capability.LEAD_APPLICATION: "CR | R | CER | AR | - | R | - | -",
    Capability.CO_LEAD_APPLICATION: "CR | R | CER | R | - | R | - | -",
    Capability.APPLICATION_DECISION: "AR | AR | R | R | - | R | - | -",
    Capability.LEAVING: "R | AR | CR | CR | - | R | - | -",
    Capability.TEAM: "R | R | CER | AR | - | R | - | -",
    Capability.CO_LEAD_PLAN: "R | R | CEAR | R | - | R | - | -",
    Capability.LEAD_SCHEME: "R | R | CER | AR | R | R | - | -",
    Capability.REPORT: "AR | R | CER | AR | R | R | - | -",
    Capability.PRACTICE: "AR | R | CER | R | R | R | C | -",
    Capability.TASK: "R | AR | CAR | R | - | R | - | -",
    Capability.LEDGER: "R | R | CR | R | R | R | - | -",
    Capability.RESULTS: "AR | AR | CR | AR | R | R | - | -",
    Capability.SUPERVISION: "CER | AR | R | R | - | R | - | -",
    Capability.DEADLINE: "CR | AR | CR | CR | - | R | - | -",
    Capability.RULES: "CR | AR | R | R | R | R | - | -",
    Capability.PANEL: "CR | AR | - | - | C | R | - | -",
    Capability.SCORE: "- | - | - | - | CER | R | - | -",
    Capability.DECISION: "CR | AR | R | R | R | R | - | -",
    Capability.OBJECTION: "R | AR | C | C | - | R | - | -",
    Capability.CONTRIBUTION: "R | AR | CR | AR | - | R | - | -",
    Capability.BONUS: "CRX | ARX | R | R | - | R | RX | -",
    Capability.COMMENDATION: "CR | AR | R | R | R | R | R | -",
    Capability.NOTICES: "CR | R | R | R | R | R | C | A",
    Capability.DOCUMENTS: "CXR | RX | X | X | X | XR | X | -",
    Capability.EVENT_LOG: "R | R | - | - | - | R | R | -",
    Capability.ACCOUNTS: "- | R | - | - | - | R | - | CER",
    Capability.GRANTS: "- | AR | - | - | - | R | - | -",
}

RIGHTS: Mapping[Capability, Mapping[Role, frozenset[str]]] = {
    capability: {
        role: frozenset(cell.strip().replace("-", ""))
        for role, cell in zip(_COLUMNS, row.split("|"), strict=True)
    }
    for capability, row in _MATRIX.items()
}


@value
class Right:
    """One cell's worth: a verb on a capability."""

    capability: Capability
    verb: Verb

    def held_by(self, roles: frozenset[Role]) -> bool:
        """Return whether any of these roles has it."""
        cells = RIGHTS[self.capability]
        return any(self.verb in cells[role] for role in roles)
