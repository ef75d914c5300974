"""What can have happened to a project.

These classes are the stored format. A field may be added with a default; nothing is renamed or
removed.
"""

from typing import Literal

from shared.domain import value
from shared.ids import AccountId, ProgrammeId, ProjectId, UnitId
from shared.store.events import Stream

type PrintedText = Literal["title", "title_en", "content_and_targets"]
"""The parts of a project's text that can be put right."""

type Basis = Literal["annex", "self_application", "designation_without_application"]


@value
class ProjectListed:
    """A project is in the programme's catalogue, with its text byte for byte as printed (REQ-05).

    `category_basis` says how the category is known, since Annex 1 prints none (REQ-06).
    """

    programme_id: ProgrammeId
    project_id: ProjectId
    number: int
    title: str
    title_en: str
    category: str
    category_basis: str
    content_and_targets: str


@value
class LeadUnitDesignated:
    """A unit leads a project, on a basis that is always named (REQ-16).

    `executing_unit_id` is the unit in parentheses that may act for it (AMB-13), or "";
    `as_printed` is how the annex prints both. `reason` is why, where the unit did not apply for it.
    """

    programme_id: ProgrammeId
    project_id: ProjectId
    unit_id: UnitId
    executing_unit_id: str
    basis: Basis
    as_printed: str
    reason: str = ""


@value
class ContactLeaderAssigned:
    """A member of the organiser's leadership is the project's contact from now on (REQ-42).

    `replaces` is who was before, or "".
    """

    programme_id: ProgrammeId
    project_id: ProjectId
    account_id: AccountId
    replaces: str


@value
class LeadReplacementPrepared:
    """The organiser's staff put another lead forward, with the reason; a leader decides (X15)."""

    programme_id: ProgrammeId
    project_id: ProjectId
    unit_id: UnitId
    reason: str
    prepared_by: AccountId


@value
class LeadUnitReplaced:
    """Another unit leads the project from now on, for a reason (AMB-12).

    It is followed by the `LeadUnitDesignated` of the new lead.
    """

    programme_id: ProgrammeId
    project_id: ProjectId
    former_unit_id: UnitId
    unit_id: UnitId
    reason: str
    prepared_by: AccountId
    approved_by: AccountId


@value
class ProjectTextCorrected:
    """A mistake in a project's text was put right, for a reason.

    `was` is how the text read until then: every earlier text stays readable.
    """

    programme_id: ProgrammeId
    project_id: ProjectId
    field: PrintedText
    was: str
    text: str
    reason: str


@value
class ProjectCancelled:
    """The project was given up, for a reason; its slot and its number stay taken.

    Nothing is asked for it any more, and every unit's part in it ends.
    """

    programme_id: ProgrammeId
    project_id: ProjectId
    reason: str
    by: AccountId


type ProjectEvent = (
    ProjectListed
    | ProjectTextCorrected
    | LeadUnitDesignated
    | ContactLeaderAssigned
    | LeadReplacementPrepared
    | LeadUnitReplaced
    | ProjectCancelled
)


def project_of(project_id: ProjectId) -> Stream[ProjectEvent]:
    """Return the stream of one project."""
    return Stream("project", project_id)
