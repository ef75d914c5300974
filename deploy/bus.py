"""Declaring streams and consumers on the bus, by the administrator of each account."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Sequence

from deploy.nats.accounts import admin_of
from shared.bus.declare import Declarer, apply, declarers_of, watch
from shared.bus.topology import Topology
from shared.runtime import connect_bus
from shared.settings import Settings


@contextlib.asynccontextmanager
async def declarers(settings: Settings, topology: Topology) -> AsyncGenerator[Sequence[Declarer]]:
    """Connect as each account's administrator."""
    password = settings.nats_admin_password.get_secret_value()
    connections = dict(
        zip(
            topology.services,
            await asyncio.gather(
                *(connect_bus(settings, admin_of(name), password) for name in topology.services)
            ),
            strict=True,
        )
    )
    try:
        yield declarers_of(
            topology,
            connections,
            replicas=settings.nats_replicas,
            partitioned=settings.partitioned,
        )
    finally:
        await asyncio.gather(*(bus.close() for bus in connections.values()))


@contextlib.asynccontextmanager
async def declared(settings: Settings, topology: Topology) -> AsyncGenerator[None]:
    """Declare everything, and again whatever goes missing, until the block ends."""
    async with declarers(settings, topology) as all_declarers:
        await asyncio.gather(*(apply([declarer]) for declarer in all_declarers))
        keeping = asyncio.create_task(watch(all_declarers))
        try:
            yield
        finally:
            keeping.cancel()
            await asyncio.gather(keeping, return_exceptions=True)


async def apply_all(settings: Settings, topology: Topology, *, keep: bool) -> None:
    """Declare everything once, or for ever."""
    async with declarers(settings, topology) as all_declarers:
        await apply(all_declarers)
        if keep:
            await watch(all_declarers)
