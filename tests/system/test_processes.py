"""Six services, each its own process, on one PostgreSQL and a NATS cluster of three nodes."""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx2
import orjson
import pytest

from deploy.embedded.cluster import NatsCluster
from deploy.embedded.postgres import PostgresServer
from deploy.nats.accounts import accounts_config, admin_of, new_secrets
from deploy.serving import CLOCK_READ_EVERY
from deploy.topology import topology
from shared.bus.topology import stream_of
from shared.http.caller import Caller
from shared.replay.verify import verify_all
from shared.runtime import connect_bus
from shared.timing.clock import SettableClock
from tests.faults.installation import Installation, installed
from tests.faults.invariants import healed
from tests.office import OPENING
from tests.system.slice import Deal, play


@dataclass
class Cluster:
    """One PostgreSQL and three NATS nodes, accounts included."""

    postgres: PostgresServer
    nats: NatsCluster
    secrets: Mapping[str, str]

    @property
    def postgres_dsn(self) -> str:
        return self.postgres.dsn()

    @property
    def nats_url(self) -> str:
        return ",".join(self.nats.urls)


@pytest.fixture
async def installation(folder: Path) -> AsyncGenerator[Installation[Cluster]]:
    there = topology()
    secrets = new_secrets(there)
    accounts = accounts_config(there)
    with (
        PostgresServer(folder / "postgres") as postgres,
        NatsCluster(folder / "nats", accounts=accounts, environment=secrets) as nats,
    ):
        cluster = Cluster(postgres, nats, secrets)
        async with installed(cluster, folder / "services", nats_replicas=3) as installation:
            yield installation


def deal_with(installation: Installation[Cluster]) -> Deal:
    """Return a way to the processes. Identities are signed with the gateway's key."""

    async def send(caller: Caller, method: str, path: str, **request: Any) -> httpx2.Response:
        url = installation.processes[path.split("/")[2]].url
        headers = {**installation.headers(caller), **request.pop("headers", {})}
        async with httpx2.AsyncClient(base_url=url, timeout=30) as client:
            return await client.request(method, path, headers=headers, **request)

    async def set_clock(moment: datetime) -> None:
        clock = SettableClock(await installation.pool("gateway"), lambda: None)
        await clock.set(moment)
        await asyncio.sleep(3 * CLOCK_READ_EVERY)

    return Deal(send, set_clock)


async def test_the_slice_works_in_six_processes_on_a_cluster(
    installation: Installation[Cluster],
) -> None:
    deal = deal_with(installation)
    await deal.set_clock(OPENING)

    await play(deal)

    assert not await healed(installation)
    verdicts = await verify_all(await installation.sites(), lambda *_: None)
    assert [v.projection for v in verdicts if not v.equal] == []
    async with httpx2.AsyncClient(base_url=installation.processes["gateway"].url) as client:
        through = await client.get("/api/applications/programmes")
    assert through.status_code == 401
    assert await _replicas(installation) == {3}


async def _replicas(installation: Installation[Cluster]) -> set[int]:
    """Return how many copies each service's stream has."""
    password = installation.settings.nats_admin_password.get_secret_value()
    found: set[int] = set()
    for name in topology().services:
        bus = await connect_bus(installation.settings, admin_of(name), password)
        answer = await bus.request(f"$JS.API.STREAM.INFO.{stream_of(name)}", timeout=5)
        found.add(orjson.loads(answer.data)["config"]["num_replicas"])
        await bus.close()
    return found
