"""What can have happened to a project's results package.

These classes are the stored format. A field may be added with a default; nothing is renamed or
removed. A fact that means something new gets a new class.
"""

from datetime import datetime
from hashlib import sha256
from typing import Literal

from shared.domain import value
from shared.ids import AccountId, ProgrammeId, ProjectId, UnitId
from shared.store.events import Stream

type FormCheck = Literal["pending", "returned", "accepted"]


@value
class WrittenSection:
    """A section of the project's category and what the lead wrote in it. `name` as it read then."""

    id: str
    name: str
    text: str


@value
class ResultsContent:
    """What the lead writes (REQ-08, REQ-09, REQ-10, REQ-15, REQ-29).

    `rules_relied_on` are the governing rules; `party_organisations` and `party_members` say how many
    took part, in total: no list of persons is kept.
    """

    summary: str
    sections: tuple[WrittenSection, ...]
    rules_relied_on: tuple[str, ...]
    party_organisations: int
    party_members: int


@value
class ManifestLine:
    """An item of the ledger that belongs to the package, with the digests that vouch for it.

    `entry_sha256` is that of the canonical directory entry, `file_sha256` that of the stored file,
    or "" where the original stays with the unit.
    """

    item_id: str
    entry_sha256: str
    file_sha256: str


@value
class ResultsSubmitted:
    """The lead of a project handed in its results (REQ-29, REQ-30).

    `number` counts the versions from 1. `participants` are the units that took part then, the lead
    first; `bare_targets` the numbers of targets that no ledger item proves (REQ-28). `freezes_at` is
    the moment from which nothing changes any more, known since the deadline was set (P5, AMB-24).
    """

    programme_id: ProgrammeId
    project_id: ProjectId
    number: int
    category: str
    unit_id: UnitId
    filed_by_unit_id: UnitId
    content: ResultsContent
    participants: tuple[UnitId, ...]
    manifest: tuple[ManifestLine, ...]
    bare_targets: tuple[int, ...]
    freezes_at: datetime


@value
class ResultsReturned:
    """The form check found something missing, and the organiser sent the package back."""

    project_id: ProjectId
    number: int
    missing: tuple[str, ...]
    advice: str
    by: AccountId


@value
class ResultsAccepted:
    """The form check found nothing missing."""

    project_id: ProjectId
    number: int
    by: AccountId


@value
class ResultsFrozen:
    """The time for results was over, and the package as it was handed in last became final (X7).

    `form_check` says how far the organiser had come with it; `manifest_sha256` vouches for the
    manifest, and so for every item of the ledger.
    """

    programme_id: ProgrammeId
    project_id: ProjectId
    number: int
    form_check: FormCheck
    manifest_sha256: str


type ResultsEvent = ResultsSubmitted | ResultsReturned | ResultsAccepted | ResultsFrozen


def results_of(project_id: ProjectId) -> Stream[ResultsEvent]:
    """Return the stream of one project's results."""
    return Stream("results-package", project_id)


def manifest_sha256(manifest: tuple[ManifestLine, ...]) -> str:
    """Return the SHA-256 of a manifest, written line by line as `entry file item`."""
    lines = (f"{line.entry_sha256} {line.file_sha256 or '-'} {line.item_id}\n" for line in manifest)
    return sha256("".join(lines).encode()).hexdigest()
