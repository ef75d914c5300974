"""Steps in which nobody acts: the clock has moved, and what is due happens by itself."""

from deploy.playing.acting import STAFF, Cast, expect
from deploy.playing.places import PROGRAMME
from deploy.playing.player import move

REMINDED = ("ReminderIssued",)
"""Reminders go out on the next working morning."""


@move("S-036", later=REMINDED)
@move("S-052")
@move("S-063")
@move(
    "S-079",
    later=REMINDED,
    note="errata: the inbox has it at once, mail goes out on the next working day",
)
@move("S-085")
@move("S-086")
@move("S-097", later=REMINDED, note="errata: overdue from 19 August 00:00")
@move(
    "S-104",
    later=("NotificationSent",),
    note="the digest goes out a minute after its hour, once the reminders of the morning are in",
)
@move("S-106")
@move(
    "S-122",
    later=("DeadlineMissed", "ReminderIssued"),
    note="errata: within the grace it is overdue, not missed",
)
@move("S-125")
async def what_is_due_happens(_: Cast) -> None:
    """Wait for what the script says."""


@move("S-038")
async def no_unit_is_left_out(cast: Cast) -> None:
    """At the cut-off every unit takes part in something; projects without a co-lead are listed."""
    report = await cast.reads(STAFF, f"{PROGRAMME}/coverage")
    left_out = [each["name"] for each in report["units"] if not each["projects"]]
    expect(not left_out, str(left_out))
