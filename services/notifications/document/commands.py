"""What can be asked about the dispatch of documents."""

from shared.domain import value

from .events import Line


@value
class DispatchDocument:
    """Send an issued version to everyone it names."""

    document_id: str
    version: int
    title: str
    check_code: str
    report_to: tuple[str, ...]
    copy_to: tuple[str, ...]


@value
class DispatchFurther:
    """Send the newest version to one more recipient."""

    document_id: str
    line: Line
    role: str


type DispatchCommand = DispatchDocument | DispatchFurther
