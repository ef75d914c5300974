"""What can be wished of the record of reading."""

from shared.domain import value

from .events import What


@value
class RecordReading:
    """Record that an account reads."""

    what: What
    by: str
    request: str


type ReadingCommand = RecordReading
