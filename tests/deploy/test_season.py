"""`lingban run --demo`: there is something to look at, and a second start keeps it."""

import signal
from collections.abc import Iterator
from typing import Any

import pytest

from deploy.demo import notice
from deploy.season import CO_LEADS, REPORTERS, REPORTING, Part, parts, picture
from tests.deploy.installation import Installation


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    installation = Installation(tmp_path_factory.mktemp("season") / "data", ["--demo"])
    yield installation
    if installation.process and installation.process.poll() is None:
        installation.process.kill()
        installation.process.wait()


def seen(installation: Installation) -> dict[str, Any]:
    """Return who takes part in each project and which reports there are."""
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
            "now": client.get("/api/gateway/clock").json()["now"],
        }


def test_every_unit_that_co_leads_has_an_account_and_does_not_lead_that_project() -> None:
    document = notice()
    units = {unit["id"] for unit in document["units"]}
    leads = {project["id"]: project["lead"]["unit_id"] for project in document["projects"]}

    for project, co_leads in CO_LEADS.items():
        assert set(co_leads) <= units - {leads[project]}


def test_each_project_has_a_picture_of_its_own() -> None:
    leads: list[Part] = [part for part in parts(notice()) if part.role == "lead"]

    assert len({picture(part) for part in leads}) == 18


def test_the_season_is_played_once_and_stays(installation: Installation) -> None:
    installation.start()
    first = seen(installation)
    assert installation.end(signal.SIGTERM) == 0
    installation.start()
    second = seen(installation)
    assert installation.end(signal.SIGINT) == 0

    taken = [part for project in first["participations"] for part in project]
    assert {part["status"] for part in taken} == {"active"}
    assert len([part for part in taken if part["role"] == "lead"]) == 18
    assert len([part for part in taken if part["role"] == "co_lead"]) == 12
    assert {p for p, reports in first["reports"].items() if reports} == set(REPORTERS)
    assert first["now"] >= REPORTING.isoformat()
    assert (second["participations"], second["reports"]) == (
        first["participations"],
        first["reports"],
    )
