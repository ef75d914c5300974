"""The accounts as administrators list them and as sessions find them."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any, assert_never

import sqlalchemy as sa

from services.gateway.tables import account as table
from shared.domain import value
from shared.readmodels.projection import Key, Projection
from shared.store.events import Recorded
from shared.store.sealed import Sealed
from shared.store.sql import Reader, Row, Statement

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


@value
class AccountRow:
    """One account. `person` and `contact` are sealed or None; `roles` are role names in order.

    In `projects` it is liaison because its unit has named it (REQ-33).
    """

    account_id: str
    title: str
    unit: str
    person: Mapping[str, Any] | None
    contact: Mapping[str, Any] | None
    roles: Sequence[str]
    projects: Sequence[str]
    locked: bool
    created_at: datetime
    password_set_at: datetime | None


def key(recorded: Recorded[AccountEvent]) -> Key | None:
    """Return the account; a refusal changes nothing that is listed."""
    return None if isinstance(recorded.event, AccessDenied) else (recorded.stream.id,)


def _plain(sealed: Sealed | None) -> Mapping[str, Any] | None:
    return None if sealed is None else asdict(sealed)


def fold(  # noqa: PLR0911 - one for each event
    row: AccountRow | None, recorded: Recorded[AccountEvent]
) -> AccountRow | None:
    """Return the account's row after an event."""
    event = recorded.event
    if isinstance(event, AccountCreated):
        return AccountRow(
            account_id=event.account_id,
            title=event.title,
            unit=event.unit,
            person=_plain(event.person),
            contact=_plain(event.contact),
            roles=[],
            projects=[],
            locked=False,
            created_at=recorded.recorded_at,
            password_set_at=None,
        )
    if row is None:
        return None
    match event:
        case AccessGranted() | AccessRevoked():
            return _changed(row, event)
        case AccountLocked():
            return replace(row, locked=True)
        case AccountUnlocked():
            return replace(row, locked=False)
        case PasswordSet():
            return replace(row, password_set_at=recorded.recorded_at)
        case PasswordLinkIssued() | AccessDenied():
            return row
        case _:
            assert_never(event)


def _changed(row: AccountRow, event: AccessGranted | AccessRevoked) -> AccountRow:
    granted = isinstance(event, AccessGranted)
    if event.project_id:
        here = {event.project_id}
        projects = {*row.projects} | here if granted else {*row.projects} - here
        return replace(row, projects=sorted(projects))
    roles = {*row.roles, *event.roles} if granted else {*row.roles} - {*event.roles}
    return replace(row, roles=sorted(roles))


ACCOUNTS = Projection(
    name="accounts",
    source="gateway",
    table=table,
    row=AccountRow,
    key=key,
    fold=fold,
    features=frozenset({"account"}),
)

_ONE = Statement(sa.select(table).where(table.c.account_id == sa.bindparam("account_id")))
_PAGE = Statement(
    sa.select(table)
    .where(table.c.account_id > sa.bindparam("after", type_=sa.Text))
    .order_by(table.c.account_id)
    .limit(sa.bindparam("limit", type_=sa.BigInteger))
)


def _row(record: Row) -> AccountRow:
    return AccountRow(**dict(record))


async def account_called(account_id: str, connection: Reader) -> AccountRow | None:
    """Return the account of this name, if there is one."""
    record = await _ONE.fetch_one(connection, account_id=account_id)
    return None if record is None else _row(record)


async def accounts_after(after: str, limit: int, connection: Reader) -> Sequence[AccountRow]:
    """Return accounts in the order of their names, after one of them."""
    return [_row(r) for r in await _PAGE.fetch(connection, after=after, limit=limit)]


@value
class ListedAccount:
    """An account as it is listed: without the person's data."""

    id: str
    title: str
    unit: str
    roles: Sequence[str]
    projects: Sequence[str]
    locked: bool
    created_at: datetime
    password_set_at: datetime | None


def listed(row: AccountRow) -> ListedAccount:
    """Return an account without the person's data."""
    return ListedAccount(
        id=row.account_id,
        title=row.title,
        unit=row.unit,
        roles=row.roles,
        projects=row.projects,
        locked=row.locked,
        created_at=row.created_at,
        password_set_at=row.password_set_at,
    )
