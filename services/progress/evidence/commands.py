"""What can be asked of a file."""

from shared.domain import value
from shared.ids import AccountId


@value
class StoreEvidence:
    """Keep a file that was found sound and lies in the archive."""

    sha256: str
    name: str
    media_type: str
    bytes: int
    width: int
    height: int
    unit_id: str
    by: AccountId


type EvidenceCommand = StoreEvidence
