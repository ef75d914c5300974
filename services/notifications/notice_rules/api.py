"""Who is told of what, over HTTP: for the office to read and to edit."""

from collections.abc import Mapping, Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel, ConfigDict, Field

from services.notifications.roles import NAMES, Meaning
from services.notifications.wordings import WORDINGS
from shared.domain import value
from shared.http.caller import Caller
from shared.http.problems import refusals
from shared.http.requests import Context, MayNot, Resources, SeenVersion, etag, may
from shared.http.rights import Capability
from shared.store.events import Receipt
from shared.store.handle import KeyReused, VersionMoved, handle

from .commands import SetNoticeRules
from .decider import DECIDER, NoticeRulesNotSound
from .events import NoticeRule, notice_rules
from .projection import rules_in_force

router = APIRouter(prefix="/notice-rules", tags=["notice rules"])

Reader = Annotated[Caller, Depends(may(Capability.PROGRAMME_DRAFT, "R"))]
Editor = Annotated[Caller, Depends(may(Capability.PROGRAMME_DRAFT, "E"))]


class LineIn(BaseModel):
    """Whoever has a role is told of an event, in the inbox and by e-mail or not."""

    model_config = ConfigDict(extra="forbid")

    event: Annotated[str, Field(min_length=1, max_length=80)]
    role: Annotated[str, Field(min_length=1, max_length=80)]
    inbox: Annotated[bool, Field(strict=True)] = True
    email: Annotated[bool, Field(strict=True)] = False


class NoticeRulesIn(BaseModel):
    """All lines that hold from now on. What no line names is told to nobody."""

    model_config = ConfigDict(extra="forbid")

    lines: Annotated[list[LineIn], Field(max_length=1000)]


@value
class LineOut:
    """A line and what it means."""

    event: str
    role: str
    inbox: bool
    email: bool
    meaning: Meaning


@value
class EventOut:
    """An event that somebody can be told of, the source of that, and who can be."""

    event: str
    basis: str
    meaning: Meaning
    roles: Sequence[str]


@value
class NoticeRulesOut:
    """The rules in force; `number` 0 are those that come with the programme. `events` can be told."""

    number: int
    lines: Sequence[LineOut]
    events: Sequence[EventOut]
    roles: Mapping[str, Meaning]


def meaning_of(rule: NoticeRule) -> Meaning:
    """Return what a line means."""
    event, role = WORDINGS[rule.event], NAMES[rule.role]
    if not rule.inbox:
        return Meaning(zh=f"{event.zh}：不通知{role.zh}。", en=f"{event.en}: {role.en}: not told.")
    zh = "收件箱和电子邮件" if rule.email else "收件箱"
    en = "in the inbox and by e-mail" if rule.email else "in the inbox"
    return Meaning(
        zh=f"{event.zh}：通过{zh}通知{role.zh}。", en=f"{event.en}: {role.en}: told {en}."
    )


def events_out() -> Sequence[EventOut]:
    """Return what can be told, and to whom."""
    return [
        EventOut(
            event=name,
            basis=wording.basis,
            meaning=Meaning(zh=wording.zh, en=wording.en),
            roles=[role for role in NAMES if role in wording.roles],
        )
        for name, wording in WORDINGS.items()
    ]


@router.get("", responses=refusals(MayNot))
async def read_notice_rules(_: Reader, resources: Resources, response: Response) -> NoticeRulesOut:
    """Read who is told of what, each line with its meaning, and what else could be told."""
    async with resources.pool.acquire() as connection:
        row = await rules_in_force(connection)
    response.headers.update(etag(row.version))
    rules = [NoticeRule(**line) for line in row.lines]
    return NoticeRulesOut(
        number=row.number,
        lines=[
            LineOut(
                event=rule.event,
                role=rule.role,
                inbox=rule.inbox,
                email=rule.email,
                meaning=meaning_of(rule),
            )
            for rule in rules
        ],
        events=events_out(),
        roles=dict(NAMES),
    )


@router.put("", responses=refusals(MayNot, NoticeRulesNotSound, VersionMoved, KeyReused))
async def set_notice_rules(
    rules: NoticeRulesIn, _: Editor, resources: Resources, context: Context, seen: SeenVersion
) -> Receipt:
    """Say who is told of what from now on, all lines at once; what was told stays as it was."""
    command = SetNoticeRules(
        lines=tuple(
            NoticeRule(event=line.event, role=line.role, inbox=line.inbox, email=line.email)
            for line in rules.lines
        ),
        known={event: wording.roles for event, wording in WORDINGS.items()},
    )
    return await handle(
        command,
        DECIDER,
        notice_rules(),
        resources.store,
        context,
        expected_version=seen,
    )
