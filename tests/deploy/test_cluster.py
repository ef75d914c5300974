import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import nats
import psutil
import pytest
from nats.aio.client import Client
from nats.errors import Error
from nats.js import JetStreamContext
from nats.js.api import StreamConfig, StreamInfo

from deploy.embedded.cluster import NatsCluster
from deploy.embedded.process import wait_until_gone
from deploy.nats.accounts import accounts_config
from shared.bus.topology import Topology

WITHIN = 60  # seconds; an election takes 1 to 11 (measured)


@pytest.fixture(scope="module")
def cluster(
    tmp_path_factory: pytest.TempPathFactory, topology: Topology, secrets: dict[str, str]
) -> Iterator[NatsCluster]:
    folder = tmp_path_factory.mktemp("cluster")
    accounts = accounts_config(topology)
    with NatsCluster(folder, accounts=accounts, environment=secrets) as cluster:
        yield cluster


@asynccontextmanager
async def administrator(cluster: NatsCluster, secrets: dict[str, str]) -> AsyncIterator[Client]:
    async def expected(_: Exception) -> None:
        """Nodes come and go here."""

    client = await nats.connect(
        cluster.urls,
        user="b_admin",
        password=secrets["LINGBAN_NATS_ADMIN_PASSWORD"],
        error_cb=expected,
        max_reconnect_attempts=-1,
        reconnect_time_wait=0.1,
        ping_interval=1,
        max_outstanding_pings=2,
    )
    try:
        yield client
    finally:
        await client.close()


async def replicated(streams: JetStreamContext, serves: Callable[[StreamInfo], bool]) -> StreamInfo:
    """Declare the three-fold stream, again and again until it is there and serves."""
    config = StreamConfig(name="B", subjects=["lingban.b.>"], num_replicas=3)
    async with asyncio.timeout(WITHIN):
        while True:
            try:
                await streams.add_stream(config)
                info = await streams.stream_info("B")
                if serves(info):
                    return info
            except (Error, TimeoutError):
                pass
            await asyncio.sleep(0.1)


def leader_of(cluster: NatsCluster, info: StreamInfo) -> int:
    names = [node.name for node in cluster.nodes]
    return names.index(info.cluster.leader if info.cluster and info.cluster.leader else "")


def all_current(info: StreamInfo) -> bool:
    replicas = info.cluster.replicas if info.cluster else None
    return len([r for r in replicas or [] if r.current and not r.offline]) == 2


# nats-py drops the socket of a server that takes the connection and then says nothing (one that is
# suspended) without closing it; Python closes it and warns.
@pytest.mark.filterwarnings("ignore:unclosed <StreamWriter:ResourceWarning")
@pytest.mark.parametrize("fault", ["kill", "lame_duck", "suspend"])
async def test_a_cluster_outlives_its_leader_and_takes_it_back(
    cluster: NatsCluster, secrets: dict[str, str], fault: str
) -> None:
    async with administrator(cluster, secrets) as client:
        streams = client.jetstream(timeout=2)
        before = await replicated(streams, all_current)
        leader = leader_of(cluster, before)
        name = cluster.nodes[leader].name
        stored = await streams.publish("lingban.b.p00.x.1.Y", b"before")

        getattr(cluster, fault)(leader)

        def led_by_another(info: StreamInfo) -> bool:
            return info.cluster is not None and info.cluster.leader not in {None, "", name}

        without = await replicated(streams, led_by_another)
        assert without.state.last_seq == stored.seq

        if fault == "suspend":
            cluster.resume(leader)
        else:
            cluster.start_node(leader)
        after = await replicated(streams, all_current)
        assert after.state.last_seq == stored.seq


def test_a_stopped_cluster_leaves_no_node(
    tmp_path: Path, topology: Topology, secrets: dict[str, str]
) -> None:
    accounts = accounts_config(topology)
    with NatsCluster(tmp_path, accounts=accounts, environment=secrets) as cluster:
        nodes = [psutil.Process(node.pid) for node in cluster.nodes]
        assert len(set(cluster.urls)) == 3

    assert wait_until_gone(nodes, 0)
