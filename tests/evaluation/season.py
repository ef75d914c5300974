"""A programme in which projects are judged: `applications` is played, `evaluation` is real."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import httpx2
from httpx2 import Response

from shared.contracts import applications, progress
from shared.contracts.applications import (
    ApplicationAccepted,
    ContactLeaderAssigned,
    LeadUnitDesignated,
    ProjectListed,
)
from shared.contracts.progress import DeadlineMissed, DeadlineSet, ResultsFrozen
from shared.http.caller import HEADER, Caller, Verifier, sign
from shared.http.rights import Role
from shared.ids import AccountId, ProgrammeId, ProjectId, UnitId
from shared.store.events import Stream
from tests.office import OPENING, Office, who

SOURCES = {"applications": applications.CODEC, "progress": progress.CODEC}
CATEGORY = "zhidu-jizhi"
RUBRIC: dict[str, Any] = {
    "category": CATEGORY,
    "criteria": [
        {"id": "operable", "name": "制度规范、可操作", "kind": "system", "max_points": 40},
        {"id": "effect", "name": "实际成效", "kind": "effect", "max_points": 60},
    ],
}
PASS_RULE = {"min_score": 60, "min_valid": 5}
BONUS = {"lead": 12, "co_lead": 6, "cap": 20}

STAFF = who("staff", Role.STAFF)
LEADER = who("leader", Role.LEADER)
AUDITOR = who("auditor", Role.AUDITOR)
CLIENT = who("client", Role.CLIENT, scopes=("feed",))
ADMIN = who("admin", Role.ADMIN)
LEAD = who("lead", Role.LIAISON, unit="guozi-wei")
CO_LEAD = who("co-lead", Role.LIAISON, unit="gongan-ju")
STRANGER = who("stranger", Role.LIAISON, unit="jiaotong-ju")
SIGNER = who("signer", Role.RESPONSIBLE, unit="guozi-wei")


def reviewer(name: str) -> Caller:
    return who(name, Role.REVIEWER)


def marks_of(total: float) -> dict[str, float]:
    """Return marks that add up to this total."""
    return {"operable": min(40.0, total), "effect": max(0.0, total - 40)}


_fronts: dict[int, Any] = {}


def front_of(office: Office) -> Any:
    """Return the service's web application, built once for each office: building it is slow."""
    run = office.runs["evaluation"]
    if id(run) not in _fronts:
        _fronts[id(run)] = run.app(Verifier(office.key))
    return _fronts[id(run)]


class Season:
    """One programme, one or more projects, and what people do with them."""

    def __init__(self, office: Office, programme: str) -> None:
        self.office = office
        self.programme = ProgrammeId(programme)
        self.panel = [f"{programme}-r{number}" for number in range(1, 8)]

    @property
    def project(self) -> str:
        """The programme's first project."""
        return f"{self.programme}-p1"

    def path(self, rest: str) -> str:
        return f"/api/evaluation/{rest}"

    async def send(
        self, caller: Caller | None, method: str, path: str, json: Any = None, **headers: str
    ) -> Response:
        names = {name.replace("_", "-"): text for name, text in headers.items()}
        if caller:
            names[HEADER] = sign(caller, self.office.key)
        transport = httpx2.ASGITransport(front_of(self.office), raise_app_exceptions=False)
        async with httpx2.AsyncClient(transport=transport, base_url="http://office") as client:
            return await client.request(method, self.path(path), json=json, headers=names)

    async def get(self, caller: Caller | None, path: str) -> Response:
        return await self.send(caller, "GET", path)

    async def lists(self, project: str = "", category: str = CATEGORY, number: int = 1) -> None:
        listed = ProjectListed(
            programme_id=self.programme,
            project_id=ProjectId(project or self.project),
            number=number,
            title="一项创新",
            category=category,
        )
        await self.tell("project", listed.project_id, listed)

    async def led_by(
        self, unit: str, project: str = "", executing: str = "", at: datetime | None = None
    ) -> None:
        designated = LeadUnitDesignated(
            programme_id=self.programme,
            project_id=ProjectId(project or self.project),
            unit_id=UnitId(unit),
            executing_unit_id=executing,
        )
        await self.tell("project", designated.project_id, designated, at)

    async def joined_by(self, unit: str, project: str = "", at: datetime | None = None) -> None:
        accepted = ApplicationAccepted(
            programme_id=self.programme,
            project_id=ProjectId(project or self.project),
            unit_id=UnitId(unit),
            role="co_lead",
        )
        await self.tell("participation", f"{accepted.project_id}~{unit}", accepted, at)

    async def in_contact(self, who: str) -> None:
        """Let somebody be the contact leader of the project."""
        assigned = ContactLeaderAssigned(
            programme_id=self.programme,
            project_id=ProjectId(self.project),
            account_id=AccountId(who),
            replaces="",
        )
        await self.tell("project", self.project, assigned)
        await self.office.caught_up()

    async def owes(self, subject: str = "", project: str = "") -> None:
        """Let a project owe its results, or the report of a quarter."""
        project = project or self.project
        owed = DeadlineSet(
            programme_id=self.programme,
            obligation="progress_report" if subject else "results",
            subject=f"{project}~{subject}" if subject else project,
            project_id=ProjectId(project),
            owner_unit_id=UnitId("guozi-wei"),
            label="季度反馈表" if subject else "工作成果",
            due_at=OPENING,
            grace_until=OPENING,
        )
        await self.owed(owed)

    async def owed(self, event: Any) -> None:
        """Let something happen to what the project owes."""
        stream = Stream[Any]("deadline", f"{event.obligation.replace('_', '-')}~{event.subject}")
        await self.office.publish("progress", stream, event)

    async def tell(self, feature: str, stream: str, event: Any, at: datetime | None = None) -> None:
        await self.office.publish("applications", Stream(feature, stream), event, at=at)

    async def freezes(self, project: str = "") -> None:
        """Let the results of a project become final."""
        project_id = ProjectId(project or self.project)
        frozen = ResultsFrozen(project_id=project_id, number=1, form_check="accepted")
        stream = Stream[Any]("results-package", project_id)
        await self.office.publish("progress", stream, frozen)
        await self.office.caught_up()

    async def hands_in_nothing(self, project: str = "") -> None:
        """Let the time for a project's results pass without any."""
        await self.owes(project=project)
        subject = project or self.project
        missed = DeadlineMissed(
            obligation="results",
            subject=subject,
            owner_unit_id=UnitId("guozi-wei"),
            label="工作成果",
        )
        await self.owed(missed)
        await self.office.caught_up()

    async def opened(self) -> "Season":
        """List one project with a lead, an executing unit and a co-lead, and final results."""
        await self.lists()
        await self.led_by("guozi-wei", executing="keji-ju")
        await self.joined_by("gongan-ju")
        await self.freezes()
        return self

    async def ruled(self) -> "Season":
        """Set the rules and form the panel of seven, all from outside."""
        base = f"programmes/{self.programme}"
        for path, body in (("rubric", RUBRIC), ("pass-rule", PASS_RULE), ("bonus-rules", BONUS)):
            answer = await self.send(LEADER, "PUT", f"{base}/{path}", body)
            assert answer.status_code == 200, answer.text
        answer = await self.set_panel(dict.fromkeys(self.panel, ""))
        assert answer.status_code == 200, answer.text
        return self

    async def set_panel(self, members: Mapping[str, str]) -> Response:
        named = [{"account_id": account, "unit_id": unit} for account, unit in members.items()]
        path = f"programmes/{self.programme}/panel"
        return await self.send(LEADER, "PUT", path, {"reviewers": named})

    async def assign(self, name: str, project: str = "") -> Response:
        path = f"projects/{project or self.project}/reviews/{name}"
        return await self.send(LEADER, "PUT", path)

    async def score(
        self, name: str, total: float, project: str = "", advice: str = "注重推广", **headers: str
    ) -> Response:
        path = f"projects/{project or self.project}/reviews/{name}/score"
        body = {"marks": marks_of(total), "advice": advice}
        return await self.send(reviewer(name), "PUT", path, body, **headers)

    async def scored(self, totals: Sequence[float], project: str = "") -> "Season":
        """Let as many reviewers as there are totals score the project."""
        for name, total in zip(self.panel, totals, strict=False):
            for answer in (
                await self.assign(name, project),
                await self.score(name, total, project),
            ):
                assert answer.status_code == 200, answer.text
        return self

    async def close(self, project: str = "", caller: Caller = LEADER, **headers: str) -> Response:
        path = f"projects/{project or self.project}/round/closing"
        return await self.send(caller, "POST", path, **headers)

    async def missing(self, project: str = "", caller: Caller = STAFF, **body: Any) -> Response:
        path = f"projects/{project or self.project}/round/no-results"
        return await self.send(caller, "PUT", path, {"reason": "宽限期内未报送成果"} | body)

    async def closed_with(self, totals: Sequence[float]) -> "Season":
        """Let the project be scored and its round be closed."""
        await self.scored(totals)
        answer = await self.close()
        assert answer.status_code == 200, answer.text
        return self

    async def reopen(self, name: str, reason: str = "笔误", caller: Caller = LEADER) -> Response:
        path = f"projects/{self.project}/reviews/{name}/reopening"
        return await self.send(caller, "POST", path, {"reason": reason})

    async def void(
        self, name: str, reason: str = "参与过筹备", caller: Caller = LEADER
    ) -> Response:
        path = f"projects/{self.project}/reviews/{name}/voiding"
        return await self.send(caller, "POST", path, {"reason": reason})

    async def recuse(self, name: str, interest: str = "took_part") -> Response:
        path = f"projects/{self.project}/reviewers/{name}/recusal"
        return await self.send(reviewer(name), "PUT", path, {"interest": interest})

    async def stands_down(self, name: str, caller: Caller | None = None) -> Response:
        """Let a reviewer stand down from the project; the organiser's leader may arrange it."""
        path = f"projects/{self.project}/reviewers/{name}/standing-down"
        method = "POST" if caller is LEADER else "PUT"
        return await self.send(caller or reviewer(name), method, path)

    async def impose(self, name: str, reason: str = "与申报人有近亲属关系") -> Response:
        path = f"projects/{self.project}/reviewers/{name}/recusal"
        return await self.send(LEADER, "POST", path, {"reason": reason})

    async def publicise(self, caller: Caller = STAFF, **body: Any) -> Response:
        return await self.send(caller, "POST", f"projects/{self.project}/publicity", body)

    async def confirm(self, caller: Caller = LEADER, **headers: str) -> Response:
        path = f"projects/{self.project}/decision/confirmation"
        return await self.send(caller, "POST", path, **headers)

    async def find(self, **body: Any) -> Response:
        finding = {"finding": "fail", "reason": "制度文本系抄袭"} | body
        path = f"projects/{self.project}/decision/finding"
        return await self.send(LEADER, "POST", path, finding)

    async def objects(self, number: int = 1, caller: Caller = SIGNER, **body: Any) -> Response:
        path = f"projects/{self.project}/objections/{self.programme}-yy{number}"
        signed = {"name": "王某", "reason": "一名评委参与过竞争项目的筹备"} | body
        return await self.send(caller, "PUT", path, signed)

    async def rule(self, ruling: str, number: int = 1, **body: Any) -> Response:
        path = f"projects/{self.project}/objections/{self.programme}-yy{number}/ruling"
        ruled = {"ruling": ruling, "answer": "经核实，该评委参与过筹备。"} | body
        return await self.send(LEADER, "POST", path, ruled)

    async def decision(self, caller: Caller | None, project: str = "") -> Response:
        return await self.get(caller, f"projects/{project or self.project}/decision")
