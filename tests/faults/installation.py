"""The whole product as separate processes: PostgreSQL, NATS, and each service by `lingban serve`."""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import asyncpg
import httpx2
from joserfc.jwk import OKPKey

from deploy.bus import declared
from deploy.embedded.ports import free_ports
from deploy.nats.accounts import password_variable
from deploy.topology import services, topology
from shared.bus.feed import OwnFeed
from shared.http.caller import HEADER, Caller, sign
from shared.replay.history import Site
from shared.settings import Settings
from shared.store.migrate import migrate
from shared.store.sql import Connection, set_up
from shared.timing.clock import SettableClock
from tests.office import OPENING, settings_of

LOOPBACK = "127.0.0.1"
READY = 90.0


@dataclass
class Process:
    """One service in a process of its own. `module` is what is run: the product, or a sabotaged one."""

    service: str
    port: int
    environment: Mapping[str, str]
    log: Path
    module: Sequence[str] = ("deploy.cli", "serve")
    child: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://{LOOPBACK}:{self.port}"

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.child = subprocess.Popen(
                [sys.executable, "-m", *self.module, self.service],
                env={**os.environ, **self.environment, "LINGBAN_PORT": str(self.port)},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def kill(self) -> None:
        if self.child:
            self.child.kill()
            self.child.wait()

    def send(self, number: signal.Signals) -> None:
        if self.child:
            self.child.send_signal(number)

    def stop(self) -> None:
        if self.child and self.child.poll() is None:
            self.send(signal.SIGCONT)
            self.child.terminate()
            try:
                self.child.wait(10)
            except subprocess.TimeoutExpired:
                self.kill()

    async def ready(self) -> None:
        """Wait until commands are accepted."""
        async with asyncio.timeout(READY), httpx2.AsyncClient() as client:
            while True:
                with contextlib.suppress(httpx2.HTTPError):
                    answer = await client.get(f"{self.url}/health/ready", timeout=2)
                    if answer.status_code == 200:
                        return
                if self.child is None or self.child.poll() is not None:
                    tail = self.log.read_text(errors="replace")[-3000:]
                    raise RuntimeError(f"{self.service} has ended:\n{tail}")
                await asyncio.sleep(0.1)


class Servers(Protocol):
    """PostgreSQL and NATS, one node or several, and the passwords of the bus."""

    @property
    def postgres_dsn(self) -> str: ...
    @property
    def nats_url(self) -> str: ...
    @property
    def secrets(self) -> Mapping[str, str]: ...


@dataclass
class Installation[S: Servers]:
    """Servers, service processes and what is needed to look into them."""

    stack: S
    settings: Settings
    key: OKPKey
    processes: dict[str, Process] = field(default_factory=dict)
    pools: dict[str, asyncpg.Pool] = field(default_factory=dict)

    @property
    def dsn(self) -> str:
        return self.settings.postgres_dsn.get_secret_value()

    def headers(self, caller: Caller) -> dict[str, str]:
        return {HEADER: sign(caller, self.key)}

    def named(self, service: str) -> list[Process]:
        """Return all processes of a service."""
        return [process for process in self.processes.values() if process.service == service]

    async def pool(self, schema: str) -> asyncpg.Pool:
        """Return a pool for looking into a service's schema."""
        if schema not in self.pools:
            self.pools[schema] = await asyncpg.create_pool(
                self.dsn,
                min_size=0,
                max_size=2,
                init=set_up,
                server_settings={"search_path": schema},
            )
        return self.pools[schema]

    async def operator(self, service: str, *command: str) -> None:
        """Run a `lingban` command as the operator of a service does."""
        environment = {**os.environ, **self.named(service)[0].environment}
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "deploy.cli", *command, env=environment, stdout=subprocess.DEVNULL
        )
        if await process.wait() != 0:
            raise RuntimeError(f"lingban {' '.join(command)} failed")

    async def forget_connections(self) -> None:
        """Drop connections to a database that was restarted."""
        for pool in self.pools.values():
            pool.terminate()
        self.pools.clear()

    async def sites(self) -> list[Site]:
        """Return every service's read models, for verification."""
        feeds: dict[str, OwnFeed] = {
            s.name: OwnFeed(s.name, await self.pool(s.name)) for s in services()
        }

        async def connect(schemas: Sequence[str]) -> Connection:
            path = {"search_path": ", ".join(schemas)}
            connection = await asyncpg.connect(self.dsn, server_settings=path)
            await set_up(connection)
            return connection

        return [Site(service, connect, feeds.__getitem__) for service in services()]

    async def ready(self) -> None:
        await asyncio.gather(*(process.ready() for process in self.processes.values()))


def environment_of(stack: Servers, settings: Settings, service: str) -> dict[str, str]:
    """Return the environment by which `lingban serve` finds everything."""
    plain: dict[str, Any] = {
        "LINGBAN_POSTGRES_DSN": settings.postgres_dsn.get_secret_value(),
        "LINGBAN_NATS_URL": settings.nats_url,
        "LINGBAN_NATS_PASSWORD": stack.secrets[password_variable(service)],
        "LINGBAN_MASTER_KEY_FILE": settings.master_key_file,
        "LINGBAN_VERIFY_KEY_FILE": settings.verify_key_file,
        "LINGBAN_SIGNING_KEY_FILE": settings.signing_key_file,
        "LINGBAN_SERVICE_TOKEN": settings.service_token.get_secret_value(),
        "LINGBAN_FILES_URL": settings.files_url,
        "LINGBAN_CLOCK": settings.clock,
        "LINGBAN_PARTITIONED": str(settings.partitioned).lower(),
        "LINGBAN_SECURE_COOKIES": "false",
        "LINGBAN_GATEWAY_URL": settings.gateway_url,
        "LINGBAN_PUBLIC_URL": settings.gateway_url,
    }
    return {name: str(content) for name, content in plain.items()}


@contextlib.asynccontextmanager
async def installed[S: Servers](
    stack: S,
    folder: Path,
    *,
    twice: Sequence[str] = (),
    sabotage: Mapping[str, str] | None = None,
    only: Sequence[str] = (),
    **more: Any,
) -> AsyncIterator[Installation[S]]:
    """Install the product in its own processes; services in `twice` get a second one.

    `sabotage` maps a service to the name of a fault that is built into its process.
    """
    names = [s.name for s in services() if not only or s.name in only]
    ports = dict(
        zip([*names, *(f"{n}-2" for n in twice)], free_ports(len(names) + len(twice)), strict=True)
    )
    gateway = f"http://{LOOPBACK}:{ports.get('gateway', 1)}"
    settings = settings_of(
        stack, stack.postgres_dsn, folder, gateway_url=gateway, clock="settable", **more
    )
    for name in names:
        await migrate(stack.postgres_dsn, name)
    key = OKPKey.import_key(settings.signing_key_file.read_text())
    this = Installation(stack, settings, key)
    await SettableClock(await this.pool("gateway"), lambda: None).start(OPENING)
    urls = {name: f"http://{LOOPBACK}:{ports[name]}" for name in names if name != "gateway"}
    for label, port in ports.items():
        service = label.removesuffix("-2")
        environment = environment_of(stack, settings, service)
        environment["LINGBAN_SERVICES"] = str(urls).replace("'", '"')
        process = Process(service, port, environment, folder / f"{label}.log")
        if sabotage and service in sabotage:
            process.module = ("tests.faults.sabotage", sabotage[service])
        this.processes[label] = process
    async with declared(settings, topology()):
        try:
            for process in this.processes.values():
                process.start()
            await this.ready()
            yield this
        finally:
            await this.forget_connections()
            for process in this.processes.values():
                process.stop()
