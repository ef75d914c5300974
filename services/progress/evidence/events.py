"""What can have happened to a file.

These classes are the stored format. A field may be added with a default; nothing is renamed or
removed. A fact that means something new gets a new class.
"""

from shared.domain import value
from shared.ids import AccountId
from shared.store.events import Stream


@value
class EvidenceStored:
    """Someone handed in a picture or a document; `unit_id` is the unit acted for, or "" for the organiser.

    `sha256` is the digest of the stored content in lower-case hexadecimal; `width` and `height`
    are pixels, 0 for a document.
    """

    sha256: str
    name: str
    media_type: str
    bytes: int
    width: int
    height: int
    unit_id: str
    uploaded_by: AccountId


type EvidenceEvent = EvidenceStored


def evidence_of(sha256: str) -> Stream[EvidenceEvent]:
    """Return the stream of one content, whoever handed it in."""
    return Stream("evidence", sha256)
