"""Points follow the decision as people make it: judged, confirmed, and found out later (S-154)."""

from tests.evaluation.bonus.season import Awards
from tests.evaluation.season import LEADER
from tests.office import Office

NOT_PUBLIC = {"aggregate": "trimmed_mean", "publicity_working_days": 0}


async def test_a_pass_brings_points_once_it_is_confirmed_and_a_finding_takes_them_back(
    office: Office,
) -> None:
    season = await decided(office, "decided-a")
    assert (await season.prepare()).json()["code"] == "nothing-confirmed"
    assert (await season.confirm()).status_code == 200
    await season.awarded()
    assert await season.sheets() == of_the_lead(12)

    assert (await season.find(hearing="各单位均已陈述意见")).status_code == 200
    await season.awarded("制度文本系抄袭")

    assert await season.sheets() == of_the_lead(0)


async def decided(office: Office, name: str) -> Awards:
    """One project with a lead alone, scored by five and its round closed, without publicity."""
    season = Awards(office, name)
    season.year = 2032
    await season.announced()
    await season.lists()
    await season.led_by(season.unit("lead"))
    await season.results_in(1, project=season.project)
    await season.freezes()
    await season.ruled()
    path = f"programmes/{season.programme}/procedure"
    assert (await season.send(LEADER, "PUT", path, NOT_PUBLIC)).status_code == 200
    await season.closed_with([80, 80, 80, 80, 80])
    return season


def of_the_lead(points: int) -> dict[str, object]:
    """Return the sheets of the programme, of which the lead's has so many points."""
    lines = [[1, "lead", points]] if points else []
    return {"lead": {"lines": lines, "raw": points, "awarded": points}}
