"""An office of 1,000 units, 10,000 participations and a million events, for whoever measures screens.

Its events are the stored examples of the features with other names in them, appended by the services'
own stores, so that their read models and each other's copies hold what they would.
"""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from services.evaluation.bonus.events import bonus_of
from services.evaluation.decision.events import decision_of
from services.progress.deadline.events import deadline_of
from services.progress.progress_report.events import report_of
from services.progress.task.events import task_of
from shared.domain import value
from shared.ids import ProgrammeId, ProjectId, UnitId
from shared.store.codec import EventCodec
from shared.store.events import CommandContext, Stream
from shared.store.store import EventStore
from shared.store.writing import Append
from tests.office import Office

STORED = Path(__file__).parents[1]
PROGRAMME = ProgrammeId("big-office-2017")
AT_ONCE = 200
"""Streams that go into one append."""

LANES = 4


@value
class Size:
    """How large an office is; a unit takes part in `parts` projects and has `tasks` in each."""

    units: int = 1_000
    projects: int = 500
    parts: int = 10
    tasks: int = 25

    @property
    def events(self) -> int:
        """Return roughly how many events this makes."""
        participations = self.units * self.parts
        return participations * (2 + self.tasks * 4) + self.units * 3 + self.projects * 17


type Written = tuple[Stream[Any], tuple[Any, ...]]
"""What happens in a new stream."""


def unit(number: int) -> UnitId:
    """Return a unit's id."""
    return UnitId(f"unit-{number:04}")


def project(number: int) -> ProjectId:
    """Return a project's id."""
    return ProjectId(f"big-p{number:03}")


@dataclass
class Examples:
    """The stored examples of a service's events."""

    service: str
    codec: EventCodec
    read: dict[str, Any] = field(default_factory=dict[str, Any])

    def __call__(self, event: str, /, **changed: Any) -> Any:
        """Return an example with other names in it."""
        if event not in self.read:
            newest = max((STORED / self.service).glob(f"*/stored/{event}.v*.json"))
            version = int(newest.stem.rpartition(".v")[2])
            self.read[event] = self.codec.decode(event, version, newest.read_bytes())
        return replace(self.read[event], **changed)


@dataclass
class BigOffice:
    """Fills an office in which `applications`, `progress` and `evaluation` run."""

    office: Office
    size: Size

    async def fill(self) -> None:
        """Write everything, and wait until every copy has it."""
        for service, written in (
            ("applications", self.applications()),
            ("progress", self.progress()),
            ("evaluation", self.evaluation()),
        ):
            await self.write(service, written)
            await self.office.caught_up(patience=1_800)

    def examples(self, service: str) -> Examples:
        """Return the examples of a service."""
        return Examples(service, self.office.runs[service].service.codec())

    def parts_of(self, number: int) -> Iterator[int]:
        """Yield the projects that a unit takes part in; it leads every other first one."""
        for turn in range(self.size.parts):
            yield (number + turn * 37) % self.size.projects

    def applications(self) -> Iterator[Written]:
        """Yield the programme, its units, projects and participations."""
        example = self.examples("applications")
        of = {"programme_id": PROGRAMME}
        programme = (
            example("ProgrammeDrafted", **of),
            example("ProgrammeRulesSet", **of),
            example("ProgrammeAnnounced", projects=(), **of),
        )
        yield Stream("programme", PROGRAMME), programme
        for number in range(self.size.units):
            named = {"unit_id": unit(number), "name": f"单位{number:04}"}
            yield Stream("unit", unit(number)), (example("UnitRegistered", **named),)
        for number in range(self.size.projects):
            which = {"project_id": project(number), **of}
            listed = example("ProjectListed", number=number + 1, **which)
            led = example("LeadUnitDesignated", unit_id=unit(number), **which)
            yield Stream("project", project(number)), (listed, led)
        for number in range(self.size.units):
            for each in self.parts_of(number):
                yield self.participation(example, number, each)

    def participation(self, example: Examples, number: int, of: int) -> Written:
        """Return a unit's part in a project."""
        role = "lead" if number == of else "co_lead"
        who = {"programme_id": PROGRAMME, "project_id": project(of), "unit_id": unit(number)}
        applied = example("UnitApplied", role=role, filed_by=unit(number), **who)
        accepted = example("ApplicationAccepted", role=role, obligations=(), **who)
        return Stream("participation", f"{project(of)}~{unit(number)}"), (applied, accepted)

    def progress(self) -> Iterator[Written]:
        """Yield what is owed and reported, and the tasks of every participation."""
        example = self.examples("progress")
        for number in range(self.size.projects):
            yield from self.quarters(example, number)
        for number in range(self.size.units):
            for of in self.parts_of(number):
                for _ in range(self.size.tasks):
                    yield self.task(example, number, of)

    def quarters(self, example: Examples, number: int) -> Iterator[Written]:
        """Yield three reports of a project with their deadlines."""
        for quarter in ("2017q1", "2017q2", "2017q3"):
            subject = f"{project(number)}~{quarter}"
            owed = {"obligation": "progress_report", "subject": subject}
            deadline = (
                example(
                    "DeadlineSet",
                    programme_id=PROGRAMME,
                    project_id=project(number),
                    owner_unit_id=unit(number),
                    **owed,
                ),
                example("DeadlineMet", **owed),
            )
            yield deadline_of("progress_report", subject), deadline
            which = {"project_id": project(number), "period": quarter.upper()}
            reported = example("ProgressReported", unit_id=unit(number), **which)
            accepted = example("ProgressReportAccepted", **which)
            yield report_of(project(number), quarter.upper()), (reported, accepted)

    def task(self, example: Examples, number: int, of: int) -> Written:
        """Return a task from its assignment to its confirmation."""
        which = {"project_id": project(of), "task_id": str(uuid4())}
        done = (
            example("TaskAssigned", unit_id=unit(number), lead_unit_id=unit(of), **which),
            example("TaskAccepted", **which),
            example("TaskCompletionReported", **which),
            example("TaskConfirmed", **which),
        )
        return task_of(project(of), which["task_id"]), done

    def evaluation(self) -> Iterator[Written]:
        """Yield the decision on every project and every unit's points."""
        example = self.examples("evaluation")
        for number in range(self.size.projects):
            which = {"programme_id": PROGRAMME, "project_id": project(number)}
            judged = example("ProjectEvaluated", **which)
            public = example("ResultPublicised", **which)
            stands = example("DecisionConfirmed", **which)
            yield decision_of(project(number)), (judged, public, stands)
        for number in range(self.size.units):
            of = {"programme_id": PROGRAMME, "unit_id": unit(number)}
            line = example("BonusAwarded").lines[0]
            lines = tuple(replace(line, project_id=project(p)) for p in self.parts_of(number))
            awarded = (
                example("BonusPrepared", lines=lines, **of),
                example("BonusAwarded", lines=lines, **of),
            )
            yield bonus_of(2017, unit(number)), awarded

    async def write(self, service: str, written: Iterator[Written]) -> None:
        """Append all of it, many streams at once."""
        store = self.office.runs[service].resources.store

        async def lane() -> None:
            while chunk := list(islice(written, AT_ONCE)):
                await append(store, chunk, context(self.office))

        await asyncio.gather(*(lane() for _ in range(LANES)))


async def append(store: EventStore, chunk: Sequence[Written], when: CommandContext) -> None:
    """Append the events of new streams."""
    histories = await asyncio.gather(*(store.read(stream) for stream, _ in chunk))
    appends = [Append(h, events) for h, (_, events) in zip(histories, chunk, strict=True)]
    await store.commit(appends, when)


def context(office: Office) -> CommandContext:
    """Return where a load of events comes from."""
    command_id: UUID = uuid4()
    return CommandContext(
        command_id=command_id,
        fingerprint="",
        actor="system",
        recorded_at=office.clock.now(),
        occurred_at=office.clock.now(),
        correlation_id=command_id,
    )
