"""Another system fetches bonus sheets: the same file for the same number, amounts and no factors."""

import csv
import io
from typing import Any

import pytest
from httpx2 import Response

from shared.http.caller import Caller
from shared.http.rights import Role
from tests.evaluation.bonus.season import Awards
from tests.evaluation.season import AUDITOR, CLIENT, LEAD, LEADER, STAFF
from tests.office import Office, who

INDEX = who("xianfeng", Role.CLIENT, scopes=("bonus:export",))


async def awarded(office: Office, name: str, year: int) -> Awards:
    """A unit that leads two passed projects of a year, so that something is cut."""
    season = Awards(office, name)
    season.year = year
    await season.announced()
    await season.table()
    for number in (1, 2):
        await season.taken_part(number, "lead")
        await season.confirmed(number)
    await office.caught_up()
    await season.awarded()
    return season


def path(season: Awards, rest: str = "") -> str:
    return f"programmes/{season.programme}/bonus-exports{rest}"


async def export(season: Awards, caller: Caller = INDEX) -> Response:
    return await season.send(caller, "POST", path(season))


@pytest.mark.covers("REQ-52", "PRA-18")
async def test_an_export_fetched_twice_is_the_same_file_and_recorded_once(office: Office) -> None:
    season = await awarded(office, "export-a", 2051)

    first, file = await export(season), await season.get(INDEX, path(season, "/1"))
    second, again = await export(season), await season.get(INDEX, path(season, "/1"))

    assert first.json()["events"] == ["BonusExported"]
    assert second.json()["events"] == []
    assert (file.content, file.headers["ETag"]) == (again.content, '"1"')
    assert [e["number"] for e in (await season.get(INDEX, path(season))).json()["items"]] == [1]


@pytest.mark.covers("PRA-18")
async def test_every_line_has_an_amount_a_reason_and_a_rule(office: Office) -> None:
    season = await awarded(office, "export-b", 2052)
    await export(season)

    told = (await season.get(AUDITOR, path(season, "/1"))).json()

    assert [(line["kind"], line["points"], line["rule"]) for line in told["lines"]] == [
        ("award", 12, "REQ-52 AMB-02"),
        ("award", 12, "REQ-52 AMB-02"),
        ("cut", -4, "REQ-53 AMB-01"),
    ]
    assert told["total"] == 20
    assert all(line["reason"] for line in told["lines"])
    assert not {"factor", "weight", "multiplier"} & set(told["lines"][0])


@pytest.mark.covers("REQ-54", "PRA-18")
async def test_sheets_that_changed_get_the_next_number_and_the_former_file_stays(
    office: Office,
) -> None:
    season = await awarded(office, "export-c", 2053)
    await export(season)
    before = await season.get(STAFF, path(season, "/1"))
    await season.revised(1, "fail")
    await season.stands(1, "fail")
    await season.awarded("制度文本系抄袭")

    await export(season, STAFF)

    after = (await season.get(STAFF, path(season, "/2"))).json()
    assert after["total"] == 12
    assert (after["lines"][3]["kind"], after["lines"][3]["points"]) == ("revocation", -12)
    assert after["lines"][3]["reason"] == "制度文本系抄袭"
    assert (await season.get(STAFF, path(season, "/1"))).content == before.content


async def test_the_file_for_office_programs_has_plain_numbers(office: Office) -> None:
    season = await awarded(office, "export-d", 2054)
    await export(season)

    answer = await season.get(LEADER, path(season, "/1.csv"))
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))

    assert answer.headers["ETag"] == '"1"'
    assert [row[6] for row in rows] == ["分值", "12", "12", "-4"]
    assert rows[1][4] == "牵头领办"


async def test_nothing_goes_out_before_the_award_or_while_a_line_is_held(office: Office) -> None:
    season = Awards(office, "export-e")
    season.year = 2055
    await season.announced()
    await office.caught_up()
    assert (await export(season)).json()["code"] == "nothing-to-export"
    await awarded(office, "export-e", 2055)
    await season.results_in(1)
    await office.caught_up()

    answer = await export(season)

    assert (answer.status_code, answer.json()["code"]) == (409, "lines-are-held")


@pytest.mark.parametrize("caller", [CLIENT, LEAD])
async def test_units_and_systems_without_the_scope_get_no_export(
    office: Office, caller: Caller
) -> None:
    season = Awards(office, "export-f")

    assert (await season.get(caller, path(season))).json()["code"] == "not-an-exporter"


async def test_the_auditor_reads_and_does_not_export(office: Office) -> None:
    assert (await export(Awards(office, "export-g"), AUDITOR)).status_code == 403


@pytest.mark.parametrize(
    ("rest", "status"),
    [("/0", 422), ("/x", 422), ("/x.csv", 422), ("/9", 404), ("/9.csv", 404)],
)
async def test_a_wrong_number_is_refused(office: Office, rest: str, status: int) -> None:
    season = Awards(office, "export-h")
    season.year = 2056
    await season.announced()
    await office.caught_up()

    assert (await season.get(STAFF, path(season, rest))).status_code == status


@pytest.mark.parametrize(("name", "status"), [("nowhere", 404), ("A~b", 422)])
async def test_an_unknown_or_malformed_programme_is_refused(
    office: Office, name: str, status: int
) -> None:
    season: Any = Awards(office, name)

    assert (await season.get(STAFF, path(season))).status_code == status
    assert (await export(season)).status_code == status
