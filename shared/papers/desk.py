"""Papers over HTTP: looking at one, and having it printed, which registers it."""

from typing import Annotated, Any

from fastapi import Depends
from fastapi.responses import HTMLResponse

from shared.http.caller import Caller
from shared.http.requests import MayNot, may
from shared.http.rights import Capability, Role
from shared.ids import AccountId
from shared.papers.paper import Paper
from shared.papers.printing import printed
from shared.papers.register import DECIDER, DocumentEvent, Register, RenderDocument, document_of
from shared.resources import OpenResources
from shared.store.events import CommandContext, Receipt
from shared.store.handle import Reaction, handle

POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
"""A paper runs nothing and asks nobody for anything."""

HTML: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/html": {"schema": {"type": "string"}}}}
}
READ_ONLY = frozenset({Role.AUDITOR, Role.CLIENT})
"""Who looks at papers without registering any: the auditor writes nothing (domain.md 4)."""

Reader = Annotated[Caller, Depends(may(Capability.DOCUMENTS, "X"))]


async def printer(caller: Reader) -> Caller:
    """Return a caller who may have a paper registered, or refuse."""
    if caller.roles <= READ_ONLY:
        raise MayNot
    return caller


Printer = Annotated[Caller, Depends(printer)]


def rendering(paper: Paper, caller: Caller) -> Reaction[RenderDocument, Register, DocumentEvent]:
    """Return the reaction that registers a paper, for a command that also issues it."""
    command = RenderDocument(paper=paper, by=AccountId(caller.id))
    return Reaction(command, DECIDER, document_of(paper.document_id))


async def shown(paper: Paper, resources: OpenResources) -> HTMLResponse:
    """Return a paper to look at and print; what is not in the register bears 草稿."""
    history = await resources.store.read(document_of(paper.document_id))
    version = history.folded(DECIDER).version_of(paper)
    headers = {"Content-Security-Policy": POLICY, "Cache-Control": "no-store"}
    return HTMLResponse(printed(paper, version), headers=headers)


async def registered(
    paper: Paper, caller: Caller, resources: OpenResources, context: CommandContext
) -> Receipt:
    """Register a paper as it is now; a content that is registered stays the version it is."""
    act = rendering(paper, caller)
    return await handle(act.command, act.decider, act.stream, resources.store, context)
