"""Given-when-then in plain Python: how rules are tested."""

from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from shared.domain import Decider, Rejection


@dataclass(frozen=True)
class Scenario[Command, State, Event]:
    """One example of a rule: given this history, when asked this, then that."""

    decider: Decider[Command, State, Event]
    history: tuple[Event, ...] = ()
    command: Command | None = None

    def given(self, *history: Event) -> "Scenario[Command, State, Event]":
        return Scenario(self.decider, history)

    def when(self, command: Command) -> "Scenario[Command, State, Event]":
        return Scenario(self.decider, self.history, command)

    def then(self, *expected: Event) -> None:
        assert tuple(self._decide()) == expected

    def then_nothing(self) -> None:
        self.then()

    def then_rejected(self, rejection: type[Rejection]) -> None:
        with pytest.raises(rejection):
            self._decide()

    def _decide(self) -> Sequence[Event]:
        assert self.command is not None, "say when() before then()"
        return self.decider.decide(self.command, self.decider.fold(self.history))
