from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.embedded.nats import NatsServer
from deploy.nats.accounts import accounts_config, new_secrets
from shared.bus.topology import Subscription, Topology


@pytest.fixture(scope="session")
def topology() -> Topology:
    """a and c follow b; nobody follows a or c."""
    return Topology(
        services=("a", "b", "c"),
        subscriptions=(
            Subscription(subscriber="a", source="b"),
            Subscription(subscriber="c", source="b"),
        ),
    )


@pytest.fixture(scope="session")
def secrets(topology: Topology) -> dict[str, str]:
    return new_secrets(topology)


@pytest.fixture(scope="session")
def bus(
    topology: Topology, secrets: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[NatsServer]:
    folder = tmp_path_factory.mktemp("bus")
    with NatsServer(folder, accounts=accounts_config(topology), environment=secrets) as server:
        yield server


@pytest.fixture(scope="session")
def stack_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all tests that start and stop the stack: its data is made once."""
    return tmp_path_factory.mktemp("领办 stack")
