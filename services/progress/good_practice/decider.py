"""The rules of a good practice (REQ-36, REQ-37).

The current lead of a project, or the unit that acts for it (AMB-13), shares what worked well; a
co-lead may write it down for the lead. There is no deadline, no number to reach, and no picture
is asked for unless the programme's rules say so (AMB-17). Each channel is recorded once. The
organiser may recommend a practice; the lead or the organiser's staff takes it out of sight, and a
better one is shared under a new number. Practices are never counted, ranked or scored.

Everything here is pure: no clock, no database, no log.
"""

from dataclasses import replace
from typing import assert_never

from shared.domain import Decider, Fault, Incomplete, NotFound, NotPermitted, Rejection, value
from shared.ids import UnitId

from .commands import (
    DraftPractice,
    PracticeCommand,
    RecommendPractice,
    RecordChannel,
    SharePractice,
    WithdrawPractice,
)
from .events import (
    Channel,
    GoodPracticeChannelRecorded,
    GoodPracticeDrafted,
    GoodPracticeRecommended,
    GoodPracticeShared,
    GoodPracticeWithdrawn,
    PracticeContent,
    PracticeEvent,
)

type Decision = tuple[PracticeEvent, ...]

NOTHING_NEW: Decision = ()


class OnlyTheLeadShares(NotPermitted):
    """Someone else than the current lead (or its executing unit) wants to share."""

    zh = "好做法由本项目现任牵头领办单位报送。联办单位可先起草, 再请牵头单位的联络员报送。"
    en = "Only the project's current lead shares a practice. A co-lead drafts it for the lead."
    rule = "REQ-36 AMB-13"


class OnlyCoLeadsDraft(NotPermitted):
    """A draft is a co-lead's; the lead shares without one."""

    zh = "起草供本项目的联办单位使用。牵头单位请直接报送。"
    en = "A draft is for the project's co-leads. The lead shares a practice directly."
    rule = "REQ-36 domain.md 4"


class OnlyTheLeadOrStaffWithdraws(NotPermitted):
    """A practice is taken out of sight by who shared it, or by the organiser's staff."""

    zh = "好做法由牵头单位或工委工作人员撤回。请联系其办理。"
    en = "Only the lead or the organiser's staff withdraws a practice. Ask one of them."
    rule = "REQ-36 domain.md 4"


class PracticeIdTaken(Rejection):
    """One number stands for one practice, and what was shared is not changed."""

    zh = "该编号的好做法已经报送或由其他单位起草。如需修改, 请撤回后换用新的编号报送。"
    en = "A practice with this number exists already. Withdraw it and share under a new number."
    rule = "REQ-36 P3"


class NoSuchPractice(NotFound):
    """Nothing was shared under this number, or it is not this person's to see."""

    zh = "没有找到该好做法, 或您无权查看。请核对编号。"
    en = "There is no such practice, or it is not yours to see. Check its number."
    rule = "REQ-36"


class PracticeIsWithdrawn(Rejection):
    """What is out of sight is not recommended."""

    zh = "该好做法已经撤回, 不能推荐。请待牵头单位重新报送后再推荐。"
    en = "The practice was withdrawn. Recommend it once the lead has shared it anew."
    rule = "domain.md 3.2"


class PictureRequired(Incomplete):
    """The programme's rules ask for a picture."""

    zh = "本年度规则要求附图。请上传至少一张图片后再报送。"
    en = "The programme's rules ask for a picture. Add at least one and share again."
    rule = "REQ-36 AMB-17"


class PictureNotHandedIn(Incomplete):
    """A practice may hold only pictures that its writers have uploaded."""

    zh = "有图片尚未上传。请先上传图片, 再提交。"
    en = "Some pictures were not uploaded. Upload them first, then send the practice."
    rule = "REQ-36"


@value
class Practice:
    """What the rules need to remember. One that was never shared has no sharing."""

    draft: GoodPracticeDrafted | None = None
    sharing: GoodPracticeShared | None = None
    channels: frozenset[Channel] = frozenset()
    recommended: bool = False
    withdrawn: bool = False


def evolve(practice: Practice, event: PracticeEvent) -> Practice:
    """Return the practice as the event leaves it. A fact is never refused."""
    match event:
        case GoodPracticeDrafted():
            return replace(practice, draft=event)
        case GoodPracticeShared():
            return replace(practice, sharing=event)
        case GoodPracticeChannelRecorded():
            return replace(practice, channels=practice.channels | {event.channel})
        case GoodPracticeRecommended():
            return replace(practice, recommended=True)
        case GoodPracticeWithdrawn():
            return replace(practice, withdrawn=True)
        case _:
            assert_never(event)


def decide(command: PracticeCommand, practice: Practice) -> Decision:
    """Return what follows from a command, or raise the `Rejection` that stops it."""
    match command:
        case DraftPractice():
            return draft_practice(command, practice)
        case SharePractice():
            return share_practice(command, practice)
        case RecordChannel():
            return record_channel(command, practice)
        case RecommendPractice():
            return recommend_practice(command, practice)
        case WithdrawPractice():
            return withdraw_practice(command, practice)
        case _:
            assert_never(command)


def draft_practice(command: DraftPractice, practice: Practice) -> Decision:
    """A co-lead writes a practice down, and anew until it is shared; the same changes nothing."""
    if command.from_unit not in command.parties.co_leads:
        raise OnlyCoLeadsDraft
    before = practice.draft
    if before and (before.unit_id, before.content) == (command.from_unit, command.content):
        return NOTHING_NEW
    if practice.sharing or (before and before.unit_id != command.from_unit):
        raise PracticeIdTaken
    _pictures_handed_in(command.content, command.handed_in, before)
    drafted = GoodPracticeDrafted(
        project_id=command.project_id,
        practice_id=command.practice_id,
        unit_id=UnitId(command.from_unit),
        content=command.content,
    )
    return (drafted,)


def share_practice(command: SharePractice, practice: Practice) -> Decision:
    """The lead shares a practice, once, with or without a draft; the same changes nothing."""
    if not command.parties.lead_is(command.from_unit):
        raise OnlyTheLeadShares
    if practice.sharing is not None:
        if practice.sharing.content == command.content:
            return NOTHING_NEW
        raise PracticeIdTaken
    if command.picture_required and not command.content.pictures:
        fault = Fault(field="/body/pictures", zh=PictureRequired.zh, en=PictureRequired.en)
        raise PictureRequired(faults=(fault,))
    _pictures_handed_in(command.content, command.handed_in, practice.draft)
    shared = GoodPracticeShared(
        project_id=command.project_id,
        practice_id=command.practice_id,
        unit_id=command.parties.lead_unit_id,
        shared_by_unit_id=command.from_unit,
        drafted_by_unit_id=practice.draft.unit_id if practice.draft else "",
        content=command.content,
    )
    return (shared,)


def record_channel(command: RecordChannel, practice: Practice) -> Decision:
    """The lead, or another system, says that a channel has the practice; once for each channel.

    What was posted was posted: this can be recorded of a practice that has been withdrawn since.
    """
    if not (command.by_client or command.parties.lead_is(command.from_unit)):
        raise OnlyTheLeadShares
    sharing = _sharing(practice)
    if command.channel in practice.channels:
        return NOTHING_NEW
    recorded = GoodPracticeChannelRecorded(
        project_id=sharing.project_id,
        practice_id=sharing.practice_id,
        channel=command.channel,
        message_id=command.message_id,
        by=command.by,
    )
    return (recorded,)


def recommend_practice(command: RecommendPractice, practice: Practice) -> Decision:
    """The organiser recommends what is in sight, once."""
    sharing = _sharing(practice)
    if practice.withdrawn:
        raise PracticeIsWithdrawn
    if practice.recommended:
        return NOTHING_NEW
    recommended = GoodPracticeRecommended(
        project_id=sharing.project_id, practice_id=sharing.practice_id, by=command.by
    )
    return (recommended,)


def withdraw_practice(command: WithdrawPractice, practice: Practice) -> Decision:
    """The lead or the organiser's staff takes a practice out of sight, once, recommended or not."""
    if not (command.by_staff or command.parties.lead_is(command.from_unit)):
        raise OnlyTheLeadOrStaffWithdraws
    sharing = _sharing(practice)
    if practice.withdrawn:
        return NOTHING_NEW
    withdrawn = GoodPracticeWithdrawn(
        project_id=sharing.project_id,
        practice_id=sharing.practice_id,
        reason=command.reason,
        by=command.by,
    )
    return (withdrawn,)


def _sharing(practice: Practice) -> GoodPracticeShared:
    if practice.sharing is None:
        raise NoSuchPractice
    return practice.sharing


def _pictures_handed_in(
    content: PracticeContent, handed_in: frozenset[str], draft: GoodPracticeDrafted | None
) -> None:
    """A picture was handed in by whoever asks, or stands in the draft already."""
    known = handed_in | set(draft.content.pictures if draft else ())
    faults = [
        Fault(
            field=f"/body/pictures/{number}",
            zh="此图片尚未上传, 请先上传。",
            en="This picture was not uploaded. Upload it first.",
        )
        for number, picture in enumerate(content.pictures)
        if picture not in known
    ]
    if faults:
        raise PictureNotHandedIn(faults=faults)


DECIDER = Decider(initial=Practice(), decide=decide, evolve=evolve)
