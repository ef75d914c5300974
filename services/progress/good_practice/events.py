"""What can have happened to a good practice.

These classes are the stored format. A field may be added with a default; nothing is renamed or
removed. A fact that means something new gets a new class.
"""

from typing import Literal

from shared.domain import value
from shared.ids import AccountId, ProjectId, UnitId
from shared.store.events import Stream

type Channel = Literal["qq_group", "wechat_group", "index_platform"]

CHANNELS: tuple[Channel, ...] = ("qq_group", "wechat_group", "index_platform")
"""The ways in which the organiser hears of a practice (REQ-37)."""


@value
class PracticeContent:
    """What is told. `pictures` are SHA-256 digests of evidence; there may be none (AMB-17)."""

    title: str
    text: str
    pictures: tuple[str, ...]


@value
class GoodPracticeDrafted:
    """A co-lead wrote a practice down for the lead to share, or wrote its draft anew."""

    project_id: ProjectId
    practice_id: str
    unit_id: UnitId
    content: PracticeContent


@value
class GoodPracticeShared:
    """The lead of a project shared a practice with the organiser.

    `shared_by_unit_id` is the lead `unit_id` or the unit that acts for it (AMB-13);
    `drafted_by_unit_id` is the co-lead that wrote it down first, or "".
    """

    project_id: ProjectId
    practice_id: str
    unit_id: str
    shared_by_unit_id: str
    drafted_by_unit_id: str
    content: PracticeContent


@value
class GoodPracticeChannelRecorded:
    """The practice is in one of the channels, as a person or another system says.

    `message_id` is the other system's number of the message, or "" where a person put it there; `by`
    is an account or a client.
    """

    project_id: ProjectId
    practice_id: str
    channel: Channel
    message_id: str
    by: str


@value
class GoodPracticeRecommended:
    """The organiser recommended the practice to all units."""

    project_id: ProjectId
    practice_id: str
    by: AccountId


@value
class GoodPracticeWithdrawn:
    """The practice is not shown any more, for a reason such as personal details in it."""

    project_id: ProjectId
    practice_id: str
    reason: str
    by: AccountId


type PracticeEvent = (
    GoodPracticeDrafted
    | GoodPracticeShared
    | GoodPracticeChannelRecorded
    | GoodPracticeRecommended
    | GoodPracticeWithdrawn
)


def practice_of(project_id: ProjectId, practice_id: str) -> Stream[PracticeEvent]:
    """Return the stream of one practice; its id (a UUID) is chosen by whoever writes it down."""
    return Stream("good-practice", f"{project_id}~{practice_id}")
