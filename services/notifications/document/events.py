"""What can have happened to a document after it was issued.

These classes are the stored format. A field may be added with a default; nothing is renamed or
removed.
"""

from typing import Literal

from shared.domain import value
from shared.store.events import Stream

type Line = Literal["report", "copy"]


@value
class DocumentDispatched:
    """A version of a document went to a recipient: reported upward or copied (REQ-55, REQ-56).

    `role` is the recipient's office or body, never a person (AMB-29). `check_code` is that of the
    version, so that the recipient's sheet can be compared.
    """

    document_id: str
    version: int
    title: str
    check_code: str
    line: Line
    role: str


type DispatchEvent = DocumentDispatched


def dispatches_of(document_id: str) -> Stream[DispatchEvent]:
    """Return the stream of one document's dispatches, such as `notice~szjg-zutuanshi-2017`."""
    return Stream("document", document_id)
