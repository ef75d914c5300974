"""A NATS cluster of real servers on loopback."""

import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Self

from .nats import NO_ENVIRONMENT, ClusterSeat, NatsServer
from .ports import free_ports

CLUSTER = "lingban"


class NatsCluster:
    """Nodes 0 to n-1, each a `NatsServer` in its own folder, with fixed ports for their life.

    Route connections carry a password of their own: the ports are open to every user of the
    machine. A started cluster greets clients; its JetStream answers once a leader is elected,
    some seconds later, so whoever declares streams tries again until then.
    """

    def __init__(
        self,
        folder: Path,
        nodes: int = 3,
        *,
        accounts: str = "",
        environment: Mapping[str, str] = NO_ENVIRONMENT,
    ) -> None:
        ports = free_ports(nodes)
        password = "r" + secrets.token_hex(24)
        self.nodes = [
            NatsServer(
                folder / f"node-{i}",
                name=f"{CLUSTER}-{i}",
                accounts=accounts,
                environment=environment,
                seat=ClusterSeat(cluster=CLUSTER, port=port, ports=ports, password=password),
            )
            for i, port in enumerate(ports)
        ]

    @property
    def urls(self) -> list[str]:
        """The addresses of all nodes, without user and password."""
        return [node.url for node in self.nodes]

    def start(self) -> Self:
        """Start all nodes at once and return when each greets clients."""
        try:
            for node in self.nodes:
                node.launch()
            for node in self.nodes:
                node.wait_until_ready()
        except BaseException:
            self.stop()
            raise
        return self

    def stop(self) -> None:
        """End all nodes in order, at once."""
        for node in self.nodes:
            node.ask_to_stop()
        for node in self.nodes:
            node.stop()

    def start_node(self, i: int) -> None:
        """Start one node that was killed or left."""
        self.nodes[i].start()

    def kill(self, i: int) -> None:
        """SIGKILL one node."""
        self.nodes[i].kill()

    def suspend(self, i: int) -> None:
        """Freeze one node (SIGSTOP)."""
        self.nodes[i].suspend()

    def resume(self, i: int) -> None:
        """Let a frozen node go on (SIGCONT)."""
        self.nodes[i].resume()

    def lame_duck(self, i: int) -> None:
        """Have one node hand over and leave; `start_node` waits for its end first."""
        self.nodes[i].lame_duck()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()
