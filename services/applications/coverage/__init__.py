"""Whether every unit takes part: the gaps that are there after the cut-off, and their ends."""
