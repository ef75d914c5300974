"""deploy/k8s: every document is valid, and the office survives the loss of a node."""

import shutil
import subprocess
from copy import deepcopy
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml

K8S = Path(__file__).parents[2] / "deploy/k8s"
LINGBAN = {"applications", "progress", "evaluation", "notifications", "audit", "gateway"}
FILES = [file for file in sorted(K8S.rglob("*.yaml")) if file.name != "kustomization.yaml"]
KUSTOMIZATIONS = [file.parent for file in sorted(K8S.rglob("kustomization.yaml"))]

type Document = dict[str, Any]


def documents(*files: Path) -> list[Document]:
    return [doc for file in files for doc in yaml.safe_load_all(file.read_text()) if doc]


def validate(document: Document) -> None:
    """Refuse what the schemas of the newest bundled Kubernetes do not know."""
    kubernetes_validate.validate(document, kubernetes_validate.latest_version(), strict=True)


def of_kind(kind: str) -> dict[str, Document]:
    return {
        doc["metadata"]["name"]: doc
        for doc in documents(*K8S.glob("base/*.yaml"))
        if doc["kind"] == kind
    }


def container_of(workload: Document) -> Document:
    (container,) = workload["spec"]["template"]["spec"]["containers"]
    return container


class TestTheDocuments:
    @pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(K8S)))
    def test_each_is_valid(self, file: Path) -> None:
        for document in documents(file):
            validate(document)

    def test_a_misspelled_field_is_caught(self) -> None:
        planted = deepcopy(of_kind("Deployment")["gateway"])
        planted["spec"]["replica"] = planted["spec"].pop("replicas")

        with pytest.raises(kubernetes_validate.ValidationError, match="replica"):
            validate(planted)

    def test_the_base_names_each_file(self) -> None:
        (base,) = documents(K8S / "base/kustomization.yaml")
        files = {file.name for file in K8S.glob("base/*.yaml")} - {"kustomization.yaml"}

        assert {name for name in base["resources"] if name.endswith(".yaml")} == files

    def test_no_secret_is_kept_here(self) -> None:
        assert [doc["kind"] for doc in documents(*FILES) if doc["kind"] == "Secret"] == []


class TestOurServices:
    def test_each_has_two_replicas_of_which_one_may_be_disrupted(self) -> None:
        replicas = {name: d["spec"]["replicas"] for name, d in of_kind("Deployment").items()}
        budgets = of_kind("PodDisruptionBudget")

        assert replicas == dict.fromkeys(LINGBAN, 2) | {"bus": 1}
        assert {name: budgets[name]["spec"]["maxUnavailable"] for name in LINGBAN} == (
            dict.fromkeys(LINGBAN, 1)
        )

    @pytest.mark.parametrize("name", sorted(LINGBAN))
    def test_each_is_probed_where_it_listens(self, name: str) -> None:
        container = container_of(of_kind("Deployment")[name])

        assert container["args"] == ["serve", name]
        assert container["ports"] == [{"name": "http", "containerPort": 8000}]
        assert container["livenessProbe"]["httpGet"]["path"] == "/health/live"
        assert container["readinessProbe"]["httpGet"]["path"] == "/health/ready"

    @pytest.mark.parametrize("name", sorted(LINGBAN))
    def test_each_is_found_and_disrupted_by_its_own_label(self, name: str) -> None:
        label = {"app.kubernetes.io/name": name}
        pods = of_kind("Deployment")[name]["spec"]["template"]["metadata"]["labels"]

        assert pods == label
        assert of_kind("Service")[name]["spec"]["selector"] == label
        assert of_kind("PodDisruptionBudget")[name]["spec"]["selector"]["matchLabels"] == label

    @pytest.mark.parametrize("name", sorted(LINGBAN))
    def test_each_knows_no_password_of_the_bus_but_its_own(self, name: str) -> None:
        known = {
            variable["name"]
            for variable in container_of(of_kind("Deployment")[name])["env"]
            if variable["name"].startswith("LINGBAN_NATS_")
        }

        assert known == {f"LINGBAN_NATS_{name.upper()}_PASSWORD"}


class TestTheBus:
    def test_a_job_declares_it_and_one_watch_declares_again_what_goes_missing(self) -> None:
        assert container_of(of_kind("Job")["migrate"])["args"] == ["migrate"]
        assert container_of(of_kind("Deployment")["bus"])["args"] == ["bus", "apply", "--watch"]

    def test_three_servers_each_have_their_own_disk(self) -> None:
        nats = of_kind("StatefulSet")["nats"]["spec"]
        (disk,) = nats["volumeClaimTemplates"]
        mounts = container_of(of_kind("StatefulSet")["nats"])["volumeMounts"]

        assert nats["replicas"] == 3
        assert {"name": disk["metadata"]["name"], "mountPath": "/data"} in mounts
        assert of_kind("PodDisruptionBudget")["nats"]["spec"]["maxUnavailable"] == 1

    def test_the_servers_find_each_other_before_they_are_ready(self) -> None:
        headless = of_kind("Service")[of_kind("StatefulSet")["nats"]["spec"]["serviceName"]]

        assert headless["spec"]["clusterIP"] == "None"
        assert headless["spec"]["publishNotReadyAddresses"] is True


@pytest.mark.skipif(not shutil.which("kubectl"), reason="kubectl is not installed")
@pytest.mark.parametrize("folder", KUSTOMIZATIONS, ids=lambda folder: folder.name)
def test_kustomize_builds_only_valid_documents(folder: Path) -> None:
    built = subprocess.run(
        ["kubectl", "kustomize", str(folder)],  # noqa: S607 - where it lies differs
        capture_output=True,
        text=True,
        check=False,
    )

    assert built.returncode == 0, built.stderr
    for document in yaml.safe_load_all(built.stdout):
        validate(document)
