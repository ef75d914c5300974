"""What is kept encrypted: personal data under a key per person, scores under a key per round.

Events and read models hold only the sealed form, so destroying a key erases the content everywhere at
once while history stays whole. Keys lie in `subject_key`, wrapped by a master key that is not in
the database.
"""

import base64
import os
from collections.abc import Iterable
from hashlib import sha256
from hmac import HMAC
from pathlib import Path

import asyncpg
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from shared.store.sealed import Sealed

NONCE = 12
ENSURE = """
  insert into subject_key (subject, wrapped_key) values ($1, $2) on conflict (subject) do nothing"""
KEY = "select wrapped_key from subject_key where subject = $1"
DESTROY = """
  update subject_key set wrapped_key = null, destroyed_at = clock_timestamp()
   where subject = $1 and wrapped_key is not null"""


class Destroyed(Exception):
    """The key of this subject was destroyed: nothing can be sealed for it any more."""


def read_master_key(path: Path) -> bytes:
    """Return the 32-byte master key from a file that holds it in base64."""
    key = base64.b64decode(path.read_text().strip())
    if len(key) != 32:  # noqa: PLR2004
        raise ValueError("the master key must be 32 bytes, base64")
    return key


def new_master_key() -> str:
    """Return a fresh master key, as it stands in its file."""
    return base64.b64encode(os.urandom(32)).decode()


def _seal(key: bytes, content: bytes, subject: str) -> bytes:
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, content, subject.encode())


def _open(key: bytes, box: bytes, subject: str) -> bytes:
    return AESGCM(key).decrypt(box[:NONCE], box[NONCE:], subject.encode())


class Vault:
    """Seals and opens content for the service in whose schema its keys lie."""

    def __init__(self, pool: asyncpg.Pool, master_key: bytes) -> None:
        self._pool = pool
        self._master = master_key

    async def _key(self, subject: str) -> bytes | None:
        wrapped = await self._pool.fetchval(KEY, subject)
        return None if wrapped is None else _open(self._master, wrapped, subject)

    async def _key_to_seal(self, subject: str) -> bytes:
        fresh = _seal(self._master, AESGCM.generate_key(256), subject)
        await self._pool.execute(ENSURE, subject, fresh)
        key = await self._key(subject)
        if key is None:
            raise Destroyed(subject)
        return key

    async def seal(self, subject: str, content: str) -> Sealed:
        """Return the content sealed under the subject's key, which is made at first use.

        Raises `Destroyed` when the key is gone.
        """
        key = await self._key_to_seal(subject)
        box = base64.b64encode(_seal(key, content.encode(), subject)).decode()
        return Sealed(subject=subject, box=box)

    def blind(self, content: bytes) -> str:
        """Return a hash of the content that only this installation can recompute.

        Requests are told apart by it. A plain hash would be readable in the log and on the feed, and
        a short body (a phone number, a decision) could be guessed back from it.
        """
        return HMAC(self._master, b"request\n" + content, sha256).hexdigest()

    async def fingerprint(self, subject: str, content: str) -> str:
        """Return a hash of the content that only the holder of the subject's key can recompute.

        For telling a repeated request from another one: a plain hash of a few marks or of a phone
        number, as events carry it in the open, could be guessed back. Raises `Destroyed`.
        """
        key = await self._key_to_seal(subject)
        return HMAC(key, content.encode(), sha256).hexdigest()

    async def open(self, sealed: Sealed) -> str | None:
        """Return the content; None when its key was destroyed or the box is not what it was."""
        key = await self._key(sealed.subject)
        if key is None:
            return None
        try:
            return _open(key, base64.b64decode(sealed.box), sealed.subject).decode()
        except (InvalidTag, ValueError):
            return None

    async def destroy(self, subject: str) -> bool:
        """Destroy a subject's key for ever; return whether there was one."""
        return await self._pool.execute(DESTROY, subject) == "UPDATE 1"

    async def rewrap(self, new_master: bytes) -> int:
        """Wrap every key with a new master key, in one transaction; return how many."""
        async with self._pool.acquire() as connection, connection.transaction():
            rows = await connection.fetch(
                "select subject, wrapped_key from subject_key where wrapped_key is not null for update"
            )
            await connection.executemany(
                "update subject_key set wrapped_key = $2 where subject = $1",
                _rewrapped(
                    ((r["subject"], r["wrapped_key"]) for r in rows), self._master, new_master
                ),
            )
        self._master = new_master
        return len(rows)


def _rewrapped(
    keys: Iterable[tuple[str, bytes]], old: bytes, new: bytes
) -> list[tuple[str, bytes]]:
    return [(s, _seal(new, _open(old, wrapped, s), s)) for s, wrapped in keys]
