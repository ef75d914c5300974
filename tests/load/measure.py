"""Figures: a value, the baseline of the same rounds, and the goals it is held to."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from statistics import median
from typing import Any

from shared.domain import value

type Reading = Mapping[str, float]
"""What one round of one case gave: `value`, and latencies in ms."""

type Case = Callable[[], Awaitable[Reading]]


@value
class Goal:
    """A bound for `value`, `ratio` or one of the details, taken from the plan of the house."""

    of: str
    at_least: float | None = None
    at_most: float | None = None

    def reached_by(self, measured: float) -> bool:
        if self.at_least is not None:
            return measured >= self.at_least
        return self.at_most is not None and measured <= self.at_most

    def __str__(self) -> str:
        bound = f">= {self.at_least:,g}" if self.at_least is not None else f"<= {self.at_most:,g}"
        return f"{self.of} {bound}"


@value
class Figure:
    """One line of the result: medians over all rounds."""

    name: str
    unit: str
    value: float
    baseline_name: str
    baseline: float
    ratio: float
    rounds: int
    goals: tuple[Goal, ...] = ()
    details: Mapping[str, float]

    def measured(self, of: str) -> float:
        return {"value": self.value, "ratio": self.ratio}.get(of, self.details.get(of, 0.0))

    @property
    def reached(self) -> bool | None:
        """Whether all goals were reached; None for a figure that has none."""
        if not self.goals:
            return None
        return all(goal.reached_by(self.measured(goal.of)) for goal in self.goals)

    def line(self) -> dict[str, Any]:
        """Return the figure as one JSON object."""
        return {
            "figure": self.name,
            "value": self.value,
            "unit": self.unit,
            "baseline_name": self.baseline_name,
            "baseline": self.baseline,
            "ratio": self.ratio,
            "goal": [str(goal) for goal in self.goals],
            "reached": self.reached,
            "rounds": self.rounds,
            **self.details,
        }


def percentile(values: Sequence[float], percent: float) -> float:
    """Return the value below which this share of all values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(percent / 100 * (len(ordered) - 1)))]


def latencies(seconds: Sequence[float]) -> dict[str, float]:
    """Return median and 99th percentile in milliseconds."""
    return {"p50_ms": percentile(seconds, 50) * 1e3, "p99_ms": percentile(seconds, 99) * 1e3}


async def closed_loop(
    tasks: int, seconds: float, work: Callable[[int], Awaitable[object]]
) -> Reading:
    """Let tasks work without a pause, each on numbers of its own; return the rate and latencies."""
    spans: list[float] = []
    stop = time.perf_counter() + seconds

    async def one(first: int) -> None:
        number = first
        while (began := time.perf_counter()) < stop:
            await work(number)
            spans.append(time.perf_counter() - began)
            number += tasks

    began = time.perf_counter()
    await asyncio.gather(*(one(task) for task in range(tasks)))
    return {"value": len(spans) / (time.perf_counter() - began), **latencies(spans)}


async def interleaved(cases: Mapping[str, Case], rounds: int) -> dict[str, dict[str, float]]:
    """Run every case once to warm up, then all of them round by round; return their medians."""
    seen: dict[str, list[Reading]] = defaultdict(list)
    for round_number in range(rounds + 1):
        for name, case in cases.items():
            reading = await case()
            if round_number:
                seen[name].append(reading)
    return {
        name: {key: median(r[key] for r in readings) for key in readings[0]}
        for name, readings in seen.items()
    }


def figure(
    name: str,
    unit: str,
    measured: Mapping[str, float],
    baseline_name: str,
    baseline: Mapping[str, float],
    rounds: int,
    *goals: Goal,
    **more: float,
) -> Figure:
    """Return a figure from the medians of its case and of its baseline."""
    details = {key: each for key, each in measured.items() if key != "value"} | more
    return Figure(
        name=name,
        unit=unit,
        value=rounded(measured["value"]),
        baseline_name=baseline_name,
        baseline=rounded(baseline["value"]),
        ratio=rounded(measured["value"] / baseline["value"]),
        rounds=rounds,
        goals=goals,
        details={key: rounded(each) for key, each in details.items()},
    )


def rounded(number: float) -> float:
    """Return a number without digits that mean nothing."""
    return round(number) if number >= 100 else round(number, 2)
