"""The review panel over HTTP."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Response
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from services.evaluation.catalogue.projection import categories
from services.evaluation.rules.decider import USUAL_MIN_VALID, NoSuchProgramme
from services.evaluation.rules.projection import rules
from shared.http.caller import Caller
from shared.http.problems import refusals
from shared.http.requests import Context, Resources, SeenVersion, etag, may
from shared.http.rights import Capability
from shared.ids import SLUG_PATTERN, ProgrammeId
from shared.store.events import Receipt
from shared.store.handle import KeyReused, VersionMoved, handle

from .commands import Member, SetPanel
from .decider import DECIDER, NamedTwice, PanelTooSmall
from .events import panel_of
from .projection import panel

router = APIRouter(prefix="/programmes/{programme_id}/panel", tags=["panel"])

type Programme = Annotated[str, Path(pattern=SLUG_PATTERN, max_length=80)]
type Slug = Annotated[str, StringConstraints(pattern=SLUG_PATTERN, max_length=80)]


class MemberIn(BaseModel):
    """A reviewer's account, and the unit it belongs to, or ""."""

    model_config = ConfigDict(extra="forbid")

    account_id: Slug
    unit_id: Slug | Literal[""]


class PanelIn(BaseModel):
    """Everybody who sits on the panel."""

    model_config = ConfigDict(extra="forbid")

    reviewers: Annotated[list[MemberIn], Field(min_length=1, max_length=100)]


class MemberOut(BaseModel):
    """A reviewer's account and unit."""

    account_id: str
    unit_id: str


class PanelOut(BaseModel):
    """Who sits on the panel; nobody before it is formed."""

    programme_id: str
    reviewers: list[MemberOut]


@router.get("")
async def read_panel(
    programme_id: Programme,
    _: Annotated[Caller, Depends(may(Capability.PANEL, "R"))],
    resources: Resources,
    response: Response,
) -> PanelOut:
    """Read who sits on the panel."""
    row = await panel(resources.pool, programme_id)
    response.headers.update(etag(row.version))
    members = [MemberOut(account_id=w, unit_id=u) for w, u in sorted(row.members.items())]
    return PanelOut(programme_id=programme_id, reviewers=members)


@router.put(
    "", responses=refusals(NoSuchProgramme, PanelTooSmall, NamedTwice, VersionMoved, KeyReused)
)
async def set_panel(
    programme_id: Programme,
    named: PanelIn,
    _: Annotated[Caller, Depends(may(Capability.PANEL, "A"))],
    resources: Resources,
    context: Context,
    seen: SeenVersion,
) -> Receipt:
    """Form the panel, or appoint and stand down reviewers: the list is the whole panel."""
    programme = ProgrammeId(programme_id)
    if not await categories(resources.pool, programme_id):
        raise NoSuchProgramme
    in_force = await rules(resources.pool, programme_id)
    command = SetPanel(
        programme_id=programme,
        members=tuple(Member(reviewer_id=m.account_id, unit_id=m.unit_id) for m in named.reviewers),
        min_valid=in_force.min_valid or USUAL_MIN_VALID,
    )
    return await handle(
        command, DECIDER, panel_of(programme), resources.store, context, expected_version=seen
    )
