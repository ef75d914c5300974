"""The rules of an account.

The administrator opens accounts, the organiser's leader grants business roles (domain.md 4,
separation of duties 1). Nobody grants himself a role. Who scores, audits or administers does only
that with the account: a person who also does something else has a second account (separation of
duties 3, 4 and 6).
"""

from dataclasses import replace
from typing import assert_never

from services.gateway.account_refusals import ALONE, NoSuchAccount, RoleStandsAlone, UnitMissing
from shared.domain import Decider, NotPermitted, Rejection, value
from shared.http.rights import Role

from .commands import (
    AccountCommand,
    CreateAccount,
    GrantRoles,
    IssuePasswordLink,
    LockAccount,
    RecordDenial,
    RecordPassword,
    RevokeRoles,
    UnlockAccount,
)
from .events import (
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

type Decision = tuple[AccountEvent, ...]

NOTHING_NEW: Decision = ()
NOT_GRANTED = frozenset({Role.ADMIN, Role.CLIENT})
"""An administrator is made with the account, a machine with its key."""
FOR_A_UNIT = frozenset({Role.LIAISON, Role.RESPONSIBLE})


class AccountExists(Rejection):
    """The name is taken."""

    zh = "账号“{account}”已存在, 请换一个账号名。"
    en = "There is an account {account} already. Choose another name."
    rule = "domain.md 4"


class NotABusinessRole(Rejection):
    """The role is not for a leader to grant."""

    zh = "“{role}”不是业务角色, 不能在此授予。"
    en = "{role} is no business role and cannot be granted here."
    rule = "domain.md 4"


class NobodyGrantsHimself(NotPermitted):
    """Separation of duties: nobody decides on his own roles."""

    zh = "不能为自己授予或撤销角色, 请由另一位领导办理。"
    en = "Nobody grants or revokes his own roles. Ask another leader."
    rule = "domain.md 4"


class NobodyLocksHimself(Rejection):
    """An administrator who locked himself out would need another to come back."""

    zh = "不能停用自己的账号, 请由另一位管理员办理。"
    en = "Nobody locks his own account. Ask another administrator."


@value
class Account:
    """What the rules need to remember. The account that was never opened does not exist.

    It is liaison in `projects` because its unit has named it there.
    """

    exists: bool = False
    unit: str = ""
    roles: frozenset[Role] = frozenset()
    projects: frozenset[str] = frozenset()
    locked: bool = False


def evolve(account: Account, event: AccountEvent) -> Account:
    """Return the account as the event leaves it. A fact is never refused."""
    match event:
        case AccountCreated():
            return replace(account, exists=True, unit=event.unit)
        case AccessGranted() | AccessRevoked():
            return _changed(account, event)
        case AccountLocked():
            return replace(account, locked=True)
        case AccountUnlocked():
            return replace(account, locked=False)
        case PasswordLinkIssued() | PasswordSet() | AccessDenied():
            return account
        case _:
            assert_never(event)


def _changed(account: Account, event: AccessGranted | AccessRevoked) -> Account:
    granted, roles = isinstance(event, AccessGranted), frozenset(event.roles)
    if event.project_id:
        here = {event.project_id}
        return replace(
            account, projects=account.projects | here if granted else account.projects - here
        )
    return replace(account, roles=account.roles | roles if granted else account.roles - roles)


def decide(command: AccountCommand, account: Account) -> Decision:  # noqa: PLR0911 - one each
    """Return what follows from a command, or raise the `Rejection` that stops it."""
    if isinstance(command, CreateAccount):
        return create_account(command, account)
    if not account.exists:
        raise NoSuchAccount(account=command.account_id)
    match command:
        case GrantRoles():
            return grant_roles(command, account)
        case RevokeRoles():
            return revoke_roles(command, account)
        case LockAccount():
            return lock_account(command, account)
        case UnlockAccount():
            unlocked = AccountUnlocked(account_id=command.account_id)
            return (unlocked,) if account.locked else NOTHING_NEW
        case IssuePasswordLink():
            return (PasswordLinkIssued(account_id=command.account_id),)
        case RecordPassword():
            return (PasswordSet(account_id=command.account_id),)
        case RecordDenial():
            return (AccessDenied(account_id=command.account_id, operation=command.operation),)
        case _:
            assert_never(command)


def create_account(command: CreateAccount, account: Account) -> Decision:
    """Each name is given once. An administrator gets that role with the account."""
    if account.exists:
        raise AccountExists(account=command.account_id)
    created = AccountCreated(
        account_id=command.account_id,
        title=command.title,
        unit=command.unit,
        person=command.person,
        contact=command.contact,
    )
    if not command.administrator:
        return (created,)
    return (created, AccessGranted(account_id=command.account_id, roles=(Role.ADMIN,)))


def grant_roles(command: GrantRoles, account: Account) -> Decision:
    """Business roles are granted by another; some of them stand alone, some need a unit."""
    _by_another(command)
    after = account.roles | frozenset(command.roles)
    if after & ALONE and (len(after) > 1 or account.projects):
        raise RoleStandsAlone
    if after & FOR_A_UNIT and not account.unit:
        raise UnitMissing
    new = _in_order(frozenset(command.roles) - account.roles)
    return (AccessGranted(account_id=command.account_id, roles=new),) if new else NOTHING_NEW


def revoke_roles(command: RevokeRoles, account: Account) -> Decision:
    """Business roles are revoked by another."""
    _by_another(command)
    lost = _in_order(frozenset(command.roles) & account.roles)
    return (AccessRevoked(account_id=command.account_id, roles=lost),) if lost else NOTHING_NEW


def lock_account(command: LockAccount, account: Account) -> Decision:
    """An account is locked by another, with the reason."""
    if command.by == command.account_id:
        raise NobodyLocksHimself
    if account.locked:
        return NOTHING_NEW
    return (AccountLocked(account_id=command.account_id, reason=command.reason),)


def _by_another(command: GrantRoles | RevokeRoles) -> None:
    if command.by == command.account_id:
        raise NobodyGrantsHimself
    for role in _in_order(NOT_GRANTED & frozenset(command.roles)):
        raise NotABusinessRole(role=role)


def _in_order(roles: frozenset[Role]) -> tuple[Role, ...]:
    return tuple(sorted(roles))


DECIDER = Decider(initial=Account(), decide=decide, evolve=evolve)
