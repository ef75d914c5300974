"""Whose projects are whose: the scope half of the rights matrix (domain.md section 4).

The organiser and the auditor see all projects. A liaison or responsible leader sees the projects
that the own unit leads, executes for the lead (AMB-13) or was accepted into. Reviewers see reports
only of frozen projects assigned to them; who was assigned is not known here, so they see none.
"""

from typing import Any

import sqlalchemy as sa

from services.progress.tables import good_practices, leads, participations
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
    joining = sa.select(participations.c.project_id).where(participations.c.unit_id == unit)
    return project_id.in_(sa.union_all(_led_by(unit), joining))


def _led_by(unit: str) -> sa.Select[Any]:
    return sa.select(leads.c.project_id).where(
        sa.or_(leads.c.unit_id == unit, leads.c.executing_unit_id == unit)
    )


def practices_seen_by(caller: Caller) -> sa.ColumnElement[bool]:
    """Return the condition under which a good practice may be seen by this person.

    The organiser, the auditor and the project's own units see what was shared; what is recommended is
    for everybody; a draft is for the unit that wrote it and for the lead (REQ-36).
    """
    practice = good_practices.c
    seen = sa.and_(practice.state != "draft", visible_to(caller, practice.project_id))
    unit = own_unit(caller)
    if not unit:
        return sa.or_(seen, practice.recommended)
    written_or_led = sa.or_(
        practice.drafted_by_unit_id == unit, practice.project_id.in_(_led_by(unit))
    )
    drafts = sa.and_(practice.state == "draft", written_or_led)
    return sa.or_(seen, practice.recommended, drafts)


def seen_by_lead(caller: Caller, project_id: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
    """Return the condition under which supervision may be seen: by the organiser and by the lead."""
    if sees_all(caller):
        return sa.true()
    unit = own_unit(caller)
    return project_id.in_(_led_by(unit)) if unit else sa.false()
