"""The rules of simulations: each is logged with its rules and whoever ran it, under its own id."""

from shared.domain import Decider, NotFound, NotPermitted, Rejection, value

from .commands import RunWhatIf
from .events import WhatIfEvent, WhatIfRun

type Decision = tuple[WhatIfEvent, ...]


class WhatIfIdTaken(Rejection):
    zh = "这个模拟编号已用于另一次模拟。请换一个编号。"
    en = "This id stands for another simulation. Choose a new one."
    rule = "P3"


class RulesToTryAreMissing(Rejection):
    zh = "模拟还缺少规则：{missing}。请在草案中填写，或先由工委领导设定。"
    en = "The simulation lacks rules: {missing}. Put them in the draft, or let the leader set them."
    rule = "AMB-02 AMB-03"


class NoSuchWhatIf(NotFound):
    zh = "没有这次模拟。请核对编号。"
    en = "There is no such simulation. Check the id."


class OnlyTheOrganiserTries(NotPermitted):
    zh = "规则模拟由工委工作人员或领导进行，审计人员可以查看。"
    en = "The organiser's staff and leaders try rules out; the auditor reads what came of it."
    rule = "domain.md 4"


@value
class Run:
    """The simulation that was run under this id."""

    run: WhatIfRun | None = None


def evolve(_: Run, event: WhatIfEvent) -> Run:
    """Return the simulation as it was run."""
    return Run(run=event)


def decide(command: RunWhatIf, known: Run) -> Decision:
    """A simulation is logged once; another one needs another id."""
    run = WhatIfRun(
        programme_id=command.programme_id,
        what_if_id=command.what_if_id,
        rules=command.rules,
        by=command.by,
    )
    if known.run == run:
        return ()
    if known.run is not None:
        raise WhatIfIdTaken
    return (run,)


DECIDER: Decider[RunWhatIf, Run, WhatIfEvent] = Decider(initial=Run(), decide=decide, evolve=evolve)
