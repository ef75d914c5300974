"""The season as a whole: its acts, when it begins, and how much of it a demonstration shows."""

from datetime import date, datetime

from deploy.demo import Progress
from deploy.playing import april, autumn, clock, december, may, november, spring, summer, winter
from deploy.playing.acting import Cast
from deploy.playing.player import Player
from shared.timing.clock import SHANGHAI

ACTS = (april, clock, spring, may, summer, autumn, november, december, winter)
"""The modules that hold the moves: importing them registers the moves."""

BEFORE_ALL = datetime(2017, 4, 24, 8, tzinfo=SHANGHAI)
DEMO_ENDS = date(2017, 11, 16)
"""The demonstration stops when the first results are in and most are still to come."""


async def goes_on(cast: Cast, progress: Progress) -> None:
    """Play the demonstration's part of the season from where the office's clock stands.

    A start that was interrupted is finished by the next; the step in which it broke off is left as it is.
    """
    now = await cast.now()
    if now.date() < DEMO_ENDS:
        await Player(cast, after=now).play(DEMO_ENDS, progress)
