"""Whose projects are whose: the scope half of the rights matrix (domain.md section 4).

The organiser and the auditor see all projects. A liaison or responsible leader sees the projects
that the own unit leads, executes for the lead (AMB-13) or was accepted into. Reviewers see reports
only of frozen projects assigned to them; who was assigned is not known here, so they see none.
"""

from typing import Any

import sqlalchemy as sa

from services.progress.tables import leads, participations
from shared.http.caller import Caller
from shared.http.rights import Role

SEE_ALL = frozenset({Role.STAFF, Role.LEADER, Role.AUDITOR})
SEE_OWN = frozenset({Role.LIAISON, Role.RESPONSIBLE})


def sees_all(caller: Caller) -> bool:
    """Return whether this person sees every project."""
    return bool(caller.roles & SEE_ALL)


def own_unit(caller: Caller) -> str:
    """Return the unit that the caller acts for, or "" for someone who acts for none."""
    return caller.unit if caller.roles & SEE_OWN else ""


def visible_to(caller: Caller, project_id: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
    """Return the condition under which a row of this project may be seen by this person."""
    if sees_all(caller):
        return sa.true()
    unit = own_unit(caller)
    if not unit:
        return sa.false()
    leading = sa.select(leads.c.project_id).where(
        sa.or_(leads.c.unit_id == unit, leads.c.executing_unit_id == unit)
    )
    joining = sa.select(participations.c.project_id).where(participations.c.unit_id == unit)
    return project_id.in_(sa.union_all(leading, joining))
