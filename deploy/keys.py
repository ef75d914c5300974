"""The keys of an installation: made once, kept in files that only we can read.

`master.key` wraps the keys of personal data and sealed scores: without it they stay closed for ever, so
it is backed up apart from the database. `signing.pem` is the gateway's alone; `verify.pem` is its
public half. `service.token` is how services read each other's feeds.
"""

import secrets
from collections.abc import Sequence
from pathlib import Path

from cryptography.exceptions import InvalidTag
from joserfc.jwk import OKPKey

from deploy.embedded.secret import write_secret
from shared.domain import value
from shared.runtime import open_pool
from shared.settings import Settings
from shared.store.vault import Vault, new_master_key, read_master_key


@value
class Keys:
    """Where an installation's keys lie."""

    master: Path
    signing: Path
    verify: Path
    token: Path


def keys_in(folder: Path) -> Keys:
    """Return where the keys of a folder lie."""
    return Keys(
        master=folder / "master.key",
        signing=folder / "signing.pem",
        verify=folder / "verify.pem",
        token=folder / "service.token",
    )


def ensure_keys(folder: Path) -> Keys:
    """Make the keys that are missing in a folder (mode 0700). Existing ones are never replaced."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    keys = keys_in(folder)
    if not keys.master.exists():
        write_secret(keys.master, new_master_key() + "\n")
    if not keys.signing.exists():
        pair = OKPKey.generate_key("Ed25519", private=True)
        write_secret(keys.signing, pair.as_pem(private=True).decode())
    public = OKPKey.import_key(keys.signing.read_text()).as_pem(private=False).decode()
    if not keys.verify.exists() or keys.verify.read_text() != public:
        write_secret(keys.verify, public)
    if not keys.token.exists():
        write_secret(keys.token, secrets.token_urlsafe(32))
    return keys


async def rotate_master(settings: Settings, schemas: Sequence[str]) -> int:
    """Wrap every key of every service with a fresh master key; return how many.

    The fresh key lies beside the old one (`.next`) until all is done, so that a rotation that was
    interrupted is finished by the next. The old one is kept as `.old`: backups made before
    need it. No service may run meanwhile: each has read the old key when it started.
    """
    path = settings.master_key_file
    draft = path.with_name(path.name + ".next")
    if not draft.exists():
        write_secret(draft, new_master_key() + "\n")
    old, new = read_master_key(path), read_master_key(draft)
    count = 0
    for schema in schemas:
        pool = await open_pool(settings, schema)
        try:
            count += await Vault(pool, old).rewrap(new)
        except InvalidTag:  # this service was done before the interruption
            count += await Vault(pool, new).rewrap(new)
        finally:
            await pool.close()
    write_secret(path.with_name(path.name + ".old"), path.read_text())
    draft.replace(path)
    return count
