"""What the operator of an installation does with accounts, without signing in.

The first administrator and the first leader cannot be made by anybody else. Everything is put on
record with the actor `operator`.
"""

from collections.abc import Sequence
from uuid import uuid4

from services.gateway.account.api import NewAccount, PasswordLink, create, grant, issue_link
from shared.http.rights import Role
from shared.ids import AccountId
from shared.resources import OpenResources
from shared.store.events import CommandContext

OPERATOR = "operator"


def by_operator(resources: OpenResources) -> CommandContext:
    """Return where a command of the operator comes from."""
    now, command_id = resources.clock.now(), uuid4()
    return CommandContext(
        command_id=command_id,
        fingerprint="",
        actor=OPERATOR,
        recorded_at=now,
        occurred_at=now,
        correlation_id=command_id,
    )


async def open_account(
    new: NewAccount, roles: Sequence[Role], resources: OpenResources
) -> PasswordLink:
    """Open an account, grant its roles, and return the link by which its password is set."""
    await create(new, resources, by_operator(resources))
    if roles:
        await grant(AccountId(new.id), roles, resources, by_operator(resources))
    return await issue_link(AccountId(new.id), resources, by_operator(resources))
