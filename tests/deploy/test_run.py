"""`lingban run` as a person runs it: one command, real servers, data that stay."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx2
import psutil
import pytest

from deploy.embedded.ports import free_ports
from tests.deploy.installation import PATIENCE, ROOT, Installation

MOST_MEMORY = 400_000_000


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    installation = Installation(tmp_path_factory.mktemp("run 领办") / "data")
    yield installation
    if installation.process and installation.process.poll() is None:
        installation.process.kill()
        installation.process.wait()


def titles(installation: Installation) -> list[str]:
    with installation.signed_in("guozi-wei") as client:
        programmes = client.get("/api/applications/programmes").json()
        assert [p["status"] for p in programmes] == ["announced"]
        path = f"/api/applications/programmes/{programmes[0]['programme_id']}/projects"
        return [project["title"] for project in client.get(path).json()]


def events(installation: Installation) -> int:
    """Return how many events the applications service holds."""
    with installation.signed_in("auditor") as client:
        page = client.get("/api/applications/events", params={"limit": 1000}).json()
        return int(page["next"])


# One installation lives through all of it, in this order: each start takes seconds.


def test_it_starts_with_the_2017_programme_announced_within_its_memory(
    installation: Installation,
) -> None:
    installation.start()
    assert installation.process is not None
    memory = psutil.Process(installation.process.pid).memory_info().rss
    print(f"{memory / 1e6:.0f} MB")  # noqa: T201 - measured

    assert len(titles(installation)) == 18
    assert memory < MOST_MEMORY


def test_it_says_where_it_is_who_may_sign_in_and_that_it_is_a_demonstration(
    installation: Installation,
) -> None:
    shown = installation.output

    assert "演示数据" in shown
    assert installation.address in shown
    assert all(name in shown for name in ("admin", "leader", "guozi-wei", "reviewer-7", "auditor"))
    assert "演示数据" in httpx2.get(installation.address).text


def test_what_is_secret_is_for_its_owner_only(installation: Installation) -> None:
    secret = [installation.folder / "accounts.txt", *(installation.folder / "keys").iterdir()]

    assert len(secret) == 5
    assert {path.stat().st_mode & 0o077 for path in secret} == {0}


def test_the_clock_can_be_set_and_what_falls_due_happens(installation: Installation) -> None:
    with installation.signed_in("guozi-wei") as liaison:
        refused = liaison.put("/api/gateway/clock", json={"now": "2017-05-03T09:00:00+08:00"})
    with installation.signed_in("staff") as staff:
        naive = staff.put("/api/gateway/clock", json={"now": "2017-05-03T09:00:00"})
        is_set = staff.put("/api/gateway/clock", json={"now": "2017-05-03T09:00:00+08:00"})

    assert (refused.status_code, naive.status_code) == (403, 422)
    assert is_set.json()["now"].startswith("2017-05-03T09:00")


def command(
    *arguments: str, environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "deploy.cli", *arguments],
        cwd=ROOT,
        env={**os.environ, **(environment or {})},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


def test_operator_commands_find_what_runs_here(installation: Installation) -> None:
    here = {"LINGBAN_DATA": str(installation.folder)}

    parked = command("parked", "list", "progress", environment=here)
    accounts = command("account", "list", environment=here)

    assert (parked.returncode, accounts.returncode) == (0, 0), parked.stderr + accounts.stderr
    assert "guozi-wei" in accounts.stdout
    assert (installation.folder / "environment").stat().st_mode & 0o077 == 0


def test_a_notice_comes_in_by_command_and_a_faulty_one_is_refused(
    installation: Installation, tmp_path: Path
) -> None:
    notice = ROOT / "services/applications/data/programme-2017.json"
    faulty = tmp_path / "faulty.json"
    faulty.write_text(notice.read_text().replace('"2017-p08"', '"2017-p09"'))
    password = (installation.folder / "accounts.txt").read_text().splitlines()[0].split()[-1]
    there = {"LINGBAN_PUBLIC_URL": installation.address, "LINGBAN_PASSWORD": password}

    again = command("programme", "import", str(notice), environment=there)
    refused = command("programme", "import", str(faulty), environment=there)
    elsewhere = command(
        "programme", "import", str(notice), "--url", "http://127.0.0.1:9", environment=there
    )

    assert (again.returncode, refused.returncode) == (0, 1), again.stderr
    assert "没有变化" in again.stdout
    assert "/projects/" in refused.stderr
    assert elsewhere.returncode == 1
    assert "Traceback" not in again.stderr + refused.stderr + elsewhere.stderr


def test_a_second_one_on_the_same_folder_or_port_says_so(
    installation: Installation, tmp_path: Path
) -> None:
    def refused(folder: Path, port: int) -> subprocess.CompletedProcess[str]:
        there = {"LINGBAN_DATA": str(folder), "LINGBAN_PORT": str(port)}
        return command("run", environment=there)

    same_port = refused(tmp_path, installation.port)
    same_folder = refused(installation.folder, free_ports(1)[0])

    assert (same_port.returncode, same_folder.returncode) == (1, 1)
    assert "LINGBAN_PORT" in same_port.stderr
    assert str(installation.process and installation.process.pid) in same_folder.stderr
    assert "Traceback" not in same_port.stderr + same_folder.stderr


def test_ctrl_c_ends_everything_even_with_a_stream_of_events_open(
    installation: Installation,
) -> None:
    with (
        installation.signed_in("auditor") as client,
        client.stream("GET", "/api/applications/events/stream") as stream,
    ):
        next(stream.iter_lines())
        status = installation.end(signal.SIGINT)

    assert status == 0, installation.output
    assert installation.left() == []


def test_a_second_start_keeps_the_data_and_imports_nothing_again(
    installation: Installation,
) -> None:
    installation.start()
    before = events(installation)
    status = installation.end(signal.SIGTERM)
    installation.start()

    assert status == 0, installation.output
    assert events(installation) == before
    assert len(titles(installation)) == 18
    with installation.signed_in("staff") as staff:
        assert staff.get("/api/gateway/clock").json()["now"].startswith("2017-05-03")


def test_a_crash_leaves_no_server_and_no_lock(installation: Installation) -> None:
    before = events(installation)

    installation.end(signal.SIGKILL)
    orphans = installation.left() if sys.platform == "linux" else []
    installation.start()

    assert orphans == []
    assert events(installation) == before
    assert installation.end(signal.SIGINT) == 0
