"""Applications on paper, which the organiser's staff enters for a unit."""
