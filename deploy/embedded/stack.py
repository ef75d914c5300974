"""PostgreSQL and NATS together: what one machine needs besides Python."""

import json
from pathlib import Path
from typing import Self, cast

from deploy.nats.accounts import accounts_config, new_secrets
from shared.bus.topology import Topology

from .lease import FolderLease
from .nats import NatsServer
from .postgres import PostgresServer
from .secret import write_secret


class EmbeddedStack:
    """Both servers and their secrets in one folder with one owner.

    `postgres/` and `nats/` are the servers' folders; `secrets.json` (mode 0600) maps the
    names of environment variables to the passwords of the NATS users.
    """

    def __init__(self, folder: Path, topology: Topology) -> None:
        self.folder = folder.resolve()
        self.folder.mkdir(parents=True, exist_ok=True)
        self.topology = topology
        self.secrets: dict[str, str] = {}
        self.postgres = PostgresServer(self.folder / "postgres")
        self.nats = NatsServer(
            self.folder / "nats", accounts=accounts_config(topology), environment=self.secrets
        )
        self._lease = FolderLease(self.folder)

    @property
    def postgres_dsn(self) -> str:
        """The URI of the product's database, password included."""
        return self.postgres.dsn()

    @property
    def nats_url(self) -> str:
        """The address of NATS, without user and password (`secrets` has those)."""
        return self.nats.url

    def start(self) -> Self:
        """Start both servers side by side and return when both serve clients."""
        self._lease.take()
        try:
            self._read_secrets()
            self.nats.launch()
            self.postgres.launch()
            self.nats.wait_until_ready()
            self.postgres.wait_until_ready()
        except BaseException:
            self.stop()
            raise
        return self

    def stop(self) -> None:
        """End both servers in order, side by side, and leave the folder."""
        self.nats.ask_to_stop()
        self.postgres.ask_to_stop()
        self.nats.stop()
        self.postgres.stop()
        self._lease.release()

    def _read_secrets(self) -> None:
        """Read the secrets, after making those that are missing (a service may be new)."""
        path = self.folder / "secrets.json"
        stored = cast("dict[str, str]", json.loads(path.read_text())) if path.exists() else {}
        self.secrets.update({**new_secrets(self.topology), **stored})
        if self.secrets != stored:
            write_secret(path, json.dumps(self.secrets, indent=2) + "\n")

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()
