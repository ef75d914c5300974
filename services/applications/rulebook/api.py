"""Setting up a programme over HTTP: drafted from nothing, its rules section by section."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Response

from services.applications.programme.decider import ProgrammeUnknown
from services.applications.programme.events import programme_of
from services.applications.programme.projection import programme_with
from services.applications.rule_bodies import NewProgramme, Rules
from services.applications.rule_meanings import MEANINGS, Meaning
from shared.domain import value
from shared.http.caller import Caller
from shared.http.problems import refusals
from shared.http.requests import Context, MayNot, Resources, SeenVersion, etag, may
from shared.http.rights import Capability
from shared.ids import SLUG_PATTERN, ProgrammeId
from shared.store.events import Receipt
from shared.store.handle import KeyReused, VersionMoved, handle

from .commands import Begin, SetRules
from .decider import DECIDER, AlreadyDrafted, NoSuchDraft, RulesAreSettled, RulesDoNotFit

router = APIRouter(prefix="/programmes/{programme_id}", tags=["programmes"])

ProgrammePath = Annotated[ProgrammeId, Path(pattern=SLUG_PATTERN, max_length=64)]
Drafter = Annotated[Caller, Depends(may(Capability.PROGRAMME_DRAFT, "C"))]
Editor = Annotated[Caller, Depends(may(Capability.PROGRAMME_DRAFT, "E"))]
Reader = Annotated[Caller, Depends(may(Capability.PROGRAMME_DRAFT, "R"))]


@value
class RulesInWords:
    """A programme's rules as they are now and what each means; `settled` once it is announced."""

    programme_id: ProgrammeId
    settled: bool
    rules: dict[str, Any]
    meanings: Sequence[Meaning]


@router.put(
    "/draft",
    responses=refusals(MayNot, AlreadyDrafted, RulesDoNotFit, KeyReused, VersionMoved),
)
async def begin(
    programme_id: ProgrammePath,
    new: NewProgramme,
    _: Drafter,
    context: Context,
    seen: SeenVersion,
    resources: Resources,
) -> Receipt:
    """Draft a programme from nothing, with its first rules. The same again changes nothing."""
    command = Begin(
        programme=new.drafted(programme_id),
        rules=new.first_rules(programme_id),
    )
    stream = programme_of(programme_id)
    return await handle(command, DECIDER, stream, resources.store, context, expected_version=seen)


@router.get("/rules", responses=refusals(MayNot, ProgrammeUnknown))
async def read_rules(
    programme_id: ProgrammePath, _: Reader, resources: Resources, response: Response
) -> RulesInWords:
    """Read a programme's rules with the meaning of each in plain words, for whoever sets it up."""
    async with resources.pool.acquire() as connection:
        programme = await programme_with(programme_id, connection)
    if programme is None:
        raise ProgrammeUnknown
    response.headers.update(etag(programme.version))
    return RulesInWords(
        programme_id=programme_id,
        settled=programme.status == "announced",
        rules=programme.rules,
        meanings=MEANINGS,
    )


@router.put(
    "/rules",
    responses=refusals(
        MayNot, NoSuchDraft, RulesAreSettled, RulesDoNotFit, KeyReused, VersionMoved
    ),
)
async def set_rules(
    programme_id: ProgrammePath,
    rules: Rules,
    _: Editor,
    context: Context,
    seen: SeenVersion,
    resources: Resources,
) -> Receipt:
    """Set sections of a draft's rules otherwise, as a new version. What is left out stays.

    `If-Match` with the version that was seen keeps two people from undoing each other's work.
    """
    return await handle(
        SetRules(changes=rules.changes()),
        DECIDER,
        programme_of(programme_id),
        resources.store,
        context,
        expected_version=seen,
    )
