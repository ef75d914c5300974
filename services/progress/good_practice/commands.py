"""What can be asked about a good practice. `from_unit` is the unit that asks, or ""."""

from services.progress.parties import Parties
from shared.domain import value
from shared.ids import AccountId, ProjectId

from .events import Channel, PracticeContent


@value
class DraftPractice:
    """Write a practice down for the lead. `handed_in` are those pictures that the writer may use."""

    project_id: ProjectId
    practice_id: str
    content: PracticeContent
    handed_in: frozenset[str]
    parties: Parties
    from_unit: str


@value
class SharePractice:
    """Share a practice. Whether it needs a picture is the programme's to say (AMB-17)."""

    project_id: ProjectId
    practice_id: str
    content: PracticeContent
    handed_in: frozenset[str]
    picture_required: bool
    parties: Parties
    from_unit: str


@value
class RecordChannel:
    """Put down that the practice is in a channel.

    `by_client` says that another system does so, under its number of the message.
    """

    channel: Channel
    message_id: str
    parties: Parties
    from_unit: str
    by_client: bool
    by: str


@value
class RecommendPractice:
    """Recommend the practice to all units."""

    by: AccountId


@value
class WithdrawPractice:
    """Take the practice out of sight. `by_staff` says that the organiser's staff asks."""

    reason: str
    parties: Parties
    from_unit: str
    by_staff: bool
    by: AccountId


type PracticeCommand = (
    DraftPractice | SharePractice | RecordChannel | RecommendPractice | WithdrawPractice
)
