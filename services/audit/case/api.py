"""A case as of a moment over HTTP: all of it, what differs between two points, who was entitled.

Every reading by an auditor is recorded before it is answered (domain.md section 4).
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query
from pydantic import AwareDatetime

from services.audit.changes import ChangedField, between_points, changes
from services.audit.effects import group_of
from services.audit.entitlement import Entitled, accounts_at, entitled
from services.audit.facts import Fact, fact_of
from services.audit.folding import AsOf, Record, rebuilt
from services.audit.log.projection import LoggedEvent
from services.audit.reading.api import Recorder
from shared.domain import NotFound, value
from shared.http.caller import Caller
from shared.http.problems import refusals
from shared.http.requests import MayNot, Now, Resources, may
from shared.http.rights import Capability
from shared.ids import SLUG_PATTERN
from shared.resources import OpenResources

from .projection import events_of_accounts, events_of_case, programme_of

router = APIRouter(prefix="/cases/{project_id}", tags=["case"])

type Gathered = tuple[str, Sequence[LoggedEvent]]
type Id = Annotated[str, Path(pattern=SLUG_PATTERN, max_length=80, examples=["2017-p08"])]


class NoSuchCase(NotFound):
    """No project of this id was ever listed."""

    zh = "没有这个项目。请核对项目编号。"
    en = "There is no such project. Check its id."
    rule = "domain.md 3.1"


@value
class RecordAsOf:
    """A record of the case: its fields, and the event that brought its state (null: none did).

    `why` is the reason that was given for it, or "". Sealed parts stand there without their box.
    """

    source: str
    stream: str
    feature: str
    version: int
    state: Fact | None
    why: str
    fields: Mapping[str, Any]


@value
class CaseAsOf:
    """A case as it was at `true_on`, as far as it was known at `known_on`.

    `events` is how many events it was rebuilt from. `score` holds marks only of rounds that were
    closed: before, sheets are sealed.
    """

    project_id: str
    programme_id: str
    true_on: datetime
    known_on: datetime
    events: int
    data: Sequence[RecordAsOf]
    roles: Sequence[RecordAsOf]
    rules: Sequence[RecordAsOf]
    score: Sequence[RecordAsOf]


@value
class Difference:
    """What differs in a case between two points, field by field.

    `events` are those that one point has and the other has not; each change names its own by id.
    """

    project_id: str
    before: AsOf
    after: AsOf
    changes: Sequence[ChangedField]
    events: Sequence[Fact]


@value
class Authority:
    """Who was entitled to act on a case at a moment, as far as it was known at another."""

    project_id: str
    true_on: datetime
    known_on: datetime
    entitled: Sequence[Entitled]


async def point_of(
    now: Now, true_on: AwareDatetime | None = None, known_on: AwareDatetime | None = None
) -> AsOf:
    """Return the point that a request asks for; on either axis it is now unless said otherwise."""
    return AsOf(true_on=true_on or now, known_on=known_on or now)


async def point_before(
    now: Now,
    true_on: Annotated[AwareDatetime | None, Query(alias="before_true_on")] = None,
    known_on: Annotated[AwareDatetime | None, Query(alias="before_known_on")] = None,
) -> AsOf:
    """Return the first of the two points that a request compares."""
    return await point_of(now, true_on, known_on)


async def point_after(
    now: Now,
    true_on: Annotated[AwareDatetime | None, Query(alias="after_true_on")] = None,
    known_on: Annotated[AwareDatetime | None, Query(alias="after_known_on")] = None,
) -> AsOf:
    """Return the second of the two points that a request compares."""
    return await point_of(now, true_on, known_on)


async def gathered(project_id: str, at: AsOf, resources: OpenResources) -> Gathered:
    """Return a case's programme and its events up to a point, or refuse."""
    programme_id = await programme_of(resources.pool, project_id)
    if programme_id is None:
        raise NoSuchCase
    return programme_id, await events_of_case(resources.pool, project_id, programme_id, at)


type Point = Annotated[AsOf, Depends(point_of)]


def shown(record: Record) -> RecordAsOf:
    """Return a record as it is read."""
    return RecordAsOf(
        source=record.source,
        stream=record.stream,
        feature=record.feature,
        version=record.version,
        state=None if record.state is None else fact_of(record.state),
        why=record.why,
        fields=record.fields,
    )


@router.get("/as-of", responses=refusals(MayNot, NoSuchCase))
async def read_case(project_id: Id, record: Recorder, resources: Resources, at: Point) -> CaseAsOf:
    """Read a whole case as it was: data, roles, rules, and the score once its round is closed.

    What had happened at `true_on` (business time) and was recorded at `known_on`.
    """
    await record("as_of")
    programme_id, events = await gathered(project_id, at, resources)
    groups: dict[str, list[RecordAsOf]] = {"data": [], "roles": [], "rules": [], "score": []}
    for each in rebuilt(events, at).values():
        groups[group_of(each.feature)].append(shown(each))
    return CaseAsOf(
        project_id=project_id,
        programme_id=programme_id,
        true_on=at.true_on,
        known_on=at.known_on,
        events=len(events),
        **groups,
    )


@router.get("/difference", responses=refusals(MayNot, NoSuchCase))
async def read_difference(
    project_id: Id,
    record: Recorder,
    resources: Resources,
    before: Annotated[AsOf, Depends(point_before)],
    after: Annotated[AsOf, Depends(point_after)],
) -> Difference:
    """Read which fields of a case differ between two points, and which events changed them."""
    await record("difference")
    _, events = await gathered(project_id, before.latest(after), resources)
    return Difference(
        project_id=project_id,
        before=before,
        after=after,
        changes=changes(events, before, after),
        events=[fact_of(event) for event in between_points(events, before, after)],
    )


@router.get("/authority", responses=refusals(MayNot, NoSuchCase))
async def read_authority(
    project_id: Id,
    _caller: Annotated[Caller, Depends(may(Capability.GRANTS, "R"))],
    record: Recorder,
    resources: Resources,
    at: Point,
) -> Authority:
    """Read who was entitled to act on a case: its units, their accounts, reviewers, leaders."""
    await record("authority")
    _, events = await gathered(project_id, at, resources)
    accounts = accounts_at(await events_of_accounts(resources.pool), at)
    return Authority(
        project_id=project_id,
        true_on=at.true_on,
        known_on=at.known_on,
        entitled=entitled(project_id, rebuilt(events, at), accounts),
    )
