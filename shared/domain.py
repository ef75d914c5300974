"""The few words every decider is written in."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import ClassVar, Protocol, dataclass_transform

WORD_BEGINS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
"""Where a word begins inside a name, also after one of a single letter: Has|A|Lead."""


@dataclass_transform(frozen_default=True, kw_only_default=True)
def value[T](cls: type[T]) -> type[T]:
    """Make a class an immutable value: built by keyword, compared by content."""
    return dataclass(frozen=True, slots=True, kw_only=True)(cls)


@value
class Fault:
    """One thing that is wrong with what was sent, and where.

    `field` is a JSON Pointer (RFC 6901) into what was sent, or "" for the whole of it.
    """

    field: str
    zh: str
    en: str


class Rejection(Exception):
    """The domain said no.

    Neither a bug nor an outage: the caller hears the reason in Chinese (`zh`) and English
    (`en`), both of which may name `{details}`, and the rule that said no (`rule`, for example
    "REQ-24 AMB-06"). Nobody retries.
    """

    zh: ClassVar[str]
    en: ClassVar[str]
    rule: ClassVar[str] = ""

    def __init__(self, *, faults: Sequence[Fault] = (), **details: object) -> None:
        self.faults = tuple(faults)
        self.details = details
        super().__init__(self.en.format(**details))

    @classmethod
    def code(cls) -> str:
        """Return the stable code by which a program knows this refusal: its name in kebab-case."""
        return WORD_BEGINS.sub("-", cls.__name__).lower()

    def in_chinese(self) -> str:
        """Return the reason in Chinese."""
        return self.zh.format(**self.details)

    def in_english(self) -> str:
        """Return the reason in English."""
        return self.en.format(**self.details)


class NotPermitted(Rejection):
    """The domain said no to this person; it might say yes to someone else."""


class NotFound(Rejection):
    """What the request speaks of does not exist (or not for this person)."""


class Incomplete(Rejection):
    """What was sent cannot be accepted as it is; `faults` names everything that is wrong."""


class Happened[Event](Protocol):
    """Something that holds an event."""

    @property
    def event(self) -> Event:
        """Return the event."""
        ...


@dataclass(frozen=True, eq=False)
class Decider[Command, State, Event]:
    """How one kind of stream behaves: where it starts, what follows, what changes."""

    initial: State
    decide: Callable[[Command, State], Sequence[Event]]
    evolve: Callable[[State, Event], State]

    def fold(self, history: Iterable[Event]) -> State:
        """Return the state that a history leads to."""
        return reduce(self.evolve, history, self.initial)

    def begin(self) -> State:
        """Return the state of a stream in which nothing happened yet."""
        return self.initial

    def follow(self, state: State, recorded: Iterable[Happened[Event]]) -> State:
        """Return the state after these events."""
        return reduce(self.evolve, (each.event for each in recorded), state)
