"""`lingban run`: the whole office in one process, with its own servers, for a demonstration."""

import asyncio
import contextlib
import signal
import socket
from collections.abc import Callable, Generator, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

import uvloop
from pydantic import SecretStr

from deploy.bus import declared
from deploy.demo import Persona, Progress, announce, password_in, prepare
from deploy.embedded.secret import write_secret
from deploy.embedded.stack import EmbeddedStack
from deploy.keys import Keys, ensure_keys
from deploy.memory import collect_seldom
from deploy.nats.accounts import ADMIN_PASSWORD, password_variable
from deploy.playing.acting import Cast
from deploy.playing.season import BEFORE_ALL, goes_on
from deploy.serving import Wakes, all_ready, all_running, answering, bound, clock_of, until_stopped
from deploy.settings import ENVIRONMENT
from deploy.topology import NAMES, services, topology
from deploy.web import front_door
from shared.domain import value
from shared.runtime import verifier_of
from shared.settings import Settings
from shared.store.migrate import migrate
from shared.timing.clock import SHANGHAI

HOST = "127.0.0.1"
FOR_OPERATORS = (
    "nats_url",
    "master_key_file",
    "verify_key_file",
    "signing_key_file",
    "files_url",
    "gateway_url",
    "public_url",
    "clock",
)
DAY_ONE = datetime(2017, 5, 2, 9, tzinfo=SHANGHAI)
"""The day of issue that the demonstration uses: the notice carries no date (AMB-31)."""


@value
class Opened:
    """What a person needs to know once everything runs."""

    address: str
    password: str
    accounts_file: Path
    people: Sequence[Persona]


@value
class Opening:
    """How the office is opened: whether the season is played first, and who is told what."""

    season: bool
    progress: Progress
    announce: Callable[[Opened], None]


def run(folder: Path, port: int, opening: Opening) -> None:
    """Run everything until SIGINT or SIGTERM. Must be called in the main thread."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with contextlib.closing(bound(HOST, port)) as taken, contextlib.suppress(KeyboardInterrupt):
        opening.progress("启动 PostgreSQL 与 NATS", 0, 1)
        with EmbeddedStack(folder, topology()) as stack:
            keys = ensure_keys(folder / "keys")
            office = partial(_open, stack, keys, taken, opening)
            with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
                runner.run(until_stopped(office))


def settings_of(stack: EmbeddedStack, keys: Keys, port: int) -> Settings:
    """Return the settings of the demonstration; the environment decides what is not said here."""
    address = f"http://{HOST}:{port}"
    return Settings(
        postgres_dsn=SecretStr(stack.postgres_dsn),
        nats_url=stack.nats_url,
        nats_admin_password=SecretStr(stack.secrets[ADMIN_PASSWORD]),
        master_key_file=keys.master,
        verify_key_file=keys.verify,
        signing_key_file=keys.signing,
        service_token=SecretStr(keys.token.read_text()),
        files_url=f"file://{stack.folder / 'files'}",
        gateway_url=address,
        public_url=address,
        clock="settable",
        secure_cookies=False,
        host=HOST,
        port=port,
    )


@contextlib.contextmanager
def findable(folder: Path, settings: Settings, secrets: Mapping[str, str]) -> Generator[None]:
    """Let operator commands on this machine find the servers for as long as they run."""
    fields = settings.model_dump(include=set(FOR_OPERATORS), mode="json")
    secret = {
        "postgres_dsn": settings.postgres_dsn,
        "nats_admin_password": settings.nats_admin_password,
        "service_token": settings.service_token,
    }
    values = fields | {name: kept.get_secret_value() for name, kept in secret.items()}
    lines = [f"LINGBAN_{name.upper()}={text}" for name, text in values.items()]
    lines += [
        f"{name}={text}" for name, text in secrets.items() if name in map(password_variable, NAMES)
    ]
    write_secret(folder / ENVIRONMENT, "\n".join(lines) + "\n")
    try:
        yield
    finally:
        (folder / ENVIRONMENT).unlink(missing_ok=True)


async def _open(
    stack: EmbeddedStack,
    keys: Keys,
    taken: socket.socket,
    opening: Opening,
    stop: asyncio.Event,
) -> None:
    port: int = taken.getsockname()[1]
    progress = opening.progress
    settings = settings_of(stack, keys, port)
    for done, name in enumerate(NAMES):
        progress("准备数据库", done, len(NAMES))
        await migrate(stack.postgres_dsn, name)
    wakes = Wakes()
    async with contextlib.AsyncExitStack() as exits:
        exits.enter_context(findable(stack.folder, settings, stack.secrets))
        first_day = BEFORE_ALL if opening.season else DAY_ONE
        clock = await exits.enter_async_context(clock_of(settings, wakes, first_day))
        await exits.enter_async_context(declared(settings, topology()))
        progress("启动各服务", 0, 1)
        of_each = settings_for(settings, stack.secrets)
        runs = await exits.enter_async_context(all_running(services(), of_each, clock))
        wakes.runs.extend(runs.values())
        await all_ready(runs)
        verifier = verifier_of(settings)
        upstreams = {name: run.app(verifier) for name, run in runs.items()}
        door = front_door(runs["gateway"], upstreams, list(runs.values()))
        accounts_file = stack.folder / "accounts.txt"
        gateway = runs["gateway"].resources
        people = await prepare(door, gateway, accounts_file, progress)
        password = password_in(accounts_file)
        if opening.season:
            async with Cast(door, gateway, password) as cast:
                await goes_on(cast, progress)
        else:
            await announce(door, password, progress)
        await exits.enter_async_context(answering(door, taken))
        opening.announce(
            Opened(
                address=settings.public_url,
                password=password,
                accounts_file=accounts_file,
                people=people,
            )
        )
        collect_seldom()
        await stop.wait()


def settings_for(settings: Settings, secrets: Mapping[str, str]) -> Callable[[str], Settings]:
    """Return a function that gives each service its settings: its own password on the bus."""

    def of(service: str) -> Settings:
        password = SecretStr(secrets[password_variable(service)])
        return settings.model_copy(update={"nats_password": password})

    return of
