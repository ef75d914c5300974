"""Who may press a project's units: the organiser's staff, and the leader who looks after the project.

The contact leader is the one who can press (PRA-17). While a project has none, any leader may (REQ-42).
"""

from typing import Annotated

from fastapi import Depends

from services.progress.participant.projection import contact_leader_of, parties_of
from services.progress.parties import Parties
from shared.domain import NotPermitted
from shared.http.caller import Caller
from shared.http.requests import may
from shared.http.rights import Capability, Role
from shared.ids import ProjectId
from shared.resources import OpenResources

ORGANISER = frozenset({Role.STAFF, Role.LEADER})


class OnlyTheOrganiser(NotPermitted):
    """Units answer; they do not supervise."""

    zh = "督导和催办由市直机关工委办理。如需协调, 请联系本项目的联系领导。"
    en = "Only the organiser supervises and reminds. Ask the project's contact leader."
    rule = "REQ-43 domain.md 4"


class AnotherLooksAfterIt(NotPermitted):
    """A leader presses the own projects."""

    zh = "该项目由另一位领导联系。请由该项目的联系领导办理。"
    en = "Another leader looks after this project. Ask its contact leader."
    rule = "REQ-42 PRA-17 domain.md 4"


async def organiser(caller: Annotated[Caller, Depends(may(Capability.SUPERVISION, "R"))]) -> Caller:
    """Return the caller if it is of the organiser; the matrix lets units read and answer."""
    if not caller.roles & ORGANISER:
        raise OnlyTheOrganiser
    return caller


Organiser = Annotated[Caller, Depends(organiser)]


def must_press(caller: Caller, contact_leader: str) -> None:
    """Refuse a leader who does not look after the project; the staff sees to all of them."""
    if Role.STAFF not in caller.roles and contact_leader not in ("", caller.id):
        raise AnotherLooksAfterIt


async def pressing(project_id: ProjectId, caller: Caller, resources: OpenResources) -> Parties:
    """Return who stands where in a project that the caller may press, or refuse."""
    async with resources.pool.acquire() as connection:
        must_press(caller, await contact_leader_of(project_id, connection))
        return await parties_of(project_id, connection)
