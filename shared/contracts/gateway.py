"""What others may rely on in the events of `gateway`."""

from shared.domain import value
from shared.ids import AccountId
from shared.store.codec import EventCodec


@value
class AccountCreated:
    """An account was opened. `title` is the office's word for it, `unit` what it acts for, or ""."""

    account_id: AccountId
    title: str
    unit: str


@value
class AccessGranted:
    """The account holds these roles from now on, besides those it has; in one project, or "" for all."""

    account_id: AccountId
    roles: tuple[str, ...]
    project_id: str = ""


@value
class AccessRevoked:
    """The account no longer holds these roles; in one project, or "" for all."""

    account_id: AccountId
    roles: tuple[str, ...]
    project_id: str = ""


@value
class AccountLocked:
    """Nobody can sign in with the account until it is unlocked."""

    account_id: AccountId


@value
class AccountUnlocked:
    """The account can be used again."""

    account_id: AccountId


type GatewayEvent = AccountCreated | AccessGranted | AccessRevoked | AccountLocked | AccountUnlocked

CODEC = EventCodec(GatewayEvent, ignore_unknown=True)
