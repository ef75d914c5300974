"""Sessions: rows that say who holds which opaque id. They end, and can be ended at once.

A session ends after 8 hours without a request and 24 hours after signing in, by the database
server's clock.
"""

from asyncpg import Pool

from shared.store.sql import Row

from .secrets import digest_of, new_token

LIVES = """
  s.created_at > clock_timestamp() - interval '24 hours'
  and s.seen_at > clock_timestamp() - interval '8 hours'"""
OPEN = """
  insert into session (digest, account_id, created_at, seen_at)
  values ($1, $2, clock_timestamp(), clock_timestamp())"""
SWEEP = f"delete from session s where not ({LIVES})"
FIND = f"""
  select a.account_id, a.title, a.unit, a.roles, a.projects,
         s.seen_at < clock_timestamp() - interval '1 minute' as unseen
    from session s join account a using (account_id)
   where s.digest = $1 and not a.locked and {LIVES}"""
SEEN = "update session set seen_at = clock_timestamp() where digest = $1"
END = "delete from session where digest = $1"
END_ALL = "delete from session where account_id = $1"
CLIENT = """
  select c.client_id, c.title, c.scopes from client_key k join client c using (client_id)
   where k.digest = $1 and not c.suspended"""


async def open_session(account_id: str, pool: Pool) -> str:
    """Open a session and return its id, which is kept nowhere else."""
    token = new_token()
    await pool.execute(SWEEP)
    await pool.execute(OPEN, digest_of(token), account_id)
    return token


async def holder_of(token: str, pool: Pool) -> Row | None:
    """Return the account behind a living session, and keep the session from idling out."""
    digest = digest_of(token)
    row = await pool.fetchrow(FIND, digest)
    if row is not None and row["unseen"]:
        await pool.execute(SEEN, digest)
    return row


async def end_session(token: str, pool: Pool) -> None:
    """End one session."""
    await pool.execute(END, digest_of(token))


async def end_sessions_of(account_id: str, pool: Pool) -> None:
    """End all sessions of an account."""
    await pool.execute(END_ALL, account_id)


async def client_with(key: str, pool: Pool) -> Row | None:
    """Return the client that holds this key, unless it was suspended."""
    return await pool.fetchrow(CLIENT, digest_of(key))
