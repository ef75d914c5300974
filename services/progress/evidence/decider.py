"""The rules of a file: each person hands in a content once; again changes nothing.

Everything here is pure: no clock, no database, no log.
"""

from shared.domain import Decider, value
from shared.ids import AccountId

from .commands import EvidenceCommand
from .events import EvidenceEvent, EvidenceStored

type Decision = tuple[EvidenceEvent, ...]

NOTHING_NEW: Decision = ()


@value
class Evidence:
    """What the rules need to remember: who has handed this content in."""

    uploaded_by: frozenset[AccountId] = frozenset()


def evolve(evidence: Evidence, event: EvidenceEvent) -> Evidence:
    """Return the file as the event leaves it. A fact is never refused."""
    return Evidence(uploaded_by=evidence.uploaded_by | {event.uploaded_by})


def decide(command: EvidenceCommand, evidence: Evidence) -> Decision:
    """A person's first hand-in of a content is recorded, under the name it then had."""
    if command.by in evidence.uploaded_by:
        return NOTHING_NEW
    stored = EvidenceStored(
        sha256=command.sha256,
        name=command.name,
        media_type=command.media_type,
        bytes=command.bytes,
        width=command.width,
        height=command.height,
        unit_id=command.unit_id,
        uploaded_by=command.by,
    )
    return (stored,)


DECIDER = Decider(initial=Evidence(), decide=decide, evolve=evolve)
