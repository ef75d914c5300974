"""Accounts over HTTP."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query
from pydantic import BaseModel, ConfigDict, Field

from services.gateway.entrance import sign_out_everywhere
from services.gateway.secrets import digest_of, new_token
from shared.domain import value
from shared.http.caller import Caller
from shared.http.problems import refusals
from shared.http.requests import Context, Resources, may
from shared.http.rights import Capability, Role
from shared.http.validation import Line
from shared.ids import SLUG_PATTERN, AccountId, derived_id
from shared.resources import OpenResources
from shared.store.events import CommandContext, Receipt
from shared.store.handle import handle
from shared.store.sealed import Sealed

from .commands import (
    CreateAccount,
    GrantRoles,
    IssuePasswordLink,
    LockAccount,
    RecordDenial,
    RecordPassword,
    RevokeRoles,
    UnlockAccount,
)
from .decider import (
    DECIDER,
    AccountExists,
    NobodyGrantsHimself,
    NobodyLocksHimself,
    NoSuchAccount,
    NotABusinessRole,
    RoleStandsAlone,
    UnitMissing,
)
from .events import account
from .projection import ListedAccount, account_called, accounts_after, listed

router = APIRouter(prefix="/accounts", tags=["accounts"])

Opener = Annotated[Caller, Depends(may(Capability.ACCOUNTS, "C"))]
Keeper = Annotated[Caller, Depends(may(Capability.ACCOUNTS, "E"))]
Reader = Annotated[Caller, Depends(may(Capability.ACCOUNTS, "R"))]
Granter = Annotated[Caller, Depends(may(Capability.GRANTS, "A"))]
Name = Annotated[AccountId, Path(pattern=SLUG_PATTERN, max_length=60)]

LINK_LIFETIME = timedelta(hours=24)
KEEP_LINK = """
  insert into password_link (digest, account_id, expires_at)
  values ($1, $2, clock_timestamp() + $3)"""


class NewAccount(BaseModel):
    """An account to open. `person` and `contact` are kept encrypted."""

    model_config = ConfigDict(extra="forbid")

    id: Annotated[str, Field(pattern=SLUG_PATTERN, max_length=60)]
    title: Line
    unit: Annotated[str, Field(pattern=r"^([a-z0-9]+(-[a-z0-9]+)*)?$", max_length=60)] = ""
    person: Line | None = None
    contact: Line | None = None
    administrator: bool = False


class RoleNames(BaseModel):
    """Business roles."""

    model_config = ConfigDict(extra="forbid")

    roles: Annotated[list[Role], Field(min_length=1, max_length=8)]


class Why(BaseModel):
    """The reason for what is done."""

    model_config = ConfigDict(extra="forbid")

    reason: Line


@value
class AccountPage:
    """A page of accounts. `next` is what to send as `after` for the following page, or ""."""

    accounts: Sequence[ListedAccount]
    next: str


@value
class OneAccount:
    """An account as its administrator sees it; the person's data is null where it was erased."""

    account: ListedAccount
    person: str | None
    contact: str | None


@value
class PasswordLink:
    """A one-time link, shown once. Whoever holds it can set the account's password."""

    link: str
    token: str
    hours: int


async def seal(account_id: str, content: str | None, resources: OpenResources) -> Sealed | None:
    """Return the person's data as it may be stored."""
    if content is None:
        return None
    return await resources.vault.seal(f"person:{account_id}", content)


async def opened(sealed: Mapping[str, Any] | None, resources: OpenResources) -> str | None:
    """Return the person's data in clear; None when there is none any more."""
    return None if sealed is None else await resources.vault.open(Sealed(**sealed))


async def create(new: NewAccount, resources: OpenResources, context: CommandContext) -> Receipt:
    """Open an account."""
    command = CreateAccount(
        account_id=AccountId(new.id),
        title=new.title,
        unit=new.unit,
        person=await seal(new.id, new.person, resources),
        contact=await seal(new.id, new.contact, resources),
        administrator=new.administrator,
        at=context.occurred_at,
    )
    return await handle(command, DECIDER, account(command.account_id), resources.store, context)


async def grant(
    account_id: AccountId,
    roles: Sequence[Role],
    resources: OpenResources,
    context: CommandContext,
) -> Receipt:
    """Give an account business roles; its sessions start anew with them."""
    command = GrantRoles(
        account_id=account_id, roles=tuple(roles), by=context.actor, at=context.occurred_at
    )
    receipt = await handle(command, DECIDER, account(account_id), resources.store, context)
    await sign_out_everywhere(account_id, resources)
    return receipt


async def issue_link(
    account_id: AccountId, resources: OpenResources, context: CommandContext
) -> PasswordLink:
    """Make a one-time link for an account's password."""
    command = IssuePasswordLink(account_id=account_id, at=context.occurred_at)
    await handle(command, DECIDER, account(account_id), resources.store, context)
    token = new_token()
    await resources.pool.execute(KEEP_LINK, digest_of(token), account_id, LINK_LIFETIME)
    return PasswordLink(
        link=f"{resources.settings.public_url}/password/{token}", token=token, hours=24
    )


async def record_password(
    account_id: AccountId, resources: OpenResources, context: CommandContext
) -> Receipt:
    """Put a new password on record, without the password."""
    command = RecordPassword(account_id=account_id, at=context.occurred_at)
    return await handle(command, DECIDER, account(account_id), resources.store, context)


async def record_denial(
    account_id: str, operation: str, minute: int, resources: OpenResources
) -> None:
    """Put on record that an operation was refused; once for account, operation and minute."""
    now = resources.clock.now()
    command_id = derived_id("denied", account_id, operation, minute)
    context = CommandContext(
        command_id=command_id,
        fingerprint=operation,
        actor=account_id,
        recorded_at=now,
        occurred_at=now,
        correlation_id=command_id,
    )
    command = RecordDenial(account_id=AccountId(account_id), operation=operation, at=now)
    await handle(command, DECIDER, account(AccountId(account_id)), resources.store, context)


@router.post("", status_code=201, responses=refusals(AccountExists))
async def create_account(
    new: NewAccount, _: Opener, resources: Resources, context: Context
) -> Receipt:
    """Open an account. Business roles are granted by the organiser's leader afterwards."""
    return await create(new, resources, context)


@router.get("")
async def list_accounts(
    _: Reader,
    resources: Resources,
    after: Annotated[str, Query(max_length=60)] = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> AccountPage:
    """List accounts in the order of their names."""
    rows = await accounts_after(after, limit, resources.pool)
    return AccountPage(
        accounts=[listed(row) for row in rows],
        next=rows[-1].account_id if len(rows) == limit else "",
    )


@router.get("/{account_id}", responses=refusals(NoSuchAccount))
async def read_account(account_id: Name, _: Keeper, resources: Resources) -> OneAccount:
    """Show one account to an administrator, with the person's name and contact."""
    row = await account_called(account_id, resources.pool)
    if row is None:
        raise NoSuchAccount(account=account_id)
    return OneAccount(
        account=listed(row),
        person=await opened(row.person, resources),
        contact=await opened(row.contact, resources),
    )


@router.post(
    "/{account_id}/roles",
    responses=refusals(
        NoSuchAccount, NotABusinessRole, NobodyGrantsHimself, RoleStandsAlone, UnitMissing
    ),
)
async def grant_roles(
    account_id: Name, wanted: RoleNames, _: Granter, resources: Resources, context: Context
) -> Receipt:
    """Grant business roles. The account's sessions end and it signs in again."""
    return await grant(account_id, wanted.roles, resources, context)


@router.delete(
    "/{account_id}/roles/{role}",
    responses=refusals(NoSuchAccount, NotABusinessRole, NobodyGrantsHimself),
)
async def revoke_role(
    account_id: Name, role: Role, by: Granter, resources: Resources, context: Context
) -> Receipt:
    """Revoke a business role. The account's sessions end."""
    command = RevokeRoles(account_id=account_id, roles=(role,), by=by.id, at=context.occurred_at)
    receipt = await handle(command, DECIDER, account(account_id), resources.store, context)
    await sign_out_everywhere(account_id, resources)
    return receipt


@router.put("/{account_id}/lock", responses=refusals(NoSuchAccount, NobodyLocksHimself))
async def lock_account(
    account_id: Name, why: Why, by: Keeper, resources: Resources, context: Context
) -> Receipt:
    """Lock an account and end its sessions."""
    command = LockAccount(
        account_id=account_id, reason=why.reason, by=by.id, at=context.occurred_at
    )
    receipt = await handle(command, DECIDER, account(account_id), resources.store, context)
    await sign_out_everywhere(account_id, resources)
    return receipt


@router.delete("/{account_id}/lock", responses=refusals(NoSuchAccount))
async def unlock_account(
    account_id: Name, _: Keeper, resources: Resources, context: Context
) -> Receipt:
    """Let a locked account be used again."""
    command = UnlockAccount(account_id=account_id, at=context.occurred_at)
    return await handle(command, DECIDER, account(account_id), resources.store, context)


@router.delete("/{account_id}/sessions", status_code=204)
async def end_sessions(account_id: Name, _: Keeper, resources: Resources) -> None:
    """End all sessions of an account: a lost computer, for example."""
    await sign_out_everywhere(account_id, resources)


@router.post("/{account_id}/password-link", status_code=201, responses=refusals(NoSuchAccount))
async def issue_password_link(
    account_id: Name, _: Keeper, resources: Resources, context: Context
) -> PasswordLink:
    """Make a link by which the account's holder sets a password, once, within 24 hours."""
    return await issue_link(account_id, resources, context)
