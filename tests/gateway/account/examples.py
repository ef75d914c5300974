"""The ordinary account."""

from datetime import UTC, datetime

from services.gateway.account.commands import CreateAccount, GrantRoles, LockAccount, RevokeRoles
from services.gateway.account.events import AccessGranted, AccountCreated, AccountLocked
from shared.http.rights import Role
from shared.ids import AccountId
from shared.store.sealed import Sealed

AT = datetime(2017, 4, 24, 1, 0, tzinfo=UTC)
LI = AccountId("li")
PERSON = Sealed(subject="person:li", box="c2VhbGVk")

CREATE = CreateAccount(
    account_id=LI,
    title="市国资委联络员",
    unit="guozi-wei",
    person=PERSON,
    contact=None,
    administrator=False,
    at=AT,
)
CREATED = AccountCreated(
    account_id=LI, title="市国资委联络员", unit="guozi-wei", person=PERSON, contact=None
)
GRANT = GrantRoles(account_id=LI, roles=(Role.LIAISON,), by="leader", at=AT)
GRANTED = AccessGranted(account_id=LI, roles=(Role.LIAISON,))
REVOKE = RevokeRoles(account_id=LI, roles=(Role.LIAISON,), by="leader", at=AT)
LOCK = LockAccount(account_id=LI, reason="调离", by="admin", at=AT)
LOCKED = AccountLocked(account_id=LI, reason="调离")
