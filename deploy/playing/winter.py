"""January to March: points, what a late finding changes, the next year."""

from typing import Any

from deploy.playing.acting import ADMIN, AUDITOR, DEPUTY, LEADER, STAFF, Cast, expect
from deploy.playing.april import MAILED
from deploy.playing.december import RIVAL
from deploy.playing.places import (
    CIRCULAR,
    PROGRAMME,
    PROGRAMME_IN_PROGRESS,
    RULES_OF_EVALUATION,
    judged,
    project,
)
from deploy.playing.player import move
from deploy.playing.scenario import script

ASSESSMENT = "annual-assessment"
"""The municipal system that takes the points over into the annual assessment."""

BONUS = f"{RULES_OF_EVALUATION}/bonus"


async def points(cast: Cast) -> dict[str, Any]:
    """Return each unit's points: what its lines add up to, and what is left under the cap."""
    page = await cast.reads(STAFF, BONUS)
    return {
        each["unit_id"]: {"raw": each["raw"], "awarded": each["total"]}
        for each in page["items"]
        if each["raw"]
    }


async def keeps(cast: Cast, table: str, expected: str) -> None:
    """Keep a table of points, and make sure that it is the script's."""
    found = cast.kept[table] = await points(cast)
    wanted = {
        unit: {"raw": each["raw"], "awarded": each["awarded"]}
        for unit, each in script()[expected].items()
    }
    wrong = {unit for unit in wanted.keys() | found.keys() if wanted.get(unit) != found.get(unit)}
    differing = {unit: (found.get(unit), wanted.get(unit)) for unit in sorted(wrong)}
    expect(not wrong, f"points differ (found, expected): {differing}")


async def commended(cast: Cast) -> list[str]:
    """Return the projects that the circular in force names."""
    circular = await cast.reads(LEADER, CIRCULAR)
    return sorted(each["project_id"] for each in circular["projects"])


@move("S-148")
async def the_circular_is_drafted(cast: Cast) -> None:
    """Sixteen projects with lead and co-leads, under the number of the year in which it is issued."""
    form = {
        "document_year": 2018,
        "document_number": "金直委发〔2018〕1号",
        "wording": "commended",
        "basis": "经上级批准的表彰项目。",
    }
    await cast.does(STAFF, "PUT", CIRCULAR, form)
    await cast.does(STAFF, "POST", f"{CIRCULAR}/print")
    named = await commended(cast)
    expect(len(named) == 16, f"{len(named)} projects: {named}")  # noqa: PLR2004 - the script's number


@move("S-149", later=(MAILED,))
async def the_circular_is_issued(cast: Cast) -> None:
    """By a leader, who did not draft it; it goes to whom it is reported and copied."""
    await cast.does(LEADER, "POST", f"{CIRCULAR}/issue")
    await cast.does(LEADER, "POST", f"{CIRCULAR}/print")


@move("S-150")
async def the_bonus_is_awarded(cast: Cast) -> None:
    """Staff prepares, the leader approves."""
    await cast.does(STAFF, "POST", f"{BONUS}/preparation", {})
    await cast.does(LEADER, "POST", f"{BONUS}/approval", {})
    await keeps(cast, "bonus_at_award", "expected_bonus_at_award")


@move("S-151")
async def an_award_by_hand(cast: Cast) -> None:
    """A project that did not pass gives no points."""
    body = {"projects": [project(10)]}
    await cast.is_refused("not-a-pass", STAFF, "POST", f"{BONUS}/preparation", body)


@move("S-152")
async def the_auditor_recomputes(cast: Cast) -> None:
    """The same number from the events; every reason is there; nothing can be edited."""
    case = await cast.reads(AUDITOR, f"/api/audit/cases/{project(17)}/as-of")
    expect(bool(case), "a case")
    voided = f"review:{project(17)}~{RIVAL}"
    history = await cast.reads(AUDITOR, f"/api/audit/records/{voided}/history")
    expect("ReviewVoided" in str(history), "the voided review is in the history")
    path = f"{judged(17)}/decision/confirmation"
    await cast.is_refused("may-not", AUDITOR, "POST", path)


@move("S-153")
async def a_printed_circular_is_wrong(cast: Cast) -> None:
    """What was printed elsewhere omits a co-lead: the circular is issued anew, both versions stay."""
    why = {"reason": "印发稿漏列 2017-p16 的联办单位。", "document_number": "金直委发〔2018〕2号"}
    await cast.does(LEADER, "POST", f"{CIRCULAR}/correction", why)


@move("S-154")
async def a_late_finding(cast: Cast) -> None:
    """A pass is taken back after the lead was heard, and with it the points."""
    finding = {
        "finding": "fail",
        "reason": "制度文本系抄袭外地文件。",
        "hearing": "已听取市行政执法局意见。",
    }
    await cast.does(DEPUTY, "POST", f"{judged(1)}/decision/finding", finding)
    why = {"reason": "结论改为不通过。"}
    await cast.does(STAFF, "POST", f"{BONUS}/preparation", why)
    await cast.does(LEADER, "POST", f"{BONUS}/approval", {})
    await keeps(cast, "bonus_at_close", "expected_bonus_after_p01_revised_to_fail")
    correction = {"reason": "2017-p01 结论改为不通过。", "document_number": "金直委发〔2018〕3号"}
    await cast.does(LEADER, "POST", f"{CIRCULAR}/correction", correction)
    cast.kept["commended"] = await commended(cast)
    expect(project(1) not in cast.kept["commended"], str(cast.kept["commended"]))


@move("S-155")
async def the_assessment_fetches_the_points(cast: Cast) -> None:
    """Twice: the same file under the same number, one export on record."""
    new = {"id": ASSESSMENT, "title": "年度考核系统", "scopes": ["bonus:export"]}
    made = await cast.does(ADMIN, "POST", "/api/gateway/clients", new)
    await cast.lets_in(ASSESSMENT, made["key"])
    exports = f"{RULES_OF_EVALUATION}/bonus-exports"
    for _ in range(2):
        await cast.does(ASSESSMENT, "POST", exports)
    taken = await cast.reads(ASSESSMENT, exports)
    expect(len(taken["items"]) == 1, str(taken))


@move("S-156")
async def the_results_are_published(cast: Cast) -> None:
    """Every unit may copy from the library; the project whose pass was taken back is not in it."""
    await cast.does(STAFF, "POST", f"{PROGRAMME_IN_PROGRESS}/library")
    library = await cast.reads("gongan-ju", "/api/progress/library?limit=100")
    there = {each["project_id"] for each in library["items"]}
    expect(len(there) == 15 and project(1) not in there, str(sorted(there)))  # noqa: PLR2004 - the script's


@move("S-157", note="errata: staff prepares, the leader closes")
async def the_year_is_closed(cast: Cast) -> None:
    """18 decisions stand and no objection is open; the archive's directory is printed."""
    await cast.does(STAFF, "PUT", f"{PROGRAMME}/closing/preparation")
    await cast.does(LEADER, "POST", f"{PROGRAMME}/closing")
    await cast.does(STAFF, "POST", f"{PROGRAMME_IN_PROGRESS}/print/archive")


@move("S-158")
async def the_next_year_is_drafted(cast: Cast) -> None:
    """By this year's rules, without its participations."""
    later = {
        "programme_id": "szjg-zutuanshi-2018",
        "year": 2018,
        "title": "关于认真做好2018年度机关党建创新项目组团式领办工作的通知",
        "title_en": "Notice on the 2018 jointly-led innovation projects",
    }
    await cast.does(STAFF, "POST", f"{PROGRAMME}/carry-over", later)
    trial = {
        "number": 1,
        "title": "试点项目",
        "title_en": "A trial",
        "category": "zhidu-jizhi",
        "content_and_targets": "探索一项试点制度。",
        "lead_unit_id": "guozi-wei",
    }
    path = "/api/applications/programmes/szjg-zutuanshi-2018/projects/2018-p01"
    await cast.does(STAFF, "PUT", path, trial)
    why = {"reason": "试点条件不具备。"}
    await cast.does(LEADER, "POST", "/api/applications/projects/2018-p01/cancellation", why)


@move("S-159")
async def units_change(cast: Cast) -> None:
    """One is renamed, one is merged into another."""
    renaming = {
        "name": "市文化广电旅游局",
        "name_en": "Culture, Radio, TV and Tourism Bureau",
        "full_name": "市文化广电旅游局直属机关党委",
        "party_organisation": "直属机关党委",
        "effective_on": "2018-03-02",
        "reason": "机构改革。",
    }
    await cast.does(STAFF, "POST", "/api/applications/units/tiyu-ju/renaming", renaming)
    merger = {
        "into_unit_id": "caishui-xitong",
        "effective_on": "2018-03-02",
        "reason": "国税地税机构合并。",
    }
    await cast.does(LEADER, "POST", "/api/applications/units/guoshui-ju/merger", merger)
