"""Results packages over HTTP: what is asked, handing in, returning, accepting, reading."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Path, Response

from services.progress.catalogue.projection import Asked
from services.progress.deadline.commands import FulfilObligation
from services.progress.deadline.decider import DECIDER as DEADLINE
from services.progress.deadline.events import deadline_of
from services.progress.deadline_refusals import NothingOwed
from services.progress.forms import Findings, ResultsForm
from services.progress.ledger.api import asked
from services.progress.ledger.projection import ItemRow, bare, digest_of, directory_of, joining
from services.progress.progress_report.api import NoSuchProject
from services.progress.progress_report.commands import Leading
from services.progress.progress_report.projection import project_is_visible
from services.progress.running import running_routes
from services.progress.scope import own_unit
from shared.contracts.programme_rules import ResultsSection
from shared.domain import NotPermitted, value
from shared.http.caller import Caller
from shared.http.problems import refusals
from shared.http.requests import Context, Resources, SeenVersion, etag, may
from shared.http.rights import Capability, Role
from shared.ids import SLUG_PATTERN, AccountId, ProjectId, UnitId
from shared.resources import OpenResources
from shared.store.events import Receipt
from shared.store.handle import KeyReused, Reaction, VersionMoved, handle, handle_together
from shared.store.store import EventStore

from .commands import AcceptResults, Demanded, ReturnResults, SubmitResults
from .decider import (
    DECIDER,
    AlreadySubmitted,
    AwaitsResubmission,
    NoSuchResults,
    OnlyTheLeadSubmits,
    ResultsAlreadyAccepted,
    ResultsAreFrozen,
    ResultsIncomplete,
    TargetWithoutItem,
    TimeIsOver,
)
from .events import ManifestLine, ResultsContent, WrittenSection, results_of
from .projection import TimedPackage, package_of

OBLIGATION = "results"

router = running_routes("results", "/projects/{project_id}/results")


class OnlyStaffChecksForms(NotPermitted):
    """The form check is the staff's work."""

    zh = "成果的形式审查(退回、受理)由工委组宣处工作人员办理。"
    en = "Only the organiser's staff checks the form of results, returning or accepting them."
    rule = "domain.md 4"


async def form_checker(
    caller: Annotated[Caller, Depends(may(Capability.RESULTS, "A"))],
) -> Caller:
    """Return the caller if it is the organiser's staff; others in the matrix sign or extend."""
    if Role.STAFF not in caller.roles:
        raise OnlyStaffChecksForms
    return caller


Lead = Annotated[Caller, Depends(may(Capability.RESULTS, "C"))]
Checker = Annotated[Caller, Depends(form_checker)]
Reader = Annotated[Caller, Depends(may(Capability.RESULTS, "R"))]
Project = Annotated[ProjectId, Path(pattern=SLUG_PATTERN, max_length=80, examples=["2017-p08"])]


@value
class AskedForm:
    """What a project's results must hold, and what is known already, to begin from.

    `rules_to_rely_on` are the opinions that the programme names (REQ-10), `bare_targets` the numbers
    of targets that no ledger item proves, `missing_kinds` the kinds of items still to be filed.
    """

    category: str
    sections: Sequence[ResultsSection]
    rules_to_rely_on: Sequence[str]
    participants: Sequence[str]
    targets: Sequence[str]
    bare_targets: Sequence[int]
    missing_kinds: Sequence[str]
    manifest: Sequence[ManifestLine]


@value
class Standing:
    """What is known of a project when its results are written."""

    asked: Asked
    leading: Leading
    joining: Sequence[str]
    items: Sequence[ItemRow]

    @property
    def manifest(self) -> tuple[ManifestLine, ...]:
        """Return the items of the ledger that are not void, with their digests."""
        return tuple(
            ManifestLine(item_id=i.item_id, entry_sha256=digest_of(i), file_sha256=i.sha256)
            for i in self.items
            if i.state == "filed"
        )

    @property
    def others(self) -> Sequence[str]:
        """Return the units that take part besides the lead."""
        return [unit for unit in self.joining if unit != self.leading.unit_id]

    @property
    def demanded(self) -> Demanded:
        """Return what the project's category demands, and which kinds the ledger has."""
        form = self.asked.form
        return Demanded(
            sections={section.id: section.name for section in form.sections},
            required_kinds=form.required_kinds,
            kinds=frozenset(item.kind for item in self.items if item.state == "filed"),
            every_target=form.every_target,
        )


async def standing(project_id: ProjectId, resources: OpenResources) -> Standing:
    """Return what is known of a project. Raises `NoSuchProject`."""
    async with resources.pool.acquire() as connection:
        project, leading = await asked(project_id, connection)
        return Standing(
            asked=project,
            leading=leading,
            joining=await joining(project_id, connection),
            items=await directory_of(project_id, connection),
        )


async def freezes_at(project_id: ProjectId, store: EventStore) -> datetime:
    """Return when the time for a project's results is over. Raises `NothingOwed`."""
    history = await store.read(deadline_of(OBLIGATION, project_id))
    deadline = history.folded(DEADLINE)
    if deadline.terms is None:
        raise NothingOwed
    return deadline.grace_until


def content_of(form: ResultsForm, project: Asked) -> ResultsContent:
    """Return a form's content as it is recorded, its sections named and in the category's order."""
    names = {section.id: section.name for section in project.form.sections}
    order = dict.fromkeys((*(id_ for id_ in names if id_ in form.sections), *form.sections))
    return ResultsContent(
        summary=form.summary,
        sections=tuple(
            WrittenSection(id=id_, name=names.get(id_, ""), text=form.sections[id_])
            for id_ in order
        ),
        rules_relied_on=tuple(dict.fromkeys(form.rules_relied_on)),
        party_organisations=form.party_organisations,
        party_members=form.party_members,
    )


@router.put(
    "",
    responses=refusals(
        NoSuchProject,
        NothingOwed,
        OnlyTheLeadSubmits,
        AlreadySubmitted,
        TimeIsOver,
        ResultsAreFrozen,
        ResultsIncomplete,
        KeyReused,
    ),
)
async def submit_results(
    project_id: Project, form: ResultsForm, caller: Lead, resources: Resources, context: Context
) -> Receipt:
    """Hand in the results with the ledger as it stands, and meet their deadline, both or neither."""
    known = await standing(project_id, resources)
    command = SubmitResults(
        programme_id=known.asked.programme_id,
        project_id=project_id,
        category=known.asked.category,
        leading=known.leading,
        joining=tuple(UnitId(unit) for unit in known.others),
        from_unit=own_unit(caller),
        content=content_of(form, known.asked),
        manifest=known.manifest,
        bare_targets=tuple(bare(known.asked.targets, known.items)),
        demanded=known.demanded,
        freezes_at=await freezes_at(project_id, resources.store),
        at=context.occurred_at,
    )
    meeting = FulfilObligation(at=command.at)
    return await handle_together(
        [
            Reaction(command, DECIDER, results_of(project_id)),
            Reaction(meeting, DEADLINE, deadline_of(OBLIGATION, project_id)),
        ],
        resources.store,
        context,
    )


CHECKING = (OnlyStaffChecksForms, NoSuchResults, AwaitsResubmission, ResultsAreFrozen)


@router.post(
    "/return",
    responses=refusals(*CHECKING, ResultsAlreadyAccepted, KeyReused, VersionMoved),
)
async def return_results(
    project_id: Project,
    findings: Findings,
    caller: Checker,
    resources: Resources,
    context: Context,
    seen: SeenVersion,
) -> Receipt:
    """Send the results back to the lead, naming what is missing."""
    command = ReturnResults(
        missing=tuple(findings.missing),
        advice=findings.advice,
        by=AccountId(caller.id),
        at=context.occurred_at,
    )
    stream = results_of(project_id)
    return await handle(command, DECIDER, stream, resources.store, context, expected_version=seen)


@router.post(
    "/acceptance",
    responses=refusals(*CHECKING, NoSuchProject, TargetWithoutItem, KeyReused, VersionMoved),
)
async def accept_results(
    project_id: Project,
    caller: Checker,
    resources: Resources,
    context: Context,
    seen: SeenVersion,
) -> Receipt:
    """Put down that the form check found nothing missing."""
    known = await standing(project_id, resources)
    command = AcceptResults(
        every_target=known.demanded.every_target,
        by=AccountId(caller.id),
        at=context.occurred_at,
    )
    stream = results_of(project_id)
    return await handle(command, DECIDER, stream, resources.store, context, expected_version=seen)


@router.get("/form", responses=refusals(NoSuchProject))
async def read_form(project_id: Project, caller: Reader, resources: Resources) -> AskedForm:
    """Read what the results of a project must hold, and what stands in the ledger already."""
    async with resources.pool.acquire() as connection:
        if not await project_is_visible(project_id, caller, connection):
            raise NoSuchProject
    known = await standing(project_id, resources)
    demanded = known.demanded
    return AskedForm(
        category=known.asked.category,
        sections=known.asked.form.sections,
        rules_to_rely_on=known.asked.legal_basis,
        participants=[known.leading.unit_id, *known.others],
        targets=known.asked.targets,
        bare_targets=bare(known.asked.targets, known.items),
        missing_kinds=[k for k in demanded.required_kinds if k not in demanded.kinds],
        manifest=known.manifest,
    )


@router.get("", responses=refusals(NoSuchResults))
async def read_results(
    project_id: Project, caller: Reader, resources: Resources, response: Response
) -> TimedPackage:
    """Read a project's results as they stand, with the targets that no item proves."""
    async with resources.pool.acquire() as connection:
        visible = await project_is_visible(project_id, caller, connection)
        found = await package_of(project_id, connection) if visible else None
    if found is None:
        raise NoSuchResults
    response.headers.update(etag(found.package.version))
    return found
