"""How often a process looks for garbage."""

import gc

ALLOCATIONS = 20_000
"""Objects that are made between two looks at the youngest; Python's own 700 last for 70 events."""


def collect_seldom() -> None:
    """Set what stands after the start apart, and look for garbage seldom.

    Nearly everything here dies by reference counting. Replays take a third less time with it,
    and no request waits for a walk over all modules.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(ALLOCATIONS, 20, 20)
