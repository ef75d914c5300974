"""The rules of an invitation (REQ-18).

Nobody but a unit itself brings it into a project as co-lead. The organiser may invite it, once the
programme is announced and as long as the unit has not applied; the same again changes nothing.

Everything here is pure: no clock, no database, no log.
"""

from shared.domain import Decider, Rejection, value

from .commands import Invite
from .events import InvitationEvent, UnitInvited

type Decision = tuple[InvitationEvent, ...]

NOTHING_NEW: Decision = ()


class NothingToInviteTo(Rejection):
    zh = "方案尚未印发, 暂不能邀请单位申报。请在印发后再发出邀请。"
    en = "The programme is not announced yet. Invite units once it is."
    rule = "REQ-18"


class NoInvitationNeeded(Rejection):
    zh = "该单位已申报或已参加此项目, 无需邀请。请在申报列表中查看。"
    en = "The unit has applied already or takes part. See the list of applications."
    rule = "REQ-18"


@value
class Invitation:
    """What the rules need to remember: the last invitation, if there was one."""

    last: UnitInvited | None = None


def evolve(_: Invitation, event: InvitationEvent) -> Invitation:
    """Return what is remembered after an event."""
    return Invitation(last=event)


def decide(command: Invite, invitation: Invitation) -> Decision:
    """Return what follows from a command, or raise the `Rejection` that stops it."""
    announced_at = command.project.announced_at
    if announced_at is None or command.at < announced_at:
        raise NothingToInviteTo
    leads = command.unit_id in {command.project.lead_unit_id, command.project.executing_unit_id}
    if command.applied or leads:
        raise NoInvitationNeeded
    invited = command.invited()
    return NOTHING_NEW if invited == invitation.last else (invited,)


DECIDER: Decider[Invite, Invitation, InvitationEvent] = Decider(
    initial=Invitation(), decide=decide, evolve=evolve
)
