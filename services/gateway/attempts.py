"""Throttling of sign-ins: an account or an address that fails too often has to wait, ever longer.

An attempt is counted before the password is looked at, so that guesses sent side by side are
counted too; a success takes its count back. Times are the database server's.
"""

from collections.abc import Sequence

from asyncpg import Pool

from shared.domain import value

COUNT = """
  insert into sign_in_attempt as a (key, failures, last_at, blocked_until)
  values ($1, 1, clock_timestamp(), clock_timestamp())
  on conflict (key) do update set
    failures = case when a.last_at < clock_timestamp() - interval '1 day' then 1
                    else a.failures + 1 end,
    last_at = clock_timestamp(),
    blocked_until = case
      when a.last_at < clock_timestamp() - interval '1 day' or a.failures + 1 < $2
        then clock_timestamp()
      else clock_timestamp() + least(interval '15 minutes',
             interval '15 seconds' * power(2, least(a.failures + 1 - $2, 10)))
    end
  where a.blocked_until <= clock_timestamp()
  returning failures"""
WAIT = """
  select ceil(extract(epoch from blocked_until - clock_timestamp()))::int
    from sign_in_attempt where key = $1"""
TAKE_BACK = """
  update sign_in_attempt set failures = failures - 1, blocked_until = clock_timestamp()
   where key = $1 and failures > 0"""
FORGET = "delete from sign_in_attempt where key = $1"
SWEEP = "delete from sign_in_attempt where last_at < clock_timestamp() - interval '1 day'"


@value
class Limit:
    """How often a key may fail before it has to wait: 15 seconds, then twice as long each time."""

    key: str
    failures: int


def limits_of(account_id: str, address: str) -> Sequence[Limit]:
    """Return what a sign-in counts against. A whole office may share one address."""
    return (
        Limit(key=f"account:{account_id}", failures=5),
        Limit(key=f"address:{address}", failures=100),
    )


async def count(limits: Sequence[Limit], pool: Pool) -> int:
    """Count one attempt; return for how many seconds it has to wait, 0 if it may go on."""
    for limit in limits:
        if await pool.fetchval(COUNT, limit.key, limit.failures) is None:
            return max(1, await pool.fetchval(WAIT, limit.key) or 0)
    return 0


async def succeeded(limits: Sequence[Limit], pool: Pool) -> None:
    """Forget the account's failures and take back what this attempt counted for its address."""
    account, address = limits
    await pool.execute(FORGET, account.key)
    await pool.execute(TAKE_BACK, address.key)
    await pool.execute(SWEEP)
