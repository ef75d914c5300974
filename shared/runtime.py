"""Running a service: opening what it needs, starting what works beside its routes, closing all."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import asyncpg
import httpx2
import nats
import obstore.store
import structlog
from joserfc.jwk import OKPKey
from nats.aio.client import Client

from shared.bus.applying import Applier
from shared.bus.consumer import Consumer
from shared.bus.ending import end
from shared.bus.feed import Feed, Head, OwnFeed, RemoteFeed
from shared.bus.owners import PartitionOwner
from shared.bus.relay import Relay
from shared.bus.sequencer import PLAN
from shared.bus.topology import Subscription
from shared.http.app import create_app
from shared.http.caller import Verifier
from shared.readmodels.inline import InlineProjections
from shared.resources import OpenResources
from shared.service import Service
from shared.settings import Settings
from shared.store.sql import ping, set_up
from shared.store.store import EventStore
from shared.store.vault import Vault, read_master_key
from shared.timing.clock import Clock
from shared.timing.timers import TimerRunner

log = structlog.get_logger()


RELAY = {"idle_session_timeout": "15s"}
"""A leader asks something ten times a second; one that is frozen loses its session and the lead."""


WRITING = {
    **PLAN,
    "plan_cache_mode": "force_generic_plan",
    "lock_timeout": "2s",
}
"""Sessions that write touch rows by their keys, with arrays whose length no plan knows: one plan for each
statement, pinned to the indexes. A statement waits two seconds at most for who holds its rows, a frozen
process perhaps: then the others of its group go on without it, and its caller is asked to try again."""


async def open_pool(
    settings: Settings, schema: str, pinned: Mapping[str, str] | None = None
) -> asyncpg.Pool:
    """Open a pool of one service; its search path is the service's own schema."""
    return await asyncpg.create_pool(
        settings.postgres_dsn.get_secret_value(),
        min_size=1,
        max_size=settings.pool_size,
        init=set_up,
        reset=ping,
        command_timeout=60,
        statement_cache_size=500,
        max_inactive_connection_lifetime=300,
        server_settings={
            "search_path": schema,
            "application_name": f"lingban-{schema}",
            "jit": "off",
            "idle_in_transaction_session_timeout": "30s",
            **(pinned or {}),
        },
    )


async def connect_bus(settings: Settings, user: str, password: str) -> Client:
    """Connect to NATS as one account's user; reconnects for ever."""

    async def report(error: Exception) -> None:
        log.warning("bus", user=user, why=repr(error))

    return await nats.connect(
        settings.nats_url.split(","),
        user=user,
        password=password,
        inbox_prefix=f"_INBOX_{user}",
        max_reconnect_attempts=-1,
        reconnect_time_wait=0.2,
        connect_timeout=2,
        ping_interval=2,
        max_outstanding_pings=2,
        error_cb=report,
    )


def open_files(settings: Settings) -> obstore.store.ObjectStore:
    """Open the store of evidence files."""
    if settings.files_url.startswith("file://"):
        path = settings.files_url.removeprefix("file://")
        return obstore.store.LocalStore(path, mkdir=True)
    return obstore.store.from_url(settings.files_url)


@dataclass
class Running:
    """A service while it runs. `feeds` are the feeds of services in the same process."""

    service: Service
    settings: Settings
    resources: OpenResources
    bus: Client
    relay: Relay
    consumers: Sequence[Consumer | PartitionOwner]
    timers: TimerRunner
    tasks: list[asyncio.Task[None]] = field(default_factory=list)

    def app(self, verifier: Verifier) -> Any:  # noqa: ANN401 - an ASGI application
        """Return the service's web application."""
        return create_app(self.service, self.resources, verifier)

    def failed(self) -> BaseException | None:
        """Return what ended a background task that should never end, if anything did."""
        for task in self.tasks:
            if task.done() and not task.cancelled() and (error := task.exception()):
                return error
        return None


def verifier_of(settings: Settings) -> Verifier:
    """Return the verifier that believes this installation's gateway."""
    return Verifier(OKPKey.import_key(settings.verify_key_file.read_text()))


@contextlib.asynccontextmanager
async def running(
    service: Service,
    settings: Settings,
    clock_of: Callable[[asyncpg.Pool], Awaitable[Clock]],
    feeds: dict[str, OwnFeed],
    *,
    own: Mapping[str, Any] | None = None,
) -> AsyncGenerator[Running]:
    """Run a service's relay, consumers, timers and background work until the block ends.

    The shutdown lets consumers finish the batch in hand.
    """
    async with contextlib.AsyncExitStack() as stack:
        pool, writers = [
            await stack.enter_async_context(await open_pool(settings, service.name, pinned))
            for pinned in (None, WRITING)
        ]
        password = settings.nats_password.get_secret_value()
        bus = await connect_bus(settings, service.name, password)
        stack.push_async_callback(_close, bus)
        store = EventStore(writers, service.codec(), InlineProjections(service.projections))
        feed = feeds[service.name] = OwnFeed(service.name, pool)
        resources = OpenResources(
            service=service.name,
            settings=settings,
            pool=pool,
            store=store,
            vault=Vault(pool, read_master_key(settings.master_key_file)),
            clock=await clock_of(pool),
            feed=feed,
            files=open_files(settings),
            own=own or {},
        )
        http = await stack.enter_async_context(feed_client(settings))
        this = Running(
            service=service,
            settings=settings,
            resources=resources,
            bus=bus,
            relay=Relay(service.name, store, bus, lambda: relay_session(settings, service.name)),
            consumers=list(consumers_of(service, resources, bus, feeds, http)),
            timers=TimerRunner(service.name, store, resources.clock, service.firings),
        )
        for background in service.background:
            await stack.enter_async_context(background(resources))
        stack.push_async_callback(_stop, this)
        _start(this)
        yield this


def _start(this: Running) -> None:
    works: list[Coroutine[Any, Any, None]] = [this.relay.run()]
    works += [consumer.run() for consumer in this.consumers]
    if this.service.firings:
        works.append(this.timers.run())
    this.tasks = [asyncio.create_task(_watched(this, work)) for work in works]


async def _watched(this: Running, work: Coroutine[Any, Any, None]) -> None:
    try:
        await work
    except Exception as error:
        log.critical("background work ended", service=this.service.name, exc_info=error)
        raise


async def _stop(this: Running) -> None:
    for consumer in this.consumers:
        consumer.stop()
    relay, *others = this.tasks
    finishing = others[: len(this.consumers)]
    await end(relay, *others[len(this.consumers) :])
    if finishing:
        await asyncio.wait(finishing, timeout=3)
    await end(*this.tasks)


async def _close(bus: Client) -> None:
    with contextlib.suppress(Exception):
        await asyncio.wait_for(bus.close(), 2)


async def relay_session(settings: Settings, schema: str) -> asyncpg.Connection:
    """Open the relay's own session, whose advisory lock makes it the leader."""
    connection = await asyncpg.connect(
        settings.postgres_dsn.get_secret_value(),
        timeout=5,
        command_timeout=30,
        server_settings={
            "search_path": schema,
            "application_name": f"relay-{schema}",
            **RELAY,
            **PLAN,
        },
    )
    await set_up(connection)
    return connection


@contextlib.asynccontextmanager
async def feed_client(settings: Settings) -> AsyncGenerator[httpx2.AsyncClient]:
    """Open the client by which this process reads feeds of services elsewhere."""
    headers = {"Authorization": f"Bearer {settings.service_token.get_secret_value()}"}
    async with httpx2.AsyncClient(
        base_url=settings.gateway_url, headers=headers, timeout=10
    ) as client:
        yield client


def consumers_of(
    service: Service,
    resources: OpenResources,
    bus: Client,
    feeds: Mapping[str, Feed],
    http: httpx2.AsyncClient,
) -> Sequence[Consumer | PartitionOwner]:
    """Return the consumers of a service: one for each source, or one owner of its partitions."""
    made: list[Consumer | PartitionOwner] = []
    for subscribed in service.subscribed:
        subscription = Subscription(subscriber=service.name, source=subscribed.source)
        applier = Applier(subscribed, resources.store, resources.clock.now)
        feed = NearestFeed(subscribed.source, feeds, RemoteFeed(subscribed.source, http))
        if resources.settings.partitioned:
            session = lambda: relay_session(resources.settings, service.name)  # noqa: E731
            made.append(PartitionOwner(subscription, applier, feed, bus, session))
        else:
            made.append(Consumer(subscription, applier, feed, bus))
    return made


@dataclass(frozen=True)
class NearestFeed:
    """A source's feed: from its database when it runs in this process, over HTTP otherwise."""

    source: str
    here: Mapping[str, Feed]
    elsewhere: Feed

    async def after(self, seq: int, limit: int, partition: int | None = None) -> Sequence[bytes]:
        """Return CloudEvents after a sequence number, oldest first."""
        return await self.here.get(self.source, self.elsewhere).after(seq, limit, partition)

    async def heads_at(self, seq: int) -> Mapping[int, Head]:
        """Return the newest event of each partition up to `seq`."""
        return await self.here.get(self.source, self.elsewhere).heads_at(seq)
