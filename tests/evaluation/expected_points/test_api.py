"""Expected points follow from events alone, in whatever order these arrive."""

import random
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from services.evaluation.decision.events import Outcome, ProjectEvaluated, decision_of
from services.evaluation.rules.events import BonusRulesSet, rules_of
from shared.http.rights import Role
from shared.ids import ProjectId
from tests.evaluation.season import AUDITOR, LEADER, STAFF, Season
from tests.office import Office, who

type Act = Callable[[], Awaitable[None]]


class Points(Season):
    """A season whose decisions and bonus table are recorded directly, to arrive in any order."""

    def p(self, number: int) -> str:
        return f"{self.programme}-p{number}"

    async def judged(self, number: int, outcome: Outcome) -> None:
        event = ProjectEvaluated(
            programme_id=self.programme,
            project_id=ProjectId(self.p(number)),
            category="zhidu-jizhi",
            sheets=(),
            mean=8000 if outcome == "pass" else 5000,
            outcome=outcome,
            aggregate="trimmed_mean",
            min_score=6000,
            min_valid=5,
        )
        await self.office.publish("evaluation", decision_of(event.project_id), event)

    async def bonus(self) -> None:
        event = BonusRulesSet(programme_id=self.programme, lead=1200, co_lead=600, cap=2000)
        await self.office.publish("evaluation", rules_of(self.programme), event)

    def unit(self, name: str) -> str:
        return f"{self.programme}-{name}"

    def acts(self) -> list[Act]:
        """Guoshui leads 7 and joins 6 and 14 (all pass) and 10 (fails); caishui leads 6 and 10."""
        guoshui, caishui = self.unit("guoshui"), self.unit("caishui")
        return [
            self.bonus,
            *(lambda n=n: self.lists(self.p(n), number=n) for n in (6, 7, 10, 14)),
            lambda: self.led_by(caishui, self.p(6)),
            lambda: self.led_by(guoshui, self.p(7), executing=self.unit("keji")),
            lambda: self.led_by(caishui, self.p(10)),
            *(lambda n=n: self.joined_by(guoshui, self.p(n)) for n in (6, 14, 10)),
            lambda: self.joined_by(caishui, self.p(7)),
            *(lambda n=n: self.judged(n, "pass") for n in (6, 7, 14)),
            lambda: self.judged(10, "fail"),
        ]

    async def sheets(self) -> list[dict[str, Any]]:
        await self.office.caught_up()
        path = f"programmes/{self.programme}/expected-points"
        items: list[dict[str, Any]] = (await self.get(AUDITOR, path)).json()["items"]
        return items

    def told(self, sheets: list[dict[str, Any]]) -> Any:
        """Return sheets without what differs between runs: event ids and the programme's name."""
        return [
            {
                "unit": sheet["unit_id"].removeprefix(f"{self.programme}-"),
                "lines": [(li["number"], li["role"], li["points"]) for li in sheet["lines"]],
                "raw": sheet["raw"],
                "cut": sheet["capped"] and sheet["capped"]["points"],
                "expected": sheet["expected"],
            }
            for sheet in sheets
        ]


EXPECTED = [
    {
        "unit": "caishui",
        "lines": [(6, "lead", 12), (7, "co_lead", 6)],
        "raw": 18,
        "cut": None,
        "expected": 18,
    },
    {
        "unit": "guoshui",
        "lines": [(6, "co_lead", 6), (7, "lead", 12), (14, "co_lead", 6)],
        "raw": 24,
        "cut": -4,
        "expected": 20,
    },
]


@pytest.mark.parametrize("seed", range(4))
async def test_points_are_the_same_in_whatever_order_events_arrive(
    office: Office, seed: int
) -> None:
    season = Points(office, f"points-{seed}")
    acts = season.acts()
    random.Random(seed).shuffle(acts)
    for act in acts:
        await act()

    assert season.told(await season.sheets()) == EXPECTED


async def test_every_line_names_its_events_and_its_rule(office: Office) -> None:
    season = Points(office, "points-because")
    for act in season.acts():
        await act()

    sheet = (await season.sheets())[1]

    assert sheet["capped"]["rule"] == "REQ-53 AMB-01"
    known = set()
    for service in ("applications", "evaluation"):
        rows = await office.resources(service).pool.fetch("select event_id from event")
        known |= {str(row["event_id"]) for row in rows}
    for line in sheet["lines"]:
        assert line["rule"] == "REQ-52 AMB-02"
        assert len(line["because"]) == 3
        assert set(line["because"]) <= known


async def test_without_a_bonus_table_nobody_may_expect_anything(office: Office) -> None:
    season = Points(office, "points-none")
    for act in season.acts()[1:]:
        await act()

    assert await season.sheets() == []


async def test_a_unit_reads_its_own_points_only(office: Office) -> None:
    season = Points(office, "points-own")
    for act in season.acts():
        await act()
    await office.caught_up()
    guoshui = season.unit("guoshui")
    liaison = who("liaison", Role.LIAISON, unit=guoshui)

    own = (await season.get(liaison, f"units/{guoshui}/expected-points")).json()["items"]
    listed = (await season.get(liaison, "programmes/points-own/expected-points")).json()["items"]
    other = await season.get(liaison, f"units/{season.unit('caishui')}/expected-points")
    leader = (await season.get(LEADER, f"units/{guoshui}/expected-points")).json()["items"]

    assert season.told(own) == season.told(listed) == season.told(leader) == EXPECTED[1:]
    assert other.status_code == 404


async def test_units_are_listed_page_by_page(office: Office) -> None:
    season = Points(office, "points-pages")
    for act in season.acts():
        await act()
    await office.caught_up()
    path = "programmes/points-pages/expected-points?limit=1"

    first = (await season.get(STAFF, path)).json()
    second = (await season.get(STAFF, f"{path}&after={first['next']}")).json()
    third = (await season.get(STAFF, f"{path}&after={second['next']}")).json()

    assert season.told(first["items"] + second["items"]) == EXPECTED
    assert (third["items"], third["next"]) == ([], "")


@pytest.mark.parametrize(
    "path",
    [
        "programmes/A~b/expected-points",
        "units/A~b/expected-points",
        "programmes/a/expected-points?limit=0",
    ],
)
async def test_bad_addresses_are_refused(office: Office, path: str) -> None:
    assert (await Season(office, "points-bad").get(STAFF, path)).status_code == 422
