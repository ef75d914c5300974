import asyncio
import os
import signal
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg
import nats
import psutil
import pytest

from deploy.embedded.lease import FolderInUse
from deploy.embedded.nats import NatsServer
from deploy.embedded.postgres import PostgresServer
from deploy.embedded.process import wait_until_gone
from deploy.embedded.server import ServerDidNotStart
from deploy.embedded.stack import EmbeddedStack
from shared.bus.topology import Subscription, Topology

SOON = 30.0  # seconds; never reached when all is well

OWNER = """
import sys, time
from pathlib import Path
from deploy.embedded.stack import EmbeddedStack
from shared.bus.topology import Topology

stack = EmbeddedStack(Path(sys.argv[1]), Topology(services=("a", "b", "c"), subscriptions=()))
stack.start()
if sys.argv[2] == "suspend":
    stack.postgres.suspend()
    stack.nats.suspend()
print(stack.postgres.pid, stack.nats.pid, flush=True)
time.sleep(600)
"""


@contextmanager
def owner(folder: Path, then: str) -> Iterator[tuple[subprocess.Popen[bytes], list[int]]]:
    """Run the stack in another Python process; give it and the servers' process ids."""
    command = [sys.executable, "-c", OWNER, str(folder), then]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        try:
            yield process, [int(pid) for pid in process.stdout.readline().split()]
        finally:
            process.kill()


async def fetch(dsn: str, query: str) -> object:
    connection = await asyncpg.connect(dsn, timeout=5)
    try:
        return await connection.fetchval(query)
    finally:
        await connection.close()


async def test_a_second_start_finds_the_data_of_the_first(
    stack_folder: Path, topology: Topology
) -> None:
    with EmbeddedStack(stack_folder, topology) as first:
        await fetch(first.postgres_dsn, "create table kept (n int)")
        await fetch(first.postgres_dsn, "insert into kept values (7)")
        login = {"user": "a_admin", "password": first.secrets["LINGBAN_NATS_ADMIN_PASSWORD"]}
        client = await nats.connect(first.nats_url, **login)
        await client.jetstream().add_stream(name="A", subjects=["lingban.a.>"])
        await client.jetstream().publish("lingban.a.x", b"kept")
        await client.close()

    with EmbeddedStack(stack_folder, topology) as second:
        assert await fetch(second.postgres_dsn, "select n from kept") == 7
        client = await nats.connect(second.nats_url, **login)
        assert (await client.jetstream().get_msg("A", 1)).data == b"kept"
        await client.close()


async def test_postgres_serves_the_product_as_the_house_wants_it(
    stack_folder: Path, topology: Topology
) -> None:
    expected = {
        "fsync": "on",
        "synchronous_commit": "on",
        "max_connections": "200",
        "shared_buffers": "1GB",
        "max_wal_size": "2GB",
        "checkpoint_timeout": "15min",
        "timezone": "UTC",
        "server_encoding": "UTF8",
    }

    with EmbeddedStack(stack_folder, topology) as stack:
        dsn = stack.postgres_dsn
        shown = {name: await fetch(dsn, f"show {name}") for name in expected}
        with pytest.raises(asyncpg.InvalidPasswordError):
            await fetch(dsn.replace(stack.postgres.password, "wrong"), "select 1")

    assert shown == expected


async def test_a_killed_owner_leaves_no_server_and_no_lock(
    stack_folder: Path, topology: Topology
) -> None:
    with owner(stack_folder, "go on") as (process, pids):
        servers = [child for pid in pids for child in psutil.Process(pid).children(recursive=True)]
        servers += [psutil.Process(pid) for pid in pids]
        process.kill()
        process.wait()

        assert wait_until_gone(servers, SOON) or sys.platform != "linux"

    with EmbeddedStack(stack_folder, topology) as stack:
        assert await fetch(stack.postgres_dsn, "select 1") == 1


async def test_a_start_right_after_the_owner_was_killed_ends_what_still_runs(
    stack_folder: Path, topology: Topology
) -> None:
    with owner(stack_folder, "suspend") as (process, pids):
        left_behind = [psutil.Process(pid) for pid in pids]
        process.kill()
        process.wait()

        with EmbeddedStack(stack_folder, topology) as stack:
            assert await fetch(stack.postgres_dsn, "select 1") == 1

        assert wait_until_gone(left_behind, SOON)


def test_a_folder_has_one_owner(stack_folder: Path, topology: Topology) -> None:
    with owner(stack_folder, "go on") as (process, _):
        refusal = f"^The folder {stack_folder} is already in use by process {process.pid}.$"

        with pytest.raises(FolderInUse, match=refusal):
            EmbeddedStack(stack_folder, topology).start()


async def test_a_killed_stack_starts_again_under_its_addresses(
    stack_folder: Path, topology: Topology
) -> None:
    with EmbeddedStack(stack_folder, topology) as stack:
        addresses = stack.postgres_dsn, stack.nats_url
        await fetch(stack.postgres_dsn, "create table acknowledged (n int)")
        await fetch(stack.postgres_dsn, "insert into acknowledged values (1)")
        stack.postgres.kill()
        stack.nats.kill()
        with pytest.raises(OSError, match=r".+"):
            await fetch(stack.postgres_dsn, "select 1")

        stack.start()

        assert (stack.postgres_dsn, stack.nats_url) == addresses
        assert await fetch(stack.postgres_dsn, "select n from acknowledged") == 1


async def test_a_suspended_postgres_is_silent_until_it_is_resumed(
    stack_folder: Path, topology: Topology
) -> None:
    with EmbeddedStack(stack_folder, topology) as stack:
        connection = await asyncpg.connect(stack.postgres_dsn)
        stack.postgres.suspend()
        answer = asyncio.create_task(connection.fetchval("select 1"))
        done, _ = await asyncio.wait([answer], timeout=0.3)

        stack.postgres.resume()

        assert done == set()
        assert await answer == 1
        await connection.close()


def test_a_suspended_stack_can_be_stopped(stack_folder: Path, topology: Topology) -> None:
    stack = EmbeddedStack(stack_folder, topology).start()
    servers = [psutil.Process(stack.postgres.pid), psutil.Process(stack.nats.pid)]
    stack.postgres.suspend()
    stack.nats.suspend()

    stack.stop()

    assert wait_until_gone(servers, SOON)


def test_ctrl_c_in_the_terminal_reaches_only_the_owner(
    stack_folder: Path, topology: Topology
) -> None:
    with EmbeddedStack(stack_folder, topology) as stack:
        sessions = {os.getsid(stack.postgres.pid), os.getsid(stack.nats.pid)}

        assert os.getsid(0) not in sessions


async def test_a_pid_file_whose_number_belongs_to_somebody_else_stops_nothing(
    stack_folder: Path, topology: Topology
) -> None:
    with EmbeddedStack(stack_folder, topology) as stack:
        pid_file = stack.postgres.data / "postmaster.pid"
        lines = pid_file.read_text().splitlines(keepends=True)
        stack.postgres.kill()
        # A process of the server's own user, or PostgreSQL would not mind it.
        stranger = await asyncio.create_subprocess_exec("sleep", "600", user=pid_file.owner())
        try:
            pid_file.write_text("".join([f"{stranger.pid}\n", *lines[1:]]))

            stack.postgres.start()

            assert await fetch(stack.postgres_dsn, "select 1") == 1
        finally:
            stranger.kill()
            await stranger.wait()


async def test_a_folder_too_deep_for_a_socket_is_served_on_loopback(tmp_path: Path) -> None:
    with PostgresServer(tmp_path / ("deep" * 25)) as postgres:
        assert "@127.0.0.1:" in postgres.dsn()
        assert await fetch(postgres.url, "select 1") == 1


def test_secrets_are_for_their_owner_only(stack_folder: Path, topology: Topology) -> None:
    with EmbeddedStack(stack_folder, topology) as stack:
        files = ["secrets.json", "postgres/password", "nats/server.conf"]
        modes = {stat.S_IMODE((stack.folder / file).stat().st_mode) for file in files}

        assert modes == {0o600}


def test_a_new_service_gets_its_secret_and_the_others_keep_theirs(
    stack_folder: Path, topology: Topology
) -> None:
    with EmbeddedStack(stack_folder, topology) as stack:
        before = dict(stack.secrets)
    more = Topology(
        services=(*topology.services, "d"),
        subscriptions=(*topology.subscriptions, Subscription(subscriber="d", source="a")),
    )

    with EmbeddedStack(stack_folder, more) as stack:
        after = dict(stack.secrets)

    assert after.keys() - before.keys() == {"LINGBAN_NATS_D_PASSWORD"}
    assert before.items() <= after.items()


def test_a_server_that_does_not_start_says_why_and_gives_its_folder_back(tmp_path: Path) -> None:
    with pytest.raises(ServerDidNotStart, match=r"LINGBAN_NATS_MISSING"):
        NatsServer(tmp_path, accounts="system_account: $LINGBAN_NATS_MISSING\n").start()

    with NatsServer(tmp_path) as server:
        assert server.is_running


def test_servers_are_not_started_by_a_thread_that_may_end_before_them(tmp_path: Path) -> None:
    refusals: list[str] = []

    def start() -> None:
        try:
            NatsServer(tmp_path).start()
        except RuntimeError as refusal:
            refusals.append(str(refusal))

    thread = threading.Thread(target=start)
    thread.start()
    thread.join()

    assert refusals == ["Embedded servers are started from the main thread only."]


def test_a_server_that_dies_by_itself_is_noticed_and_started_again(tmp_path: Path) -> None:
    with NatsServer(tmp_path) as server:
        died = psutil.Process(server.pid)
        died.send_signal(signal.SIGKILL)
        assert wait_until_gone([died], SOON)

        assert not server.is_running
        assert server.start().is_running
