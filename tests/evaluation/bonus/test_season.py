"""The 2017 season's awards and the late finding on its first project (S-150, S-151, S-154).

The units are those that took part when results were accepted, as the scenario lists them.
"""

from collections.abc import Sequence

from services.evaluation.decision.events import Outcome
from tests.evaluation.bonus.season import Awards
from tests.office import Office

SEASON: Sequence[tuple[int, str, tuple[str, ...], Outcome]] = [  # number, lead, co-leads, outcome
    (1, "xingzheng-zhifa-ju", (), "pass"),
    (2, "shichang-jianguan-ju", ("zhijian-ju",), "pass"),
    (3, "jianshe-ju", (), "not_submitted"),
    (4, "jinhua-zhiye-jishu-xueyuan", (), "pass"),
    (5, "renli-shebao-ju", (), "pass"),
    (6, "caishui-xitong", ("guoshui-ju",), "pass"),
    (7, "guoshui-ju", ("caishui-xitong",), "pass"),
    (8, "guozi-wei", ("gongan-ju", "weiji-wei", "minzheng-xitong"), "pass"),
    (9, "shichang-jianguan-ju", (), "pass"),
    (10, "minzheng-xitong", ("renli-shebao-ju",), "fail"),
    (11, "jiaotong-ju", ("jianshe-ju", "shuili-ju"), "pass"),
    (12, "shifu-ban", ("jingxin-wei",), "pass"),
    (13, "shuili-ju", ("xingzheng-zhifa-ju", "jianshe-ju"), "pass"),
    (14, "jingxin-wei", ("fagai-wei-xitong", "guoshui-ju"), "pass"),
    (15, "fagai-wei-xitong", ("shichang-jianguan-ju", "keji-ju"), "pass"),
    (16, "weiji-wei", ("minzheng-xitong", "tiyu-ju"), "pass"),
    (17, "xuanchuan-xitong", ("weiji-wei",), "pass"),
    (18, "gongan-ju", ("xingzheng-zhifa-ju", "jiaotong-ju"), "pass"),
]
EXPECTED = {  # lines by project, raw, after the cap of 20
    "caishui-xitong": {"lines": [[6, "lead", 12], [7, "co_lead", 6]], "raw": 18, "awarded": 18},
    "fagai-wei-xitong": {"lines": [[14, "co_lead", 6], [15, "lead", 12]], "raw": 18, "awarded": 18},
    "gongan-ju": {"lines": [[8, "co_lead", 6], [18, "lead", 12]], "raw": 18, "awarded": 18},
    "guoshui-ju": {
        "lines": [[6, "co_lead", 6], [7, "lead", 12], [14, "co_lead", 6]],
        "raw": 24,
        "awarded": 20,
    },
    "guozi-wei": {"lines": [[8, "lead", 12]], "raw": 12, "awarded": 12},
    "jianshe-ju": {"lines": [[11, "co_lead", 6], [13, "co_lead", 6]], "raw": 12, "awarded": 12},
    "jiaotong-ju": {"lines": [[11, "lead", 12], [18, "co_lead", 6]], "raw": 18, "awarded": 18},
    "jingxin-wei": {"lines": [[12, "co_lead", 6], [14, "lead", 12]], "raw": 18, "awarded": 18},
    "jinhua-zhiye-jishu-xueyuan": {"lines": [[4, "lead", 12]], "raw": 12, "awarded": 12},
    "keji-ju": {"lines": [[15, "co_lead", 6]], "raw": 6, "awarded": 6},
    "minzheng-xitong": {"lines": [[8, "co_lead", 6], [16, "co_lead", 6]], "raw": 12, "awarded": 12},
    "renli-shebao-ju": {"lines": [[5, "lead", 12]], "raw": 12, "awarded": 12},
    "shichang-jianguan-ju": {
        "lines": [[2, "lead", 12], [9, "lead", 12], [15, "co_lead", 6]],
        "raw": 30,
        "awarded": 20,
    },
    "shifu-ban": {"lines": [[12, "lead", 12]], "raw": 12, "awarded": 12},
    "shuili-ju": {"lines": [[11, "co_lead", 6], [13, "lead", 12]], "raw": 18, "awarded": 18},
    "tiyu-ju": {"lines": [[16, "co_lead", 6]], "raw": 6, "awarded": 6},
    "weiji-wei": {
        "lines": [[8, "co_lead", 6], [16, "lead", 12], [17, "co_lead", 6]],
        "raw": 24,
        "awarded": 20,
    },
    "xingzheng-zhifa-ju": {
        "lines": [[1, "lead", 12], [13, "co_lead", 6], [18, "co_lead", 6]],
        "raw": 24,
        "awarded": 20,
    },
    "xuanchuan-xitong": {"lines": [[17, "lead", 12]], "raw": 12, "awarded": 12},
    "zhijian-ju": {"lines": [[2, "co_lead", 6]], "raw": 6, "awarded": 6},
}
REVISED = EXPECTED | {
    "xingzheng-zhifa-ju": {
        "lines": [[13, "co_lead", 6], [18, "co_lead", 6]],
        "raw": 12,
        "awarded": 12,
    }
}


async def the_season(office: Office, name: str) -> Awards:
    season = await Awards(office, name).announced()
    await season.table()
    for number, lead, co_leads, outcome in SEASON:
        await season.taken_part(number, lead, *co_leads)
        await season.confirmed(number, outcome)
    await office.caught_up()
    return season


async def test_the_2017_awards_come_out_as_the_office_computed_them(office: Office) -> None:
    season = await the_season(office, "season-a")

    await season.awarded()

    assert await season.sheets() == EXPECTED


async def test_when_project_one_is_revised_to_a_fail_its_lead_loses_its_points_and_no_more(
    office: Office,
) -> None:
    season = await the_season(office, "season-b")
    await season.awarded()
    await season.revised(1, "fail")
    await season.stands(1, "fail")

    assert (await season.prepare()).json()["code"] == "reason-needed"
    assert (await season.prepare(reason="制度文本系抄袭")).status_code == 200
    receipt = (await season.approve()).json()

    assert receipt["events"] == ["BonusRevoked", "BonusAdjusted"]
    assert await season.sheets() == REVISED


async def test_a_project_that_did_not_pass_is_not_awarded_by_hand(office: Office) -> None:
    season = await the_season(office, "season-c")
    await season.prepare()

    for number in (3, 10):
        answer = await season.approve(projects=[season.p(number)])
        assert (answer.status_code, answer.json()["code"]) == (409, "not-a-pass")
    assert [sheet["lines"] for sheet in (await season.sheets()).values() if sheet["lines"]] == []


async def test_while_a_decision_is_revised_nothing_is_taken_back_and_the_same_pass_changes_nothing(
    office: Office,
) -> None:
    season = await the_season(office, "season-d")
    await season.awarded()

    await season.revised(1, "fail")
    assert (await season.prepare()).json()["events"] == []
    await season.revised(1, "pass")
    await season.stands(1, "pass")

    assert (await season.prepare()).json()["events"] == []
    assert await season.sheets() == EXPECTED
