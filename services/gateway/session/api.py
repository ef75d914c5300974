"""Signing in and out, and setting a password by a one-time link, over HTTP."""

from collections.abc import Sequence
from typing import Annotated

import structlog
from asyncpg import Pool
from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import JSONResponse
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from services.gateway.account.api import opened, record_password
from services.gateway.account.projection import AccountRow, account_called
from services.gateway.attempts import count, limits_of, succeeded
from services.gateway.entrance import TheEntrance, sign_out_everywhere
from services.gateway.identities import cookie_name, presented
from services.gateway.passwords import STORE, check_strength
from services.gateway.secrets import digest_of
from services.gateway.sessions import end_session, open_session
from shared.domain import NotFound, value
from shared.http.caller import SignedIn, SignInFirst
from shared.http.problems import problem, refusals
from shared.http.requests import Now, Resources
from shared.http.validation import printable
from shared.ids import SLUG_PATTERN, AccountId, derived_id
from shared.resources import OpenResources
from shared.store.events import CommandContext

router = APIRouter(tags=["session"])

OF_LINK = """
  select account_id from password_link where digest = $1 and expires_at > clock_timestamp()"""
USE_LINK = """
  delete from password_link where digest = $1 and expires_at > clock_timestamp()
  returning account_id"""
SWEEP = "delete from password_link where expires_at < clock_timestamp()"

log = structlog.get_logger()


class WrongNameOrPassword(SignInFirst):
    """No session for this name with this password."""

    zh = "账号或密码不正确, 请重新输入。忘记密码请联系系统管理员重置。"
    en = "Wrong name or password. If you forgot it, the administrator can reset it."


class LinkUsedOrExpired(NotFound):
    """A one-time link works once, for 24 hours."""

    zh = "此链接已使用或已过期, 请联系系统管理员重新获取。"
    en = "This link was used or has expired. Ask the administrator for a new one."


class SignIn(BaseModel):
    """Who wants to sign in."""

    model_config = ConfigDict(extra="forbid")

    account: Annotated[str, Field(pattern=SLUG_PATTERN, max_length=60)]
    password: Annotated[str, Field(min_length=1, max_length=200), AfterValidator(printable)]


class NewPassword(BaseModel):
    """A password of 10 to 200 characters."""

    model_config = ConfigDict(extra="forbid")

    password: Annotated[str, Field(min_length=10, max_length=200), AfterValidator(printable)]


@value
class Me:
    """Who is signed in. `person` is the holder's own name, where it is known."""

    id: str
    title: str
    unit: str
    roles: Sequence[str]
    person: str | None


@router.post(
    "/session",
    response_model=Me,
    responses={**refusals(WrongNameOrPassword), 429: {"description": "Too many attempts."}},
)
async def sign_in(
    who: SignIn, request: Request, resources: Resources, entrance: TheEntrance
) -> Response:
    """Sign in with a local account. The session's id comes as a cookie.

    Who fails five times waits before the next attempt, ever longer (429 with `Retry-After`).
    """
    address = request.client.host if request.client else ""
    limits = limits_of(who.account, address)
    if seconds := await count(limits, resources.pool):
        return wait(seconds)
    row = await account_called(who.account, resources.pool)
    matches = await entrance.passwords.matches(who.account, who.password, resources.pool)
    if not matches or row is None or row.locked:
        log.warning("sign-in refused", account=who.account, address=address)
        raise WrongNameOrPassword
    await succeeded(limits, resources.pool)
    token = await open_session(who.account, resources.pool)
    return with_cookie(await me_of(row, resources), token, resources)


def wait(seconds: int) -> Response:
    """Return the answer to someone who failed too often."""
    return problem(
        429,
        "too-many-attempts",
        f"登录失败次数过多, 请在 {seconds} 秒后再试。",
        f"Too many failed attempts. Try again in {seconds} seconds.",
        rule="promises.md security 5",
        headers={"Retry-After": str(seconds)},
    )


async def me_of(row: AccountRow, resources: OpenResources) -> JSONResponse:
    """Return an account as its holder sees it."""
    return JSONResponse(
        {
            "id": row.account_id,
            "title": row.title,
            "unit": row.unit,
            "roles": row.roles,
            "person": await opened(row.person, resources),
        }
    )


def with_cookie(response: Response, token: str, resources: OpenResources) -> Response:
    """Hand out a session; an empty token takes the cookie back."""
    secure = resources.settings.secure_cookies
    response.set_cookie(
        cookie_name(secure=secure),
        token,
        max_age=None if token else 0,
        path="/",
        secure=secure,
        httponly=True,
        samesite="lax",
    )
    return response


@router.get("/session")
async def who_am_i(caller: SignedIn, resources: Resources) -> Me:
    """Say who is signed in, with roles and unit."""
    row = await account_called(caller.id, resources.pool)
    return Me(
        id=caller.id,
        title=caller.name,
        unit=caller.unit,
        roles=sorted(caller.roles),
        person=None if row is None else await opened(row.person, resources),
    )


@router.delete("/session", status_code=204)
async def sign_out(request: Request, resources: Resources, entrance: TheEntrance) -> Response:
    """End this session."""
    secure = resources.settings.secure_cookies
    who = presented(request.headers.get("cookie", ""), "", secure=secure)
    identity = await entrance.identities.of(who, resources.pool)
    if identity is not None:
        await end_session(who.session, resources.pool)
        entrance.identities.forget(identity.caller.id)
    return with_cookie(Response(status_code=204), "", resources)


@router.put("/password/{token}", status_code=204, responses=refusals(LinkUsedOrExpired))
async def set_password(
    token: Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{43}$")],
    new: NewPassword,
    resources: Resources,
    entrance: TheEntrance,
    now: Now,
) -> None:
    """Set a password by a one-time link. All sessions of the account end."""
    digest = digest_of(token)
    account_id: str | None = await resources.pool.fetchval(OF_LINK, digest)
    if account_id is None:
        raise LinkUsedOrExpired
    check_strength(account_id, new.password)
    hashed = await entrance.passwords.hash(new.password)
    command_id = derived_id("password", digest.hex())
    context = CommandContext(
        command_id=command_id,
        fingerprint=digest.hex(),
        actor=account_id,
        recorded_at=now,
        occurred_at=now,
        correlation_id=command_id,
    )
    await record_password(AccountId(account_id), resources, context)
    await use_link(digest, hashed, resources.pool)
    await sign_out_everywhere(account_id, resources)


async def use_link(digest: bytes, hashed: str, pool: Pool) -> None:
    """Store a password's hash by a link that works only once."""
    async with pool.acquire() as connection, connection.transaction():
        account_id = await connection.fetchval(USE_LINK, digest)
        if account_id is None:
            raise LinkUsedOrExpired
        await connection.execute(STORE, account_id, hashed)
        await connection.execute(SWEEP)
