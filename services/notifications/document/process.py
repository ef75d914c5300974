"""Whenever a document is issued that names recipients, it is dispatched to each of them."""

from collections.abc import Iterable

from shared.bus.subscription import Process
from shared.contracts import applications, evaluation
from shared.contracts.applications import ApplicationsEvent
from shared.contracts.evaluation import EvaluationEvent
from shared.contracts.papers import DocumentRendered
from shared.store.events import Recorded
from shared.store.handle import Reaction

from .commands import DispatchCommand, DispatchDocument
from .decider import DECIDER, Dispatch
from .events import DispatchEvent, dispatches_of

type Sending = Reaction[DispatchCommand, Dispatch, DispatchEvent]


def react(recorded: Recorded[ApplicationsEvent] | Recorded[EvaluationEvent]) -> Iterable[Sending]:
    """Dispatch what was issued to the roles that it names (REQ-55, REQ-56)."""
    event = recorded.event
    if not isinstance(event, DocumentRendered) or not (event.report_to or event.copy_to):
        return
    command = DispatchDocument(
        document_id=event.document_id,
        version=event.version,
        title=event.title,
        check_code=event.check_code,
        report_to=event.report_to,
        copy_to=event.copy_to,
    )
    yield Reaction(command, DECIDER, dispatches_of(event.document_id))


DISPATCH_OF_APPLICATIONS = Process("dispatch-of-applications", applications.CODEC, react)
DISPATCH_OF_EVALUATION = Process("dispatch-of-evaluation", evaluation.CODEC, react)
