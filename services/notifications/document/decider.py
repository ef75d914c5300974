"""The rules of dispatch: each version goes to each recipient once; who is not named gets nothing."""

from dataclasses import replace
from typing import assert_never

from shared.domain import Decider, NotFound, value

from .commands import DispatchCommand, DispatchDocument, DispatchFurther
from .events import DispatchEvent, DocumentDispatched, Line

type Decision = tuple[DispatchEvent, ...]
type Recipient = tuple[Line, str]

NOBODY: frozenset[Recipient] = frozenset()


class NotIssued(NotFound):
    """Only what was issued is dispatched."""

    zh = "没有找到已印发的该文件。请先印发, 再登记分送。"
    en = "No such document was issued. Issue it first."
    rule = "REQ-55 REQ-56"


@value
class Dispatch:
    """The newest version that went out, and to whom it has gone."""

    version: int = 0
    title: str = ""
    check_code: str = ""
    sent: frozenset[Recipient] = NOBODY


def evolve(dispatch: Dispatch, event: DispatchEvent) -> Dispatch:
    """Return the dispatch as the event leaves it."""
    sent = dispatch.sent if event.version == dispatch.version else NOBODY
    return replace(
        dispatch,
        version=event.version,
        title=event.title,
        check_code=event.check_code,
        sent=sent | {(event.line, event.role)},
    )


def decide(command: DispatchCommand, dispatch: Dispatch) -> Decision:
    """Return what follows from a command, or raise the `Rejection` that stops it."""
    match command:
        case DispatchDocument():
            return dispatch_document(command, dispatch)
        case DispatchFurther():
            return dispatch_further(command, dispatch)
        case _:
            assert_never(command)


def dispatch_document(command: DispatchDocument, dispatch: Dispatch) -> Decision:
    """A version goes to every role that it names, once; an older one goes nowhere any more."""
    if command.version < dispatch.version:
        return ()
    sent = dispatch.sent if command.version == dispatch.version else NOBODY
    reported: list[Recipient] = [("report", role) for role in command.report_to]
    copied: list[Recipient] = [("copy", role) for role in command.copy_to]
    return tuple(
        DocumentDispatched(
            document_id=command.document_id,
            version=command.version,
            title=command.title,
            check_code=command.check_code,
            line=line,
            role=role,
        )
        for line, role in dict.fromkeys((*reported, *copied))
        if (line, role) not in sent
    )


def dispatch_further(command: DispatchFurther, dispatch: Dispatch) -> Decision:
    """One more recipient gets the newest version that went out."""
    if dispatch.version == 0:
        raise NotIssued
    if (command.line, command.role) in dispatch.sent:
        return ()
    dispatched = DocumentDispatched(
        document_id=command.document_id,
        version=dispatch.version,
        title=dispatch.title,
        check_code=dispatch.check_code,
        line=command.line,
        role=command.role,
    )
    return (dispatched,)


DECIDER: Decider[DispatchCommand, Dispatch, DispatchEvent] = Decider(
    initial=Dispatch(), decide=decide, evolve=evolve
)
