"""Compose and Kubernetes tell each service what it needs, in names that the code reads."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml

from deploy.nats.accounts import ADMIN_PASSWORD, accounts_config, password_variable
from deploy.settings import settings_for
from deploy.topology import NAMES, topology
from shared.settings import Settings

ROOT = Path(__file__).parents[2]
COMPOSE = ROOT / "docker-compose.yml"
BASE = ROOT / "deploy/k8s/base"
EXAMPLE = ROOT / "deploy/docker/env.example"
INSTALLATIONS = ("compose", "k8s")
OURS = (*NAMES, "migrate", "bus")

VARIABLE = re.compile(r"\$\{(\w+)(?::([?-])([^}]*))?\}")
FILLED_IN = "filled-in"
SECRETS = {
    "lingban-smtp": {
        "LINGBAN_SMTP_HOST": "mail.example.org",
        "LINGBAN_SMTP_PORT": "587",
        "LINGBAN_SMTP_TLS": "starttls",
        "LINGBAN_SMTP_USER": "lingban",
        "LINGBAN_SMTP_PASSWORD": "p",
        "LINGBAN_SMTP_FROM": "lingban@example.org",
    }
}
"""Whole Secrets that a container reads, with the keys that deploy/k8s/README.md names."""

READ = (
    {f"LINGBAN_{name.upper()}" for name in Settings.model_fields}
    | {f"LINGBAN_{name.upper()}_URL" for name in NAMES}
    | {password_variable(name) for name in NAMES}
)
"""Every variable that a process of ours understands."""

type Environment = dict[str, str]


def interpolated(text: str) -> str:
    """Return what Compose makes of a value when .env gives what has no default."""
    return VARIABLE.sub(lambda m: m[3] if m[2] == "-" else FILLED_IN, text)


def in_compose() -> Mapping[str, Environment]:
    containers: dict[str, Any] = yaml.safe_load(COMPOSE.read_text())["services"]
    return {
        name: {
            key: interpolated(str(text)) for key, text in containers[name]["environment"].items()
        }
        for name in OURS
    }


def in_k8s() -> Mapping[str, Environment]:
    documents = [
        doc for file in BASE.glob("*.yaml") for doc in yaml.safe_load_all(file.read_text())
    ]
    named = {doc["metadata"]["name"]: doc for doc in documents if doc["kind"] == "ConfigMap"}
    workloads = {
        doc["metadata"]["name"]: doc for doc in documents if doc["kind"] in {"Deployment", "Job"}
    }
    return {name: pod_environment(workloads[name], named) for name in OURS}


def pod_environment(workload: Any, config_maps: Mapping[str, Any]) -> Environment:
    (container,) = workload["spec"]["template"]["spec"]["containers"]
    found: Environment = {}
    for source in container["envFrom"]:
        if "configMapRef" in source:
            found |= config_maps[source["configMapRef"]["name"]]["data"]
        else:
            found |= SECRETS[source["secretRef"]["name"]]
    return found | {entry["name"]: entry.get("value", FILLED_IN) for entry in container["env"]}


def environments(installation: str) -> Mapping[str, Environment]:
    return in_compose() if installation == "compose" else in_k8s()


@pytest.fixture(params=INSTALLATIONS)
def installation(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.mark.parametrize("name", OURS)
def test_every_variable_of_a_container_is_one_that_the_code_reads(
    name: str, installation: str
) -> None:
    assert set(environments(installation)[name]) - READ == set()


@pytest.mark.parametrize("name", NAMES)
def test_each_service_is_told_what_it_needs(
    name: str, installation: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable, text in environments(installation)[name].items():
        monkeypatch.setenv(variable, text)

    settings = settings_for(name)

    assert settings.host == "0.0.0.0"  # noqa: S104 - inside its container
    assert settings.port == 8000
    assert settings.clock == "system"
    assert settings.gateway_url == "http://gateway:8000"
    assert settings.nats_password.get_secret_value() == FILLED_IN
    assert settings.service_token.get_secret_value() == FILLED_IN
    assert settings.nats_admin_password.get_secret_value() == ""
    assert (settings.signing_key_file is not None) is (name == "gateway")
    assert settings.files_url.startswith("file:///var/lib/lingban/") is (name == "progress")


def test_the_gateway_knows_every_other_service_by_its_container(
    installation: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable, text in environments(installation)["gateway"].items():
        monkeypatch.setenv(variable, text)

    settings = settings_for("gateway")

    assert {name: urlsplit(url).netloc for name, url in settings.services.items()} == {
        name: f"{name}:8000" for name in NAMES if name != "gateway"
    }
    assert settings.secure_cookies


@pytest.mark.parametrize("job", ["migrate", "bus"])
def test_a_job_that_declares_has_the_administrators_password(
    job: str, installation: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment = environments(installation)[job]
    for variable, text in environment.items():
        monkeypatch.setenv(variable, text)

    assert settings_for("gateway").nats_admin_password.get_secret_value() == FILLED_IN
    assert {v for v in environment if v.endswith("_PASSWORD")} == {ADMIN_PASSWORD}


def test_three_servers_of_the_bus_keep_three_copies(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable, text in in_k8s()["bus"].items():
        monkeypatch.setenv(variable, text)

    assert settings_for("gateway").nats_replicas == 3


def test_links_lead_to_the_address_that_people_use() -> None:
    (overlay,) = yaml.safe_load_all(
        (ROOT / "deploy/k8s/overlays/example/kustomization.yaml").read_text()
    )
    patched = [patch["patch"] for patch in overlay["patches"]]

    assert all(in_compose()[name]["LINGBAN_PUBLIC_URL"] == FILLED_IN for name in NAMES)
    assert any("/data/LINGBAN_PUBLIC_URL" in patch for patch in patched)


def test_the_example_names_only_what_is_read_or_filled_in_by_compose() -> None:
    only_compose = {"LINGBAN_IMAGE", "LINGBAN_LISTEN", "LINGBAN_POSTGRES_PASSWORD"}
    named = set(re.findall(r"^(\w+)=", EXAMPLE.read_text(), re.MULTILINE))

    assert named - READ - only_compose == set()


def test_the_readme_of_kubernetes_names_every_key_of_a_secret() -> None:
    readme = (ROOT / "deploy/k8s/README.md").read_text()

    assert [key for keys in SECRETS.values() for key in keys if f"`{key}`" not in readme] == []


def test_the_server_of_the_bus_is_told_every_password_that_its_accounts_ask_for() -> None:
    asked = set(re.findall(r"\$(LINGBAN_\w+)", accounts_config(topology())))
    told = yaml.safe_load(COMPOSE.read_text())["services"]["nats"]["environment"]

    assert set(told) == asked


def test_the_accounts_of_the_bus_are_those_of_the_code() -> None:
    kept = (ROOT / "deploy/nats/accounts.conf").read_text()

    assert kept == accounts_config(topology()), "lingban bus config > deploy/nats/accounts.conf"
