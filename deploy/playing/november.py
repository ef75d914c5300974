"""27 November to 15 December: rules and panel, form check and freeze, scores under seal."""

from collections.abc import Mapping, Sequence
from typing import Any

from deploy.demo import REVIEWERS
from deploy.playing.acting import LEADER, STAFF, Cast, expect
from deploy.playing.autumn import hands_in_results
from deploy.playing.places import RULES_OF_EVALUATION, judged, project, results_of
from deploy.playing.player import move

RENLI, GONGAN, COLLEGE, JIANSHE, SHUILI = (f"reviewer-{number}" for number in range(3, 8))
SUBSTITUTE = "reviewer-8"
PANEL = [name for name in REVIEWERS if name != SUBSTITUTE]
BARRED: Mapping[int, Sequence[str]] = {
    4: [COLLEGE],
    5: [RENLI],
    8: [GONGAN],
    10: [RENLI],
    11: [JIANSHE, SHUILI],
    13: [SHUILI, JIANSHE],
    18: [GONGAN],
}
"""Who leads or co-leads what, and so does not judge it."""

STANDS_DOWN = COLLEGE
SCORES: Mapping[int, Sequence[int]] = {
    8: [88, 91, 85, 90, 86, 79],
    10: [52, 50, 55, 48, 51, 53],
    13: [75, 72, 78, 70, 74],
    17: [62, 55, 61, 63, 58, 41, 60],
}
"""The scores of the script; the other projects get those below."""

ORDINARY = (82, 80, 85, 78, 81, 83, 79)
OWN: Mapping[str, Sequence[tuple[str, str, str, int]]] = {
    "zhidu-jizhi": [
        ("operable", "规范可操作", "system", 15),
        ("replicable", "推广可复制", "system", 20),
    ],
    "tiejun-plus": [
        ("organisation", "组织方式", "method", 12),
        ("method", "工作方法", "method", 12),
        ("incentive", "激励机制", "method", 11),
    ],
    "dangjian-plus": [
        ("activity", "活动实效", "effect", 20),
        ("model", "工作模式", "method", 15),
    ],
}
COMMON = [
    ("compliance", "依规", "compliance", 10),
    ("effect", "实效", "effect", 30),
    ("together", "组团协同", "method", 15),
    ("ledger", "台账与总结", "method", 10),
]


def criteria(category: str) -> Sequence[tuple[str, str, str, int]]:
    """Return by what projects of a category are judged; the maxima add up to 100."""
    return [*COMMON, *OWN[category]]


def marks(category: str, total: int) -> dict[str, int]:
    """Return marks that add up to a total, the first criteria filled first."""
    given: dict[str, int] = {}
    for name, _, _, most in criteria(category):
        given[name] = min(most, total - sum(given.values()))
    return given


def category_of(number: int) -> str:
    """Return a project's category, as Annex 1 has them in order."""
    if number <= 10:  # noqa: PLR2004 - the last of its category
        return "zhidu-jizhi"
    return "tiejun-plus" if number <= 15 else "dangjian-plus"  # noqa: PLR2004 - as above


def sheet(number: int, total: int) -> dict[str, Any]:
    """Return a score sheet with its advice."""
    advice = "做法扎实, 建议补充可供推广的制度文本。"
    return {"marks": marks(category_of(number), total), "advice": advice}


@move("S-118")
async def the_rules_are_set(cast: Cast) -> None:
    """Rubrics, pass rule, bonus table."""
    for category in OWN:
        listed = [
            {"id": id_, "name": name, "kind": kind, "max_points": most}
            for id_, name, kind, most in criteria(category)
        ]
        rubric = {"category": category, "criteria": listed}
        await cast.does(LEADER, "PUT", f"{RULES_OF_EVALUATION}/rubric", rubric)
    rule = {"min_score": 60, "min_valid": 5}
    await cast.does(LEADER, "PUT", f"{RULES_OF_EVALUATION}/pass-rule", rule)
    bonus = {"lead": 12, "co_lead": 6, "cap": 20}
    await cast.does(LEADER, "PUT", f"{RULES_OF_EVALUATION}/bonus-rules", bonus)


def members(accounts: Sequence[str]) -> dict[str, Any]:
    """Return a panel of these accounts, each with its unit."""
    return {
        "reviewers": [
            {"account_id": name, "unit_id": REVIEWERS.get(name, "")} for name in accounts
        ],
    }


@move("S-119")
async def the_panel_is_formed(cast: Cast) -> None:
    """Two of the organiser and five of units."""
    for name in PANEL:
        await cast.persona(name)
    await cast.does(LEADER, "PUT", f"{RULES_OF_EVALUATION}/panel", members(PANEL))


@move("S-120")
async def the_contact_leader_does_not_score(cast: Cast) -> None:
    """Whoever looks after a project is barred from judging it, on the panel or not."""
    await cast.does(LEADER, "PUT", f"{RULES_OF_EVALUATION}/panel", members([*PANEL, LEADER]))
    await cast.is_refused("reviewer-barred", LEADER, "PUT", review(8, LEADER))
    await cast.does(LEADER, "PUT", f"{RULES_OF_EVALUATION}/panel", members(PANEL))


@move("S-123")
async def shichang_hands_in_late(cast: Cast) -> None:
    """Within the grace."""
    await hands_in_results(cast, 9)


SUBMITTED = [number for number in range(1, 19) if number != 3]  # noqa: PLR2004 - 2017-p03 hands in nothing


@move("S-124")
async def the_packages_are_accepted(cast: Cast) -> None:
    """The form check finds nothing missing in 17 packages."""
    for number in SUBMITTED:
        await cast.does(STAFF, "POST", f"{results_of(number)}/acceptance")


@move("S-126")
async def too_late(cast: Cast) -> None:
    """After the freeze nothing is handed in."""
    await cast.persona("jianshe-ju")
    form = {
        "summary": "迟到的成果。",
        "sections": {"operable": "见材料。", "replicable": "见材料。"},
        "rules_relied_on": ["《中国共产党章程》"],
        "party_organisations": 1,
        "party_members": 10,
    }
    await cast.is_refused("time-is-over", "jianshe-ju", "PUT", results_of(3), form)


def review(number: int, reviewer: str) -> str:
    """Return where one reviewer's sheet on a project is found."""
    return f"{judged(number)}/reviews/{reviewer}"


def judges(number: int) -> Sequence[str]:
    """Return who of the panel judges a project."""
    return [name for name in PANEL if name not in BARRED.get(number, ())]


@move("S-127")
async def reviews_are_assigned(cast: Cast) -> None:
    """A reviewer is never offered a project of the own unit."""
    for number in SUBMITTED:
        offered = await cast.reads(STAFF, f"{judged(number)}/reviewers")
        expect(not set(BARRED.get(number, ())) & free(offered), f"{project(number)}: {offered}")
        for name in judges(number):
            await cast.does(LEADER, "PUT", review(number, name))
    await cast.is_refused("reviewer-barred", LEADER, "PUT", review(8, GONGAN))


def free(offered: Any) -> set[str]:  # noqa: ANN401 - JSON
    """Return who is offered for a project."""
    return {each["reviewer_id"] for each in offered["items"] if not each["bar"]}


@move("S-128")
async def by_direct_link(cast: Cast) -> None:
    """A barred reviewer does not see the project's sheet."""
    await cast.is_refused("must-recuse", GONGAN, "GET", review(8, GONGAN))


@move("S-129")
async def renli_declares_an_interest(cast: Cast) -> None:
    """On top of the automatic bar."""
    for number in (5, 10):
        path = f"{judged(number)}/reviewers/{RENLI}/recusal"
        await cast.does(RENLI, "PUT", path, {"interest": "related"})


@move("S-130")
async def an_impossible_sheet(cast: Cast) -> None:
    """105 of 100, then an empty criterion."""
    path = f"{review(8, COLLEGE)}/score"
    too_much = sheet(8, 90)
    too_much["marks"]["effect"] = 45
    await cast.is_refused("marks-not-sound", COLLEGE, "PUT", path, too_much)
    empty = sheet(8, 90)
    del empty["marks"]["effect"]
    await cast.is_refused("marks-not-sound", COLLEGE, "PUT", path, empty)


@move("S-131")
async def the_panel_scores(cast: Cast) -> None:
    """Each member each project, under seal, with advice in words."""
    for number in SUBMITTED:
        for name, total in zip(judges(number), SCORES.get(number, ORDINARY), strict=False):
            if (number, name) != (11, STANDS_DOWN):
                await cast.does(name, "PUT", f"{review(number, name)}/score", sheet(number, total))


@move("S-132")
async def staff_changes_a_score(cast: Cast) -> None:
    """Staff neither reads nor writes score sheets."""
    path = f"{review(8, COLLEGE)}/score"
    await cast.is_refused("may-not", STAFF, "PUT", path, sheet(8, 100))


@move("S-133")
async def a_slip_of_the_pen(cast: Cast) -> None:
    """The leader gives the sheet back before the round closes; both are kept."""
    why = {"reason": "笔误, 本人申请重填。"}
    await cast.does(LEADER, "POST", f"{review(1, SHUILI)}/reopening", why)
    await cast.does(SHUILI, "PUT", f"{review(1, SHUILI)}/score", sheet(1, 80))


@move("S-134")
async def a_lower_pass_mark(cast: Cast) -> None:
    """After the first score the rules are fixed."""
    lower = {"min_score": 55, "min_valid": 5}
    path = f"{RULES_OF_EVALUATION}/pass-rule"
    await cast.is_refused("rules-are-fixed", LEADER, "PUT", path, lower)


@move("S-135")
async def too_few_for_jiaotong(cast: Cast) -> None:
    """One more stands down (caused by the player): four sheets are too few."""
    path = f"{judged(11)}/reviewers/{STANDS_DOWN}/standing-down"
    await cast.does(STANDS_DOWN, "PUT", path)
    await cast.is_refused("too-few-sheets", STAFF, "POST", f"{judged(11)}/round/closing")


@move("S-136")
async def a_substitute(cast: Cast) -> None:
    """Appointed, assigned, and scores: five."""
    await cast.persona(SUBSTITUTE)
    panel = members([*PANEL, SUBSTITUTE])
    await cast.does(LEADER, "PUT", f"{RULES_OF_EVALUATION}/panel", panel)
    await cast.does(LEADER, "PUT", review(11, SUBSTITUTE))
    await cast.does(SUBSTITUTE, "PUT", f"{review(11, SUBSTITUTE)}/score", sheet(11, 84))


OUTCOMES: Mapping[int, tuple[str, float | None]] = {
    3: ("not_submitted", None),
    8: ("pass", 87.25),
    10: ("fail", 51.50),
    13: ("pass", 73.67),
    17: ("fail", 59.20),
}


@move("S-137")
async def the_rounds_are_closed(cast: Cast) -> None:
    """The highest and the lowest sheet are left out; one project was not submitted."""
    for number in SUBMITTED:
        await cast.does(STAFF, "POST", f"{judged(number)}/round/closing")
    why = {"reason": "未报送成果。"}
    await cast.does(LEADER, "PUT", f"{judged(3)}/round/no-results", why)
    for number in range(1, 19):
        await found(cast, number, *OUTCOMES.get(number, ("pass", None)))


async def found(cast: Cast, number: int, outcome: str, mean: float | None) -> None:
    """Make sure that a project was judged so."""
    decision = await cast.reads(STAFF, f"{judged(number)}/decision")
    expect(decision["outcome"] == outcome, f"{project(number)}: {decision}")
    if mean is not None:
        expect(decision["mean"] == mean, f"{project(number)}: {decision['mean']}, not {mean}")
