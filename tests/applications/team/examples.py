"""Ordinary wishes and facts of a co-lead's team in project 12. A test changes only what matters."""

from services.applications.team.commands import NameLiaison, NameResponsibleLeader, RegisterTeam
from services.applications.team.events import (
    LiaisonNamed,
    ResponsibleLeaderNamed,
    WorkTeamRegistered,
)
from shared.ids import AccountId
from tests.applications.participation.examples import FACTS, OTHER, P12, PROGRAMME

WANG, LI, ZHAO = (AccountId(f"jingxin-wei-{name}") for name in ("wang", "li", "zhao"))

REGISTER = RegisterTeam(
    project=FACTS,
    unit_id=OTHER,
    role="co_lead",
    name="科创廊道联办工作组",
    composition="分管副主任、机关党委专职副书记、办公室主任",
    by=OTHER,
)
NAME_LEADER = NameResponsibleLeader(
    project=FACTS, unit_id=OTHER, role="co_lead", accounts=(WANG,), by=OTHER
)
NAME_LIAISON = NameLiaison(project=FACTS, unit_id=OTHER, role="co_lead", accounts=(LI,), by=OTHER)

REGISTERED = WorkTeamRegistered(
    programme_id=PROGRAMME,
    project_id=P12,
    unit_id=OTHER,
    role="co_lead",
    name="科创廊道联办工作组",
    composition="分管副主任、机关党委专职副书记、办公室主任",
)
LEADER_NAMED = ResponsibleLeaderNamed(
    programme_id=PROGRAMME,
    project_id=P12,
    unit_id=OTHER,
    role="co_lead",
    account_id=WANG,
    replaces="",
)
LIAISON_NAMED = LiaisonNamed(
    programme_id=PROGRAMME,
    project_id=P12,
    unit_id=OTHER,
    role="co_lead",
    account_id=LI,
    replaces="",
)
