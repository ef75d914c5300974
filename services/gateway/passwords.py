"""Passwords: hashed by Argon2id (RFC 9106) outside the event loop, two at a time."""

import asyncio
import secrets

from asyncpg import Pool
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from shared.domain import Fault, Incomplete

AT_ONCE = 2
"""Each hash takes 64 MiB for its moment."""

HASH_OF = "select hash from credential where account_id = $1"
STORE = """
  insert into credential (account_id, hash) values ($1, $2)
  on conflict (account_id) do update set hash = excluded.hash"""


class PasswordTooWeak(Incomplete):
    """The password is the account's name, or holds it."""

    zh = "密码不能包含账号名, 请另设一个密码。"
    en = "The password may not contain the account's name. Choose another."


def check_strength(account_id: str, password: str) -> None:
    """Refuse a password that anybody would try first."""
    if account_id in password.lower():
        fault = Fault(field="/body/password", zh=PasswordTooWeak.zh, en=PasswordTooWeak.en)
        raise PasswordTooWeak(faults=[fault])


class Passwords:
    """Hashes and compares passwords."""

    def __init__(self) -> None:
        self._hasher = PasswordHash((Argon2Hasher(),))
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._of_nobody = self._hasher.hash(secrets.token_hex(16))

    async def hash(self, password: str) -> str:
        """Return what is stored of a password."""
        async with self._turns:
            return await asyncio.to_thread(self._hasher.hash, password)

    async def matches(self, account_id: str, password: str, pool: Pool) -> bool:
        """Return whether it is the account's; takes as long if there is no such account."""
        stored: str | None = await pool.fetchval(HASH_OF, account_id)
        async with self._turns:
            verified = await asyncio.to_thread(
                self._hasher.verify, password, stored or self._of_nobody
            )
        return verified and stored is not None
