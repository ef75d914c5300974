"""The slice, as people live through it: from the notice to the points a unit may expect.

Everything goes over HTTP, as the right persona. `Deal` sends requests wherever the services are.
"""

import asyncio
import io
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any
from uuid import UUID

import httpx2
from PIL import Image

from shared.http.caller import Caller
from shared.http.rights import Role
from tests.office import who

PROGRAMME = "szjg-zutuanshi-2017"
PROJECT = "2017-p08"
LEAD, CO_LEAD, LATECOMER = "guozi-wei", "gongan-ju", "weiji-wei"

ADMIN = who("admin", Role.ADMIN)
STAFF = who("staff", Role.STAFF)
LEADER = who("leader", Role.LEADER)
AUDITOR = who("auditor", Role.AUDITOR)
GUOZI = who("guozi-liaison", Role.LIAISON, unit=LEAD)
GONGAN = who("gongan-liaison", Role.LIAISON, unit=CO_LEAD)
WEIJI = who("weiji-liaison", Role.LIAISON, unit=LATECOMER)
REVIEWERS = [who(f"reviewer-{number}", Role.REVIEWER) for number in range(1, 7)]
SCORES = (88, 91, 85, 90, 86, 79)
"""Of 2017-p08 in the scenario: 91 and 79 are dropped, the mean is 87.25."""


def shanghai(text: str) -> datetime:
    """Return a moment of the season, written as people in Jinhua write it."""
    return datetime.fromisoformat(f"{text}+08:00").astimezone(UTC)


def notice() -> dict[str, Any]:
    """Return the real notice of 2017."""
    path = files("services.applications") / "data" / "programme-2017.json"
    return json.loads(path.read_text("utf-8"))


def picture() -> bytes:
    """Return a small PNG."""
    content = io.BytesIO()
    Image.new("RGB", (64, 48), "#1a5fb4").save(content, "PNG")
    return content.getvalue()


@dataclass
class Deal:
    """How requests reach the services, and how time passes."""

    send: Callable[..., Awaitable[httpx2.Response]]
    set_clock: Callable[[datetime], Awaitable[None]]
    seen: dict[str, Any] = field(default_factory=dict)

    async def ok(self, caller: Caller, method: str, path: str, **request: Any) -> Any:
        """Send a request that must be accepted; return its JSON."""
        answer = await self.send(caller, method, path, **request)
        assert answer.is_success, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None

    async def no(self, caller: Caller, method: str, path: str, **request: Any) -> tuple[int, str]:
        """Send a request that must be refused; return status and code of the problem document."""
        answer = await self.send(caller, method, path, **request)
        assert answer.status_code >= 400, f"{method} {path}: {answer.status_code} {answer.text}"
        assert answer.headers["content-type"] == "application/problem+json"
        problem = answer.json()
        assert problem["title"]
        assert problem["title_en"]
        return answer.status_code, problem["code"]

    async def until(self, look: Callable[[], Awaitable[bool]], patience: float = 30) -> None:
        """Wait until something is so: other services hear of it a little later."""
        async with asyncio.timeout(patience):
            while not await look():
                await asyncio.sleep(0.05)


async def play(deal: Deal, *, mailbox: Callable[[], list[str]] | None = None) -> None:
    """Live through the slice; `mailbox` gives the mails that have arrived, if mail is on."""
    await announced(deal)
    if mailbox is not None:
        address = {"address": "guozi@example.org"}
        await deal.ok(GUOZI, "PUT", f"/api/notifications/channels/unit~{LEAD}/email", json=address)
    await joined(deal)
    await reminded_and_reported(deal, mailbox)
    await handed_in(deal)
    await judged(deal)
    await looked_back(deal)


async def announced(deal: Deal) -> None:
    """The notice is imported, twice and with faults, and announced."""
    first = await deal.ok(STAFF, "POST", "/api/applications/programmes/import", json=notice())
    again = await deal.ok(STAFF, "POST", "/api/applications/programmes/import", json=notice())
    assert first["events"]
    assert not again["events"]
    faulty = notice()
    faulty["programme"]["id"] = "another-2018"
    faulty["projects"][3]["number"] = 3
    faulty["projects"][5]["category"] = "qita"
    answer = await deal.send(STAFF, "POST", "/api/applications/programmes/import", json=faulty)
    assert answer.status_code == 422
    assert len(answer.json()["errors"]) >= 2
    assert not [
        p
        for p in _items(await deal.ok(STAFF, "GET", "/api/applications/programmes"))
        if "another" in json.dumps(p)
    ]
    announcement = f"/api/applications/programmes/{PROGRAMME}/announcement"
    date = {"issue_date": "2017-05-02"}
    assert (await deal.no(STAFF, "POST", announcement, json=date))[0] == 403
    await deal.ok(LEADER, "POST", announcement, json=date)
    catalogue = await deal.ok(
        GUOZI, "GET", f"/api/applications/programmes/{PROGRAMME}/projects", params={"limit": 50}
    )
    assert len(_items(catalogue)) == 18


async def joined(deal: Deal) -> None:
    """The lead confirms, another unit applies to co-lead and is accepted; a latecomer is not."""
    base = f"/api/applications/projects/{PROJECT}/participations"
    form = {"functions_and_strengths": "国资监管与企业党建", "entry_point": "党建联盟"}
    lead = await deal.ok(GUOZI, "PUT", f"{base}/{LEAD}/application", json={"role": "lead", **form})
    assert lead["events"] == ["UnitApplied", "ApplicationAccepted"]
    request: dict[str, Any] = {
        "json": {"role": "co_lead", **form},
        "headers": {"Idempotency-Key": "double-click"},
    }
    once = await deal.ok(GONGAN, "PUT", f"{base}/{CO_LEAD}/application", **request)
    twice = await deal.ok(GONGAN, "PUT", f"{base}/{CO_LEAD}/application", **request)
    assert (once["version"], once["events"]) == (twice["version"], twice["events"])
    other = request | {"json": {"role": "co_lead", **form, "resources": "另一份"}}
    assert await deal.no(GONGAN, "PUT", f"{base}/{CO_LEAD}/application", **other) == (
        409,
        "key-reused",
    )
    assert (await deal.no(WEIJI, "POST", f"{base}/{CO_LEAD}/acceptance"))[0] == 403
    await deal.ok(STAFF, "POST", f"{base}/{CO_LEAD}/acceptance")
    await deal.until(lambda: _state_is(deal, f"lead_application/{PROJECT}", "met"))
    await deal.set_clock(shanghai("2017-05-11T00:00:00"))
    late = {"role": "co_lead", **form}
    assert (await deal.no(WEIJI, "PUT", f"{base}/{LATECOMER}/application", json=late))[0] == 409


async def reminded_and_reported(deal: Deal, mailbox: Callable[[], list[str]] | None) -> None:
    """The quarter ends: the lead is reminded in its inbox and by mail, and reports in time."""
    await deal.set_clock(shanghai("2017-06-28T09:00:00"))

    async def in_the_inbox() -> bool:
        inbox = await deal.ok(GUOZI, "GET", "/api/notifications/inbox")
        return any("季度" in item["title"] for item in inbox["items"])

    await deal.until(in_the_inbox)
    if mailbox is not None:

        async def in_the_mail() -> bool:
            return any("季度" in mail for mail in mailbox())

        await deal.set_clock(shanghai("2017-06-29T09:00:00"))
        await deal.until(in_the_mail)
    stored = await deal.ok(
        GUOZI,
        "POST",
        "/api/progress/evidence",
        content=picture(),
        params={"name": "七一活动.png"},
        headers={"Content-Type": "image/png"},
    )
    path = f"/api/progress/projects/{PROJECT}/reports/2017Q2"
    report = {
        "main_practices": "建立党建联盟, 首个周六志愿服务。",
        "next_plan": "七月一日开展联合活动。",
        "pictures": [stored["sha256"]],
    }
    assert (await deal.no(GONGAN, "PUT", path, json=report)) == (403, "only-the-lead-reports")
    receipt = await deal.ok(GUOZI, "PUT", path, json=report)
    assert receipt["events"] == ["ProgressReported"]
    assert await _state_is(deal, f"progress_report/{PROJECT}~2017q2", "met")
    assert (await deal.no(WEIJI, "GET", path))[0] == 404


async def handed_in(deal: Deal) -> None:
    """The lead files its ledger and hands in the results; when their time is over, they are frozen."""
    project = f"/api/progress/projects/{PROJECT}"
    form = await deal.ok(GUOZI, "GET", f"{project}/results/form")
    for target, _ in enumerate(form["targets"], 1):
        item = {
            "kind": "system_text",
            "target": target,
            "title": f"目标要求 {target} 的成果材料",
            "responsible": "机关党委",
            "dated": "2017-06-03",
            "pages": 3,
            "retention": "10_years",
            "held_by_unit": True,
        }
        await deal.ok(GUOZI, "PUT", f"{project}/ledger/{UUID(int=target)}", json=item)
    results = {
        "summary": "形成制度文本并在两个单位试行, 效果良好。",
        "sections": {section["id"]: "见所附材料。" for section in form["sections"]},
        "rules_relied_on": ["《中国共产党章程》"],
        "party_organisations": 12,
        "party_members": 360,
    }
    await deal.ok(GUOZI, "PUT", f"{project}/results", json=results)
    await deal.set_clock(shanghai("2017-12-08T09:00:00"))


async def judged(deal: Deal) -> None:
    """Rules are fixed, reviewers score in secret, the round is closed, points may be expected."""
    rules = f"/api/evaluation/programmes/{PROGRAMME}"
    criteria = [
        {"id": "guifan", "name": "规范可操作", "kind": "system", "max_points": 50},
        {"id": "shixiao", "name": "实效", "kind": "effect", "max_points": 50},
    ]
    await deal.until(lambda: _answers(deal, LEADER, f"{rules}/rubric"))
    for category in ("zhidu-jizhi", "tiejun-plus", "dangjian-plus"):
        rubric = {"category": category, "criteria": criteria}
        await deal.ok(LEADER, "PUT", f"{rules}/rubric", json=rubric)
    await deal.ok(LEADER, "PUT", f"{rules}/pass-rule", json={"min_score": 60, "min_valid": 5})
    points = {"lead": 12, "co_lead": 6, "cap": 20}
    await deal.ok(LEADER, "PUT", f"{rules}/bonus-rules", json=points)
    panel = [{"account_id": reviewer.id, "unit_id": ""} for reviewer in REVIEWERS]
    await deal.ok(LEADER, "PUT", f"{rules}/panel", json={"reviewers": panel})
    project = f"/api/evaluation/projects/{PROJECT}"
    first = f"{project}/reviews/{REVIEWERS[0].id}"
    await deal.until(lambda: accepts(deal, LEADER, first), patience=120)
    for reviewer, score in zip(REVIEWERS, SCORES, strict=True):
        await deal.ok(LEADER, "PUT", f"{project}/reviews/{reviewer.id}")
        marks = {"guifan": score // 2, "shixiao": score - score // 2}
        sheet = {"marks": marks, "advice": f"建议 {score}"}
        await deal.ok(reviewer, "PUT", f"{project}/reviews/{reviewer.id}/score", json=sheet)
    sealed = await deal.ok(STAFF, "GET", f"{project}/decision")
    assert sealed["status"] == "open"
    assert "建议" not in json.dumps(sealed, ensure_ascii=False)
    assert (await deal.no(GUOZI, "POST", f"{project}/round/closing"))[0] == 403
    await deal.ok(LEADER, "POST", f"{project}/round/closing")
    decision = await deal.ok(GUOZI, "GET", f"{project}/decision")
    assert (decision["mean"], decision["outcome"]) == (87.25, "pass")

    async def expected() -> bool:
        deal.seen["lead"] = await _points(deal, GUOZI, LEAD)
        deal.seen["co_lead"] = await _points(deal, GONGAN, CO_LEAD)
        return (deal.seen["lead"], deal.seen["co_lead"]) == (12, 6)

    await deal.until(expected)


async def looked_back(deal: Deal) -> None:
    """The auditor reads the whole history of the co-lead's participation."""
    path = f"/api/audit/log/applications/participation:{PROJECT}~{CO_LEAD}"

    async def complete() -> bool:
        answer = await deal.send(AUDITOR, "GET", path)
        if not answer.is_success:
            return False
        types = [entry["type"] for entry in answer.json()["events"]]
        return types == ["UnitApplied", "ApplicationAccepted"]

    await deal.until(complete)
    assert (await deal.no(GONGAN, "GET", path))[0] in {403, 404}


async def _state_is(deal: Deal, deadline: str, state: str) -> bool:
    answer = await deal.send(STAFF, "GET", f"/api/progress/deadlines/{deadline}")
    return answer.is_success and answer.json()["deadline"]["state"] == state


async def accepts(deal: Deal, caller: Caller, path: str) -> bool:
    return (await deal.send(caller, "PUT", path)).is_success


async def _answers(deal: Deal, caller: Caller, path: str) -> bool:
    return (await deal.send(caller, "GET", path)).is_success


async def _points(deal: Deal, caller: Caller, unit: str) -> float:
    answer = await deal.ok(caller, "GET", f"/api/evaluation/units/{unit}/expected-points")
    return sum(page["expected"] for page in _items(answer))


def _items(page: Any) -> list[Any]:
    return page if isinstance(page, list) else page["items"]
