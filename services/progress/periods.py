"""The periods that leads report on: those a programme lists, or else the calendar's quarters (AMB-07)."""

import contextlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from services.progress.programme_rules.projection import (
    ProgrammeRules,
    every_programmes_rules,
    rules_for,
)
from shared.contracts.programme_rules import ReportingPeriod
from shared.domain import NotFound, value
from shared.http.requests import in_utc
from shared.store.sql import Connection
from shared.timing.clock import SHANGHAI

NUMERALS = "一二三四"


class NoSuchPeriod(NotFound):
    """The programme has no such period."""

    zh = "本年度没有报告期 {period}。请按年度规则所列报告期提交{known}。"
    en = "The programme has no reporting period {period}. Report on one of its own{known}."
    rule = "REQ-38 AMB-07"


@value
class Period:
    """A period from its first moment to the first one after it, in UTC, and its name in print.

    `called` is what a form calls such a period: a quarter, or a stage of the work.
    """

    begins: datetime
    ends: datetime
    name: str
    called: str


async def period_of(project_id: str, period: str, connection: Connection) -> Period:
    """Return a period of a project's programme. Raises `NoSuchPeriod`."""
    return named(period, await rules_for(project_id, connection))


async def in_programmes(period: str, connection: Connection) -> Mapping[str, Period]:
    """Return a period by the programmes that have it. Raises `NoSuchPeriod` if none has."""
    found = dict[str, Period]()
    for rules in await every_programmes_rules(connection):
        with contextlib.suppress(NoSuchPeriod):
            found[rules.programme_id] = named(period, rules)
    if not found:
        raise NoSuchPeriod(period=period, known="")
    return found


def named(period: str, rules: ProgrammeRules) -> Period:
    """Return the period of this id by a programme's rules. Raises `NoSuchPeriod`."""
    listed = rules.reporting_periods
    found = [each for each in listed or quarters(int(period[:4])) if each.id == period]
    if not found:
        known = ": " + ", ".join(each.id for each in listed) if listed else ""
        raise NoSuchPeriod(period=period, known=known)
    return Period(
        begins=_begins(found[0].first_day),
        ends=_begins(found[0].last_day + timedelta(days=1)),
        name=f"{period[:4]}年{found[0].label}",
        called="阶段" if listed else "季度",
    )


def quarters(year: int) -> Sequence[ReportingPeriod]:
    """Return the quarters of a calendar year."""
    begins = [*(date(year, month, 1) for month in (1, 4, 7, 10)), date(year + 1, 1, 1)]
    return [
        ReportingPeriod(
            id=f"{year}Q{number}",
            first_day=first,
            last_day=after - timedelta(days=1),
            label=f"第{NUMERALS[number - 1]}季度",
        )
        for number, (first, after) in enumerate(pairwise(begins), 1)
    ]


def _begins(day: date) -> datetime:
    return in_utc(datetime.combine(day, time.min, SHANGHAI))
