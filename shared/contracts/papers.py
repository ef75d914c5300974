"""What others may rely on in the papers that a service registers."""

from shared.domain import value


@value
class Recipient:
    """Who a programme's documents are reported or copied to, by role (AMB-29) or as a body."""

    as_printed: str
    role: str = ""


@value
class DocumentRendered:
    """A paper was registered as a document's newest version; official ones name whom they go to."""

    document_id: str
    kind: str
    version: int
    title: str
    check_code: str
    report_to: tuple[str, ...] = ()
    copy_to: tuple[str, ...] = ()
