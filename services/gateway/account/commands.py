"""What may be wished of an account. `by` is who asks, `at` when."""

from datetime import datetime

from shared.domain import value
from shared.http.rights import Role
from shared.ids import AccountId
from shared.store.sealed import Sealed


@value
class CreateAccount:
    """Open an account; `administrator` also makes it a system administrator's."""

    account_id: AccountId
    title: str
    unit: str
    person: Sealed | None
    contact: Sealed | None
    administrator: bool
    at: datetime


@value
class GrantRoles:
    """Give the account business roles."""

    account_id: AccountId
    roles: tuple[Role, ...]
    by: str
    at: datetime


@value
class RevokeRoles:
    """Take business roles from the account."""

    account_id: AccountId
    roles: tuple[Role, ...]
    by: str
    at: datetime


@value
class LockAccount:
    """Keep everybody from signing in with the account."""

    account_id: AccountId
    reason: str
    by: str
    at: datetime


@value
class UnlockAccount:
    """Let the account be used again."""

    account_id: AccountId
    at: datetime


@value
class IssuePasswordLink:
    """Put on record that a one-time link for the account's password was made."""

    account_id: AccountId
    at: datetime


@value
class RecordPassword:
    """Put on record that the account's password was set."""

    account_id: AccountId
    at: datetime


@value
class RecordDenial:
    """Put on record that the account was refused an operation for lack of rights."""

    account_id: AccountId
    operation: str
    at: datetime


type AccountCommand = (
    CreateAccount
    | GrantRoles
    | RevokeRoles
    | LockAccount
    | UnlockAccount
    | IssuePasswordLink
    | RecordPassword
    | RecordDenial
)
