"""A small office for tests: real PostgreSQL and NATS, the services a test needs, callers who are signed.

Each office has a fresh database and fresh streams, so tests do not see one another.
"""

import asyncio
import base64
import contextlib
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol
from uuid import uuid4

import asyncpg
import httpx2
import sqlalchemy as sa
from joserfc.jwk import OKPKey
from nats.aio.client import Client
from nats.errors import Error as NatsError
from pydantic import SecretStr
from sqlalchemy.schema import CreateTable

from deploy.embedded.stack import EmbeddedStack
from deploy.nats.accounts import ADMIN_PASSWORD, admin_of, password_variable
from shared.bus.declare import apply, declarers_of
from shared.bus.feed import OwnFeed
from shared.bus.topology import Subscription, Topology, stream_of
from shared.http.caller import HEADER, Caller, Verifier, sign
from shared.http.rights import Role
from shared.resources import OpenResources
from shared.runtime import Running, connect_bus, open_pool, running
from shared.service import Service
from shared.settings import Settings
from shared.store.codec import EventCodec
from shared.store.events import CommandContext, Stream
from shared.store.migrate import HERE, migrate
from shared.store.sql import DIALECT
from shared.store.store import EventStore
from shared.store.writing import Append

NAMES = ("applications", "progress", "evaluation", "notifications", "audit", "gateway")
TOPOLOGY = Topology(
    services=NAMES,
    subscriptions=tuple(
        Subscription(subscriber=subscriber, source=source)
        for subscriber in NAMES
        for source in NAMES
        if subscriber != source
    ),
)
"""For tests everybody may listen to everybody."""

OPENING = datetime(2017, 5, 2, 1, 0, tzinfo=UTC)
"""2 May 2017, 09:00 in Jinhua: the day the programme is announced."""


class TestClock:
    """A clock that stands still until it is moved."""

    __test__ = False

    def __init__(self, moment: datetime = OPENING) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment

    def set(self, moment: datetime) -> None:
        self.moment = moment.astimezone(UTC)

    def advance(self, **by: float) -> None:
        self.moment += timedelta(**by)


def who(name: str, *roles: Role, unit: str = "", scopes: Sequence[str] = ()) -> Caller:
    """Return a caller with these roles."""
    return Caller(id=name, name=name, roles=frozenset(roles), unit=unit, scopes=frozenset(scopes))


@dataclass
class Office:
    """What a test has at hand."""

    settings: Settings
    clock: TestClock
    key: OKPKey
    runs: dict[str, Running] = field(default_factory=dict)
    sources: dict[str, EventStore] = field(default_factory=dict)
    feeds: dict[str, OwnFeed] = field(default_factory=dict)

    def resources(self, service: str) -> OpenResources:
        """Return what a running service holds open."""
        return self.runs[service].resources

    def client(self, service: str, caller: Caller | None = None) -> httpx2.AsyncClient:
        """Return an HTTP client of one service, acting as this caller (or as nobody)."""
        app = self.runs[service].app(Verifier(self.key))
        headers = {HEADER: sign(caller, self.key)} if caller else {}
        return httpx2.AsyncClient(
            transport=httpx2.ASGITransport(app, raise_app_exceptions=False),
            base_url="http://office",
            headers=headers,
        )

    async def publish[E](
        self,
        service: str,
        stream: Stream[E],
        *events: E,
        at: datetime | None = None,
        command: str = "",
    ) -> None:
        """Append events to a service that runs or that this test stands in for, and relay them."""
        store = self.sources.get(service) or self.runs[service].resources.store
        moment = at or self.clock.now()
        command_id = uuid4()
        context = CommandContext(
            command_id=command_id,
            fingerprint=command,
            actor="system",
            recorded_at=moment,
            occurred_at=moment,
            correlation_id=command_id,
        )
        await store.commit([Append(await store.read(stream), events)], context)

    async def caught_up(self, patience: float = 20) -> None:
        """Wait until every outbox is empty and every consumer has reached its source's head."""
        async with asyncio.timeout(patience):
            for run in self.runs.values():
                if failure := run.failed():
                    raise failure
            while await self._behind():
                await asyncio.sleep(0.01)

    async def _behind(self) -> bool:
        heads: dict[str, int] = {}
        for name, run in self.runs.items():
            pool = run.resources.pool
            if await pool.fetchval("select exists (select 1 from outbox)"):
                return True
            heads[name] = await pool.fetchval("select coalesce(max(seq), 0) from feed")
        for run in self.runs.values():
            for subscribed in run.service.subscribed:
                if subscribed.source not in heads:
                    continue
                seq = await run.resources.pool.fetchval(
                    "select coalesce(max(seq) filter (where partition < 0), sum(partition_seq)) "
                    "from checkpoint where subscription = $1",
                    f"{run.service.name}_{subscribed.source}",
                )
                if (seq or 0) < heads[subscribed.source]:
                    return True
        return False


async def fresh_database(stack: EmbeddedStack) -> str:
    """Create an empty database and return its DSN."""
    name = f"t{uuid4().hex[:12]}"
    connection = await asyncpg.connect(stack.postgres_dsn)
    try:
        await connection.execute(f"create database {name}")
    finally:
        await connection.close()
    return stack.postgres.dsn(name)


class Bus(Protocol):
    """NATS and the passwords of its users."""

    @property
    def nats_url(self) -> str: ...
    @property
    def secrets(self) -> Mapping[str, str]: ...


def settings_of(stack: Bus, dsn: str, folder: Path, **more: Any) -> Settings:
    """Return settings for tests; keys are made in the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    master, verify, signing = folder / "master", folder / "verify.pem", folder / "signing.pem"
    if not master.exists():
        key = OKPKey.generate_key("Ed25519", private=True)
        master.write_text(base64.b64encode(b"k" * 32).decode())
        verify.write_bytes(key.as_pem(private=False))
        signing.write_bytes(key.as_pem(private=True))
    values: dict[str, Any] = {
        "postgres_dsn": SecretStr(dsn),
        "nats_url": stack.nats_url,
        "nats_admin_password": SecretStr(stack.secrets[ADMIN_PASSWORD]),
        "master_key_file": master,
        "verify_key_file": verify,
        "signing_key_file": signing,
        "files_url": f"file://{folder / 'files'}",
        "secure_cookies": False,
    }
    return Settings(**(values | more))


def topology_of(names: Sequence[str]) -> Topology:
    """Return these services and every subscription among them."""
    return Topology(
        services=tuple(names),
        subscriptions=tuple(
            s for s in TOPOLOGY.subscriptions if {s.subscriber, s.source} <= set(names)
        ),
    )


async def _delete_stream(bus: Client, name: str) -> None:
    """Delete a stream, waiting for a young cluster to answer."""
    async with asyncio.timeout(60):
        while True:
            with contextlib.suppress(NatsError):
                await bus.request(f"$JS.API.STREAM.DELETE.{stream_of(name)}", timeout=5)
                return


async def fresh_streams(settings: Settings, names: Sequence[str]) -> None:
    """Delete and declare the streams and consumers of these services."""
    admins = {
        name: await connect_bus(
            settings, admin_of(name), settings.nats_admin_password.get_secret_value()
        )
        for name in names
    }
    try:
        for name, bus in admins.items():
            await _delete_stream(bus, name)
        here = topology_of(names)
        await apply(
            declarers_of(
                here, admins, replicas=settings.nats_replicas, partitioned=settings.partitioned
            )
        )
    finally:
        for bus in admins.values():
            await bus.close()


class AlreadyOpen(Exception):
    """Two offices that live at once would share a service's stream, which is a fork."""


@contextlib.contextmanager
def alone(stack: EmbeddedStack, names: Sequence[str]) -> Iterator[None]:
    """Refuse a second living office of the same services on the same servers."""
    mine = {(stack.nats_url, name) for name in names}
    if taken := mine & _LIVING:
        raise AlreadyOpen(sorted(name for _, name in taken))
    _LIVING.update(mine)
    try:
        yield
    finally:
        _LIVING.difference_update(mine)


_LIVING: set[tuple[str, str]] = set()


@contextlib.asynccontextmanager
async def an_office(
    stack: EmbeddedStack,
    folder: Path,
    *services: Service,
    sources: Mapping[str, EventCodec] | None = None,
    own: Mapping[str, Mapping[str, Any]] | None = None,
    **more: Any,
) -> AsyncIterator[Office]:
    """Open an office in which these services run.

    `sources` names services that the test stands in for: their events are appended by `publish`.
    """
    sources = sources or {}
    settings = settings_of(stack, await fresh_database(stack), folder, **more)
    dsn = settings.postgres_dsn.get_secret_value()
    names = [*sources, *(s.name for s in services)]
    key = OKPKey.import_key(settings.signing_key_file.read_text())
    office = Office(settings=settings, clock=TestClock(), key=key)
    async with contextlib.AsyncExitStack() as exits:
        exits.enter_context(alone(stack, names))
        await fresh_streams(settings, names)
        for name, codec in sources.items():
            service = _StandIn.of(name, codec)
            await plain_schema(dsn, service)
            await _run(exits, office, stack, service, {})
        for service in services:
            if service.metadata.info.get("toy"):
                await plain_schema(dsn, service)
            else:
                await migrate(dsn, service.name)
            await _run(exits, office, stack, service, (own or {}).get(service.name, {}))
        for run in office.runs.values():
            async with asyncio.timeout(20):
                await run.resources.store.ready.wait()
        yield office


async def plain_schema(dsn: str, service: Service) -> None:
    """Create the store, and the tables of the service's own read models, without migrations."""
    connection = await asyncpg.connect(dsn)
    await connection.execute(f"create schema {service.name}; set search_path = {service.name}")
    await connection.execute((HERE / "schema.sql").read_text())
    projections = [*service.projections, *(p for s in service.subscribed for p in s.projections)]
    for table in {
        projection.table for projection in projections if projection.table.name != "timer"
    }:
        await connection.execute(str(CreateTable(table).compile(dialect=DIALECT)))
    await connection.close()


class _StandIn(Service):
    """A service of which a test only needs the log."""

    events: EventCodec

    @classmethod
    def of(cls, name: str, codec: EventCodec) -> "_StandIn":
        made = cls(name=name, title=name, features=(), routers=(), metadata=sa.MetaData())
        object.__setattr__(made, "events", codec)
        return made

    def codec(self) -> EventCodec:
        return self.events


async def _run(
    exits: contextlib.AsyncExitStack,
    office: Office,
    stack: EmbeddedStack,
    service: Service,
    own: Mapping[str, Any],
) -> None:
    password = SecretStr(stack.secrets[password_variable(service.name)])
    settings = office.settings.model_copy(update={"nats_password": password})

    async def clock_of(_: asyncpg.Pool) -> TestClock:
        return office.clock

    office.runs[service.name] = await exits.enter_async_context(
        running(service, settings, clock_of, office.feeds, own=own)
    )


__all__ = ["NAMES", "OPENING", "TOPOLOGY", "Office", "TestClock", "an_office", "open_pool", "who"]
