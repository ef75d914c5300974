"""`lingban run --demo`: there is something to look at, and a second start keeps it."""

import signal
from collections.abc import Iterator
from typing import Any

import pytest

from deploy.demo import notice, personas
from deploy.playing.files import picture as picture_of
from deploy.playing.season import DEMO_ENDS
from tests.deploy.installation import Installation


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    installation = Installation(tmp_path_factory.mktemp("demo") / "data", ["--demo"])
    yield installation
    if installation.process and installation.process.poll() is None:
        installation.process.kill()
        installation.process.wait()


def seen(installation: Installation) -> dict[str, Any]:
    """Return who takes part in each project, and which reports and results there are."""
    with installation.signed_in("staff") as client:
        projects = [project["id"] for project in notice()["projects"]]
        return {
            "participations": [
                client.get(f"/api/applications/projects/{project}/participations").json()
                for project in projects
            ],
            "reports": {
                project: client.get(f"/api/progress/projects/{project}/reports").json()["items"]
                for project in projects
            },
            "results": client.get("/api/progress/projects/2017-p08/results").json()["package"][
                "state"
            ],
            "now": client.get("/api/gateway/clock").json()["now"],
        }


def test_every_persona_has_one_account() -> None:
    accounts = [persona.id for persona in personas(notice())]

    assert len(accounts) == len(set(accounts))


def test_each_project_has_a_picture_of_its_own() -> None:
    assert len({picture_of(number) for number in range(1, 19)}) == 18


def test_the_season_is_played_once_and_stays(installation: Installation) -> None:
    installation.start()
    first = seen(installation)
    assert installation.end(signal.SIGTERM) == 0
    installation.start()
    second = seen(installation)
    assert installation.end(signal.SIGINT) == 0

    taken = [part for project in first["participations"] for part in project]
    active = [part for part in taken if part["status"] == "active"]
    assert len([part for part in active if part["role"] == "lead"]) == 18
    assert len([part for part in active if part["role"] == "co_lead"]) == 21
    assert {len(reports) for reports in first["reports"].values()} == {1, 2}
    assert first["results"] == "submitted"
    assert first["now"] >= DEMO_ENDS.isoformat()
    assert {**second, "now": ""} == {**first, "now": ""}
