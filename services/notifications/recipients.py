"""Whom a notice is for, and who may read or act for whom (domain.md section 4, notices).

A recipient is `unit~<unit id>` (everybody who acts for the unit), `account~<account id>` (one
person, for example a reviewer) or `role~<role>` (whoever holds a role of the organiser, together). They
never mix, whatever the ids look like.
"""

from collections.abc import Sequence
from typing import Annotated

from fastapi import Path
from pydantic import StringConstraints

from shared.domain import NotFound, NotPermitted
from shared.http.caller import Caller
from shared.http.rights import Capability, Right, Role

PATTERN = r"^((unit|account)~[A-Za-z0-9-]{1,80}|role~(staff|leaders|reviewers))$"

type RecipientText = Annotated[str, StringConstraints(pattern=PATTERN)]
type RecipientInPath = Annotated[str, Path(pattern=PATTERN)]

STAFF, LEADERS, REVIEWERS = "role~staff", "role~leaders", "role~reviewers"
MAILBOXES = {Role.STAFF: STAFF, Role.LEADER: LEADERS, Role.REVIEWER: REVIEWERS}
"""What those who hold a role of the organiser read together."""

READERS_OF_ALL = frozenset({Role.STAFF, Role.LEADER, Role.AUDITOR})
OWN = Right(capability=Capability.NOTICES, verb="R")
ADAPTORS = Right(capability=Capability.NOTICES, verb="A")


class NotYours(NotPermitted):
    """Somebody else's notices are not acted on."""

    zh = "只能处理发给本单位或本人的通知。如需处理，请联系该单位的联络员。"
    en = "Only what is addressed to your own unit or to you. Ask the liaison of that unit."
    rule = "domain.md 4"


class NoSuchRecipient(NotFound):
    """The recipient does not exist for this caller."""

    zh = "没有找到该收件单位或个人，请核对后重试。"
    en = "There is no such recipient for you. Check the name and try again."
    rule = "domain.md 4"


def unit(unit_id: str) -> str:
    """Return the recipient that stands for a unit."""
    return f"unit~{unit_id}"


def account(account_id: str) -> str:
    """Return the recipient that stands for one account."""
    return f"account~{account_id}"


def own(caller: Caller) -> Sequence[str]:
    """Return the recipients a caller stands for: the own unit, if any, account and roles."""
    units = [unit(caller.unit)] if caller.unit else []
    mailboxes = [mailbox for role, mailbox in MAILBOXES.items() if role in caller.roles]
    return [*units, account(caller.id), *mailboxes]


def reads_all(caller: Caller) -> bool:
    """Return whether a caller reads everybody's notices: the organiser and the auditor do."""
    return bool(caller.roles & READERS_OF_ALL)


def readable(caller: Caller, recipient: str | None) -> Sequence[str]:
    """Return the recipients whose inbox is asked for; without one, the caller's own.

    Raises `NoSuchRecipient` for an inbox that the caller may not see.
    """
    mine = own(caller)
    if recipient is None:
        return mine
    if recipient in mine or reads_all(caller):
        return [recipient]
    raise NoSuchRecipient


def acts_for(caller: Caller, recipient: str) -> bool:
    """Return whether a caller may act for a recipient. The auditor writes nothing, not even his."""
    return recipient in own(caller) and OWN.held_by(caller.roles - {Role.AUDITOR})


def must_act_for(caller: Caller, recipient: str) -> None:
    """Refuse a caller who acts for somebody else."""
    if not acts_for(caller, recipient):
        raise NotYours


def must_bind_for(caller: Caller, recipient: str) -> None:
    """Refuse a caller who is neither the recipient nor manages the adaptors (system admin)."""
    if not ADAPTORS.held_by(caller.roles):
        must_act_for(caller, recipient)
