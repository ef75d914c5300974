"""Playing the script: the clock is set, the step's move is made, what followed is compared."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, Literal, TypedDict, Unpack

from deploy.demo import Progress
from deploy.playing.acting import AUDITOR, Cast, Surprise
from deploy.playing.scenario import Step, steps
from deploy.topology import NAMES
from shared.domain import value

BEFORE = datetime(2000, 1, 1, tzinfo=UTC)
SETTLED_WITHIN = 10.0
"""Seconds within which the events of a step must have been recorded."""

type Move = Callable[[Cast], Awaitable[None]]
type Verdict = Literal["as expected", "in part", "otherwise", "not played"]


@value
class Playable:
    """The move of a step.

    Its events count from the beginning of the step `since`, where an earlier move recorded them.
    `lacks` names what the product cannot do yet of what the script asks for: the step is then played for
    those that rest on it, and counts as played in part. `later` names events that the script lists here
    and that the clock brings in a later step: they are looked for when the play is over. `note` says what
    was decided about a slip of the script (`scenario-errata.md`), or what is played that is no step of it.
    """

    make: Move
    since: str = ""
    lacks: Sequence[str] = ()
    later: Sequence[str] = ()
    note: str = ""


class Particulars(TypedDict, total=False):
    """What may be said of a move besides its step."""

    since: str
    lacks: Sequence[str]
    later: Sequence[str]
    note: str


MOVES: dict[str, Playable] = {}


def move(step: str, **more: Unpack[Particulars]) -> Callable[[Move], Move]:
    """Register the move of a step, with what is particular about it (`Playable`)."""

    def register(made: Move) -> Move:
        MOVES[step] = Playable(make=made, **more)
        return made

    return register


def noted(step: Step) -> bool:
    """Return whether something has to be said about a step."""
    return step.id in MOVES and bool(MOVES[step.id].note)


@value
class Played:
    """How a step went, and why it is not as expected."""

    step: Step
    verdict: Verdict
    why: str = ""


@value
class Report:
    """How the whole script went. `events` is how many were recorded in all services.

    `tables` holds what the season ends with: `bonus_at_award`, `bonus_at_close` (unit to points) and
    `commended` (projects); a table is not there if the season ended before it. `unequal` are the read
    models that did not equal a replay afterwards, `parked` what no consumer could apply.
    """

    played: Sequence[Played]
    events: int
    tables: Mapping[str, Any]
    unequal: Sequence[str] = ()
    parked: Sequence[str] = ()

    def of(self, verdict: Verdict) -> Sequence[str]:
        """Return the steps that went like this."""
        return [each.step.id for each in self.played if each.verdict == verdict]

    def as_json(self) -> dict[str, Any]:
        """Return the report as one JSON object."""
        return {
            "steps": len(self.played),
            "as_expected": len(self.of("as expected")),
            "in_part": {e.step.id: e.why for e in self.played if e.verdict == "in part"},
            "otherwise": {e.step.id: e.why for e in self.played if e.verdict == "otherwise"},
            "not_played": self.of("not played"),
            "notes": {e.step.id: MOVES[e.step.id].note for e in self.played if noted(e.step)},
            "events": self.events,
            "unequal_read_models": self.unequal,
            "parked": self.parked,
            **self.tables,
        }


class Log:
    """The types of all events, of all services, in the order in which they were seen."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.types: list[str] = []
        self.commands: set[str] = set()
        self._read: dict[str, int] = dict.fromkeys(NAMES, 0)

    async def read_on(self) -> None:
        """Read what has been recorded since."""
        for name in NAMES:
            while events := await self._page(name):
                self.types += [event["type"] for event in events]
                self.commands |= {event.get("commandid", "") for event in events}

    async def _page(self, name: str) -> Sequence[Any]:
        path = f"/api/{name}/events?after={self._read[name]}&limit=1000"
        page = await self.cast.reads(AUDITOR, path)
        self._read[name] = page["next"]
        return page["events"]


class Player:
    """Plays steps in order: all, or those after a moment."""

    def __init__(self, cast: Cast, after: datetime = BEFORE) -> None:
        self.cast = cast
        self.after = after
        self.log = Log(cast)
        self._began: dict[str, int] = {}

    async def play(self, until: date | None, progress: Progress) -> Report:
        """Play all steps up to and including a day; return how each went."""
        last = until or date.max
        chosen = [step for step in steps() if step.at > self.after and step.at.date() <= last]
        played: list[Played] = []
        for number, step in enumerate(chosen):
            progress(f"{step.id} {step.at:%Y-%m-%d}", number, len(chosen))
            played.append(await self._step(step))
        await self.log.read_on()
        played = [self._in_the_end(each) for each in played]
        return Report(played=played, events=len(self.log.types), tables=self.cast.kept)

    async def _step(self, step: Step) -> Played:
        await self.log.read_on()
        self._began[step.id] = len(self.log.types)
        await self.cast.set_clock(step.at)
        if (playable := MOVES.get(step.id)) is None:
            return Played(step=step, verdict="not played")
        try:
            await playable.make(self.cast)
            await self._followed(step, playable)
            await self._nothing_came_of_refusals()
        except (Surprise, LookupError, TypeError) as surprise:
            return Played(step=step, verdict="otherwise", why=repr(surprise))
        if playable.lacks:
            return Played(step=step, verdict="in part", why=f"lacks {', '.join(playable.lacks)}")
        return Played(step=step, verdict="as expected")

    async def _followed(self, step: Step, playable: Playable) -> None:
        """Wait until every event that the script names has been recorded."""
        since = self._began[playable.since or step.id]
        wanted = missing = set(step.events) - {*playable.lacks, *playable.later}
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(SETTLED_WITHIN):
                while missing := wanted - set(self.log.types[since:]):
                    await self.log.read_on()
                    await asyncio.sleep(0.02)
        if missing:
            raise Surprise(f"not recorded: {', '.join(sorted(missing))}")

    def _in_the_end(self, played: Played) -> Played:
        """Return how a step went, now that what it brought later can be seen."""
        later = MOVES[played.step.id].later if played.step.id in MOVES else ()
        missing = set(later) - set(self.log.types[self._began[played.step.id] :])
        if played.verdict != "as expected" or not missing:
            return played
        why = f"not recorded until the end: {', '.join(sorted(missing))}"
        return Played(step=played.step, verdict="in part", why=why)

    async def _nothing_came_of_refusals(self) -> None:
        """Make sure that no event has come from a request that was refused."""
        await self.log.read_on()
        if wrong := self.cast.refused & self.log.commands:
            raise Surprise(f"refused, and yet recorded: {', '.join(sorted(wrong))}")
