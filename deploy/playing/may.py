"""May after the cut-off: people are named, plans and schemes are filed."""

from typing import Any

from deploy.playing.acting import LEADER, STAFF, Cast, expect
from deploy.playing.places import (
    PROGRAMME,
    application,
    part,
    plan,
    plan_of,
    project,
    scheme,
    scheme_of,
    supplement,
)
from deploy.playing.player import move


async def names_its_people(cast: Cast, number: int, unit: str) -> None:
    """Let a unit register its team and name its people."""
    team = f"{part(number, unit)}/team"
    body = {"name": "工作班子", "composition": "分管领导、机关党委专职副书记和三名党务干部"}
    await cast.does(unit, "PUT", team, body)
    leader = {"accounts": [f"{unit}-leader"]}
    await cast.does(unit, "PUT", f"{team}/responsible-leader", leader)
    await cast.does(unit, "PUT", f"{team}/liaison", {"accounts": [unit]})


async def files_its_plan(cast: Cast, number: int, unit: str, **more: str) -> None:
    """Let a co-lead that has just named its people file its plan."""
    lacking = "person-in-charge-missing"
    await cast.does_once_heard(unit, "PUT", plan_of(number, unit), plan(**more), unless=lacking)


async def files_its_scheme(cast: Cast, number: int, lead: str) -> None:
    """Let a lead that has just registered its team file its scheme."""
    form = await scheme(cast, number, lead)
    await cast.does_once_heard(lead, "PUT", scheme_of(number), form, unless="team-missing")


@move("S-040")
async def two_responsible_leaders(cast: Cast) -> None:
    """Exactly one leadership member is directly responsible."""
    path = f"{part(8, 'guozi-wei')}/team/responsible-leader"
    two = {"accounts": ["guozi-wei-leader", "guozi-wei-deputy"]}
    await cast.is_refused("exactly-one-person", "guozi-wei", "PUT", path, two)


@move("S-041")
async def guozi_names_its_people(cast: Cast) -> None:
    """Team, responsible leader and liaison are recorded."""
    await cast.persona("guozi-wei-leader")
    await names_its_people(cast, 8, "guozi-wei")


@move("S-042")
async def one_person_for_both(cast: Cast) -> None:
    """Responsible leader and liaison are two persons."""
    path = f"{part(8, 'guozi-wei')}/team/liaison"
    same = {"accounts": ["guozi-wei-leader"]}
    await cast.is_refused("two-persons-needed", "guozi-wei", "PUT", path, same)


@move("S-043")
async def jianshe_comes_late(cast: Cast) -> None:
    """Annex 2 with its reason."""
    path = f"{part(13, 'jianshe-ju')}/supplement"
    await cast.does("jianshe-ju", "PUT", path, supplement("错过申报截止时间。"))


@move("S-044")
async def gongan_names_its_person(cast: Cast) -> None:
    """A co-lead has an organisation and a person in charge."""
    await names_its_people(cast, 8, "gongan-ju")


@move("S-045")
async def a_plan_before_a_person(cast: Cast) -> None:
    """A plan rests on a person in charge."""
    await cast.is_refused(
        "person-in-charge-missing", "weiji-wei", "PUT", plan_of(8, "weiji-wei"), plan()
    )


@move("S-046")
async def addressed_to_the_organiser(cast: Cast) -> None:
    """A co-lead's plan goes to the lead."""
    to = plan(addressed_to="szjg-gongwei")
    await cast.is_refused("wrong-addressee", "gongan-ju", "PUT", plan_of(8, "gongan-ju"), to)


@move("S-047")
async def no_entry_point(cast: Cast) -> None:
    """A plan states where the co-lead comes in."""
    empty = plan(entry_point="")
    await cast.is_refused("entry-point-missing", "gongan-ju", "PUT", plan_of(8, "gongan-ju"), empty)


@move("S-048")
async def gongan_files_its_plan(cast: Cast) -> None:
    """The lead gets it, the organiser can read it and not write it."""
    await files_its_plan(cast, 8, "gongan-ju", addressed_to="guozi-wei")
    read = await cast.reads(STAFF, plan_of(8, "gongan-ju"))
    expect("entry_point" in str(read), str(read))
    path = f"{plan_of(8, 'gongan-ju')}/revision"
    await cast.is_refused("may-not", STAFF, "PUT", path, plan())


@move("S-049")
async def zhijian_confirms_late(cast: Cast) -> None:
    """The plain route is closed; the supplementary form meets the deadline late (errata)."""
    path = part(2, "zhijian-ju")
    form = application("lead")
    await cast.is_refused("applications-closed", "zhijian-ju", "PUT", f"{path}/application", form)
    late = supplement("确认牵头, 逾期补报。", role="lead")
    await cast.does("zhijian-ju", "PUT", f"{path}/supplement", late)
    await cast.does(LEADER, "POST", f"{path}/acceptance")
    await names_its_people(cast, 2, "zhijian-ju")


@move("S-050")
async def guozi_acknowledges_and_returns(cast: Cast) -> None:
    """Minzheng's plan, which is no step, is too general; shuili's scheme came in on 12 May (errata)."""
    await names_its_people(cast, 8, "minzheng-xitong")
    await files_its_plan(cast, 8, "minzheng-xitong", tasks="按要求做好配合工作。")
    await cast.does("guozi-wei", "POST", f"{plan_of(8, 'gongan-ju')}/acknowledgement")
    advice = {"advice": "请写明具体任务和时间。"}
    await cast.does("guozi-wei", "POST", f"{plan_of(8, 'minzheng-xitong')}/return", advice)
    await names_its_people(cast, 13, "shuili-ju")
    await files_its_scheme(cast, 13, "shuili-ju")


@move("S-051", since="S-050")
async def minzheng_revises(cast: Cast) -> None:
    """Version 2 the same day."""
    path = f"{plan_of(8, 'minzheng-xitong')}/revision"
    await cast.does("minzheng-xitong", "PUT", path, plan(tasks="组织六场义诊, 每场十名志愿者。"))


@move("S-053")
async def jianshe_is_accepted(cast: Cast) -> None:
    """A late one is accepted by a leader; its plan is due five working days later."""
    await cast.does(LEADER, "POST", f"{part(13, 'jianshe-ju')}/acceptance")


@move("S-054")
async def weiji_files_late(cast: Cast) -> None:
    """Met late, and it stays marked."""
    await names_its_people(cast, 8, "weiji-wei")
    await files_its_plan(cast, 8, "weiji-wei")


@move("S-056")
async def jingxin_forgot(cast: Cast) -> None:
    """A supplement is rejected with an answer in writing."""
    path = part(16, "jingxin-wei")
    await cast.does("jingxin-wei", "PUT", f"{path}/supplement", supplement("忘记申报。"))
    why = {"reason": "该项目联办单位已足够, 理由不充分。"}
    await cast.does(LEADER, "POST", f"{path}/rejection", why)


@move("S-057")
async def jianshe_files_on_the_moved_date(cast: Cast) -> None:
    """On the moved date it is not late."""
    await names_its_people(cast, 13, "jianshe-ju")
    await files_its_plan(cast, 13, "jianshe-ju")


@move("S-058")
async def a_scheme_without_basis(cast: Cast) -> None:
    """A scheme names the rules it relies on and the part of each co-lead."""
    await names_its_people(cast, 11, "jiaotong-ju")
    form: dict[str, Any] = await scheme(cast, 11, "jiaotong-ju") | {"rules_relied_on": []}
    form["parts"] = [each for each in form["parts"] if each["unit_id"] != "shuili-ju"]
    await cast.is_refused("scheme-incomplete", "jiaotong-ju", "PUT", scheme_of(11), form)


@move("S-059")
async def jiaotong_files_its_scheme(cast: Cast) -> None:
    """With everything that a scheme says."""
    await files_its_scheme(cast, 11, "jiaotong-ju")


@move("S-060")
async def guozi_plans_its_saturdays(cast: Cast) -> None:
    """Each first Saturday is led by a unit of the project."""
    await files_its_scheme(cast, 8, "guozi-wei")
    saturdays = {
        "id": "gongyi-ri",
        "title": "公益党日活动",
        "when": {
            "kind": "monthly",
            "first_month": "2017-06",
            "last_month": "2017-11",
            "weekday": 6,
        },
    }
    path = f"/api/progress/projects/{project(8)}/milestones"
    foreign = saturdays | {"activity_leads": ["jiaotong-ju"]}
    await cast.is_refused("outside-the-project", "guozi-wei", "POST", path, foreign)
    leads = ["gongan-ju", "weiji-wei", "minzheng-xitong"]
    await cast.does("guozi-wei", "POST", path, saturdays | {"activity_leads": leads})


@move("S-061")
async def jianshe_plans_a_range(cast: Cast) -> None:
    """Around 1 July, from a day to a day."""
    await names_its_people(cast, 3, "jianshe-ju")
    await files_its_scheme(cast, 3, "jianshe-ju")
    oath = {
        "id": "qiyi-xuanshi",
        "title": "机关党员网上网下联合大宣誓",
        "when": {"kind": "range", "starts_on": "2017-06-26", "ends_on": "2017-07-07"},
    }
    path = f"/api/progress/projects/{project(3)}/milestones"
    await cast.does("jianshe-ju", "POST", path, oath)


@move("S-062")
async def shuili_revises_its_scheme(cast: Cast) -> None:
    """The late co-lead gets its part."""
    form = await scheme(cast, 13, "shuili-ju")
    await cast.does("shuili-ju", "PUT", f"{scheme_of(13)}/revision", form)
    plans = await cast.reads("shuili-ju", f"/api/progress/projects/{project(13)}/plans")
    expect("jianshe-ju" in str(plans), "the scheme mentions the late co-lead")


@move("S-064")
async def after_the_window(cast: Cast) -> None:
    """The supplementary window is closed."""
    path = f"{part(14, 'guozi-wei')}/supplement"
    late = supplement("有意参与。")
    await cast.is_refused("supplementary-form-closed", "guozi-wei", "PUT", path, late)


@move("S-055")
async def the_tables_are_printed(cast: Cast) -> None:
    """Who does what, and whether every unit takes part: registered papers with their check codes."""
    for sheet in ("summary", "coverage"):
        await cast.does(STAFF, "POST", f"{PROGRAMME}/print/{sheet}")
