"""docker-compose.yml: valid by the Compose Specification, and closed where it must be."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
COMPOSE = ROOT / "docker-compose.yml"
VARIABLE = re.compile(r"\$\{(\w+)(:[?-][^}]*)?\}")
LINGBAN = {"applications", "progress", "evaluation", "notifications", "audit", "gateway"}


def check(file: Path) -> subprocess.CompletedProcess[str]:
    """Return what the vendored Compose schema says about a file."""
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema"]
    return subprocess.run(
        [*command, "vendor.compose-spec", str(file)], capture_output=True, text=True, check=False
    )


def containers() -> dict[str, dict[str, Any]]:
    return yaml.safe_load(COMPOSE.read_text())["services"]


class TestTheFile:
    def test_it_follows_the_compose_specification(self) -> None:
        answer = check(COMPOSE)

        assert answer.returncode == 0, answer.stdout

    def test_a_misspelled_key_is_caught(self, tmp_path: Path) -> None:
        planted = tmp_path / "docker-compose.yml"
        planted.write_text(COMPOSE.read_text().replace("healthcheck:", "healthchek:", 1))

        answer = check(planted)

        assert answer.returncode == 1
        assert "healthchek" in answer.stdout

    def test_it_mounts_only_what_is_there(self) -> None:
        mounted = [
            mount.split(":")[0]
            for container in containers().values()
            for mount in container.get("volumes", ())
            if mount.startswith("./")
        ]

        assert mounted
        assert [path for path in mounted if not (ROOT / path).exists()] == []


class TestTheContainers:
    def test_every_service_of_ours_is_served_one_job_migrates_and_one_keeps_the_bus(self) -> None:
        commands = {name: c["command"] for name, c in containers().items() if "build" in c}

        assert commands == {s: ["serve", s] for s in LINGBAN} | {
            "migrate": ["migrate"],
            "bus": ["bus", "apply", "--watch"],
        }

    def test_only_the_gateway_can_be_reached_from_outside(self) -> None:
        assert [name for name, c in containers().items() if "ports" in c] == ["gateway"]

    def test_only_the_gateway_holds_the_key_that_signs(self) -> None:
        assert [n for n, c in containers().items() if "signing_key" in c.get("secrets", ())] == [
            "gateway"
        ]

    def test_our_services_wait_for_the_migration_and_the_bus(self) -> None:
        waits = {name: c["depends_on"] for name, c in containers().items() if name in LINGBAN}

        assert set(waits) == LINGBAN
        for wait in waits.values():
            assert wait["migrate"]["condition"] == "service_completed_successfully"
            assert wait["nats"]["condition"] == "service_healthy"

    def test_postgresql_keeps_its_folder_of_versions_in_a_named_volume(self) -> None:
        assert containers()["postgres"]["volumes"] == ["postgres:/var/lib/postgresql"]

    def test_each_service_knows_no_password_of_the_bus_but_its_own(self) -> None:
        for name in LINGBAN:
            known = {v for v in containers()[name]["environment"] if v.startswith("LINGBAN_NATS_")}
            assert known == {"LINGBAN_NATS_URL", f"LINGBAN_NATS_{name.upper()}_PASSWORD"}


class TestItsSettings:
    def test_no_password_has_a_default(self) -> None:
        defaults = {
            name: default
            for name, default in VARIABLE.findall(COMPOSE.read_text())
            if name.endswith("_PASSWORD") and not default.startswith(":?")
        }

        assert defaults == {"LINGBAN_SMTP_PASSWORD": ":-"}  # empty: the server asks for no log-in

    def test_the_example_explains_each_and_no_other(self) -> None:
        used = {name for name, _ in VARIABLE.findall(COMPOSE.read_text())}
        example = (ROOT / "deploy/docker/env.example").read_text()

        assert set(re.findall(r"^(\w+)=", example, re.MULTILINE)) == used
