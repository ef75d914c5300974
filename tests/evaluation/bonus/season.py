"""A programme whose decisions are confirmed, to be awarded."""

from datetime import date, datetime
from typing import Any

from httpx2 import Response

from services.evaluation.decision.events import (
    DecisionConfirmed,
    DecisionRevised,
    Outcome,
    ProjectEvaluated,
    decision_of,
)
from services.evaluation.rules.events import BonusRulesSet, rules_of
from shared.contracts.applications import ParticipationEnded, ParticipationRole, ProgrammeAnnounced
from shared.contracts.progress import ResultsAccepted
from shared.http.caller import Caller
from shared.ids import AccountId, ProjectId, UnitId
from shared.store.events import Stream
from shared.timing.zone import SHANGHAI
from tests.evaluation.season import LEADER, STAFF, Season
from tests.office import OPENING

MEANS: dict[Outcome, int] = {"pass": 8000, "fail": 5000, "not_submitted": 0}


class Awards(Season):
    """A season with a year of its own, so that its sheets are no other test's."""

    year = 2017

    @property
    def base(self) -> str:
        return f"programmes/{self.programme}/bonus"

    def p(self, number: int) -> str:
        return f"{self.programme}-p{number:02}"

    def unit(self, name: str) -> str:
        return f"{self.programme}-{name}"

    async def announced(self) -> "Awards":
        event = ProgrammeAnnounced(
            programme_id=self.programme,
            year=self.year,
            title="组团式领办",
            document_number="1",
            issue_date=OPENING.astimezone(SHANGHAI).date(),
            projects=(),
            obligations=(),
            addressees=(),
        )
        await self.tell("programme", self.programme, event)
        return self

    async def table(self, **settings: Any) -> None:
        event = BonusRulesSet(
            programme_id=self.programme, lead=1200, co_lead=600, cap=2000, **settings
        )
        await self.office.publish("evaluation", rules_of(self.programme), event)

    async def taken_part(self, number: int, lead: str, *co_leads: str, executing: str = "") -> None:
        await self.lists(self.p(number), number=number)
        acting = executing and self.unit(executing)
        await self.led_by(self.unit(lead), self.p(number), executing=acting)
        for name in co_leads:
            await self.joined_by(self.unit(name), self.p(number))

    async def judged(self, number: int, outcome: Outcome) -> None:
        event = ProjectEvaluated(
            programme_id=self.programme,
            project_id=ProjectId(self.p(number)),
            category="zhidu-jizhi",
            sheets=(),
            mean=MEANS[outcome],
            outcome=outcome,
            aggregate="none" if outcome == "not_submitted" else "trimmed_mean",
            min_score=6000,
            min_valid=5,
        )
        await self.office.publish("evaluation", decision_of(event.project_id), event)

    async def confirmed(self, number: int, outcome: Outcome = "pass") -> None:
        await self.judged(number, outcome)
        await self.stands(number, outcome)
        if outcome != "not_submitted":
            await self.results_in(number)

    async def results_in(self, number: int, at: datetime | None = None, project: str = "") -> None:
        """Let the organiser accept the results of a project."""
        event = ResultsAccepted(project_id=ProjectId(project or self.p(number)), number=1)
        stream = Stream[Any]("results-package", event.project_id)
        await self.office.publish("progress", stream, event, at=at)

    async def left(
        self, number: int, unit: str, on: date, role: ParticipationRole = "co_lead"
    ) -> None:
        """Let a unit's part in a project end with a day."""
        event = ParticipationEnded(
            programme_id=self.programme,
            project_id=ProjectId(self.p(number)),
            unit_id=UnitId(self.unit(unit)),
            role=role,
            cause="withdrawal" if role == "co_lead" else "lead_replaced",
            reason="力量不足",
            ended_on=on,
        )
        await self.tell("participation", f"{event.project_id}~{event.unit_id}", event)

    async def leads(self, number: int, unit: str, at: datetime) -> None:
        """Let a unit be designated as lead at a moment."""
        await self.led_by(self.unit(unit), self.p(number), at=at)

    async def joins(self, number: int, unit: str, at: datetime) -> None:
        """Let a unit be accepted as co-lead at a moment."""
        await self.joined_by(self.unit(unit), self.p(number), at=at)

    async def stands(self, number: int, outcome: Outcome) -> None:
        event = DecisionConfirmed(
            programme_id=self.programme,
            project_id=ProjectId(self.p(number)),
            outcome=outcome,
            by=AccountId("leader"),
        )
        await self.office.publish("evaluation", decision_of(event.project_id), event)

    async def revised(self, number: int, outcome: Outcome) -> None:
        """Let a finding make the decision anew; it does not stand before it is confirmed again."""
        event = DecisionRevised(
            programme_id=self.programme,
            project_id=ProjectId(self.p(number)),
            ground="finding",
            objection_id="",
            voided="",
            reason="制度文本系抄袭",
            hearing="各单位均已陈述意见",
            sheets=(),
            mean=MEANS[outcome],
            outcome=outcome,
            aggregate="trimmed_mean",
            by=AccountId("leader"),
        )
        await self.office.publish("evaluation", decision_of(event.project_id), event)

    async def prepare(self, caller: Caller = STAFF, **body: Any) -> Response:
        return await self.send(caller, "POST", f"{self.base}/preparation", body)

    async def approve(self, caller: Caller = LEADER, **body: Any) -> Response:
        return await self.send(caller, "POST", f"{self.base}/approval", body)

    async def awarded(self, reason: str = "") -> None:
        for answer in (await self.prepare(reason=reason), await self.approve()):
            assert answer.status_code == 200, answer.text

    async def sheets(self) -> dict[str, Any]:
        """Return what each unit of this programme has: its live lines, raw and total."""
        items = (await self.get(STAFF, self.base)).json()["items"]
        return {
            sheet["unit_id"].removeprefix(f"{self.programme}-"): told(sheet)
            for sheet in items
            if sheet["unit_id"].startswith(f"{self.programme}-")
        }


def told(sheet: dict[str, Any]) -> dict[str, Any]:
    """Return a sheet as the scenario writes it."""
    entries = sheet["entries"]
    gone = {e["project_id"] for e in entries if e["kind"] == "revocation"}
    lines = [
        [int(e["project_id"].rpartition("p")[2]), e["role"], e["points"]]
        for e in entries
        if e["kind"] == "award" and e["project_id"] not in gone
    ]
    assert sum(e["points"] for e in entries) == sheet["total"]
    return {"lines": sorted(lines), "raw": sheet["raw"], "awarded": sheet["total"]}
