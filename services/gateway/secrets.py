"""What the gateway gives out and keeps only the SHA-256 of: session ids, link tokens, keys."""

import secrets
from hashlib import sha256

KEY_PREFIX = "lbk_"
"""Every integration key begins so: `lbk_<client>_<secret>`. Scanners for leaked secrets find it."""


def new_token() -> str:
    """Return 32 random bytes as 43 URL-safe characters."""
    return secrets.token_urlsafe(32)


def new_key(client_id: str) -> str:
    """Return a fresh integration key."""
    return f"{KEY_PREFIX}{client_id}_{secrets.token_hex(32)}"


def digest_of(secret: str) -> bytes:
    """Return what is stored of a secret. It is random, so a plain hash is enough."""
    return sha256(secret.encode()).digest()
