"""Whoever is named liaison may act in that project, and whoever is no longer may not (REQ-33)."""

from collections.abc import Iterable
from typing import Any

from services.gateway.account.events import account
from shared.bus.subscription import Process
from shared.contracts.applications import CODEC, LiaisonNamed, ParticipationEnded
from shared.ids import AccountId
from shared.store.events import Recorded
from shared.store.handle import Reaction

from .commands import LiaisonCommand, NameLiaison, ReleaseLiaison
from .decider import DECIDER


def react(recorded: Recorded[Any]) -> Iterable[Reaction[Any, Any, Any]]:
    """Return what follows from a naming, or from the end of a unit's part in a project."""
    at = recorded.occurred_at
    match recorded.event:
        case LiaisonNamed(project_id=project_id, replaces=former) as named:
            if former:
                gone = AccountId(former)
                yield on(ReleaseLiaison(account_id=gone, project_id=project_id, as_of=at))
            yield on(NameLiaison(account_id=named.account_id, project_id=project_id, as_of=at))
        case ParticipationEnded(project_id=project_id, liaison=former) if former:
            gone = AccountId(former)
            yield on(ReleaseLiaison(account_id=gone, project_id=project_id, as_of=at))
        case _:
            return


def on(command: LiaisonCommand) -> Reaction[Any, Any, Any]:
    """Return a command on the history of the account that it is about."""
    return Reaction(command, DECIDER, account(command.account_id))


LIAISONS = Process(name="liaisons-of-projects", events=CODEC, react=react)
