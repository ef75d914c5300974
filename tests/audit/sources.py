"""Events that no contract knows: the log takes whatever services record."""

from shared.domain import value
from shared.store.events import Stream
from shared.store.sealed import Sealed


@value
class Happened:
    """Something happened."""

    what: str
    parts: tuple[str, ...] = ()


@value
class HappenedSecretly:
    """Something happened to a person."""

    person: Sealed


type HappenedEvent = Happened | HappenedSecretly


def thing(name: str) -> Stream[HappenedEvent]:
    return Stream("thing", name)
