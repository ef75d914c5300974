"""The register of papers: which content was printed, as which version of which document.

A content is a version once, however often it is printed; another content is the next version. What is
not in the register is a draft, and its print says so (REQ-57).
"""

from dataclasses import replace

from shared.domain import Decider, value
from shared.ids import AccountId
from shared.papers.paper import Paper
from shared.store.events import Stream

type DocumentEvent = DocumentRendered
type Decision = tuple[DocumentEvent, ...]


@value
class DocumentRendered:
    """A paper was printed in this content for the first time, and is the document's newest version.

    `check_code` is the SHA-256 of the content, which the paper bears. `report_to` and `copy_to` are the
    roles that an official document goes to, never persons (AMB-29).
    """

    document_id: str
    kind: str
    version: int
    title: str
    check_code: str
    report_to: tuple[str, ...]
    copy_to: tuple[str, ...]
    by: AccountId


@value
class RenderDocument:
    """Print this paper."""

    paper: Paper
    by: AccountId


@value
class Register:
    """What is known of a document: its newest version and what that one says."""

    version: int = 0
    check_code: str = ""

    def version_of(self, paper: Paper) -> int:
        """Return which version a paper is, or 0 for a draft."""
        return self.version if self.check_code == paper.check_code else 0


def evolve(register: Register, event: DocumentEvent) -> Register:
    """Return the register as the event leaves it."""
    return replace(register, version=event.version, check_code=event.check_code)


def decide(command: RenderDocument, register: Register) -> Decision:
    """A content that is the newest version is not registered again; any other is the next version."""
    paper = command.paper
    if register.version_of(paper):
        return ()
    rendered = DocumentRendered(
        document_id=paper.document_id,
        kind=paper.kind,
        version=register.version + 1,
        title=paper.title,
        check_code=paper.check_code,
        report_to=paper.report_to,
        copy_to=paper.copy_to,
        by=command.by,
    )
    return (rendered,)


DECIDER: Decider[RenderDocument, Register, DocumentEvent] = Decider(
    initial=Register(), decide=decide, evolve=evolve
)


def document_of(document_id: str) -> Stream[DocumentEvent]:
    """Return the stream of one document, such as `progress-report~2017-p08~2017q2`."""
    return Stream("document", document_id)
