"""What can have happened to an account. No secret is ever part of an event."""

from datetime import datetime

from shared.domain import value
from shared.http.rights import Role
from shared.ids import AccountId
from shared.store.events import Stream
from shared.store.sealed import Sealed


@value
class AccountCreated:
    """An account was opened for a person of a unit.

    `title` is the office's word for the account ("市国资委联络员"), not a person's name.
    `unit` is the unit it may act for, or "". The person's name and contact are sealed under that
    person's key.
    """

    account_id: AccountId
    title: str
    unit: str
    person: Sealed | None
    contact: Sealed | None


@value
class AccessGranted:
    """The account holds these roles from now on, besides those it has.

    In one project only if `project_id` names it: the unit has named the account its liaison there, at
    the moment `as_of` (REQ-33).
    """

    account_id: AccountId
    roles: tuple[Role, ...]
    project_id: str = ""
    as_of: datetime | None = None


@value
class AccessRevoked:
    """The account no longer holds these roles; in one project only if `project_id` names it."""

    account_id: AccountId
    roles: tuple[Role, ...]
    project_id: str = ""
    as_of: datetime | None = None


@value
class AccountLocked:
    """Nobody can sign in with the account until it is unlocked."""

    account_id: AccountId
    reason: str


@value
class AccountUnlocked:
    """The account can be used again."""

    account_id: AccountId


@value
class PasswordLinkIssued:
    """An administrator made a one-time link by which the account's password can be set."""

    account_id: AccountId


@value
class PasswordSet:
    """The account has a new password. The password itself is kept nowhere, its hash elsewhere."""

    account_id: AccountId


@value
class AccessDenied:
    """An account, or a client by its id, asked for what its roles or scopes do not include (domain.md 3)."""

    account_id: AccountId
    operation: str


type AccountEvent = (
    AccountCreated
    | AccessGranted
    | AccessRevoked
    | AccountLocked
    | AccountUnlocked
    | PasswordLinkIssued
    | PasswordSet
    | AccessDenied
)


def account(account_id: AccountId) -> Stream[AccountEvent]:
    """Return the stream that holds one account's history."""
    return Stream("account", account_id)
