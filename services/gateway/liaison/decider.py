"""The rules of being liaison of one project (REQ-33).

A unit names the account in `applications`; here it gets the role for that project only, and loses it when
another is named or the unit's part in the project ends. News of both comes on different ways and may be
overtaken, so the later fact counts, whichever is heard last. Roles that a leader granted for everything
that the unit takes part in are not touched.

Everything here is pure: no clock, no database, no log.
"""

from collections.abc import Mapping
from dataclasses import field, replace
from datetime import datetime
from typing import assert_never

from services.gateway.account.events import (
    AccessDenied,
    AccessGranted,
    AccessRevoked,
    AccountCreated,
    AccountEvent,
    AccountLocked,
    AccountUnlocked,
    PasswordLinkIssued,
    PasswordSet,
)
from services.gateway.account_refusals import ALONE, NoSuchAccount, RoleStandsAlone, UnitMissing
from shared.domain import Decider, value
from shared.http.rights import Role

from .commands import LiaisonCommand, NameLiaison, ReleaseLiaison

type Decision = tuple[AccountEvent, ...]

NOTHING_NEW: Decision = ()


@value
class Standing:
    """In which projects an account is liaison, and as of when that was last said."""

    exists: bool = False
    unit: str = ""
    roles: frozenset[Role] = frozenset()
    named: frozenset[str] = frozenset()
    heard: Mapping[str, datetime] = field(default_factory=dict[str, datetime])

    def is_old(self, command: LiaisonCommand) -> bool:
        """Return whether something later is known of this account in the project already."""
        known = self.heard.get(command.project_id)
        return known is not None and command.as_of <= known


def evolve(standing: Standing, event: AccountEvent) -> Standing:
    """Return the account's standing as the event leaves it. A fact is never refused."""
    match event:
        case AccountCreated():
            return replace(standing, exists=True, unit=event.unit)
        case AccessGranted() | AccessRevoked():
            return _changed(standing, event)
        case (
            AccountLocked() | AccountUnlocked() | PasswordLinkIssued() | PasswordSet()
        ) | AccessDenied():
            return standing
        case _:
            assert_never(event)


def _changed(standing: Standing, event: AccessGranted | AccessRevoked) -> Standing:
    granted = isinstance(event, AccessGranted)
    if not event.project_id:
        roles = frozenset(event.roles)
        return replace(
            standing, roles=standing.roles | roles if granted else standing.roles - roles
        )
    here = {event.project_id}
    heard = {**standing.heard, event.project_id: event.as_of} if event.as_of else standing.heard
    return replace(
        standing, named=standing.named | here if granted else standing.named - here, heard=heard
    )


def decide(command: LiaisonCommand, standing: Standing) -> Decision:
    """Return what follows from a command, or raise the `Rejection` that stops it."""
    if not standing.exists:
        raise NoSuchAccount(account=command.account_id)
    if standing.is_old(command):
        return NOTHING_NEW
    match command:
        case NameLiaison():
            return name_liaison(command, standing)
        case ReleaseLiaison():
            return release_liaison(command)
        case _:
            assert_never(command)


def name_liaison(command: NameLiaison, standing: Standing) -> Decision:
    """A named account acts for its unit in this project, unless its roles stand alone."""
    if standing.roles & ALONE:
        raise RoleStandsAlone
    if not standing.unit:
        raise UnitMissing
    granted = AccessGranted(
        account_id=command.account_id,
        roles=(Role.LIAISON,),
        project_id=command.project_id,
        as_of=command.as_of,
    )
    return (granted,)


def release_liaison(command: ReleaseLiaison) -> Decision:
    """It acts there no longer; put down even if its naming is not heard of yet."""
    revoked = AccessRevoked(
        account_id=command.account_id,
        roles=(Role.LIAISON,),
        project_id=command.project_id,
        as_of=command.as_of,
    )
    return (revoked,)


DECIDER: Decider[LiaisonCommand, Standing, AccountEvent] = Decider(
    initial=Standing(), decide=decide, evolve=evolve
)
