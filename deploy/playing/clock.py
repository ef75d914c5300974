"""Steps in which nobody acts: the clock has moved, and what is due happens by itself."""

from deploy.playing.acting import Cast
from deploy.playing.player import move

REMINDED = "ReminderIssued"


@move("S-036", lacks=(REMINDED,))
@move("S-052", lacks=(REMINDED,))
@move("S-086")
@move("S-106")
@move("S-125")
async def what_is_due_happens(_: Cast) -> None:
    """Wait for what the script says."""
