"""Three NATS servers, three copies of the stream, and its leader gone under load."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import orjson
import pytest
from nats.errors import Error as NatsError

from deploy.embedded.cluster import NatsCluster
from deploy.embedded.stack import EmbeddedStack
from deploy.nats.accounts import accounts_config
from tests.office import Office, an_office, topology_of
from tests.shared.bus.site import SOURCE, WATCHER, add, administrator, audit
from tests.shared.toy.service import counting, watching


@dataclass
class ClusteredStack:
    """The servers of other tests, with a cluster in the place of the one NATS server."""

    servers: EmbeddedStack
    cluster: NatsCluster

    @property
    def postgres(self) -> object:
        return self.servers.postgres

    @property
    def postgres_dsn(self) -> str:
        return self.servers.postgres_dsn

    @property
    def secrets(self) -> dict[str, str]:
        return self.servers.secrets

    @property
    def nats_url(self) -> str:
        return ",".join(self.cluster.urls)


@pytest.fixture
async def cluster(servers: EmbeddedStack, folder: Path) -> AsyncIterator[NatsCluster]:
    accounts = accounts_config(topology_of([SOURCE, WATCHER]))
    secrets = {name: value for name, value in servers.secrets.items() if name in accounts}
    with NatsCluster(folder / "cluster", accounts=accounts, environment=secrets) as cluster:
        yield cluster


async def leader_of(office: Office, cluster: NatsCluster) -> int:
    """Return which node leads the source's stream, once one does."""
    names = [node.name for node in cluster.nodes]
    async with administrator(office.settings) as admin, asyncio.timeout(30):
        while True:
            try:
                answer = await admin.request(f"$JS.API.STREAM.INFO.{SOURCE.upper()}", timeout=2)
                leader = orjson.loads(answer.data)["cluster"]["leader"]
                return names.index(leader)
            except (NatsError, TimeoutError, KeyError, ValueError):  # no leader yet
                await asyncio.sleep(0.1)


@asynccontextmanager
async def load(office: Office) -> AsyncIterator[Callable[[], int]]:
    """Add to counters all the time; gives how many additions were acknowledged."""
    acknowledged = 0

    async def work(worker: int) -> None:
        nonlocal acknowledged
        number = 0
        while True:
            await add(office, f"load-{worker}-{number % 5}", str(number))
            acknowledged += 1
            number += 1
            await asyncio.sleep(0.005)

    tasks = [asyncio.create_task(work(worker)) for worker in range(3)]
    try:
        yield lambda: acknowledged
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)
        assert [task.exception() for task in tasks if not task.cancelled()] == []


async def more(count: Callable[[], int], by: int) -> None:
    """Wait until so many more additions were acknowledged, bus or no bus."""
    target = count() + by
    async with asyncio.timeout(30):
        while count() < target:
            await asyncio.sleep(0.01)


async def test_a_cluster_that_loses_the_streams_leader_loses_and_doubles_nothing(
    servers: EmbeddedStack, cluster: NatsCluster, folder: Path
) -> None:
    stack = ClusteredStack(servers, cluster)
    services = (counting(), watching())
    async with an_office(stack, folder, *services, nats_replicas=3) as office:  # type: ignore[arg-type]
        async with load(office) as count:
            await more(count, 50)
            killed = await leader_of(office, cluster)
            cluster.kill(killed)
            await more(count, 300)
            cluster.start_node(killed)
            frozen = await leader_of(office, cluster)
            cluster.suspend(frozen)
            await more(count, 300)
            cluster.resume(frozen)
            await more(count, 50)
        acknowledged = count()
        assert await audit(office) >= acknowledged
